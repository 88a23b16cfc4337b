"""A week turned into strips, in layers: page, holidays, days, cursor."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import DayCell, UnitCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.widgets.calendar import cell_text
from portail_tui.widgets.calendar.canvas import Canvas
from portail_tui.widgets.calendar.day_widget import Mark
from portail_tui.widgets.calendar.geometry import NUMBER, Spot
from portail_tui.widgets.calendar.half_blocks import LEFT_EDGE, RIGHT_EDGE, HalfRow
from portail_tui.widgets.calendar.month_frame import Frame

FAINT_EDGES = ("▕", "▏")
"""The cursor's edges while another widget has the focus."""


def week_strips(frame: Frame, week: int, picked: frozenset[int]) -> list[Strip]:
    """The rows of one week. ``picked``: the slots chosen and not saved yet."""
    return _WeekPainter(frame, week, picked).strips()


class _WeekPainter:
    def __init__(self, frame: Frame, week: int, picked: frozenset[int]) -> None:
        self.frame, self.week, self.picked = frame, week, picked
        self.geometry, self.colours = frame.geometry, frame.colours
        self.rows = self.geometry.text_rows
        self.days = [frame.day(week, column) for column in range(7)]
        self.grounds = self._grounds()
        self.taken = self._taken()
        """Columns of the units of the cursor's day."""
        self.has_cursor = frame.cursor_place[0] == week
        self.canvas = Canvas(
            self.geometry.width, self.rows, self.colours.style(self.colours.text, self.colours.page)
        )

    def strips(self) -> list[Strip]:
        self._paint_grounds()
        self._paint_number()
        for column, day in enumerate(self.days):
            if day is not None:
                self._paint_day(day, self.geometry.day_x(column))
        self._paint_holiday_names()
        self._paint_cursor()
        strips = self.canvas.strips()
        if self.geometry.is_tall:
            strips.append(self._foot())
        return strips

    # --- the page ---------------------------------------------------------------------------------

    def _grounds(self) -> list[Color]:
        """The page under each column: that of the school holidays runs on from day to day."""
        colours, geometry = self.colours, self.geometry
        grounds = [colours.page] * geometry.width
        for column, day in enumerate(self.days):
            if day is not None and day.school_holiday:
                before = self.days[column - 1] if column else None
                runs_on = before is not None and before.school_holiday == day.school_holiday
                start = geometry.day_x(column) - (geometry.gap if runs_on else 0)
                end = geometry.day_x(column) + geometry.day_width
                grounds[start:end] = [colours.holiday] * (end - start)
        return grounds

    def _paint_grounds(self) -> None:
        colours, start = self.colours, 0
        for x in range(1, len(self.grounds) + 1):
            if x == len(self.grounds) or self.grounds[x] is not self.grounds[start]:
                if self.grounds[start] is colours.holiday:
                    for row in range(self.rows):
                        self.canvas.fill(
                            row, start, x - start, colours.style(colours.holiday_text, colours.holiday)
                        )
                start = x

    def _paint_number(self) -> None:
        colours = self.colours
        style = colours.style(colours.muted, colours.page)
        if self.frame.is_hovered(Spot.WEEK, week=self.week):
            style = colours.style(colours.button_text, colours.button, "b")
        elif self.has_cursor:
            style = colours.style(colours.text, colours.page, "b")
        number = self.geometry.monday(self.week).isocalendar().week
        self.canvas.write(0, self.geometry.left, f"{number:2}", style)

    def _paint_holiday_names(self) -> None:
        """The name of the school holidays, across each run of days that have nothing else to say."""
        if self.rows < 2:
            return
        column = 0
        while column < 7:
            day = self.days[column]
            end = column + 1
            if day is not None and _says_nothing(day):
                while end < 7 and _goes_on(day, self.days[end]):
                    end += 1
                width = self.geometry.day_x(end - 1) + self.geometry.day_width - self.geometry.day_x(column)
                name = cell_text.fitted(words.holiday_names(day.school_holiday), width - 1)
                style = self.colours.style(self.colours.holiday_text, self.colours.holiday)
                self.canvas.write(1, self.geometry.day_x(column) + 1, name, style)
            column = end

    # --- days -------------------------------------------------------------------------------------

    def _paint_day(self, day: DayCell, x: int) -> None:
        units, parts = day.units, self.geometry.parts(len(day.units))
        if len(units) < 2 or _is_one_refusal(units):
            styles = self._paint_unit(day, units[0] if units else None, x, self.geometry.day_width, NUMBER)
            self._paint_day_number(day, x, styles[0], is_pointed=day.day == self.frame.cursor)
            return
        is_apart = self.geometry.is_number_apart(len(units))
        number_style = self._page_style(day)
        for index, (cell, (offset, width)) in enumerate(zip(units, parts, strict=True)):
            is_lead = index == 0 and not is_apart
            styles = self._paint_unit(day, cell, x + offset, width, NUMBER if is_lead else 0)
            if is_lead:
                number_style = styles[0]
            if day.day == self.frame.cursor and index == self.frame.cursor_unit and self.frame.has_focus:
                self._point_at_unit(x + offset, width, self.geometry.rows_above(len(units)))
        self._paint_day_number(day, x, number_style, is_pointed=False)

    def _paint_unit(self, day: DayCell, cell: UnitCell | None, x: int, width: int, lead: int) -> list[Style]:
        """Paint a unit, below the day's number where that stands apart. Returns the style of each row."""
        top = self.geometry.rows_above(len(day.units)) if lead == 0 else 0
        rows = self.rows - top
        mark = cell_text.mark_of(cell, self.picked) if cell else DayState.NOT_OFFERED
        if cell is None or mark is DayState.NOT_OFFERED:
            lines = cell_text.page_face(day, cell, width, rows, lead=lead)
        else:
            letter, label = self.frame.unit_names.get(cell.unit, ("", ""))
            lines = cell_text.unit_face(cell, mark, width, rows, lead=lead, letter=letter, label=label)
        styles = self._unit_styles(day, mark, rows)
        for row, (line, style) in enumerate(zip(lines, styles, strict=True)):
            self.canvas.write(top + row, x, line, style)
        return styles

    def _point_at_unit(self, x: int, width: int, top: int) -> None:
        """Reverse the row that names a unit: it shows the cursor where colours don't."""
        row = top if self.rows - top == 1 else top + 1
        self.canvas.restyle(row, x, width, self.colours.reversed)

    def _unit_styles(self, day: DayCell, mark: Mark, rows: int) -> list[Style]:
        """The style of each row of a unit. Where weeks touch, the last row is darker."""
        if not self.colours.is_filled(mark):
            return [self._page_style(day)] * rows
        is_past = day.day < self.frame.month.today
        touches = not self.geometry.is_tall and rows > 1
        return [
            self.colours.style(*self.colours.pair(mark, is_past=is_past, is_foot=touches and row == rows - 1))
            for row in range(rows)
        ]

    def _page_style(self, day: DayCell) -> Style:
        colours = self.colours
        ground = colours.holiday if day.school_holiday else colours.page
        if day.public_holiday:
            return colours.style(colours.accent, ground)
        return colours.style(colours.holiday_text if day.school_holiday else colours.muted, ground)

    def _paint_day_number(self, day: DayCell, x: int, style: Style, *, is_pointed: bool) -> None:
        """The number, strong where the activity takes place; today's is underlined and pointed at."""
        is_today = day.day == self.frame.month.today
        if is_today or any(self.colours.is_filled(unit.state) for unit in day.units):
            style = self.colours.strong(style, is_underlined=is_today)
        if is_pointed and self.frame.has_focus:
            style = self.colours.reversed(style)
        self.canvas.write(0, x, cell_text.number(day.day.day, is_today=is_today), style)

    # --- cursor -----------------------------------------------------------------------------------

    def _paint_cursor(self) -> None:
        if not self.has_cursor:
            return
        edges = (LEFT_EDGE, RIGHT_EDGE) if self.frame.has_focus else FAINT_EDGES
        for x, edge in zip(self.frame.cursor_edges, edges, strict=True):
            if x in self.taken:
                continue  # units that touch: the reversed one shows the cursor
            style = self.colours.style(self.colours.cursor, self.grounds[x])
            for row in range(self._cursor_top(), self.rows):
                self.canvas.write(row, x, edge, style)

    def _taken(self) -> set[int]:
        day = self.frame.day(*self.frame.cursor_place)
        if day is None or len(day.units) < 2:
            return set()
        x = self.geometry.day_x(self.frame.cursor_place[1])
        parts = self.geometry.parts(len(day.units))
        return {x + offset + column for offset, width in parts for column in range(width)}

    def _cursor_top(self) -> int:
        """The first row of the unit under the cursor: below the day's number where that stands apart."""
        day = self.frame.day(*self.frame.cursor_place)
        return self.geometry.rows_above(len(day.units)) if day is not None else 0

    def _foot(self) -> Strip:
        """The foot of the days, half a row high, over half a row of air."""
        half = HalfRow(self.frame, self.grounds)
        for column, day in enumerate(self.days):
            if day is None:
                continue
            x = self.geometry.day_x(column)
            is_past = day.day < self.frame.month.today
            for cell, (offset, width) in zip(day.units, self.geometry.parts(len(day.units)), strict=True):
                mark = cell_text.mark_of(cell, self.picked)
                if self.colours.is_filled(mark):
                    colour = self.colours.pair(mark, is_past=is_past, is_foot=True)[1]
                    half.draw_foot(x + offset, width, colour)
        half.draw_cursor_foot(week=self.week)
        half.draw_cursor_top(week=self.week + 1)
        return half.strip()


def _is_one_refusal(units: tuple[UnitCell, ...]) -> bool:
    """Whether no unit of a day is offered, all for the same reason."""
    return all(unit.state is DayState.NOT_OFFERED and unit.why is units[0].why for unit in units)


def _says_nothing(day: DayCell) -> bool:
    """A day of school holidays on which nothing takes place."""
    return bool(day.school_holiday) and not day.public_holiday and not day.units


def _goes_on(first: DayCell, day: DayCell | None) -> bool:
    return day is not None and day.school_holiday == first.school_holiday and _says_nothing(day)
