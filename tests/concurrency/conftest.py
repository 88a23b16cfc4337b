"""A little town of each engine that many processes open at once, and the processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stores.booking_crowd import Crowd
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown

SCREENS = 32


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Races run one after the other, in one worker: they start their processes once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("races"))


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    crowd = Crowd(SCREENS)
    yield crowd
    crowd.close()


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    return LittleTown.founded(stores, tmp_path / "town")
