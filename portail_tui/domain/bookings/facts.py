"""Facts that the store holds on a slot, a child and its booking, before any rule is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from portail_tui.domain.bookings.day_state import (
    BookingStatus,
)
from portail_tui.domain.rules.eligibility import Schooling, age_on, schooling_on
from portail_tui.domain.rules.groups import Group
from portail_tui.domain.rules.quotients import QuotientRecord, income_on, quotient_on
from portail_tui.domain.rules.residence import Residence, is_resident_on
from portail_tui.domain.rules.rulebook import Rulebook, Unit
from portail_tui.domain.rules.tariffs import (
    Aid,
    GrantedAid,
    Payer,
    Shares,
    aids_on,
)


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """Amounts that third parties owe for the same day."""
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


def places_left(capacity: int | None, taken: int) -> int | None:
    """Places still free, never less than none; None where there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return places_left(self.capacity, self.taken)

    def with_one_more(self, group_code: str = "") -> SlotFacts:
        """The same slot with one place less, taken by a child of a group."""
        groups = {**self.taken_by_group, group_code: self.taken_by_group.get(group_code, 0) + 1}
        return replace(self, taken=self.taken + 1, taken_by_group=groups)

    def places_left_in(self, group: Group | None) -> int | None:
        """Places left for a child of ``group``: those of the group or those of the whole unit, whichever
        are fewer."""
        if group is None or group.places is None:
            return self.places_left
        in_group = max(0, group.places - self.taken_by_group.get(group.code, 0))
        return in_group if self.places_left is None else min(in_group, self.places_left)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """Facts about a child and its family that the rules ask for."""

    birth_on: date
    schoolings: tuple[Schooling, ...]
    is_resident: bool
    """Residence to assume where ``residences`` has no entry for the day."""
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
    """Aids that third parties grant to this family."""
    own_weeks: str = ""
    """« even » or « odd », by ISO number, where custody alternates; empty: every week."""
    categories: frozenset[str] = frozenset()
    """Categories in which the town has put the family, for tariffs that ask for one."""

    def lives_here(self, rulebook: Rulebook, day: date) -> bool:
        """Whether the family counts as a resident on ``day``."""
        exceptions = rulebook.town.resident_exceptions
        if self.residences:
            return is_resident_on(self.residences, self.schoolings, day, exceptions)
        return self.is_resident or exceptions.hold(None, schooling_on(self.schoolings, day))

    def aids_on(self, day: date) -> tuple[Aid, ...]:
        """Aids that count on the day served."""
        return aids_on(self.aids, day)

    def payer(self, rulebook: Rulebook, day: date, *, is_occasional: bool) -> Payer:
        """The family on ``day``, as a tariff sees it."""
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
