"""Availability of a package for a child at an instant: one offer for all its open days, full as soon as one
of them is.

It has the limits of its first open day; its price is shared over its open days.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from portail_tui.domain.bookings.availability import Offer, barred_of, price_for_payer
from portail_tui.domain.bookings.day_state import (
    LIVE,
    BookingStatus,
    Choice,
    DayFacts,
    DayState,
    NotOffered,
    choice_for,
    state_of,
)
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.rules.deadlines import utc_of
from portail_tui.domain.rules.groups import group_of
from portail_tui.domain.rules.packages import Package, shares, shares_within
from portail_tui.domain.rules.rulebook import Activity, Rulebook, Unit
from portail_tui.domain.rules.tariffs import Price

NOT_SERVED = frozenset({NotOffered.TOWN_CANCELLED, NotOffered.CLOSED, NotOffered.PUBLIC_HOLIDAY})


@dataclass(frozen=True, slots=True)
class PackageOffer:
    key: str
    label: str
    slots: tuple[SlotFacts, ...]
    """Its open days, in order."""
    offer: Offer
    """Of the whole, at the whole price."""

    def parts(self) -> tuple[Price, ...]:
        """The price of each of ``slots``."""
        return () if self.offer.price is None else split(self.offer.price, len(self.slots))


def package_offer(
    rulebook: Rulebook,
    activity: Activity,
    package: Package,
    week: Collection[SlotFacts],
    child: ChildFacts,
    now: datetime,
    *,
    is_occasional: bool = False,
) -> PackageOffer | None:
    """The offer of ``package`` among ``week`` (slots of the activity, all of one week); None where it has no
    open day then. Days that the child has booked together go together, whatever the package is by now.
    ``now``: UTC."""
    order = {unit.id: position for position, unit in enumerate(activity.units)}
    in_order = sorted(week, key=lambda slot: (slot.day, order[slot.unit.id]))
    bars = {}
    for slot in in_order:
        limits = rulebook.limits(activity, slot.day, slot.unit.starts_minute)
        bars[slot.id] = barred_of(rulebook, activity, slot, child, limits, now)
    is_open = tuple(slot for slot in in_order if _is_of(package, slot, now)) or tuple(
        slot
        for slot in in_order
        if package.holds(slot.day, slot.unit.code)
        and bars[slot.id][0] not in NOT_SERVED
        and not package.is_closed
    )
    if not is_open:
        return None
    first = is_open[0]
    limits = rulebook.limits(activity, first.day, first.unit.starts_minute)
    barred, opens_at = next((bars[slot.id] for slot in is_open if bars[slot.id][0]), (None, None))
    key = package.key(first.day)
    status = _status(is_open, key, now)
    lefts = [
        left
        for slot in is_open
        if (
            left := slot.places_left_in(group_of(activity.groups, child.birth_on, child.schoolings, slot.day))
        )
        is not None
    ]
    places_left = min(lefts, default=None)
    starts_at = utc_of(first.day, first.unit.starts_minute)
    state = state_of(
        DayFacts(status=status, barred=barred, places_left=places_left, limits=limits, starts_at=starts_at),
        now,
    )
    choice = choice_for(
        state, has_waiting_list=activity.has_waiting_list, may_leave=limits.cancelling.includes(now)
    )
    if status is BookingStatus.OFFERED:
        choice = Choice.SELECTED
    price = None
    if choice is Choice.SELECTED:
        price = package_price(
            rulebook,
            activity,
            package,
            first.day,
            child,
            is_late=state is DayState.LATE,
            is_occasional=is_occasional,
        )
        if price is None:
            state, choice, barred = DayState.NOT_OFFERED, None, NotOffered.CLOSED
    why = (barred or NotOffered.TOO_LATE) if state is DayState.NOT_OFFERED else None
    whole = Offer(
        state=state,
        choice=choice,
        limits=limits,
        price=price,
        why=why,
        places_left=places_left,
        opens_at=opens_at,
    )
    return PackageOffer(key, package.label, is_open, whole)


def package_price(
    rulebook: Rulebook,
    activity: Activity,
    package: Package,
    first_day: date,
    child: ChildFacts,
    *,
    is_late: bool,
    is_occasional: bool = False,
) -> Price | None:
    """Price of the whole package; ``first_day``: its first open day."""
    payer = child.payer(rulebook, first_day, is_occasional=is_occasional)
    whole = Unit(
        id=0,
        code=package.code,
        label=package.label,
        starts_minute=0,
        ends_minute=0,
        tariff_code=package.tariff_code,
    )
    return price_for_payer(
        rulebook,
        activity,
        first_day,
        payer,
        is_late=is_late,
        unit=whole,
        quantity=1,
        aids=child.aids_on(first_day),
    )


def split(price: Price, days: int) -> tuple[Price, ...]:
    """A package's price over its open days: to the cent, the ones left over on the first."""
    owed = shares(price.cents, days)
    late = shares_within(price.surcharge_cents, owed)
    lines = shares(price.line_cents, days)
    third = [(name, shares(cents, days)) for name, cents in price.shares]
    return tuple(
        replace(
            price,
            cents=owed[n],
            surcharge_cents=late[n],
            line_cents=lines[n],
            shares=tuple((name, cents[n]) for name, cents in third if cents[n]),
            package_cents=price.cents,
        )
        for n in range(days)
    )


def _is_of(package: Package, slot: SlotFacts, now: datetime) -> bool:
    """Whether the child has a live booking of the package on a slot that the town has not cancelled."""
    mine = slot.mine
    return (
        mine is not None
        and mine.package == package.key(slot.day)
        and mine.status_at(now) in LIVE
        and not slot.is_cancelled
    )


def _status(slots: Collection[SlotFacts], key: str, now: datetime) -> BookingStatus | None:
    """The one status of the child's bookings of the package; None where they do not go together."""
    mine = [slot.mine for slot in slots]
    statuses = {one.status_at(now) for one in mine if one is not None and one.package == key}
    return statuses.pop() if len(statuses) == 1 and all(mine) else None
