"""A town's file applied to a store: a new town, again and again, tried only, refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.rules.apply_report import Effect, Obstacle
from portail_tui.domain.rules.town_file import parse
from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of
from portail_tui.gateways.school_holidays import years_around
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.rules.apply_town_file import text_in_force
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from tests.support.machine.answers import answered
from tests.support.machine.clocks import PLAY_DAY, FrozenClock
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_from_file import (
    ANOTHER_ACTIVITY,
    PREPAID,
    TEXTS,
    TUESDAY,
    activity,
    applied,
    booked,
    office_of,
    plain,
    refused,
    slot,
    with_places,
)


def revision(town: LittleTown) -> int:
    return int(town.value("SELECT value FROM store_meta WHERE key = 'rulebook_revision'"))


# --- a new town ------------------------------------------------------------------------------------------


def test_a_new_town_has_its_days_and_a_family_books_one(town: LittleTown, context: ServiceContext):
    answer = applied(context, PREPAID)
    assert answer.is_first
    assert answer.is_changed
    assert answer.years == ("2026-2027",)
    home = booked(town)
    assert town.balance(home) == 10_000 - 400
    assert Parent(town.portal(), home).cell(activity(town), TUESDAY).state is DayState.BOOKED_CANCELLABLE
    assert town.faults() == []


def test_its_days_are_those_of_its_file_from_today_to_the_end_of_the_year(
    town: LittleTown, context: ServiceContext
):
    applied(context, PREPAID)
    days = [date.fromisoformat(str(day)) for (day,) in town.rows("SELECT day FROM slot ORDER BY day")]
    assert {day.weekday() for day in days} == {0, 1, 3, 4}
    assert days[0] == PLAY_DAY.date()
    assert date(2026, 12, 21) not in days  # Christmas holidays
    assert days[-1] == date(2027, 7, 2)


def test_the_rules_are_those_of_the_file(town: LittleTown, context: ServiceContext):
    text = TEXTS[2]
    applied(context, text)
    file = parse(text)
    years = years_around(PLAY_DAY.date(), file)
    with town.store.reading() as connection:
        loaded = rulebook_queries.load(connection)
    assert plain(loaded) == plain(rulebook_of(file, years, public_holidays_of(file, years)))


def test_the_text_in_force_is_the_newest_as_it_was_written(context: ServiceContext):
    assert text_in_force(context) is None
    applied(context, f"# à la main\r\n{PREPAID}")
    assert text_in_force(context) == f"# à la main\r\n{PREPAID}"
    applied(context, PREPAID)
    assert text_in_force(context) == PREPAID


# --- again and again ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS, ids=["smallest", "everything", "published", "demonstration"])
def test_applied_twice_nothing_changes(town: LittleTown, context: ServiceContext, text: str):
    applied(context, text)
    before = town.everything()
    answer = applied(context, text)
    assert not answer.is_changed
    assert answer.changes == ()
    assert town.everything() == before


def test_a_remark_is_kept_and_changes_no_rule(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID)
    before = revision(town)
    answer = applied(context, f"# relu en mai\n{PREPAID}")
    assert not answer.is_changed
    assert revision(town) == before
    assert text_in_force(context) == f"# relu en mai\n{PREPAID}"


def test_a_change_is_one_revision_and_one_audit_line_of_a_command(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID)
    applied(context, PREPAID.replace('nom = "Cantine"', 'nom = "Restaurant"'))
    assert revision(town) == 2
    assert (
        town.rows("SELECT account_id, role, action FROM audit_event")
        == [(None, "command", "town_file_applied")] * 2
    )


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (2, 3), (3, 2), (1, 3)])
def test_from_any_file_to_any_other_the_rules_become_the_new_ones(
    town: LittleTown, context: ServiceContext, before: int, after: int
):
    applied(context, TEXTS[before])
    applied(context, TEXTS[after], may_rename=True)
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


def test_a_file_tried_changes_nothing_and_tells_what_applying_it_does(
    town: LittleTown, context: ServiceContext
):
    applied(context, with_places(1))
    booked(town)
    waiting = town.home("Attend")
    Parent(town.portal(), waiting).waits(activity(town), slot(town))
    before = town.everything()
    changed = with_places(2, PREPAID.replace("prix = 4.00", "prix = 4.20")) + ANOTHER_ACTIVITY
    tried = applied(context, changed, is_trial=True)
    assert town.everything() == before
    assert tried == applied(context, changed)
    assert {(one.effect, one.bookings, one.families) for one in tried.concerned} == {
        (Effect.GIVEN, 1, 1),
        (Effect.REPRICED, 1, 1),
    }


def test_what_is_past_is_not_touched(town: LittleTown, context: ServiceContext):
    applied(context, with_places(5))
    town.clock = FrozenClock(PLAY_DAY + timedelta(days=30))
    later = office_of(town)
    applied(later, with_places(7))
    today = (PLAY_DAY + timedelta(days=30)).date()
    rows = [
        (date.fromisoformat(str(day)) < today, capacity)
        for day, capacity in town.rows("SELECT day, capacity FROM slot")
    ]
    assert set(rows) == {(True, 5), (False, 7)}


def test_the_next_year_is_made_once_the_town_prepares_it(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID)
    town.clock = FrozenClock(PLAY_DAY.replace(year=2027, month=6, day=2))
    answer = applied(office_of(town), PREPAID)
    assert answer.is_changed
    assert answer.changes == ()
    assert answer.years == ("2026-2027", "2027-2028")
    assert str(town.value("SELECT max(day) FROM slot")) > "2028-06-01"


# --- refused -----------------------------------------------------------------------------------------------


def test_another_town_s_file_is_refused_unless_it_is_said_so(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID)
    other = PREPAID.replace("Petit-Bourg", "Grand-Bourg")
    before = town.everything()
    assert refused(context, other) == [Obstacle.OTHER_TOWN]
    assert town.everything() == before
    assert applied(context, other, may_rename=True).is_changed
    assert town.value("SELECT name FROM town") == "Grand-Bourg"


def test_the_code_of_a_regie_changes_until_there_is_money_in_it(town: LittleTown, context: ServiceContext):
    regie = '[regie]\ncode = "R2"\nnom = "Régie"\n\n[[ecoles]]'
    applied(context, PREPAID)
    applied(context, PREPAID.replace("[[ecoles]]", regie))
    assert town.rows("SELECT code FROM regie") == [("R2",)]
    booked(town)
    before = town.everything()
    assert refused(context, PREPAID) == [Obstacle.REGIE_HAS_MONEY]
    assert town.everything() == before


def test_an_activity_with_bookings_keeps_its_way_of_paying(town: LittleTown, context: ServiceContext):
    invoiced = PREPAID.replace('"reservation"\nliste', '"facture"\nliste')
    applied(context, PREPAID)
    applied(context, invoiced)
    applied(context, PREPAID)
    home = booked(town)
    before = town.everything()
    assert refused(context, invoiced) == [Obstacle.PAYMENT_OF_BOOKED]
    assert town.everything() == before
    Parent(town.portal(), home).cancels(activity(town), slot(town), operation="leave")
    assert applied(context, invoiced).is_changed


def test_hours_never_put_a_child_at_two_places_at_once(town: LittleTown, context: ServiceContext):
    both = PREPAID + ANOTHER_ACTIVITY
    early = both.replace('debut = "16:30"', 'debut = "13:00"')
    applied(context, both)
    home = booked(town)
    study = activity(town, "ETUDE")
    parent = Parent(town.portal(), home)
    assert outcomes(parent.books(study, slot(town, unit="SOIR"), cents=400, operation="study")) == ["booked"]
    before = town.everything()
    assert refused(context, early) == [Obstacle.CHILD_TWICE]
    assert town.everything() == before
    assert outcomes(parent.cancels(study, slot(town, unit="SOIR"), operation="leave")) == ["cancelled"]
    assert applied(context, early).is_changed


def test_schools_and_types_that_are_still_referred_to_are_kept(town: LittleTown, context: ServiceContext):
    applied(context, PREPAID + ANOTHER_ACTIVITY)
    booked(town)
    other = PREPAID.replace('code = "BOURG"', 'code = "NEUVE"').replace('"PERI"', '"AUTRE"')
    applied(context, other)
    codes = [code for (code,) in town.rows("SELECT code FROM school ORDER BY id")]
    assert codes == ["BOURG", "NEUVE"]  # a child is still there
    assert [code for (code,) in town.rows("SELECT code FROM activity_type ORDER BY id")] == ["PERI", "AUTRE"]
    portal = town.portal()
    staff = town.account(Role.AGENT, "agent@mairie.example")
    assert (
        json.dumps([one.code for one in answered(portal.choices(actor=staff, family_id=1)).types])
        == '["AUTRE"]'
    )


def test_the_demonstration_s_own_file_changes_nothing_in_it(demo_town: Path, tmp_path: Path):
    town = LittleTown(f"sqlite:///{shutil.copy(demo_town, tmp_path / 'demo.db')}")
    context = office_of(town)
    text = text_in_force(context)
    assert text == TEXTS[3]
    before = town.everything()
    answer = applied(context, text)
    assert not answer.is_changed
    assert answer.concerned == ()
    assert town.everything() == before
