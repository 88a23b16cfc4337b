"""What several rooms' tests share: the demonstration town, made once, copied for each test."""

from pathlib import Path

import pytest

from tests.support.clocks import FrozenClock
from tests.support.desk import Desk


@pytest.fixture(scope="session")
def demo_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration town on the day when every picture is taken."""
    from portail_tui.demo.generator import generate

    return generate(tmp_path_factory.mktemp("demo") / "town.db", clock=FrozenClock(), families=60)


@pytest.fixture
def desk(demo_town: Path, tmp_path: Path) -> Desk:
    return Desk.copied(demo_town, tmp_path)
