"""A store with its tables and nothing else: the file brings the town."""

from __future__ import annotations

from pathlib import Path

import pytest

from portail_tui.services.core.context import ServiceContext
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown
from tests.support.towns.town_from_file import office_of


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    return LittleTown(stores.fresh(tmp_path))


@pytest.fixture
def context(town: LittleTown) -> ServiceContext:
    return office_of(town)
