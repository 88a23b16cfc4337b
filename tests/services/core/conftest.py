"""Two families of the town, and a request for each method of the portal."""

import pytest

from tests.support.towns.portal_calls import Call, portal_calls
from tests.support.towns.small_town import Home, LittleTown


@pytest.fixture
def homes(town: LittleTown) -> tuple[Home, Home]:
    return town.home("Martin"), town.home("Durand")


@pytest.fixture
def calls(town: LittleTown, homes: tuple[Home, Home]) -> dict[str, Call]:
    return portal_calls(town, homes)
