"""« Forfait semaine »: days booked, cancelled and waited for as a whole, at one price."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.domain.staff.decisions import BookingDecided
from portail_tui.portal import Portal
from portail_tui.services.ops.upkeep import Task, Upkept, upkeep_now
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes

MONDAY = date(2026, 12, 7)
WEEK = Package(code="SEMAINE", label="La semaine", tariff_code="FORFAIT")
KEY = WEEK.key(MONDAY)


def club(
    town: LittleTown, *, days: int = 5, price: int = 5000, capacity: int | None = 8, **options: Any
) -> tuple[int, list[int]]:
    activity = town.activity("Centre de loisirs", packages=(WEEK,), packages_only=True, **options)
    town.tariff(activity, Fixed(price), code="FORFAIT")
    return activity, town.slots(activity, days, first=MONDAY, capacity=capacity)


def whole(slot: int, action: PickAction = PickAction.BOOK, cents: int = 5000) -> Pick:
    return Pick(slot_id=slot, action=action, shown_cents=cents, package=KEY)


def test_one_pick_books_the_week_at_its_price_shared_over_its_days(town: LittleTown, portal: Portal):
    activity, slots = club(town, price=5003)
    parent = Parent(portal, town.home())
    answer = parent.picks(activity, whole(slots[2], cents=5003))
    assert outcomes(answer) == ["booked"] * 5
    assert [line.cents for line in answer.lines] == [1003, 1000, 1000, 1000, 1000]
    assert town.balance(parent.home) == 10_000 - 5003
    assert not town.faults()


def test_its_days_are_not_booked_one_by_one(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    assert outcomes(Parent(portal, town.home()).books(activity, slots[0])) == ["package_only"]


def test_the_calendar_picks_the_week_whole_and_tells_its_price_once(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    parent = Parent(portal, town.home())
    cell = parent.cell(activity, MONDAY + timedelta(3))
    assert (cell.state, cell.price_cents, cell.package) == (DayState.AVAILABLE, 5000, KEY)
    assert cell.together == tuple(slots)
    parent.picks(activity, whole(cell.slot_id))
    booked = parent.cell(activity, MONDAY + timedelta(1))
    assert (booked.state, booked.price_cents) == (DayState.BOOKED_CANCELLABLE, 5000)


def test_cancelling_a_day_cancels_the_week_and_credits_all_of_it(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    parent = Parent(portal, town.home())
    parent.picks(activity, whole(slots[0]))
    assert outcomes(parent.cancels(activity, slots[3])) == ["cancelled"] * 5
    assert town.balance(parent.home) == 10_000
    assert not town.faults()


def test_a_week_is_full_when_one_of_its_days_is(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    town.run("UPDATE slot SET capacity = 0 WHERE id = :slot", slot=slots[3])
    parent = Parent(portal, town.home())
    assert parent.cell(activity, MONDAY).state is DayState.FULL
    assert outcomes(parent.picks(activity, whole(slots[0]))) == ["day_full"] * 5
    assert outcomes(parent.picks(activity, whole(slots[0], PickAction.WAIT, 0))) == ["waiting"] * 5
    assert town.value("SELECT sum(waiting) FROM slot") == 5


def test_it_closes_at_the_limit_of_its_first_open_day(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    town.clock.instant = at(MONDAY - timedelta(1), 12)
    parent = Parent(portal, town.home())
    assert outcomes(parent.picks(activity, whole(slots[4]))) == ["not_offered"] * 5


def test_days_without_service_are_not_of_the_week_and_leave_its_price(town: LittleTown, portal: Portal):
    activity, slots = club(town)
    town.run("UPDATE slot SET is_cancelled = true WHERE id = :slot", slot=slots[0])
    parent = Parent(portal, town.home())
    answer = parent.picks(activity, whole(slots[1]))
    assert [line.day for line in answer.lines] == [MONDAY + timedelta(n) for n in range(1, 5)]
    assert sum(line.cents for line in answer.lines) == 5000


def test_who_waits_for_a_week_gets_it_whole_when_all_its_days_are_free(town: LittleTown, portal: Portal):
    activity, slots = club(town, capacity=1)
    holder, waiter = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    holder.picks(activity, whole(slots[0]))
    assert outcomes(waiter.picks(activity, whole(slots[0], PickAction.WAIT, 0))) == ["waiting"] * 5
    assert outcomes(holder.cancels(activity, slots[0])) == ["cancelled"] * 5
    assert (
        town.value(
            "SELECT count(*) FROM booking WHERE family_id = :f AND status = 'booked'", f=waiter.home.id
        )
        == 5
    )
    assert town.balance(waiter.home) == 10_000 - 5000
    assert len(town.mails("place_given")) == 1
    assert not town.faults()


def test_a_waiting_week_with_one_day_still_full_keeps_waiting(town: LittleTown, portal: Portal):
    activity, slots = club(town, capacity=1)
    holder, waiter = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    holder.picks(activity, whole(slots[0]))
    waiter.picks(activity, whole(slots[0], PickAction.WAIT, 0))
    town.run("UPDATE slot SET capacity = 0 WHERE id = :slot", slot=slots[4])
    holder.cancels(activity, slots[0])
    assert town.value("SELECT count(*) FROM booking WHERE status = 'waiting'") == 5
    assert town.balance(waiter.home) == 10_000
    assert not town.faults() or town.faults() == ["a slot is over its capacity"]


def test_days_may_be_booked_alone_where_the_week_is_only_one_way(town: LittleTown, portal: Portal):
    activity = town.activity(packages=(WEEK,))
    town.tariff(activity, Fixed(1200), code="FORFAIT")
    slots = town.slots(activity, 5, first=MONDAY)
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(activity, slots[0])) == ["booked"]
    other = Parent(portal, town.home("Autre"))
    assert outcomes(other.picks(activity, whole(slots[0], cents=1200))) == ["booked"] * 5
    assert (town.balance(parent.home), town.balance(other.home)) == (9700, 8800)


def test_a_day_freed_alone_is_no_week(town: LittleTown, portal: Portal):
    """An agent refuses a child's single day: who waits for the week, full on its other days, gets nothing."""
    activity = town.activity(packages=(WEEK,), validation=True)
    town.tariff(activity, Fixed(5000), code="FORFAIT")
    slots = town.slots(activity, 5, first=MONDAY, capacity=1)
    one_day, others = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    one_day.books(activity, slots[0])
    others.books(activity, *slots[1:])
    waiter = Parent(portal, town.home("Trois"))
    assert outcomes(waiter.picks(activity, whole(slots[0], PickAction.WAIT, 0))) == ["waiting"] * 5
    refuse(town, portal, one_day)
    assert town.value("SELECT count(*) FROM booking WHERE status = 'waiting'") == 5
    assert town.balance(waiter.home) == 10_000
    assert not town.faults()


def test_a_week_that_an_agent_refuses_goes_to_who_waits_for_it(town: LittleTown, portal: Portal):
    activity, slots = club(town, capacity=1, validation=True)
    holder, waiter = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    holder.picks(activity, whole(slots[0]))
    waiter.picks(activity, whole(slots[0], PickAction.WAIT, 0))
    refuse(town, portal, holder)
    pending = "SELECT count(*) FROM booking WHERE family_id = :f AND status = 'pending'"
    assert town.value(pending, f=waiter.home.id) == 5
    assert (town.balance(holder.home), town.balance(waiter.home)) == (10_000, 5_000)
    assert not town.faults()


def refuse(town: LittleTown, portal: Portal, parent: Parent) -> None:
    """An agent refuses what a family asked."""
    agent = town.account(Role.AGENT, "agent@petit-bourg.example")
    booking = town.value("SELECT min(id) FROM booking WHERE family_id = :f", f=parent.home.id)
    answer = portal.decide_booking(
        operation_id="refuse", actor=agent, booking_id=booking, accept=False, reason="Non."
    )
    assert isinstance(answer, BookingDecided)


def test_a_waiting_week_ends_whole_at_the_limit_of_its_first_day(town: LittleTown, portal: Any):
    """Its other days' limits are later; half a week is not what the family waits for."""
    activity, slots = club(town, capacity=1)
    holder, waiter = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    holder.picks(activity, whole(slots[0]))
    waiter.picks(activity, whole(slots[0], PickAction.WAIT, 0))
    town.clock.instant = at(MONDAY - timedelta(days=1), 9)
    answer = upkeep_now(context_behind(portal), holder="machine")
    assert isinstance(answer, Upkept)
    assert answer.done == {Task.WAITING: 5}
    assert town.value("SELECT count(*) FROM booking WHERE status = 'lapsed'") == 5
    assert len(town.mails("waiting_lapsed")) == 1
    assert not town.faults()
