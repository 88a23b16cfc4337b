"""Availability of a slot for a child at an instant: its state, what picking it means, its price.

The one place where deadlines, places, eligibility and tariffs meet. The calendar shows an ``Offer``; the
transaction that saves computes it again, under lock, by the store's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portail_tui.domain.bookings.day_state import (
    BookingStatus,
    Choice,
    DayFacts,
    DayState,
    NotOffered,
    choice_for,
    state_of,
)
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.bookings.weekly_pattern import week_parity
from portail_tui.domain.rules.deadlines import Limits, local_day, utc_of
from portail_tui.domain.rules.groups import group_of
from portail_tui.domain.rules.rulebook import Activity, Rulebook, Unit
from portail_tui.domain.rules.tariffs import (
    Aid,
    OtherTariff,
    Payer,
    Price,
    grid_on,
    price_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    state: DayState
    choice: Choice | None
    limits: Limits
    price: Price | None
    """Price of a booking made now; None where the day cannot be booked or has no tariff."""
    why: NotOffered | None
    """Only for a day that is not offered."""
    places_left: int | None
    opens_at: datetime | None = None
    """UTC; only for a day that is not open yet, where an opening is set."""


def offer_of(
    rulebook: Rulebook,
    activity: Activity,
    slot: SlotFacts,
    child: ChildFacts,
    now: datetime,
    *,
    is_occasional: bool = False,
) -> Offer:
    """The offer of ``slot`` to ``child`` at ``now`` (a UTC instant). ``is_occasional``: booked day by day,
    where a tariff has a price for that."""
    limits = rulebook.limits(activity, slot.day, slot.unit.starts_minute)
    barred, opens_at = barred_of(rulebook, activity, slot, child, limits, now)
    status = slot.mine.status_at(now) if slot.mine else None
    starts_at = utc_of(slot.day, slot.unit.starts_minute) if status is BookingStatus.PENDING else None
    group = group_of(activity.groups, child.birth_on, child.schoolings, slot.day)
    places_left = slot.places_left_in(group)
    state = state_of(
        DayFacts(status=status, barred=barred, places_left=places_left, limits=limits, starts_at=starts_at),
        now,
    )
    choice = choice_for(
        state, has_waiting_list=activity.has_waiting_list, may_leave=limits.cancelling.includes(now)
    )
    if status is BookingStatus.OFFERED:  # picking it takes the place that is held for the family
        choice = Choice.SELECTED
    price = None
    if choice is Choice.SELECTED:
        price = price_for(
            rulebook,
            activity,
            slot.day,
            child,
            is_late=state is DayState.LATE,
            unit=slot.unit,
            is_occasional=is_occasional,
        )
        if price is None:  # a day without a tariff is never given away
            return Offer(
                state=DayState.NOT_OFFERED,
                choice=None,
                limits=limits,
                price=None,
                why=NotOffered.CLOSED,
                places_left=None,
            )
    why = None
    if state is DayState.NOT_OFFERED:
        why = barred or NotOffered.TOO_LATE
    return Offer(
        state=state,
        choice=choice,
        limits=limits,
        price=price,
        why=why,
        places_left=places_left,
        opens_at=opens_at,
    )


def price_for(
    rulebook: Rulebook,
    activity: Activity,
    day: date,
    child: ChildFacts,
    *,
    is_late: bool,
    unit: Unit | None = None,
    is_occasional: bool = False,
) -> Price | None:
    """The price of ``unit`` of ``day`` for a child (of the activity's first unit, where none is named); None
    where no grid is in force that day. ``is_occasional``: not booked by the year."""
    payer = child.payer(rulebook, day, is_occasional=is_occasional)
    return price_for_payer(
        rulebook, activity, day, payer, is_late=is_late, unit=unit, aids=child.aids_on(day)
    )


def price_for_payer(
    rulebook: Rulebook,
    activity: Activity,
    day: date,
    payer: Payer,
    *,
    is_late: bool,
    unit: Unit | None = None,
    quantity: int | None = None,
    aids: Sequence[Aid] = (),
) -> Price | None:
    """Price of a day for a family known only by what a tariff asks (see ``price_for``).

    ``quantity``: by default 1, or the unit's minutes counted in steps of the tariff.
    """
    unit = unit or activity.open_units[0]
    grid = rulebook.grid(activity, unit, day)
    if grid is None:
        return None
    surcharge = activity.surcharge if is_late else None
    late_grid = None
    if isinstance(surcharge, OtherTariff):
        late_grid = grid_on(rulebook.grids.get(surcharge.tariff_code, ()), day)
    return price_of(
        grid,
        payer,
        quantity=grid.quantity(unit.ends_minute - unit.starts_minute) if quantity is None else quantity,
        surcharge=surcharge,
        late_grid=late_grid,
        aids=aids,
    )


def promotion_of(
    rulebook: Rulebook,
    activity: Activity,
    slot: SlotFacts,
    child: ChildFacts,
    now: datetime,
    *,
    is_occasional: bool = False,
) -> Price | NotOffered:
    """Price of a freed place for a child on the waiting list (that day's price, never a surcharge), or the
    refusal that keeps the place from it.

    Places are given up to the cancelling limit, so that no family is committed without a way out.
    """
    limits = rulebook.limits(activity, slot.day, slot.unit.starts_minute)
    barred, _ = barred_of(rulebook, activity, slot, child, limits, now)
    if barred is not None:
        return barred
    if not limits.cancelling.includes(now):
        return NotOffered.TOO_LATE
    price = price_for(
        rulebook, activity, slot.day, child, is_late=False, unit=slot.unit, is_occasional=is_occasional
    )
    return price or NotOffered.CLOSED


def barred_of(
    rulebook: Rulebook, activity: Activity, slot: SlotFacts, child: ChildFacts, limits: Limits, now: datetime
) -> tuple[NotOffered | None, datetime | None]:
    """Why a slot is not offered to a child, time limits and places apart; and when it opens, where that is
    why."""
    day = slot.day
    if slot.is_cancelled:
        return NotOffered.TOWN_CANCELLED, None
    if day in rulebook.public_holidays:
        return NotOffered.PUBLIC_HOLIDAY, None
    if rulebook.closure(activity, day) or activity.is_closed or slot.unit.is_closed or not slot.is_served:
        return NotOffered.CLOSED, None
    if day < local_day(now):
        return NotOffered.PAST, None
    if not activity.eligibility.admits(child.birth_on, child.schoolings, day):
        return NotOffered.NOT_ELIGIBLE, None
    if activity.groups and not group_of(activity.groups, child.birth_on, child.schoolings, day):
        return NotOffered.NOT_ELIGIBLE, None
    if rulebook.town.custody_binds and child.own_weeks and child.own_weeks != week_parity(day):
        return NotOffered.OTHER_WEEK, None
    if not limits.is_bookable:
        return NotOffered.NOT_BOOKABLE, None
    if activity.openings:
        opens_at = activity.opens_at(day, is_resident=child.lives_here(rulebook, day))
        if opens_at is None or now < opens_at:
            return NotOffered.NOT_OPEN_YET, opens_at
    return None, None
