"""Positions of the cursor, and the moves of each key: pure values, no widget."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portail_tui.domain.bookings.views import CalendarMonth, DayCell

YearMonth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Position: a day, and the index of a unit among the month's; the index is remembered on days without
    that unit."""

    day: date
    unit: int = 0

    def cell_index(self, month: CalendarMonth) -> int:
        """The index, among its own day's units, of the one stood on, or the nearest before it."""
        order = {unit.code: index for index, unit in enumerate(month.units)}
        cells = self.in_month(month).units
        return max((i for i, cell in enumerate(cells) if order.get(cell.unit, 0) <= self.unit), default=0)

    def in_month(self, month: CalendarMonth) -> DayCell:
        return month.days[self.day.day - 1]

    def on_cell(self, month: CalendarMonth, index: int) -> Cursor:
        """On a unit of the same day, by its index there."""
        code = self.in_month(month).units[index].unit
        return replace(self, unit=next(i for i, unit in enumerate(month.units) if unit.code == code))

    def stepped(self, month: CalendarMonth, by: int) -> Cursor:
        """One unit on (1) or back (−1): from a day's last to the next day's first, in another month maybe."""
        index = self.cell_index(month) + by
        if 0 <= index < len(self.in_month(month).units):
            return self.on_cell(month, index)
        return Cursor(self.day + timedelta(days=by), 0 if by > 0 else len(month.units) - 1)

    def moved(self, days: int) -> Cursor:
        return replace(self, day=self.day + timedelta(days=days))

    def at_weekday(self, month: CalendarMonth, weekday: int) -> Cursor:
        """The position on a weekday of the same week, or on the nearest day of it in the month."""
        return replace(self, day=clamped(self.day + timedelta(days=weekday - self.day.weekday()), month))


def clamped(day: date, month: CalendarMonth) -> date:
    return min(max(day, month.days[0].day), month.days[-1].day)


def first_stand(month: CalendarMonth, before: date | None) -> date:
    """Position in a month just opened: the previous one, today, or the first day that can be picked."""
    for day in (before, month.today):
        if day is not None and (day.year, day.month) == (month.year, month.month):
            return day
    pickable = (cell.day for cell in month.days if any(unit.choice for unit in cell.units))
    return next(pickable, month.days[0].day)


def month_away(month: CalendarMonth, by: int) -> YearMonth:
    """The year and the number of the month ``by`` months away."""
    years, index = divmod(month.month - 1 + by, 12)
    return month.year + years, index + 1


def is_reached(month: CalendarMonth, wanted: YearMonth) -> bool:
    """Whether a month overlaps the school year of the month shown."""
    first, last = month.first_day, month.last_day
    return (first.year, first.month) <= wanted <= (last.year, last.month)


def same_day(wanted: YearMonth, day: date) -> date:
    """The day of the same number in another month, or its last."""
    return date(*wanted, min(day.day, months.monthrange(*wanted)[1]))
