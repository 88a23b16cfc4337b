"""A little town on a real store, new for each test."""

from pathlib import Path

import pytest

from portail_tui.portal import Portal
from tests.support.town import LittleTown, empty_file


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_file(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def town(empty: Path, tmp_path: Path) -> LittleTown:
    return LittleTown.founded(empty, tmp_path)


@pytest.fixture
def portal(town: LittleTown) -> Portal:
    return town.portal()
