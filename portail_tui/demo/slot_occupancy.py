"""Every slot of the town with its counters and its limits, as the generator fills them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.day_state import HOLDS_A_PLACE, BookingStatus
from portail_tui.domain.bookings.facts import SlotFacts, places_left
from portail_tui.domain.bookings.unit_rules import overlap
from portail_tui.domain.rules.rulebook import Activity, Rulebook, Unit
from portail_tui.domain.rules.town_file import TownFile
from portail_tui.domain.rules.town_file.expand_years import YearPlan, days_of
from portail_tui.store.queries.core.instants import to_stored

NEVER = 1 << 62
"""An instant that does not come."""


@dataclass(slots=True, eq=False, kw_only=True)
class DemoSlot:
    """A slot. Instants are stored ones (microseconds, UTC)."""

    id: int
    activity: Activity
    unit: Unit
    day: date
    year: int
    """Index of its school year."""
    capacity: int | None
    is_closed: bool
    """A public holiday or a closure."""
    ordinary: int
    """Until when it can be booked at the ordinary price."""
    late: int
    """Until when it can be booked at all."""
    cancelling: int
    opens_residents: int
    opens_all: int
    taken: int = 0
    waiting: int = 0
    cancelled_at: int = 0
    """Instant at which the town cancelled it; 0 where it did not."""
    cancel_reason: str = ""
    reserved: bool = False
    """Kept for the families of the demonstration: nobody else books it."""

    def opens(self, is_resident: bool) -> int:
        return self.opens_residents if is_resident else self.opens_all

    @property
    def places_left(self) -> int | None:
        return places_left(self.capacity, self.taken)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0

    def facts(self) -> SlotFacts:
        return SlotFacts(
            id=self.id,
            unit=self.unit,
            day=self.day,
            capacity=self.capacity,
            taken=self.taken,
            waiting=self.waiting,
            is_cancelled=bool(self.cancelled_at),
            cancel_reason=self.cancel_reason,
        )

    def count(self, status: BookingStatus) -> None:
        if status is BookingStatus.WAITING:
            self.waiting += 1
        elif status in HOLDS_A_PLACE:
            self.taken += 1


class Board:
    """The town's slots, by activity and unit, in the order of days."""

    def __init__(self, rulebook: Rulebook, file: TownFile, years: Sequence[YearPlan], scale: float) -> None:
        self.rulebook = rulebook
        self.places: list[DemoSlot] = []
        self.by_unit: dict[int, list[DemoSlot]] = defaultdict(list)
        self.by_activity: dict[int, list[DemoSlot]] = defaultdict(list)
        self.conflicts = _conflicts(rulebook)
        plans = {plan.code: plan for plan in file.activities}
        for activity in rulebook.activities.values():
            plan = plans[activity.code]
            for number, day in days_of(plan, years):
                for unit, unit_plan in zip(activity.units, plan.units, strict=True):
                    places = unit_plan.places
                    capacity = None if places is None else round(places * scale)
                    self._add(activity, unit, day, number, capacity)

    def _add(self, activity: Activity, unit: Unit, day: date, year: int, capacity: int | None) -> None:
        limits = self.rulebook.limits(activity, day, unit.starts_minute)
        place = DemoSlot(
            id=len(self.places) + 1,
            activity=activity,
            unit=unit,
            day=day,
            year=year,
            capacity=capacity,
            is_closed=self.rulebook.is_off(activity, day),
            ordinary=to_stored(limits.ordinary.closes_at),
            late=to_stored(limits.last.closes_at),
            cancelling=to_stored(limits.cancelling.closes_at),
            opens_residents=_opens(activity, day, is_resident=True),
            opens_all=_opens(activity, day, is_resident=False),
        )
        self.places.append(place)
        self.by_unit[unit.id].append(place)
        self.by_activity[activity.id].append(place)

    def cancel(self, day: date, type_code: str, reason: str, at: int) -> None:
        """Cancel every slot of a type on ``day``, announced at ``at``."""
        for place in self.places:
            if place.day == day and place.activity.type_code == type_code:
                place.cancelled_at, place.cancel_reason = at, reason


def _opens(activity: Activity, day: date, *, is_resident: bool) -> int:
    if not activity.openings:
        return 0
    instant = activity.opens_at(day, is_resident=is_resident)
    return NEVER if instant is None else to_stored(instant)


def _conflicts(rulebook: Rulebook) -> dict[int, tuple[int, ...]]:
    """Units at the same time of the day as another, by unit."""
    units = [unit for activity in rulebook.activities.values() for unit in activity.units]
    return {
        one.id: tuple(other.id for other in units if other is not one and overlap(one, other))
        for one in units
    }
