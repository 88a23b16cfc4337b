"""A little town that several processes open at once."""

from pathlib import Path

import pytest

from tests.support.town import LittleTown, empty_file


@pytest.fixture
def town(tmp_path: Path) -> LittleTown:
    return LittleTown.founded(empty_file(tmp_path), tmp_path / "town")
