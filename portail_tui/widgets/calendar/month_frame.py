"""All that the picture of a month depends on, the choices apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portail_tui.domain.bookings.views import CalendarMonth, DayCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.widgets.calendar.geometry import Geometry, Spot, Target
from portail_tui.widgets.calendar.palette import CalendarColours


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A month, where it stands, its colours, and its cursor."""

    month: CalendarMonth
    geometry: Geometry
    colours: CalendarColours
    cursor: date | None
    cursor_unit: int
    """Index among the units of the cursor's day."""
    has_focus: bool
    hovered: Target | None
    """Target under the mouse, above or beside the days."""
    can_go_back: bool
    can_go_on: bool

    def is_hovered(self, spot: Spot, *, week: int = 0, column: int = 0) -> bool:
        target = self.hovered
        return target is not None and (target.spot, target.week, target.column) == (spot, week, column)

    def day(self, week: int, column: int) -> DayCell | None:
        """The day that stands there; None where the month has none."""
        index = 7 * week + column - self.geometry.first_column
        return self.month.days[index] if 0 <= index < len(self.month.days) else None

    @cached_property
    def unit_names(self) -> dict[str, tuple[str, str]]:
        """The letter and the label of each unit, where there are several."""
        units = self.month.units
        if len(units) < 2:
            return {}
        letters = words.letters(tuple(unit.label for unit in units))
        return {unit.code: (letter, unit.label) for unit, letter in zip(units, letters, strict=True)}

    @cached_property
    def cursor_place(self) -> tuple[int, int]:
        """The week and the column of the cursor; −1 where there is none."""
        return self.geometry.place(self.cursor) if self.cursor else (-1, -1)

    @cached_property
    def cursor_edges(self) -> tuple[int, int]:
        """The columns just left and right of what the cursor stands on."""
        week, column = self.cursor_place
        day = self.day(week, column) if self.cursor else None
        if day is None:
            return (-1, -1)
        x = self.geometry.day_x(column)
        if len(day.units) < 2:
            return x - 1, x + self.geometry.day_width
        offset, width = self.geometry.parts(len(day.units))[self.cursor_unit]
        return x + offset - 1, x + offset + width
