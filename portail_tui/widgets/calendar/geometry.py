"""Layout of the calendar, computed from its size, the units of a day and the month."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NUMBER = 3
"""Columns of the day's number, with its margin."""
WEEK = 2
"""Columns of the week's number."""
ARROW = 3
NAME = 16
"""Columns of the month's name: « Septembre 2026 » with air, so that the arrows never move."""
WIDEST_DAY, WIDEST_PART, TALLEST = 20, 14, 6


class Spot(StrEnum):
    """Target of a click."""

    PREVIOUS = "previous"
    NEXT = "next"
    WEEK = "week"
    WEEKDAY = "weekday"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Target:
    spot: Spot
    week: int = 0
    column: int = 0
    offset: int = 0
    """Columns from the day's left edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A month laid out. Coordinates are columns and rows of the widget, from 0."""

    width: int
    """Columns painted: the widget's, or more where it is too narrow for seven days."""
    year: int
    month: int
    weeks: int
    first_column: int
    """The weekday of the 1st, Monday being 0."""
    left: int
    day_width: int
    gap: int
    """Columns before each day. The last of them may hold the cursor's edge."""
    top: int
    """The first row of the first week."""
    week_height: int
    text_rows: int
    header: int
    """The row of the weekdays."""

    @property
    def is_tall(self) -> bool:
        """Whether a week ends with half an empty row."""
        return self.week_height > self.text_rows

    @classmethod
    def of(cls, width: int, height: int, year: int, month: int, units: int) -> Geometry:
        first_column, days = months.monthrange(year, month)
        weeks = (first_column + days + 6) // 7
        week_height, text_rows, header = _heights(height, weeks)
        is_tall = week_height > text_rows
        day_width = _day_width(width, units, text_rows)
        gap = 2 if units > 1 and WEEK + 7 * (day_width + 2) + 1 <= width else 1
        used = WEEK + 7 * (day_width + gap) + 1
        return cls(
            width=max(width, used),
            year=year,
            month=month,
            weeks=weeks,
            first_column=first_column,
            left=max(0, (width - used) // 2),
            day_width=day_width,
            gap=gap,
            top=header + 1 + is_tall,
            week_height=week_height,
            text_rows=text_rows,
            header=header,
        )

    @property
    def right(self) -> int:
        """The column after Sunday."""
        return self.day_x(6) + self.day_width

    def day_x(self, column: int) -> int:
        """The left edge of the day in a column, from Monday 0."""
        return self.left + WEEK + self.gap + column * (self.day_width + self.gap)

    def week_y(self, week: int) -> int:
        return self.top + week * self.week_height

    def place(self, day: date) -> tuple[int, int]:
        """The week and the column of a day of the month."""
        return divmod(self.first_column + day.day - 1, 7)

    def monday(self, week: int) -> date:
        """The Monday of a week of the grid; it may fall in the month before."""
        return date(self.year, self.month, 1) + timedelta(days=7 * week - self.first_column)

    def parts(self, count: int) -> tuple[tuple[int, int], ...]:
        """Offset and width of ``count`` units side by side in a day."""
        if count < 2:
            return ((0, self.day_width),) * count
        room = self.day_width - (NUMBER if self.text_rows == 1 else 0)
        air = 1 if room >= 2 * count - 1 else 0
        each = max(1, (room - air * (count - 1)) // count)
        used = count * each + air * (count - 1)
        start = self.day_width - used if self.text_rows == 1 else 0
        return tuple((max(0, start + index * (each + air)), each) for index in range(count))

    def is_number_apart(self, count: int) -> bool:
        """Whether a day's number is painted outside its units, too narrow to hold it."""
        return count > 1 and (self.text_rows == 1 or self.parts(count)[0][1] < NUMBER)

    def rows_above(self, count: int) -> int:
        """Rows that a day keeps above its units for a number that stands apart."""
        return 1 if self.text_rows > 1 and self.is_number_apart(count) else 0

    def at(self, x: int, y: int) -> Target | None:
        """The target at a point of the widget, or None."""
        if y == 0:
            if self.left <= x < self.left + ARROW:
                return Target(Spot.PREVIOUS)
            after = self.left + ARROW + NAME
            return Target(Spot.NEXT) if after <= x < after + ARROW else None
        edge = self.left + WEEK + 1
        column, offset = divmod(x - self.day_x(0), self.day_width + self.gap)
        is_day = 0 <= column < 7 and offset < self.day_width
        if y == self.header:
            return Target(Spot.WEEKDAY, column=column) if is_day else None
        week = (y - self.top) // self.week_height
        if y < self.top or week >= self.weeks:
            return None
        if self.left <= x < edge:
            return Target(Spot.WEEK, week=week)
        return Target(Spot.DAY, week, column, offset) if is_day else None


def _day_width(width: int, units: int, text_rows: int) -> int:
    room = (width - WEEK - 1) // 7 - 1
    if units < 2 or text_rows == 1:
        return max(NUMBER, min(room, WIDEST_DAY))
    each = min((room - units + 1) // units, WIDEST_PART)
    return each * units + units - 1 if each > 0 else max(NUMBER, room)


def _heights(height: int, weeks: int) -> tuple[int, int, int]:
    """Rows of a week, rows of it that hold words, and the row of the weekdays. Room for six weeks is
    reserved where possible, so that days keep their size from month to month."""
    room = height - 2
    tall = min((height - 4) // 6, TALLEST)
    if tall >= 3:
        return tall, tall - 1, 2
    each = 2 if room >= 2 * weeks else 1
    return each, each, 2 if room > 12 else 1
