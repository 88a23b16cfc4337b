"""A town's file applied to a store that lives: what changes, what stands, who is told, what is refused."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portail_tui.bootstrap import open_office
from portail_tui.domain.applied import Applied, Effect, NotApplied, Obstacle
from portail_tui.domain.days import DayState, NotOffered
from portail_tui.domain.town_file import parse
from portail_tui.domain.town_file.rules import rulebook_of
from portail_tui.domain.views import Pick, PickAction, Role
from portail_tui.holidays import public_holidays_of, years_around
from portail_tui.services.applying import apply_town_file, text_in_force
from portail_tui.services.office import Office
from portail_tui.store.queries import rulebook as rulebook_queries
from tests.store.test_town_rows import TEXTS, plain
from tests.support.clocks import PLAY_DAY, FrozenClock
from tests.support.communes import SMALLEST
from tests.support.stores import Stores
from tests.support.town import Home, LittleTown, Parent, outcomes

PREPAID = SMALLEST.replace('paiement = "facture"', 'paiement = "reservation"\nliste_attente = true')
"""A canteen that is paid when it is booked, 4,00 €."""
FOLDERS = itertools.count()
TUESDAY = date(2026, 12, 1)
ANOTHER_ACTIVITY = """
[[activites]]
code = "ETUDE"
type = "PERI"
nom = "Étude"
paiement = "reservation"
jours = ["lundi", "mardi"]
periode = "ecole"
tarif = "REPAS"
reservation = { forme = "jours_avant", jours = 2, a = "12:00" }
annulation = { forme = "jours_avant", jours = 1, a = "12:00" }

  [[activites.unites]]
  code = "SOIR"
  libelle = "Soir"
  debut = "16:30"
  fin = "18:00"
"""


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    """A store with its tables and nothing else: the file brings the town."""
    return LittleTown(stores.fresh(tmp_path))


@pytest.fixture
def office(town: LittleTown) -> Office:
    return office_of(town)


def office_of(town: LittleTown) -> Office:
    return open_office(town.url, town.clock, clock_decides=True, needs_town=False)


def applied(office: Office, text: str, **options: Any) -> Applied:
    answer = apply_town_file(office, parse(text), text, **options)
    assert isinstance(answer, Applied), answer
    return answer


def refused(office: Office, text: str, **options: Any) -> list[Obstacle]:
    answer = apply_town_file(office, parse(text), text, **options)
    assert isinstance(answer, NotApplied)
    return [one.obstacle for one in answer.reasons]


def with_places(places: int, text: str = PREPAID) -> str:
    return text.replace('libelle = "Midi"', f'libelle = "Midi"\n  places = {places}')


def activity(town: LittleTown, code: str = "CANTINE") -> int:
    return int(town.value("SELECT id FROM activity WHERE code = :code", code=code))


def slot(town: LittleTown, day: date = TUESDAY, unit: str = "MIDI") -> int:
    return int(
        town.value(
            "SELECT s.id FROM slot s JOIN unit u ON u.id = s.unit_id WHERE s.day = :day AND u.code = :unit",
            day=day if not town.is_a_file else day.isoformat(),
            unit=unit,
        )
    )


def booked(town: LittleTown, home: Home | None = None, *days: date) -> Home:
    """A home that has booked some days of the canteen; the Tuesday unless told otherwise."""
    home = home or town.home()
    parent = Parent(town.portal(), home)
    slots = [slot(town, day) for day in days or (TUESDAY,)]
    assert set(outcomes(parent.books(activity(town), *slots, cents=400))) == {"booked"}
    return home


def revision(town: LittleTown) -> int:
    return int(town.value("SELECT value FROM store_meta WHERE key = 'rulebook_revision'"))


# --- a new town ------------------------------------------------------------------------------------------


def test_a_new_town_has_its_days_and_a_family_books_one(town: LittleTown, office: Office):
    answer = applied(office, PREPAID)
    assert answer.is_first
    assert answer.is_changed
    assert answer.years == ("2026-2027",)
    home = booked(town)
    assert town.balance(home) == 10_000 - 400
    assert Parent(town.portal(), home).cell(activity(town), TUESDAY).state is DayState.BOOKED_CANCELLABLE
    assert town.faults() == []


def test_its_days_are_those_of_its_file_from_today_to_the_end_of_the_year(town: LittleTown, office: Office):
    applied(office, PREPAID)
    days = [date.fromisoformat(str(day)) for (day,) in town.rows("SELECT day FROM slot ORDER BY day")]
    assert {day.weekday() for day in days} == {0, 1, 3, 4}
    assert days[0] == PLAY_DAY.date()
    assert date(2026, 12, 21) not in days  # Christmas holidays
    assert days[-1] == date(2027, 7, 2)


def test_the_rules_are_those_of_the_file(town: LittleTown, office: Office):
    text = TEXTS[2]
    applied(office, text)
    file = parse(text)
    years = years_around(PLAY_DAY.date(), file)
    with town.store.reading() as connection:
        loaded = rulebook_queries.load(connection)
    assert plain(loaded) == plain(rulebook_of(file, years, public_holidays_of(file, years)))


def test_the_text_in_force_is_the_newest_as_it_was_written(office: Office):
    assert text_in_force(office) is None
    applied(office, f"# à la main\r\n{PREPAID}")
    assert text_in_force(office) == f"# à la main\r\n{PREPAID}"
    applied(office, PREPAID)
    assert text_in_force(office) == PREPAID


# --- again and again ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS, ids=["smallest", "everything", "published", "demonstration"])
def test_applied_twice_nothing_changes(town: LittleTown, office: Office, text: str):
    applied(office, text)
    before = town.everything()
    answer = applied(office, text)
    assert not answer.is_changed
    assert answer.changes == ()
    assert town.everything() == before


def test_a_remark_is_kept_and_changes_no_rule(town: LittleTown, office: Office):
    applied(office, PREPAID)
    before = revision(town)
    answer = applied(office, f"# relu en mai\n{PREPAID}")
    assert not answer.is_changed
    assert revision(town) == before
    assert text_in_force(office) == f"# relu en mai\n{PREPAID}"


def test_a_change_is_one_revision_and_one_audit_line_of_a_command(town: LittleTown, office: Office):
    applied(office, PREPAID)
    applied(office, PREPAID.replace('nom = "Cantine"', 'nom = "Restaurant"'))
    assert revision(town) == 2
    assert (
        town.rows("SELECT account_id, role, action FROM audit_event")
        == [(None, "command", "town_file_applied")] * 2
    )


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (2, 3), (3, 2), (1, 3)])
def test_from_any_file_to_any_other_the_rules_become_the_new_ones(
    town: LittleTown, office: Office, before: int, after: int
):
    applied(office, TEXTS[before])
    applied(office, TEXTS[after], may_rename=True)
    file = parse(TEXTS[after])
    years = years_around(PLAY_DAY.date(), file)
    wanted = plain(rulebook_of(file, years, public_holidays_of(file, years)))
    with town.store.reading() as connection:
        loaded = rulebook_queries.load(connection)
    open_ones = {key: one for key, one in loaded.activities.items() if not one.is_closed}
    loaded = replace(
        loaded,
        activities={
            key: replace(one, units=tuple(unit for unit in one.units if not unit.is_closed))
            for key, one in open_ones.items()
        },
    )
    found = plain(loaded)
    assert list(found.activities.values()) == list(wanted.activities.values())
    for part in ("town", "grids", "years", "school_holidays", "public_holidays", "closures"):
        assert getattr(found, part) == getattr(wanted, part)
    assert set(wanted.types) <= set(found.types)


def test_a_file_tried_changes_nothing_and_tells_what_applying_it_does(town: LittleTown, office: Office):
    applied(office, with_places(1))
    booked(town)
    waiting = town.home("Attend")
    Parent(town.portal(), waiting).waits(activity(town), slot(town))
    before = town.everything()
    changed = with_places(2, PREPAID.replace("prix = 4.00", "prix = 4.20")) + ANOTHER_ACTIVITY
    tried = applied(office, changed, is_trial=True)
    assert town.everything() == before
    assert tried == applied(office, changed)
    assert {(one.effect, one.bookings, one.families) for one in tried.concerned} == {
        (Effect.GIVEN, 1, 1),
        (Effect.REPRICED, 1, 1),
    }


# --- what was booked stands --------------------------------------------------------------------------------


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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4, unique=True))
def test_whatever_changes_what_was_charged_is_not_written_again_where_the_town_says_so(
    stores: Stores, tmp_path: Path, chosen: list[tuple[str, str]]
):
    town = LittleTown(stores.fresh(tmp_path / str(next(FOLDERS))))
    office = office_of(town)
    text = PREPAID + STANDING
    applied(office, text)
    home = booked(town)
    before = charged(town)
    applied(office, changed_by(text, chosen))
    assert charged(town) == before
    assert town.faults() in ([], ["a slot is over its capacity"])
    parent = Parent(town.portal(), home)
    shown = town.portal().bookings(actor=home.actor, family_id=home.id)
    assert [line.day for line in shown.lines] == [TUESDAY]
    if shown.lines[0].state is DayState.BOOKED_CANCELLABLE:
        slot_id = int(town.value("SELECT slot_id FROM booking"))
        assert outcomes(parent.cancels(activity(town), slot_id, operation="leave")) == ["cancelled"]
        assert town.balance(home) == 10_000
    town.store.close()
    office.store.close()


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
    week = Pick(slot(town), PickAction.BOOK, 1410, f"SEMAINE@{(TUESDAY - timedelta(1)).isoformat()}")
    return parent.picks(activity(town), week)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WEEK_CHANGES), min_size=1, max_size=4, unique=True))
def test_whatever_changes_a_family_that_leaves_gets_back_what_it_paid(
    stores: Stores, tmp_path: Path, chosen: list[tuple[str, str]]
):
    town = LittleTown(stores.fresh(tmp_path / str(next(FOLDERS))))
    office = office_of(town)
    applied(office, WEEKS)
    parent, other = (Parent(town.portal(), town.home(name)) for name in ("Semaine", "Jour"))
    assert outcomes(book_a_week(town, parent)) == ["booked"] * 4
    booked(town, other.home)
    applied(office, changed_by(WEEKS, chosen))
    assert town.faults() in ([], ["a slot is over its capacity"])
    slot_id = int(town.value("SELECT slot_id FROM booking ORDER BY id DESC"))
    for one, days in ((parent, 4), (other, 1)):
        (line, *_) = town.portal().bookings(actor=one.actor, family_id=one.home.id).lines
        if line.state is not DayState.BOOKED_CANCELLABLE:
            continue
        assert (
            outcomes(one.cancels(activity(town), slot_id, operation=f"{one.home.id}")) == ["cancelled"] * days
        )
        assert town.balance(one.home) == 10_000
    assert town.faults() in ([], ["a slot is over its capacity"])
    town.store.close()
    office.store.close()


def test_days_already_paid_follow_a_new_price_by_an_entry_of_their_own(town: LittleTown, office: Office):
    applied(office, PREPAID)
    homes = [booked(town), booked(town, None, TUESDAY, TUESDAY + timedelta(days=2))]
    _, movements, entries = charged(town)
    answer = applied(office, PREPAID.replace("prix = 4.00", "prix = 3.10"))
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


def test_an_activity_that_the_file_no_longer_names_is_closed_and_comes_back(town: LittleTown, office: Office):
    applied(office, PREPAID + ANOTHER_ACTIVITY)
    home = booked(town)
    without = PREPAID[: PREPAID.index("[[activites]]")] + ANOTHER_ACTIVITY
    answer = applied(office, without)
    assert [(one.effect, one.activity, one.days, one.bookings, one.families) for one in answer.concerned] == [
        (Effect.UNSERVED, "Cantine", 1, 1, 1)
    ]
    assert answer.slots.unserved == 1
    cell = Parent(town.portal(), home).cell(activity(town), TUESDAY)
    assert cell.state is DayState.BOOKED_CANCELLABLE
    (child,) = town.portal().choices(actor=home.actor, family_id=home.id).children
    assert [one.name for one in child.activities] == ["Étude"]
    back = applied(office, PREPAID + ANOTHER_ACTIVITY)
    assert back.slots.served_again == 1
    assert back.concerned == ()
    (child,) = town.portal().choices(actor=home.actor, family_id=home.id).children
    assert [one.name for one in child.activities] == ["Cantine", "Étude"]


def test_a_package_that_was_booked_is_closed_and_one_that_was_not_is_forgotten(
    town: LittleTown, office: Office
):
    applied(office, WEEKS)
    applied(office, PREPAID)
    assert town.value("SELECT packages FROM activity") == "[]"
    applied(office, WEEKS)
    home = town.home()
    parent = Parent(town.portal(), home)
    assert outcomes(book_a_week(town, parent)) == ["booked"] * 4
    applied(office, PREPAID)
    before = town.everything()
    assert not applied(office, PREPAID).is_changed
    assert town.everything() == before
    other = Parent(town.portal(), town.home("Autre"))
    assert outcomes(book_a_week(town, other)) == ["not_offered"]
    assert outcomes(parent.cancels(activity(town), slot(town))) == ["cancelled"] * 4
    assert town.balance(home) == 10_000
    assert town.faults() == []


def test_a_day_that_is_no_longer_served_goes_unless_somebody_booked_it(town: LittleTown, office: Office):
    applied(office, PREPAID)
    home = booked(town)
    answer = applied(office, PREPAID.replace('"lundi", "mardi", ', '"lundi", '))
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


def test_what_is_past_is_not_touched(town: LittleTown, office: Office):
    applied(office, with_places(5))
    town.clock = FrozenClock(PLAY_DAY + timedelta(days=30))
    later = office_of(town)
    applied(later, with_places(7))
    today = (PLAY_DAY + timedelta(days=30)).date()
    rows = [
        (date.fromisoformat(str(day)) < today, capacity)
        for day, capacity in town.rows("SELECT day, capacity FROM slot")
    ]
    assert set(rows) == {(True, 5), (False, 7)}


def test_the_next_year_is_made_once_the_town_prepares_it(town: LittleTown, office: Office):
    applied(office, PREPAID)
    town.clock = FrozenClock(PLAY_DAY.replace(year=2027, month=6, day=2))
    answer = applied(office_of(town), PREPAID)
    assert answer.is_changed
    assert answer.changes == ()
    assert answer.years == ("2026-2027", "2027-2028")
    assert str(town.value("SELECT max(day) FROM slot")) > "2028-06-01"


# --- places ------------------------------------------------------------------------------------------------


def test_fewer_places_than_bookings_are_told_and_everyone_stays(town: LittleTown, office: Office):
    applied(office, with_places(3))
    for name in ("Un", "Deux", "Trois"):
        booked(town, town.home(name))
    answer = applied(office, with_places(1))
    assert [(one.effect, one.days, one.bookings, one.families) for one in answer.concerned] == [
        (Effect.CROWDED, 1, 2, 3)
    ]
    assert [status for _, status in town.statuses(slot(town))] == ["booked"] * 3
    again = applied(office, with_places(1) + "\n# relu\n")
    assert again.concerned == ()


@pytest.mark.parametrize("more", [with_places(2), PREPAID], ids=["one more", "no limit any more"])
def test_more_places_go_to_those_who_wait_in_the_same_transaction(
    town: LittleTown, office: Office, more: str
):
    applied(office, with_places(1))
    booked(town)
    first, second = town.home("Premier", balance=300), town.home("Second")
    for home in (first, second):
        Parent(town.portal(), home).waits(activity(town), slot(town))
    answer = applied(office, more)
    assert [(one.effect, one.bookings, one.families) for one in answer.concerned] == [(Effect.GIVEN, 1, 1)]
    statuses = dict(town.statuses(slot(town)))
    assert (statuses[first.id], statuses[second.id]) == ("waiting", "booked")  # the first cannot pay
    assert town.balance(second) == 10_000 - 400
    assert [params["child"] for _, params in town.mails("place_given")] == ["Zoé"]
    assert len(town.mails("place_not_given")) == 1
    assert town.faults() == []


# --- refused -----------------------------------------------------------------------------------------------


def test_another_town_s_file_is_refused_unless_it_is_said_so(town: LittleTown, office: Office):
    applied(office, PREPAID)
    other = PREPAID.replace("Petit-Bourg", "Grand-Bourg")
    before = town.everything()
    assert refused(office, other) == [Obstacle.OTHER_TOWN]
    assert town.everything() == before
    assert applied(office, other, may_rename=True).is_changed
    assert town.value("SELECT name FROM town") == "Grand-Bourg"


def test_the_code_of_a_regie_changes_until_there_is_money_in_it(town: LittleTown, office: Office):
    regie = '[regie]\ncode = "R2"\nnom = "Régie"\n\n[[ecoles]]'
    applied(office, PREPAID)
    applied(office, PREPAID.replace("[[ecoles]]", regie))
    assert town.rows("SELECT code FROM regie") == [("R2",)]
    booked(town)
    before = town.everything()
    assert refused(office, PREPAID) == [Obstacle.REGIE_HAS_MONEY]
    assert town.everything() == before


def test_an_activity_with_bookings_keeps_its_way_of_paying(town: LittleTown, office: Office):
    invoiced = PREPAID.replace('"reservation"\nliste', '"facture"\nliste')
    applied(office, PREPAID)
    applied(office, invoiced)
    applied(office, PREPAID)
    home = booked(town)
    before = town.everything()
    assert refused(office, invoiced) == [Obstacle.PAYMENT_OF_BOOKED]
    assert town.everything() == before
    Parent(town.portal(), home).cancels(activity(town), slot(town), operation="leave")
    assert applied(office, invoiced).is_changed


def test_hours_never_put_a_child_at_two_places_at_once(town: LittleTown, office: Office):
    both = PREPAID + ANOTHER_ACTIVITY
    early = both.replace('debut = "16:30"', 'debut = "13:00"')
    applied(office, both)
    home = booked(town)
    study = activity(town, "ETUDE")
    parent = Parent(town.portal(), home)
    assert outcomes(parent.books(study, slot(town, unit="SOIR"), cents=400, operation="study")) == ["booked"]
    before = town.everything()
    assert refused(office, early) == [Obstacle.CHILD_TWICE]
    assert town.everything() == before
    assert outcomes(parent.cancels(study, slot(town, unit="SOIR"), operation="leave")) == ["cancelled"]
    assert applied(office, early).is_changed


# --- what the changes meet --------------------------------------------------------------------------------


def test_a_screen_that_was_open_decides_by_the_new_rules(town: LittleTown, office: Office):
    applied(office, PREPAID)
    portal = town.portal()
    parent = Parent(portal, town.home())
    assert parent.cell(activity(town), TUESDAY).price_cents == 400
    applied(office, PREPAID.replace("prix = 4.00", "prix = 5.00"))
    (line,) = parent.books(activity(town), slot(town), cents=400).lines
    assert line.refusal.details == {"shown_cents": 400, "price_cents": 500}
    assert parent.cell(activity(town), TUESDAY).price_cents == 500


def test_schools_and_types_that_are_still_referred_to_are_kept(town: LittleTown, office: Office):
    applied(office, PREPAID + ANOTHER_ACTIVITY)
    booked(town)
    other = PREPAID.replace('code = "BOURG"', 'code = "NEUVE"').replace('"PERI"', '"AUTRE"')
    applied(office, other)
    codes = [code for (code,) in town.rows("SELECT code FROM school ORDER BY id")]
    assert codes == ["BOURG", "NEUVE"]  # a child is still there
    assert [code for (code,) in town.rows("SELECT code FROM activity_type ORDER BY id")] == ["PERI", "AUTRE"]
    portal = town.portal()
    staff = town.account(Role.AGENT, "agent@mairie.example")
    assert json.dumps([one.code for one in portal.choices(actor=staff, family_id=1).types]) == '["AUTRE"]'


def test_the_demonstration_s_own_file_changes_nothing_in_it(demo_town: Path, tmp_path: Path):
    town = LittleTown(f"sqlite:///{shutil.copy(demo_town, tmp_path / 'demo.db')}")
    office = office_of(town)
    text = text_in_force(office)
    assert text == TEXTS[3]
    before = town.everything()
    answer = applied(office, text)
    assert not answer.is_changed
    assert answer.concerned == ()
    assert town.everything() == before
