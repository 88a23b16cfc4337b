"""What was booked stands when the règlement changes: its money, its days, its places, its way out."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.apply_report import Effect
from portail_tui.domain.rules.town_file import parse
from portail_tui.services.core.context import ServiceContext
from tests.support.machine.answers import answered
from tests.support.machine.examples import examples
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_from_file import (
    ANOTHER_ACTIVITY,
    PREPAID,
    TUESDAY,
    activity,
    applied,
    booked,
    office_of,
    slot,
    with_places,
)

FOLDERS = itertools.count()


def charged(town: LittleTown) -> list[Any]:
    return [
        town.rows("SELECT id, status, cents, surcharge_cents, tariff FROM booking ORDER BY id"),
        town.rows("SELECT * FROM ledger_movement ORDER BY id"),
        town.rows("SELECT * FROM ledger_entry ORDER BY id"),
    ]


CHANGES = [
    ("prix = 4.00", "prix = 9.00"),
    ("prix = 4.00", "prix = 9.00\nexterieur = 12"),
    ("depuis = 2025-09-01", "depuis = 2026-11-01"),
    ('code = "MIDI"', 'code = "REPAS_MIDI"'),
    ('code = "CANTINE"', 'code = "SELF"'),
    ('jours = ["lundi", "mardi", "jeudi", "vendredi"]', 'jours = ["lundi"]'),
    ('periode = "ecole"', 'periode = "ete"'),
    ("jours = 2, a", "jours = 20, a"),
    ("jours = 1, a", "jours = 19, a"),
    ('libelle = "Midi"', 'libelle = "Midi"\n  places = 0'),
    ('debut = "12:00"', 'debut = "11:00"'),
    ('niveaux = ["PS", "CP", "CE1"]', 'niveaux = ["PS"]'),
    ('tarif = "REPAS"', 'tarif = "REPAS"\na_valider = true\nage_max = 3'),
    ("[[ecoles]]", '[[fermetures]]\nnom = "Foire"\ndu = 2026-12-01\n\n[[ecoles]]'),
    ('code = "BOURG"', 'code = "AUTRE"'),
    ('code = "PERI"', 'code = "P"'),
    ('type = "PERI"', 'type = "P"'),
]


def changed_by(text: str, chosen: list[tuple[str, str]]) -> str:
    """A good file with some changes, those left out that would make it a bad one."""
    for old, new in chosen:
        changed = text.replace(old, new)
        try:
            parse(changed)
        except ValueError:
            continue
        text = changed
    return text


STANDING = "\n[tirelire]\nprix_suivis = false\n"
"""What was paid stands, whatever becomes of the price."""


@examples(10, HealthCheck.function_scoped_fixture)
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4, unique=True))
def test_whatever_changes_what_was_charged_is_not_written_again_where_the_town_says_so(
    stores: Stores, tmp_path: Path, chosen: list[tuple[str, str]]
):
    stores.give_back_all()
    town = LittleTown(stores.fresh(tmp_path / str(next(FOLDERS))))
    context = office_of(town)
    text = PREPAID + STANDING
    applied(context, text)
    home = booked(town)
    before = charged(town)
    applied(context, changed_by(text, chosen))
    assert charged(town) == before
    assert town.faults() in ([], ["a slot is over its capacity"])
    parent = Parent(town.portal(), home)
    shown = answered(town.portal().bookings(actor=home.actor, family_id=home.id))
    assert [line.day for line in shown.lines] == [TUESDAY]
    if shown.lines[0].state is DayState.BOOKED_CANCELLABLE:
        slot_id = int(town.value("SELECT slot_id FROM booking"))
        assert outcomes(parent.cancels(activity(town), slot_id, operation="leave")) == ["cancelled"]
        assert town.balance(home) == 10_000
    town.store.close()
    context.store.close()


WEEKS = PREPAID.replace(
    'tarif = "REPAS"\n',
    'tarif = "REPAS"\nforfaits = [{ code = "SEMAINE", libelle = "La semaine", tarif = "FORFAIT" }]\n',
).replace(
    "[[activites]]",
    """[[tarifs]]
code = "FORFAIT"
depuis = 2025-09-01
deliberation = "D 3"
forme = "fixe"
prix = 14.10

[[activites]]""",
)
WEEK_CHANGES = [
    *CHANGES,
    ("prix = 14.10", "prix = 18.30"),
    ('code = "FORFAIT"', 'code = "AUTRE_FORFAIT"'),
    ('tarif = "FORFAIT"', 'tarif = "AUTRE_FORFAIT"'),
    ('tarif = "FORFAIT"', 'tarif = "REPAS"'),
    ('code = "SEMAINE"', 'code = "HEBDO"'),
    ('tarif = "FORFAIT" }', 'tarif = "FORFAIT", jours = ["mardi", "jeudi"] }'),
    ('forfaits = [{ code = "SEMAINE"', 'forfaits_seulement = true\nforfaits = [{ code = "SEMAINE"'),
]


def book_a_week(town: LittleTown, parent: Parent) -> Any:
    week = Pick(
        slot_id=slot(town),
        action=PickAction.BOOK,
        shown_cents=1410,
        package=f"SEMAINE@{(TUESDAY - timedelta(1)).isoformat()}",
    )
    return parent.picks(activity(town), week)


@examples(10, HealthCheck.function_scoped_fixture)
@given(st.lists(st.sampled_from(WEEK_CHANGES), min_size=1, max_size=4, unique=True))
def test_whatever_changes_a_family_that_leaves_gets_back_what_it_paid(
    stores: Stores, tmp_path: Path, chosen: list[tuple[str, str]]
):
    stores.give_back_all()
    town = LittleTown(stores.fresh(tmp_path / str(next(FOLDERS))))
    context = office_of(town)
    applied(context, WEEKS)
    parent, other = (Parent(town.portal(), town.home(name)) for name in ("Semaine", "Jour"))
    assert outcomes(book_a_week(town, parent)) == ["booked"] * 4
    booked(town, other.home)
    applied(context, changed_by(WEEKS, chosen))
    assert town.faults() in ([], ["a slot is over its capacity"])
    slot_id = int(town.value("SELECT slot_id FROM booking ORDER BY id DESC"))
    for one, days in ((parent, 4), (other, 1)):
        (line, *_) = answered(town.portal().bookings(actor=one.actor, family_id=one.home.id)).lines
        if line.state is not DayState.BOOKED_CANCELLABLE:
            continue
        assert (
            outcomes(one.cancels(activity(town), slot_id, operation=f"{one.home.id}")) == ["cancelled"] * days
        )
        assert town.balance(one.home) == 10_000
    assert town.faults() in ([], ["a slot is over its capacity"])
    town.store.close()
    context.store.close()


def test_days_already_paid_follow_a_new_price_by_an_entry_of_their_own(
    town: LittleTown, context: ServiceContext
):
    applied(context, PREPAID)
    homes = [booked(town), booked(town, None, TUESDAY, TUESDAY + timedelta(days=2))]
    _, movements, entries = charged(town)
    answer = applied(context, PREPAID.replace("prix = 4.00", "prix = 3.10"))
    assert [(one.effect, one.days, one.bookings, one.families) for one in answer.concerned] == [
        (Effect.REPRICED, 2, 3, 2)
    ]
    assert town.rows("SELECT cents FROM booking") == [(310,)] * 3
    assert [town.balance(home) for home in homes] == [9_690, 9_380]
    after = charged(town)
    assert (after[1][: len(movements)], after[2][: len(entries)]) == (movements, entries)
    assert len(after[1]) == len(movements) + 3
    assert len(town.mails("tariff_changed")) == 2
    assert town.faults() == []


def test_an_activity_that_the_file_no_longer_names_is_closed_and_comes_back(
    town: LittleTown, context: ServiceContext
):
    applied(context, PREPAID + ANOTHER_ACTIVITY)
    home = booked(town)
    without = PREPAID[: PREPAID.index("[[activites]]")] + ANOTHER_ACTIVITY
    answer = applied(context, without)
    assert [(one.effect, one.activity, one.days, one.bookings, one.families) for one in answer.concerned] == [
        (Effect.UNSERVED, "Cantine", 1, 1, 1)
    ]
    assert answer.slots.unserved == 1
    cell = Parent(town.portal(), home).cell(activity(town), TUESDAY)
    assert cell.state is DayState.BOOKED_CANCELLABLE
    (child,) = answered(town.portal().choices(actor=home.actor, family_id=home.id)).children
    assert [one.name for one in child.activities] == ["Étude"]
    back = applied(context, PREPAID + ANOTHER_ACTIVITY)
    assert back.slots.served_again == 1
    assert back.concerned == ()
    (child,) = answered(town.portal().choices(actor=home.actor, family_id=home.id)).children
    assert [one.name for one in child.activities] == ["Cantine", "Étude"]


def test_a_package_that_was_booked_is_closed_and_one_that_was_not_is_forgotten(
    town: LittleTown, context: ServiceContext
):
    applied(context, WEEKS)
    applied(context, PREPAID)
    assert town.value("SELECT packages FROM activity") == "[]"
    applied(context, WEEKS)
    home = town.home()
    parent = Parent(town.portal(), home)
    assert outcomes(book_a_week(town, parent)) == ["booked"] * 4
    applied(context, PREPAID)
    before = town.everything()
    assert not applied(context, PREPAID).is_changed
    assert town.everything() == before
    other = Parent(town.portal(), town.home("Autre"))
    assert outcomes(book_a_week(town, other)) == ["not_offered"]
    assert outcomes(parent.cancels(activity(town), slot(town))) == ["cancelled"] * 4
    assert town.balance(home) == 10_000
    assert town.faults() == []


def test_a_day_that_is_no_longer_served_goes_unless_somebody_booked_it(
    town: LittleTown, context: ServiceContext
):
    applied(context, PREPAID)
    home = booked(town)
    answer = applied(context, PREPAID.replace('"lundi", "mardi", ', '"lundi", '))
    tuesdays = [
        (str(day), bool(is_served))
        for day, is_served in town.rows("SELECT day, is_served FROM slot ORDER BY day")
        if date.fromisoformat(str(day)).weekday() == 1
    ]
    assert tuesdays == [(TUESDAY.isoformat(), False)]
    assert answer.slots.unserved == 1
    assert answer.slots.removed > 20
    other = Parent(town.portal(), town.home("Durand"))
    assert other.cell(activity(town), TUESDAY).why is NotOffered.CLOSED
    assert outcomes(other.books(activity(town), slot(town), cents=400)) == ["not_offered"]
    assert Parent(town.portal(), home).cell(activity(town), TUESDAY).state is DayState.BOOKED_CANCELLABLE


# --- places ------------------------------------------------------------------------------------------------


def test_fewer_places_than_bookings_are_told_and_everyone_stays(town: LittleTown, context: ServiceContext):
    applied(context, with_places(3))
    for name in ("Un", "Deux", "Trois"):
        booked(town, town.home(name))
    answer = applied(context, with_places(1))
    assert [(one.effect, one.days, one.bookings, one.families) for one in answer.concerned] == [
        (Effect.CROWDED, 1, 2, 3)
    ]
    assert [status for _, status in town.statuses(slot(town))] == ["booked"] * 3
    again = applied(context, with_places(1) + "\n# relu\n")
    assert again.concerned == ()


@pytest.mark.parametrize("more", [with_places(2), PREPAID], ids=["one more", "no limit any more"])
def test_more_places_go_to_those_who_wait_in_the_same_transaction(
    town: LittleTown, context: ServiceContext, more: str
):
    applied(context, with_places(1))
    booked(town)
    first, second = town.home("Premier", balance=300), town.home("Second")
    for home in (first, second):
        Parent(town.portal(), home).waits(activity(town), slot(town))
    answer = applied(context, more)
    assert [(one.effect, one.bookings, one.families) for one in answer.concerned] == [(Effect.GIVEN, 1, 1)]
    statuses = dict(town.statuses(slot(town)))
    assert (statuses[first.id], statuses[second.id]) == ("waiting", "booked")  # the first cannot pay
    assert town.balance(second) == 10_000 - 400
    assert [mail.child for _, mail in town.mails("place_given")] == ["Zoé"]
    assert len(town.mails("place_not_given")) == 1
    assert town.faults() == []


def test_a_screen_that_was_open_decides_by_the_new_rules(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID)
    portal = town.portal()
    parent = Parent(portal, town.home())
    assert parent.cell(activity(town), TUESDAY).price_cents == 400
    applied(context, PREPAID.replace("prix = 4.00", "prix = 5.00"))
    (line,) = parent.books(activity(town), slot(town), cents=400).lines
    assert line.refusal.details == {"shown_cents": 400, "price_cents": 500}
    assert parent.cell(activity(town), TUESDAY).price_cents == 500
