"""What a slot is to a child at an instant: its state, what picking it means, its price.

The one place where deadlines, places, eligibility and tariffs meet. The calendar shows an ``Offer``; the
transaction that saves asks for it again, under lock, by the store's clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from portail_tui.domain.bookings.weekly_pattern import week_parity
from portail_tui.domain.rules.deadlines import Limits, local_day, utc_of
from portail_tui.domain.rules.eligibility import Schooling, age_on, schooling_on
from portail_tui.domain.rules.groups import Group, group_of
from portail_tui.domain.rules.quotients import QuotientRecord, income_on, quotient_on
from portail_tui.domain.rules.residence import Residence, is_resident_on
from portail_tui.domain.rules.rulebook import Activity, Rulebook, Unit
from portail_tui.domain.rules.tariffs import (
    Aid,
    GrantedAid,
    OtherTariff,
    Payer,
    Price,
    Shares,
    aids_on,
    grid_on,
    price_of,
)


@dataclass(frozen=True, slots=True)
class MyBooking:
    """The newest booking of a child by the family that asks, for a slot."""

    id: int
    status: BookingStatus
    cents: int
    surcharge_cents: int
    rank: int | None = None
    """Place in the waiting list, from 1."""
    reason: str = ""
    shares: Shares = ()
    """What third parties owe of the same line."""
    package: str = ""
    """« code@monday » of the package that it is a day of."""
    offered_until: datetime | None = None
    """UTC; until when an offered place is held."""
    asks_first: bool = False
    """Of a waiting entry: « Prévenez-moi d'abord »."""

    def status_at(self, now: datetime) -> BookingStatus:
        """An offer past its instant has lapsed, whether or not anything has written it down."""
        if self.status is BookingStatus.OFFERED and self.offered_until is not None:
            return self.status if now < self.offered_until else BookingStatus.LAPSED
        return self.status


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A slot as the store counts it now."""

    id: int
    unit: Unit
    day: date
    capacity: int | None
    taken: int
    waiting: int
    is_cancelled: bool
    """By the town."""
    cancel_reason: str = ""
    mine: MyBooking | None = None
    taken_by_group: Mapping[str, int] = field(default_factory=dict)
    """By the code of the group, where the activity has groups."""
    is_served: bool = True
    """False for a day that the town's file no longer has: nothing more is booked, what is booked stands."""

    @property
    def places_left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def with_one_more(self, group_code: str = "") -> SlotFacts:
        """The same slot with one place less, taken by a child of a group."""
        groups = {**self.taken_by_group, group_code: self.taken_by_group.get(group_code, 0) + 1}
        return replace(self, taken=self.taken + 1, taken_by_group=groups)

    def places_left_in(self, group: Group | None) -> int | None:
        """Places for a child of ``group``: those of the group and of the unit as a whole, whichever are
        fewer."""
        if group is None or group.places is None:
            return self.places_left
        in_group = max(0, group.places - self.taken_by_group.get(group.code, 0))
        return in_group if self.places_left is None else min(in_group, self.places_left)


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What the rules need to know of a child and its family."""

    birth_on: date
    schoolings: tuple[Schooling, ...]
    is_resident: bool
    """Where ``residences`` says nothing."""
    quotients: tuple[QuotientRecord, ...]
    residences: tuple[Residence, ...] = ()
    """Dated; empty where only the present one is known."""
    children: int = 1
    """Dependent children of the household."""
    disabled_children: int = 0
    is_lone_parent: bool = False
    rank: int = 1
    """By birth, among the household's children enrolled in the activity."""
    brings_meal: bool = False
    """Has its own meal (PAI)."""
    aids: tuple[GrantedAid, ...] = ()
    """What third parties pay for this family."""
    own_weeks: str = ""
    """« even » or « odd », by ISO number, where custody alternates; empty: every week."""
    categories: frozenset[str] = frozenset()
    """What the town says of the family, for the tariffs that ask."""

    def lives_here(self, rulebook: Rulebook, day: date) -> bool:
        """Whether the family counts as a resident on ``day``."""
        exceptions = rulebook.town.resident_exceptions
        if self.residences:
            return is_resident_on(self.residences, self.schoolings, day, exceptions)
        return self.is_resident or exceptions.hold(None, schooling_on(self.schoolings, day))

    def aids_on(self, day: date) -> tuple[Aid, ...]:
        """What third parties pay on the day served."""
        return aids_on(self.aids, day)

    def payer(self, rulebook: Rulebook, day: date, *, is_occasional: bool) -> Payer:
        """What a tariff may ask about the family on ``day``."""
        schooling = schooling_on(self.schoolings, day)
        return Payer(
            quotient=quotient_on(self.quotients, day),
            income_cents=income_on(self.quotients, day),
            is_resident=self.lives_here(rulebook, day),
            children=self.children,
            disabled_children=self.disabled_children,
            is_lone_parent=self.is_lone_parent,
            rank=self.rank,
            is_occasional=is_occasional,
            brings_meal=self.brings_meal,
            age=age_on(self.birth_on, day),
            grade=schooling.grade if schooling else "",
            school=schooling.school if schooling else "",
            categories=self.categories,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    state: DayState
    choice: Choice | None
    limits: Limits
    price: Price | None
    """What booking would cost now; None where the day cannot be booked or has no tariff."""
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
    state = state_of(DayFacts(status, barred, places_left, limits, starts_at), now)
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
            return Offer(DayState.NOT_OFFERED, None, limits, None, NotOffered.CLOSED, None)
    why = None
    if state is DayState.NOT_OFFERED:
        why = barred or NotOffered.TOO_LATE
    return Offer(state, choice, limits, price, why, places_left, opens_at)


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
    """As ``price_for``, for a family of whom only what tariffs ask is known. ``quantity``: where it is left
    unsaid, 1, or the unit's minutes by the tariff's step."""
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
    """What a freed place costs a child that waits for it (that day's price, never a surcharge), or why the
    place cannot be given. Up to the cancelling limit, so that nobody is committed without a way out."""
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
