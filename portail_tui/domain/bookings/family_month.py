"""The month of a family: each child's days at each activity, side by side. Frozen; local dates, cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import DayCell, UnitCell

BOOKED = frozenset({DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One unit of an activity for a child, over the month."""

    child_id: int
    activity_id: int
    activity_name: str
    unit_label: str
    """« Matin »; empty where the activity has one unit."""
    cells: tuple[UnitCell | None, ...]
    """One for each date of the month; None where the unit does not take place."""


@dataclass(frozen=True, slots=True)
class MonthChild:
    child_id: int
    first_name: str
    rows: tuple[MonthRow, ...]
    """In the town's order; only what has a day that month."""

    def count(self, *states: DayState) -> int:
        """Number of cells whose state is one of ``states``."""
        return sum(cell is not None and cell.state in states for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMonth:
    year: int
    month: int
    today: date
    days: tuple[DayCell, ...]
    """Every date once, in order, with its holidays and no unit: the rows have those."""
    children: tuple[MonthChild, ...]
    """All of the family's, by birth; one alone where it was asked for."""
    first_day: date
    """The school years' bounds: months outside them are not reached."""
    last_day: date
    balance_cents: int

    @property
    def served(self) -> tuple[int, ...]:
        """The places, among the month's dates, of the days on which anything takes place."""
        rows = [row for child in self.children for row in child.rows]
        return tuple(place for place in range(len(self.days)) if any(row.cells[place] for row in rows))
