"""« Régulière »: a weekly pattern, or two that alternate, over a period; told first, then saved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portail_tui.domain.bookings.plan_views import RegularPlan
from portail_tui.domain.bookings.views import Outcome, PickAction
from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from tests.support.machine.clocks import PLAY_DAY
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import LAST_DAY, YEAR

MONDAY = date(2026, 12, 7)
TUESDAY_AND_FRIDAY = (1, 4)


def plan(
    portal: Portal,
    parent: Parent,
    activity: int,
    weekdays: tuple[int, ...] = TUESDAY_AND_FRIDAY,
    *,
    odd_only: bool = False,
    waits: bool = False,
    weeks: int = 2,
) -> Any:
    choices = [(weekday, activity * 10) for weekday in weekdays]
    pattern = WeeklyPattern.every_week(choices)
    if odd_only:
        pattern = WeeklyPattern(frozenset(), frozenset(choices))
    return portal.plan_regular(
        actor=parent.actor,
        family_id=parent.home.id,
        child_id=parent.home.child,
        activity_id=activity,
        pattern=pattern,
        first_on=MONDAY,
        last_on=MONDAY + timedelta(days=7 * weeks - 1),
        waits=waits,
    )


def two_weeks(town: LittleTown, **options: Any) -> tuple[int, list[int]]:
    activity = town.activity()
    return activity, town.slots(activity, 14, first=MONDAY, **options)


def test_a_plan_tells_its_days_and_total_and_saves_nothing(town: LittleTown, portal: Portal):
    activity, _ = two_weeks(town)
    parent = Parent(portal, town.home())
    told = plan(portal, parent, activity)
    assert isinstance(told, RegularPlan)
    assert [day.line.day for day in told.days] == [MONDAY + timedelta(n) for n in (1, 4, 8, 11)]
    assert (told.total_cents, told.skipped, told.blocked) == (1200, 0, None)
    assert town.value("SELECT count(*) FROM booking") == 0
    answer = parent.picks(activity, *told.picks)
    assert outcomes(answer) == ["booked"] * 4
    assert answer.debited_cents == told.total_cents


def test_weeks_alternate_by_their_iso_number(town: LittleTown, portal: Portal):
    activity, _ = two_weeks(town)
    told = plan(portal, Parent(portal, town.home()), activity, odd_only=True)
    assert [day.line.day for day in told.days] == [MONDAY + timedelta(n) for n in (8, 11)]  # week 51


def test_holidays_are_skipped_and_conflicts_are_told(town: LittleTown, portal: Portal):
    activity, slots = two_weeks(town)
    other = town.activity("Étude")
    taken = town.slot(other, MONDAY + timedelta(1))
    parent = Parent(portal, town.home())
    parent.books(other, taken)
    town.run(
        "INSERT INTO public_holiday (day, name) VALUES (:day, 'Fête du bourg')",
        day=str(MONDAY + timedelta(4)) if town.url.startswith("sqlite") else MONDAY + timedelta(4),
    )
    town.run("UPDATE slot SET capacity = 0 WHERE id = :slot", slot=slots[8])
    town.changed_rules()
    told = plan(portal, parent, activity)
    assert told.skipped == 1
    reasons = [day.line.refusal and day.line.refusal.reason.value for day in told.days]
    assert reasons == ["overlaps", "day_full", None]
    assert told.total_cents == 300


def test_full_days_may_be_waited_for(town: LittleTown, portal: Portal):
    activity, _ = two_weeks(town, capacity=0)
    parent = Parent(portal, town.home(balance=0))
    told = plan(portal, parent, activity, waits=True)
    assert {day.line.outcome for day in told.days} == {Outcome.WAITING}
    assert {pick.action for pick in told.picks} == {PickAction.WAIT}
    assert told.blocked is None
    assert outcomes(parent.picks(activity, *told.picks)) == ["waiting"] * 4


def test_what_stands_in_the_way_of_all_of_it_is_told_with_the_plan(town: LittleTown, portal: Portal):
    activity, _ = two_weeks(town)
    told = plan(portal, Parent(portal, town.home(balance=500)), activity)
    assert told.blocked.reason.value == "wallet_short"
    assert told.blocked.details["missing_cents"] == 700
    assert len(told.picks) == 4


def test_a_pattern_that_falls_on_no_day_is_refused(town: LittleTown, portal: Portal):
    activity = town.activity()
    town.slot(activity, MONDAY)
    assert plan(portal, Parent(portal, town.home()), activity).reason.value == "nothing_chosen"


def form(portal: Portal, parent: Parent, activity: int) -> Any:
    asked = {"family_id": parent.home.id, "child_id": parent.home.child, "activity_id": activity}
    return portal.regular_form(actor=parent.actor, **asked)


def holidays(town: LittleTown, name: str, first_on: date, days: int) -> None:
    """School holidays of so many days, in the only year."""
    with town.store.writing() as connection:
        values = {"first_on": first_on, "last_on": first_on + timedelta(days - 1)}
        connection.execute(
            t.school_holiday.insert().values(school_year_id=YEAR, name=name, kind="short", **values)
        )


def test_the_form_offers_the_year_the_days_before_the_holidays_and_the_holidays_themselves(
    town: LittleTown, portal: Portal
):
    activity = town.activity()
    town.slots(activity, 21, first=MONDAY)  # until Sunday the 27th
    christmas, winter, bridge = date(2026, 12, 21), date(2027, 2, 8), date(2026, 12, 16)
    holidays(town, "Vacances de Noël", christmas, 14)
    holidays(town, "Vacances d'hiver", winter, 14)
    holidays(town, "Pont", bridge, 1)
    town.changed_rules()
    told = form(portal, Parent(portal, town.home()), activity)
    tomorrow = PLAY_DAY.date() + timedelta(1)
    assert [(one.label, one.first_on, one.last_on) for one in told.periods] == [
        ("Jusqu'à la fin de l'année scolaire 2026-2027", tomorrow, LAST_DAY),
        ("Pont", bridge, bridge),
        ("Jusqu'aux vacances de Noël", tomorrow, christmas - timedelta(1)),
        ("Vacances de Noël", christmas, christmas + timedelta(13)),
        ("Jusqu'aux vacances d'hiver", tomorrow, winter - timedelta(1)),
    ]
    assert [(unit.label, sorted(unit.weekdays)) for unit in told.units] == [("Midi", list(range(7)))]


def test_a_form_has_no_period_where_no_day_is_served_and_none_for_an_unknown_activity(
    town: LittleTown, portal: Portal
):
    activity = town.activity()
    parent = Parent(portal, town.home())
    told = form(portal, parent, activity)
    assert (told.units, told.periods) == ((), ())
    assert form(portal, parent, activity + 7) == Refused(Reason.NOT_ALLOWED)
    assert plan(portal, parent, activity + 7) == Refused(Reason.NOT_ALLOWED)
