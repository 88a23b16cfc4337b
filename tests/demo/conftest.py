"""Small demonstration towns on several days, each made once for all tests of this folder."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portail_tui.demo.generator import generate
from tests.support.machine.clocks import FrozenClock
from tests.support.towns.made_once import made_once

DAYS = {
    "autumn": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    "summer": datetime(2027, 7, 10, 9, 0, tzinfo=UTC),
    "first day of school": datetime(2027, 9, 1, 6, 30, tzinfo=UTC),
    "past the published calendars": datetime(2029, 2, 10, 9, 0, tzinfo=UTC),
}
FAMILIES = 60


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A town for each of DAYS, only to be read."""
    return {name: _town(tmp_path_factory, now) for name, now in DAYS.items()}


def _town(factory: pytest.TempPathFactory, now: datetime) -> Path:
    return made_once(
        factory,
        f"town-{now:%Y%m%d}",
        lambda folder: generate(folder / f"{now:%Y%m%d}.db", clock=FrozenClock(now), families=FAMILIES),
    )


@pytest.fixture(params=list(DAYS))
def day(request: pytest.FixtureRequest) -> str:
    """One of DAYS."""
    name: str = request.param
    return name


@pytest.fixture
def town(towns: dict[str, Path], day: str) -> Iterator[sqlite3.Connection]:
    """The town of that day, for questions in plain SQL."""
    connection = sqlite3.connect(f"file:{towns[day]}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.fixture
def autumn(towns: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the autumn town, to be written to."""
    return Path(shutil.copy(towns["autumn"], tmp_path / "town.db"))
