"""Two agents who apply a file at once, one who is killed half-way, and families who book meanwhile: real
processes."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from portail_tui.bootstrap import open_context
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.apply_report import Applied
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.rules.town_file import parse
from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of
from portail_tui.gateways.school_holidays import years_around
from portail_tui.services.rules.apply_town_file import apply_town_file
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from tests.support.machine.clocks import PLAY_DAY, FrozenClock
from tests.support.stores.both_engines import Stores
from tests.support.stores.processes_at_once import at_once
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.communes import SMALLEST
from tests.support.towns.small_town import Home, LittleTown, Parent, outcomes
from tests.support.towns.town_from_file import plain

ROUNDS = 5
BOOKERS = 4
DAYS_OF_EACH = 4
SUPPER = """
  [[activites.unites]]
  code = "SOIR"
  libelle = "Soir"
  debut = "16:30"
  fin = "18:00"
  places = 12
"""
CHEAP = SMALLEST.replace('paiement = "facture"', 'paiement = "reservation"').replace(
    "[[ecoles]]", "[tirelire]\nprix_suivis = false\n\n[[ecoles]]"
)
"""Days already paid keep their price: it tells by which rules they were decided."""
DEAR = (
    CHEAP.replace("prix = 4.00", "prix = 9.00")
    .replace('deliberation = "D 1"', 'deliberation = "D 2"')
    .replace('nom = "Cantine"', 'nom = "Self"')
    .replace("jours = 1, a", "jours = 2, a")
)
"""Everything that can change has changed: what is half of each would show."""


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    """A town with its first file, nothing of it open."""
    town = LittleTown(stores.fresh(tmp_path / "town"))
    applies(town, CHEAP)
    return town


def applies(town: LittleTown, text: str, *, dies_after: int | None = None) -> Applied:
    context = open_context(town.url, FrozenClock(), clock_decides=True, needs_town=False)
    if dies_after is not None:
        die_after(context, dies_after)
    answer = apply_town_file(context, parse(text), text)
    context.store.close()
    assert isinstance(answer, Applied)
    return answer


def die_after(context: Any, statements: int) -> None:
    """Kill this process, without a word, when it has sent so many statements."""
    sent = 0

    def count(*_event: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(context.store.engine, "after_cursor_execute", count)


def rules_in(town: LittleTown) -> Rulebook:
    with town.store.reading() as connection:
        found = rulebook_queries.load(connection)
    town.store.close()
    return plain(found)


def rules_of(text: str) -> Rulebook:
    file = parse(text)
    years = years_around(PLAY_DAY.date(), file)
    return plain(rulebook_of(file, years, public_holidays_of(file, years)))


def test_of_two_files_applied_at_once_one_comes_after_the_other_and_both_are_whole(town: LittleTown):
    texts = [DEAR + SUPPER, CHEAP + SUPPER.replace("SOIR", "NUIT").replace("16:30", "17:00")]
    for number in range(1, ROUNDS + 1):
        pair = [text.replace('a = "12:00"', f'a = "{10 + number}:30"') for text in texts]
        first, second = at_once([partial(applies, town, text) for text in pair])
        assert first.is_changed
        assert second.is_changed
        revision, applied = (
            town.value("SELECT value FROM store_meta WHERE key = 'rulebook_revision'"),
            [content for (content,) in town.rows("SELECT content FROM town_file ORDER BY id")],
        )
        assert int(revision) == 1 + 2 * number
        assert sorted(applied[-2:]) == sorted(pair)
        last = applied[-1]
        found, wanted = rules_in(town), rules_of(last)
        (canteen,) = found.activities.values()
        open_units = tuple(unit for unit in canteen.units if not unit.is_closed)
        assert open_units == wanted.activities[0].units
        assert canteen.booking_rule == wanted.activities[0].booking_rule
        assert canteen.cancel_rule == wanted.activities[0].cancel_rule
        assert canteen.name == wanted.activities[0].name
        assert found.grids == wanted.grids
        served = town.rows(
            "SELECT DISTINCT u.code FROM slot s JOIN unit u ON u.id = s.unit_id WHERE s.is_served ORDER BY 1"
        )
        assert [code for (code,) in served] == sorted(unit.code for unit in open_units)
        town.store.close()


def test_killed_half_way_it_leaves_nothing(town: LittleTown):
    before = town.everything()
    dies_at, deaths = 1, 0
    while (code := in_a_process(partial(applies, town, DEAR + SUPPER, dies_after=dies_at))) != 0:
        assert code == -signal.SIGKILL
        assert town.everything() == before
        dies_at += 6
        deaths += 1
    assert deaths > 5
    assert rules_in(town) == rules_of(DEAR + SUPPER)


def in_a_process(job: Any) -> int:
    if (process := os.fork()) == 0:
        try:
            job()
            os._exit(0)
        finally:
            os._exit(4)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_a_booking_made_meanwhile_is_decided_by_the_old_rules_or_by_the_new_ones(town: LittleTown):
    days = [
        slot_id
        for (slot_id,) in town.rows("SELECT id FROM slot ORDER BY day LIMIT :count OFFSET 8", count=40)
    ]
    homes = [town.home(f"Famille{number}", balance=100_000) for number in range(BOOKERS)]
    canteen = int(town.value("SELECT id FROM activity"))
    town.store.close()
    sides: set[str] = set()
    for number in range(3):
        text = (DEAR, CHEAP)[number % 2]
        picks = days[number * DAYS_OF_EACH : (number + 1) * DAYS_OF_EACH]
        at_once(
            [
                partial(applies, town, text),
                *(partial(books, town, home, canteen, picks, f"{number}-{home.id}") for home in homes),
            ]
        )
        rows = town.rows(
            "SELECT operation_id, status, cents, tariff FROM booking WHERE operation_id LIKE :mine",
            mine=f"{number}-%",
        )
        by_request: dict[str, set[tuple[int, str]]] = {}
        for operation, status, cents, tariff in rows:
            assert status == "booked"
            by_request.setdefault(operation, set()).add((cents, PRICE.from_json(tariff).decision))
        for charged in by_request.values():
            assert charged in ({(400, "D 1")}, {(900, "D 2")})
            sides |= {decision for _, decision in charged}
        assert town.faults() == []
        town.store.close()
    assert sides == {"D 1", "D 2"}


def books(town: LittleTown, home: Home, activity: int, slots: list[int], operation: str) -> list[str]:
    """Picks of days, at any price that either file has."""
    portal: Any = LittleTown(town.url).portal()
    picks = [Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=900) for slot in slots]
    found = outcomes(Parent(portal, home).picks(activity, *picks, operation=operation))
    context_behind(portal).store.close()
    return found
