"""A store with its tables and nothing else: the file brings the town."""

from __future__ import annotations

from pathlib import Path

import pytest

from portail_tui.services.office import Office
from tests.support.ruling import (
    office_of,
)
from tests.support.stores import Stores
from tests.support.town import LittleTown


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    return LittleTown(stores.fresh(tmp_path))


@pytest.fixture
def office(town: LittleTown) -> Office:
    return office_of(town)
