"""Forecast of what a family's wallet will need: places it waits for, days it usually books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.bookings.availability import offer_of, promotion_of
from portail_tui.domain.bookings.day_state import BookingStatus, DayState
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.package_availability import package_price
from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.domain.money import spending_forecast
from portail_tui.domain.money.spending_forecast import Place
from portail_tui.domain.rules.packages import find_package
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.tariffs import Price
from portail_tui.services.core.access import Admitted
from portail_tui.services.core.household import Household, household
from portail_tui.store.queries.bookings import slots_of_children
from portail_tui.store.queries.families.members import ChildRow

_WAITS = frozenset({BookingStatus.WAITING, BookingStatus.OFFERED})


def needed_until(connection: Connection, admitted: Admitted) -> tuple[int, date]:
    """What prepaid days will cost the family, in cents, up to a local day: those that it waits for, should
    they all be given, and those that it usually books and that are still free. Four statements at most."""
    rulebook, today = admitted.rulebook, admitted.today
    until = spending_forecast.horizon(rulebook.calendar, today)
    home = household(connection, admitted, papers=False)
    enrolled = {one.activity_id for one in home.family.enrolments if one.status is EnrolmentStatus.ACCEPTED}
    activities = [
        activity
        for activity in rulebook.activities.values()
        if activity.is_prepaid and activity.regie_id == rulebook.town.regie_id and activity.id in enrolled
    ]
    if not activities:
        return 0, until
    slots = slots_of_children.slots_of_children(
        connection,
        activities,
        admitted.family_id,
        [child.id for child in home.children],
        today - spending_forecast.LOOKED_BACK,
        until,
        admitted.now,
    )
    booked = (
        (child_id, slot.unit.id, slot.day)
        for (child_id, _), some in slots.items()
        for slot in some
        if slot.mine is not None and slot.mine.status is BookingStatus.BOOKED
    )
    usual = spending_forecast.habits(booked, today)
    cents = 0
    for child in home.children:
        for activity in activities:
            some = [slot for slot in slots.get((child.id, activity.id), ()) if slot.day >= today]
            cents += sum(_waited_for(admitted, home, child, activity, some))
            cents += sum(_usually_booked(admitted, home, child, activity, some, usual))
    return cents, until


def _waited_for(
    admitted: Admitted, home: Household, child: ChildRow, activity: Activity, slots: Sequence[SlotFacts]
) -> Iterator[int]:
    """The price of each day that is waited for, or held; of a package, once."""
    told: set[str] = set()
    for slot in slots:
        if slot.mine is None or slot.mine.status_at(admitted.now) not in _WAITS:
            continue
        facts = home.facts(child, activity, slot.day)
        found = find_package(activity.packages, slot.mine.package) if slot.mine.package else None
        price = promotion_of(admitted.rulebook, activity, slot, facts, admitted.now, is_occasional=True)
        if not isinstance(price, Price):
            continue
        if found is None:
            yield price.cents
        elif slot.mine.package not in told:
            told.add(slot.mine.package)
            whole = package_price(
                admitted.rulebook, activity, found[0], slot.day, facts, is_late=False, is_occasional=True
            )
            yield 0 if whole is None else whole.cents


def _usually_booked(
    admitted: Admitted,
    home: Household,
    child: ChildRow,
    activity: Activity,
    slots: Sequence[SlotFacts],
    usual: frozenset[Place],
) -> Iterator[int]:
    """The price of each day of the family's habits that is free and in time. Weeks sold whole are none."""
    if activity.packages_only:
        return
    for slot in slots:
        if (child.id, slot.unit.id, slot.day.weekday()) in usual:
            facts = home.facts(child, activity, slot.day)
            offer = offer_of(admitted.rulebook, activity, slot, facts, admitted.now, is_occasional=True)
            if offer.state is DayState.AVAILABLE and offer.price is not None:
                yield offer.price.cents
