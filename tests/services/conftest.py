"""A little town on a real store of each engine, new for each test."""

from pathlib import Path

import pytest

from portail_tui.portal import Portal
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    return LittleTown.founded(stores, tmp_path)


@pytest.fixture
def portal(town: LittleTown) -> Portal:
    return town.portal()
