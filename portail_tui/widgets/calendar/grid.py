"""The calendar of a child's days: a month shown, days picked by key, mouse or finger."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Unpack

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from portail_tui.domain.days import Choice
from portail_tui.domain.views import CalendarMonth, DayCell, UnitCell
from portail_tui.widgets.calendar.frame import Frame
from portail_tui.widgets.calendar.geometry import Geometry, Spot, Target
from portail_tui.widgets.calendar.heading import heading_strips
from portail_tui.widgets.calendar.inks import Inks
from portail_tui.widgets.calendar.painted import DayPainted, Names
from portail_tui.widgets.calendar.weeks import week_strips

HEADING = -1
"""The place, among painted weeks, of what stands above them."""


class Scope(StrEnum):
    """What a refused pick was about."""

    DAY = "day"
    WEEK = "week"
    WEEKDAY = "weekday"


class ActivityCalendar(DayPainted, can_focus=True):
    """A month of an activity for a child. Shows what it is given; says what is picked, and picks nothing.

    The screen owns the choices: it sets ``picked`` in answer to ``DaysToggled``, and keeps those of the
    months that are not shown.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("left", "step(-1)", "Jour précédent", show=False),
        Binding("right", "step(1)", "Jour suivant", show=False),
        Binding("up", "week_step(-1)", "Semaine précédente", show=False),
        Binding("down", "week_step(1)", "Semaine suivante", show=False),
        Binding("home", "week_edge(0)", "Début de la semaine", show=False),
        Binding("end", "week_edge(6)", "Fin de la semaine", show=False),
        Binding("pageup", "month_step(-1)", "Mois précédent", show=False),
        Binding("pagedown", "month_step(1)", "Mois suivant", show=False),
        Binding("space", "pick", "Choisir"),
        Binding("enter", "pick", "Choisir", show=False),
        Binding("s", "pick_week", "Semaine"),
        Binding("c", "pick_weekday", "Colonne"),
    ]
    DEFAULT_CSS = """
    ActivityCalendar { width: 1fr; height: 1fr; }
    """

    picked: reactive[frozenset[int]] = reactive(frozenset[int](), repaint=False)
    """The slots picked and not saved yet, of every month. Set by the screen."""

    @dataclass
    class DaysToggled(Message):
        """Days were picked, or let go. Only units that can be picked, and that change."""

        calendar: ActivityCalendar
        cells: tuple[tuple[date, UnitCell], ...]
        pick: bool

        @property
        def control(self) -> ActivityCalendar:
            return self.calendar

    @dataclass
    class MonthAsked(Message):
        """Another month is wanted, with the cursor on ``cursor``. The screen answers with ``show``."""

        calendar: ActivityCalendar
        year: int
        month: int
        cursor: date

        @property
        def control(self) -> ActivityCalendar:
            return self.calendar

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another day, or another unit of it (None where the day has none)."""

        calendar: ActivityCalendar
        day: DayCell
        cell: UnitCell | None

        @property
        def control(self) -> ActivityCalendar:
            return self.calendar

    @dataclass
    class PickRefused(Message):
        """What was asked can't be picked: a unit of a day, or, by ``scope``, all of a week or a weekday."""

        calendar: ActivityCalendar
        day: DayCell
        cell: UnitCell | None
        scope: Scope = Scope.DAY

        @property
        def control(self) -> ActivityCalendar:
            return self.calendar

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._month: CalendarMonth | None = None
        self._cursor: date | None = None
        self._unit = 0
        """Index, among the month's units, of the one last stood on: kept from day to day."""
        self._geometry: Geometry | None = None
        self._inks: Inks | None = None
        self._frame: Frame | None = None
        self._strips: dict[int, list[Strip]] = {}
        """Painted rows: of each week, and of what stands above the weeks."""

    # --- what the screen says and asks ---------------------------------------------------------------

    def show(self, month: CalendarMonth, *, cursor: date | None = None) -> None:
        """Show a month. ``cursor``: the day to stand on, clamped to it; None keeps the day stood on where the
        month has it, or finds today, or the first day that can be picked."""
        self._month = month
        self._geometry = None
        self._cursor = self._first_stand(month) if cursor is None else _clamped(cursor, month)
        self._repaint()
        self._say_cursor()

    @property
    def month(self) -> CalendarMonth | None:
        """The month shown."""
        return self._month

    @property
    def cursor_day(self) -> DayCell | None:
        """The day under the cursor."""
        if self._month is None or self._cursor is None:
            return None
        return self._month.days[self._cursor.day - 1]

    @property
    def cursor_cell(self) -> UnitCell | None:
        """The unit under the cursor; None on a day without any."""
        day = self.cursor_day
        return day.units[self._unit_of(day)] if day and day.units else None

    # --- painting ------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        frame = self._current_frame()
        if frame is None:
            return Strip.blank(self.size.width, self.rich_style)
        geometry = frame.geometry
        week, row = divmod(y - geometry.top, geometry.week_height)
        if week >= geometry.weeks:
            return Strip.blank(self.size.width, frame.inks.style(frame.inks.text, frame.inks.page))
        if y < geometry.top:
            week, row = HEADING, y
        strips = self._strips.get(week)
        if strips is None:
            painted = heading_strips(frame) if week == HEADING else week_strips(frame, week, self.picked)
            strips = self._strips[week] = [strip.crop(0, self.size.width) for strip in painted]
        return strips[row]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks = None
        self._repaint()

    def watch_picked(self, before: frozenset[int], now: frozenset[int]) -> None:
        changed = before ^ now
        if self._month is None or not changed:
            return
        self._repaint_days(
            cell.day for cell in self._month.days if any(unit.slot_id in changed for unit in cell.units)
        )

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._frame = None
        if self._cursor is not None:
            self._repaint_days([self._cursor])

    def on_resize(self) -> None:
        self._geometry = None
        self._repaint()

    def _current_frame(self) -> Frame | None:
        if self._frame is None and self._month is not None and self.size:
            geometry = self._current_geometry(self._month)
            self._inks = self._inks or Inks.of(self)
            self._frame = Frame(
                month=self._month,
                geometry=geometry,
                inks=self._inks,
                cursor=self._cursor,
                cursor_unit=self._unit_of(self.cursor_day),
                has_focus=self.has_focus,
                can_go_back=self._is_reached(_shifted(self._month, -1)),
                can_go_on=self._is_reached(_shifted(self._month, 1)),
            )
        return self._frame

    def _current_geometry(self, month: CalendarMonth) -> Geometry:
        if self._geometry is None:
            width, height = self.size
            self._geometry = Geometry.of(width, height, month.year, month.month, len(month.units))
        return self._geometry

    def _repaint(self) -> None:
        self._frame = None
        self._strips.clear()
        self.refresh()

    def _repaint_days(self, days: Iterable[date]) -> None:
        """Paint again the weeks of some days, and what the cursor's edge may touch around them."""
        if self._month is None:
            return
        geometry = self._current_geometry(self._month)
        weeks = {geometry.place(day)[0] for day in days}
        for week in weeks:
            for touched in (week - 1, week):
                self._strips.pop(touched, None)
        self._strips.pop(HEADING, None)
        if weeks:
            first = 0 if min(weeks) == 0 else geometry.week_y(min(weeks) - 1)
            last = geometry.week_y(max(weeks) + 1)
            self.refresh(
                Region(0, first, geometry.width, last - first), Region(0, 0, geometry.width, geometry.top)
            )

    # --- moving --------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        day = self.cursor_day
        if day is None:
            return
        unit = self._unit_of(day) + by
        if 0 <= unit < len(day.units):
            self._stand(day.day, unit_code=day.units[unit].unit)
            return
        self._stand(day.day + timedelta(days=by), entering_by=by)

    def action_week_step(self, by: int) -> None:
        if self._cursor is not None:
            self._stand(self._cursor + timedelta(weeks=by))

    def action_week_edge(self, weekday: int) -> None:
        if self._cursor is not None and self._month is not None:
            goal = self._cursor + timedelta(days=weekday - self._cursor.weekday())
            self._stand(_clamped(goal, self._month))

    def action_month_step(self, by: int) -> None:
        if self._month is None:
            return
        year, month = _shifted(self._month, by)
        if self._is_reached((year, month)):
            day = self._cursor.day if self._cursor else 1
            last = months.monthrange(year, month)[1]
            self.post_message(self.MonthAsked(self, year, month, date(year, month, min(day, last))))

    def _stand(self, day: date, *, unit_code: str | None = None, entering_by: int = 0) -> None:
        """Move the cursor to a day, asking for its month where it is not the one shown."""
        month = self._month
        if month is None:
            return
        if (day.year, day.month) != (month.year, month.month):
            if self._is_reached((day.year, day.month)):
                self._enter_units(month, entering_by)
                self.post_message(self.MonthAsked(self, day.year, day.month, day))
            return
        before = self._cursor
        if unit_code is not None:
            self._unit = next(i for i, unit in enumerate(month.units) if unit.code == unit_code)
        self._enter_units(month, entering_by)
        self._cursor = day
        self._frame = None
        self._repaint_days([day] if before is None else [before, day])
        self._say_cursor()

    def _enter_units(self, month: CalendarMonth, by: int) -> None:
        """Step into a day by its first unit, or, going backwards, by its last."""
        if by:
            self._unit = 0 if by > 0 else len(month.units) - 1

    def _unit_of(self, day: DayCell | None) -> int:
        """The index, among a day's units, of the one stood on: the month's unit, or the nearest before it."""
        if day is None or self._month is None or not day.units:
            return 0
        order = {unit.code: index for index, unit in enumerate(self._month.units)}
        nearest = [i for i, cell in enumerate(day.units) if order.get(cell.unit, 0) <= self._unit]
        return nearest[-1] if nearest else 0

    def _is_reached(self, year_month: tuple[int, int]) -> bool:
        """Whether a month touches the school year shown."""
        month = self._month
        if month is None:
            return False
        first, last = month.first_day, month.last_day
        return (first.year, first.month) <= year_month <= (last.year, last.month)

    def _first_stand(self, month: CalendarMonth) -> date:
        if self._cursor is not None and (self._cursor.year, self._cursor.month) == (month.year, month.month):
            return self._cursor
        if (month.today.year, month.today.month) == (month.year, month.month):
            return month.today
        pickable = (cell.day for cell in month.days if any(unit.choice for unit in cell.units))
        return next(pickable, month.days[0].day)

    def _say_cursor(self) -> None:
        if (day := self.cursor_day) is not None:
            self.post_message(self.CursorMoved(self, day, self.cursor_cell))

    # --- picking -------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        day, cell = self.cursor_day, self.cursor_cell
        if day is None:
            return
        if cell is None or cell.choice is None:
            self.post_message(self.PickRefused(self, day, cell))
            return
        self.post_message(self.DaysToggled(self, ((day.day, cell),), cell.slot_id not in self.picked))

    def action_pick_week(self) -> None:
        if self._month is not None and self._cursor is not None:
            self._toggle_week(self._current_geometry(self._month).place(self._cursor)[0])

    def action_pick_weekday(self) -> None:
        if self._cursor is not None:
            self._toggle_weekday(self._cursor.weekday())

    def _toggle_week(self, week: int) -> None:
        if self._month is not None:
            place = self._current_geometry(self._month).place
            self._toggle_all([day for day in self._month.days if place(day.day)[0] == week], Scope.WEEK)

    def _toggle_weekday(self, weekday: int) -> None:
        if self._month is not None:
            self._toggle_all([day for day in self._month.days if day.day.weekday() == weekday], Scope.WEEKDAY)

    def _toggle_all(self, days: list[DayCell], scope: Scope) -> None:
        """Pick every bookable unit of some days; where all of them are picked already, let them go."""
        cells = [(day.day, cell) for day in days for cell in day.units if cell.choice is Choice.SELECTED]
        if not cells:
            if days:
                self.post_message(self.PickRefused(self, days[0], None, scope))
            return
        new = [pair for pair in cells if pair[1].slot_id not in self.picked]
        self.post_message(self.DaysToggled(self, tuple(new or cells), bool(new)))

    # --- mouse and finger ----------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        if self._month is None:
            return
        target = self._current_geometry(self._month).at(event.x, event.y)
        match target:
            case None:
                return
            case Target(spot=Spot.PREVIOUS):
                self.action_month_step(-1)
            case Target(spot=Spot.NEXT):
                self.action_month_step(1)
            case Target(spot=Spot.WEEK, week=week):
                self._toggle_week(week)
            case Target(spot=Spot.WEEKDAY, column=column):
                self._toggle_weekday(column)
            case _:
                self._click_day(target)

    def _click_day(self, target: Target) -> None:
        frame = self._current_frame()
        day = frame.day(target.week, target.column) if frame else None
        if frame is None or day is None:
            return
        code = None
        parts = frame.geometry.parts(len(day.units))
        for cell, (offset, _) in zip(day.units, parts, strict=True):
            if code is None or target.offset >= offset:
                code = cell.unit
        self._stand(day.day, unit_code=code)
        self.action_pick()


def _clamped(day: date, month: CalendarMonth) -> date:
    return min(max(day, month.days[0].day), month.days[-1].day)


def _shifted(month: CalendarMonth, by: int) -> tuple[int, int]:
    """The year and the number of the month ``by`` months away."""
    years, index = divmod(month.month - 1 + by, 12)
    return month.year + years, index + 1
