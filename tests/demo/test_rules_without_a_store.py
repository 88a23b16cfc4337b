"""The rules that a file gives without a store offer what those that the store gives back do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from portail_tui.demo.generator import generate, town_file
from portail_tui.domain.bookings.availability import offer_of
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.rules.quotients import ProofStatus, QuotientRecord
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of
from portail_tui.gateways.school_holidays import years_around
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from portail_tui.store.store import open_store
from tests.support.machine.clocks import PLAY_DAY, FrozenClock


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    path: Path = tmp_path_factory.mktemp("stored") / "town.db"
    generate(path, clock=FrozenClock(), families=1)
    store = open_store(f"sqlite:///{path}", FrozenClock())
    with store.reading() as connection:
        rulebook = rulebook_queries.load(connection)
    store.close()
    return rulebook


@pytest.fixture(scope="module")
def unstored() -> Rulebook:
    file = town_file()
    years = years_around(PLAY_DAY.date(), file)
    return rulebook_of(file, years, public_holidays_of(file, years))


def test_every_day_is_offered_alike_at_the_same_price(stored: Rulebook, unstored: Rulebook):
    accepted = QuotientRecord(
        value_hundredths=700_00,
        income_cents=None,
        parts_hundredths=None,
        from_on=date(2026, 9, 1),
        to_on=None,
        status=ProofStatus.ACCEPTED,
    )
    child = ChildFacts(birth_on=date(2018, 5, 4), schoolings=(), is_resident=True, quotients=(accepted,))
    compared = 0
    for one, other in zip(stored.activities.values(), unstored.activities.values(), strict=True):
        for number in range(60):
            day = PLAY_DAY.date() + timedelta(days=number)
            offers = [
                offer_of(
                    rules,
                    activity,
                    SlotFacts(
                        id=1,
                        unit=activity.units[0],
                        day=day,
                        capacity=10,
                        taken=0,
                        waiting=0,
                        is_cancelled=False,
                    ),
                    child,
                    PLAY_DAY,
                )
                for rules, activity in ((stored, one), (unstored, other))
            ]
            assert offers[0] == offers[1]
            compared += offers[0].price is not None
    assert compared > 20
