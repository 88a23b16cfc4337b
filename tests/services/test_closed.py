"""What the town's file no longer names: nothing more is booked, what is booked stands and can be left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portail_tui.domain.days import DayState, NotOffered
from portail_tui.portal import Portal
from tests.support.town import DAY, MIDI, SOIR, LittleTown, Parent, outcomes

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
    shown = portal.bookings(actor=home.actor, family_id=home.id)
    assert [(line.day, line.state) for line in shown.lines] == [(DAY, DayState.BOOKED_CANCELLABLE)]
    assert [one.day for one in portal.home(actor=home.actor, family_id=home.id).coming] == [DAY]
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
    shown = portal.home(actor=home.actor, family_id=home.id)
    assert [one.name for one in shown.vignettes] == ["Cantine"]
    (child,) = portal.choices(actor=home.actor, family_id=home.id).children
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
