"""What the town's file no longer names: nothing more is booked, what is booked stands and can be left."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.packages import STORED_PACKAGE, Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.portal import Portal
from tests.services.bookings.test_packages import KEY, MONDAY, WEEK
from tests.support.machine.answers import answered
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY, MIDI, SOIR

Close = Callable[[LittleTown], None]


def close_the_activity(town: LittleTown) -> None:
    town.run("UPDATE activity SET closed_at = 1")


def close_the_unit(town: LittleTown) -> None:
    town.run("UPDATE unit SET closed_at = 1")


def serve_no_day(town: LittleTown) -> None:
    town.run("UPDATE slot SET is_served = false")


WAYS = pytest.mark.parametrize("close", [close_the_activity, close_the_unit, serve_no_day])


@WAYS
def test_nothing_more_is_booked(town: LittleTown, portal: Portal, close: Close):
    activity = town.activity()
    slot = town.slot(activity, capacity=5)
    parent = Parent(portal, town.home())
    close(town)
    town.changed_rules()
    cell = parent.cell(activity)
    assert (cell.state, cell.why, cell.choice) == (DayState.NOT_OFFERED, NotOffered.CLOSED, None)
    assert outcomes(parent.books(activity, slot)) == ["not_offered"]
    assert town.statuses(slot) == []


@WAYS
def test_what_is_booked_is_shown_and_can_be_cancelled(town: LittleTown, portal: Portal, close: Close):
    activity = town.activity()
    slot = town.slot(activity, capacity=5)
    home = town.home()
    parent = Parent(portal, home)
    parent.books(activity, slot)
    close(town)
    town.changed_rules()
    shown = answered(portal.bookings(actor=home.actor, family_id=home.id))
    assert [(line.day, line.state) for line in shown.lines] == [(DAY, DayState.BOOKED_CANCELLABLE)]
    assert [one.day for one in answered(portal.home(actor=home.actor, family_id=home.id)).coming] == [DAY]
    assert parent.cell(activity).state is DayState.BOOKED_CANCELLABLE
    assert outcomes(parent.cancels(activity, slot)) == ["cancelled"]
    assert town.balance(home) == 10_000
    assert town.faults() == []


@WAYS
def test_a_place_that_frees_is_given_to_nobody(town: LittleTown, portal: Portal, close: Close):
    activity = town.activity()
    slot = town.slot(activity, capacity=1)
    first, second = town.home(), town.home("Durand")
    parent = Parent(portal, first)
    parent.books(activity, slot)
    Parent(portal, second).waits(activity, slot)
    close(town)
    town.changed_rules()
    assert outcomes(parent.cancels(activity, slot)) == ["cancelled"]
    assert town.statuses(slot) == [(first.id, "cancelled"), (second.id, "waiting")]
    assert town.balance(second) == 10_000


def test_a_closed_activity_is_offered_nowhere(town: LittleTown, portal: Portal):
    town.activity("Cantine")
    closed = town.activity("Étude")
    town.run("UPDATE activity SET closed_at = 1 WHERE id = :id", id=closed)
    town.changed_rules()
    home = town.home()
    shown = answered(portal.home(actor=home.actor, family_id=home.id))
    assert [one.name for one in shown.activities] == ["Cantine"]
    (child,) = answered(portal.choices(actor=home.actor, family_id=home.id)).children
    assert [one.name for one in child.activities] == ["Cantine"]


def test_a_closed_unit_has_no_column_where_nothing_of_it_is_left(town: LittleTown, portal: Portal):
    activity = town.activity(units=(MIDI, SOIR))
    town.slot(activity, unit=1)
    booked = town.slot(activity, unit=0)
    town.run("UPDATE unit SET closed_at = 1 WHERE code = 'MIDI'")
    town.changed_rules()
    parent = Parent(portal, town.home())
    assert [unit.code for unit in parent.month(activity).units] == ["MIDI", "SOIR"]
    town.run("DELETE FROM slot WHERE id = :id", id=booked)
    assert [unit.code for unit in parent.month(activity).units] == ["SOIR"]


@pytest.mark.parametrize(
    ("close", "left"), [(close_the_activity, "cancelled"), (lambda _: None, "too_few_days")]
)
def test_a_closed_activity_asks_for_no_minimum_of_days(
    town: LittleTown, portal: Portal, close: Close, left: str
):
    activity = town.activity()
    town.run("UPDATE activity SET least_days_a_week = 2")
    slots = town.slots(activity, 3, first=MONDAY)
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(activity, *slots[:2])) == ["booked"] * 2
    close(town)
    town.changed_rules()
    assert outcomes(parent.cancels(activity, slots[0])) == [left]


# --- packages: what was booked together goes together, whatever the file says of it since ------------------


def narrow_the_package(town: LittleTown) -> None:
    redefine(town, replace(WEEK, weekdays=frozenset({0, 1})))


def widen_the_package(town: LittleTown) -> None:
    town.run("UPDATE slot SET is_served = true")
    for slot in town.slots(int(town.value("SELECT min(id) FROM activity")), 1, first=MONDAY + timedelta(5)):
        assert slot


def close_the_package(town: LittleTown) -> None:
    redefine(town, replace(WEEK, is_closed=True))


def close_a_day(town: LittleTown) -> None:
    town.run("UPDATE slot SET is_served = false WHERE day = :day", day=MONDAY)


def redefine(town: LittleTown, package: Package) -> None:
    town.run("UPDATE activity SET packages = :packages", packages=json.dumps([STORED_PACKAGE.write(package)]))


@pytest.mark.parametrize(
    "change",
    [
        close_the_activity,
        close_the_unit,
        serve_no_day,
        close_a_day,
        narrow_the_package,
        widen_the_package,
        close_the_package,
    ],
)
def test_a_package_that_was_booked_is_cancelled_whole(town: LittleTown, portal: Portal, change: Close):
    activity = town.activity(packages=(WEEK,), packages_only=True)
    town.tariff(activity, Fixed(5000), code=WEEK.tariff_code)
    slots = town.slots(activity, 5, first=MONDAY, capacity=8)
    parent = Parent(portal, town.home())
    assert (
        outcomes(
            parent.picks(
                activity, Pick(slot_id=slots[0], action=PickAction.BOOK, shown_cents=5000, package=KEY)
            )
        )
        == ["booked"] * 5
    )
    change(town)
    town.changed_rules()
    cell = parent.cell(activity, MONDAY)
    assert (cell.state, cell.together) == (DayState.BOOKED_CANCELLABLE, tuple(slots))
    assert outcomes(parent.cancels(activity, slots[3])) == ["cancelled"] * 5
    assert town.balance(parent.home) == 10_000
    assert town.faults() == []


def test_a_closed_package_is_not_offered(town: LittleTown, portal: Portal):
    activity = town.activity(packages=(WEEK,), packages_only=True)
    town.tariff(activity, Fixed(5000), code=WEEK.tariff_code)
    slots = town.slots(activity, 5, first=MONDAY, capacity=8)
    close_the_package(town)
    town.changed_rules()
    parent = Parent(portal, town.home())
    assert parent.cell(activity, MONDAY).state is DayState.NOT_OFFERED
    assert outcomes(
        parent.picks(activity, Pick(slot_id=slots[0], action=PickAction.BOOK, shown_cents=5000, package=KEY))
    ) == ["not_offered"]
