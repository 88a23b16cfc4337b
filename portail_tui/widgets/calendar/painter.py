"""A month turned into strips: pure painting, from values, a geometry and inks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from portail_tui.domain.days import DayState
from portail_tui.domain.views import CalendarMonth, DayCell, UnitCell
from portail_tui.texts import calendar as words
from portail_tui.texts import formats
from portail_tui.widgets.calendar import faces
from portail_tui.widgets.calendar.geometry import ARROW, NAME, NUMBER, WEEK, Geometry
from portail_tui.widgets.calendar.inks import Inks

UPPER_HALF = "▀"
EDGES = {True: ("▐", "▌"), False: ("▕", "▏")}
"""The cursor's edges with the focus, and without."""


@dataclass(frozen=True)
class Frame:
    """All that the picture of a month depends on, the choices apart."""

    month: CalendarMonth
    geometry: Geometry
    inks: Inks
    cursor: date | None
    cursor_unit: int
    has_focus: bool
    can_go_back: bool
    can_go_on: bool

    @cached_property
    def letters(self) -> dict[str, str]:
        units = self.month.units
        if len(units) < 2:
            return {}
        return dict(
            zip((unit.code for unit in units), words.letters(tuple(u.label for u in units)), strict=True)
        )

    def day(self, week: int, column: int) -> DayCell | None:
        index = 7 * week + column - self.geometry.first_column
        return self.month.days[index] if 0 <= index < len(self.month.days) else None

    @cached_property
    def cursor_place(self) -> tuple[int, int]:
        return self.geometry.place(self.cursor) if self.cursor else (-1, -1)

    @cached_property
    def cursor_span(self) -> tuple[int, int]:
        """The columns of the cursor's two edges, in the widget."""
        week, column = self.cursor_place
        day = self.day(week, column) if self.cursor else None
        if day is None:
            return (-1, -1)
        x = self.geometry.day_x(column)
        if len(day.units) < 2:
            return x - 1, x + self.geometry.day_width
        offset, width = self.geometry.parts(len(day.units))[min(self.cursor_unit, len(day.units) - 1)]
        return x + offset - 1, x + offset + width


def title_strip(frame: Frame) -> Strip:
    """« ‹ Décembre 2026 › », then when booking opens, or the month's holidays."""
    inks, geometry, month = frame.inks, frame.geometry, frame.month
    page = inks.page
    arrow = {
        True: inks.style(inks.text, inks.holiday.blend(page, 0.3), "b"),
        False: inks.style(inks.muted, page),
    }
    blank = inks.style(inks.text, page)
    segments = [
        Segment(" " * geometry.left, blank),
        Segment(f"{words.PREVIOUS:^{ARROW}}", arrow[frame.can_go_back]),
        Segment(f"{formats.month_name(month.year, month.month):^{NAME}}", inks.style(inks.text, page, "b")),
        Segment(f"{words.NEXT:^{ARROW}}", arrow[frame.can_go_on]),
    ]
    room = geometry.width - geometry.left - 2 * ARROW - NAME - 1
    said = 0
    if month.opening:
        notes = [(month.opening, inks.style(inks.accent, page, "b"))]
    else:
        tint = inks.style(inks.holiday_text, inks.holiday)
        notes = [(f" {name} ", tint) for name in words.month_holidays(month)]
        if notes and month.holidays_projected:
            notes.append((words.PROJECTED, inks.style(inks.muted, page, "i")))
    shown: list[Segment] = []
    for text, style in notes:
        if said + len(text) + 2 <= room:
            shown += [Segment("  ", blank), Segment(text, style)]
            said += len(text) + 2
    segments += [Segment(" " * (room - said), blank), *shown, Segment(" ", blank)]
    return Strip(segments).adjust_cell_length(geometry.width, blank)


def header_strip(frame: Frame) -> Strip:
    """The weekdays, that of the cursor stronger."""
    inks, geometry = frame.inks, frame.geometry
    quiet, strong = inks.style(inks.muted, inks.page), inks.style(inks.text, inks.page, "b")
    names = words.WEEKDAYS if geometry.day_width >= faces.WORDY else words.WEEKDAYS_SHORT
    lead = geometry.left + WEEK + geometry.gap
    segments = [Segment(f"{'':{geometry.left}}{words.WEEK_COLUMN:{lead - geometry.left}}", quiet)]
    for column, name in enumerate(names):
        style = strong if column == frame.cursor_place[1] else quiet
        segments.append(Segment(f" {name:{geometry.day_width - 1}.{geometry.day_width - 1}}", style))
        segments.append(Segment(" " * geometry.gap, quiet))
    return Strip(segments).adjust_cell_length(geometry.width, quiet)


def spacer_strip(frame: Frame) -> Strip:
    """The half row of air above the first week, where the cursor's upper edge may stand."""
    width, page = frame.geometry.width, frame.inks.page
    lower = [page] * width
    _ring(frame, lower, week=0)
    return _halves(frame, [page] * width, lower)


def week_strips(frame: Frame, week: int, picked: frozenset[int]) -> list[Strip]:
    """The rows of one week."""
    return WeekPainter(frame, week, picked).strips()


def _ring(frame: Frame, colours: list[Color], *, week: int) -> None:
    """Draw the cursor's horizontal edge over half a row, where the cursor is in ``week``."""
    if frame.has_focus and frame.cursor_place[0] == week:
        first, last = frame.cursor_span
        for x in range(first, last + 1):
            colours[x] = frame.inks.cursor


def _halves(frame: Frame, upper: list[Color], lower: list[Color]) -> Strip:
    """A row of two colours a cell, by runs."""
    segments: list[Segment] = []
    start, width = 0, len(upper)
    for x in range(1, width + 1):
        if x == width or upper[x] is not upper[start] or lower[x] is not lower[start]:
            over, under = upper[start], lower[start]
            text = " " if over == under else UPPER_HALF
            segments.append(Segment(text * (x - start), frame.inks.style(over, under)))
            start = x
    return Strip(segments, width)


class WeekPainter:
    """Paints one week of a frame."""

    def __init__(self, frame: Frame, week: int, picked: frozenset[int]) -> None:
        self.frame, self.week, self.picked = frame, week, picked
        self.geometry, self.inks = frame.geometry, frame.inks
        self.days = [frame.day(week, column) for column in range(7)]
        self.bands = [bool(day and day.school_holiday) for day in self.days]
        self.names = self._band_names()
        self.has_cursor = frame.cursor_place[0] == week

    def strips(self) -> list[Strip]:
        rows = self.geometry.text_rows
        columns = [self._day(column) for column in range(7)]
        strips = [self._text_row(row, columns) for row in range(rows)]
        if self.geometry.is_tall:
            strips.append(self._half_row())
        return strips

    # --- rows ---------------------------------------------------------------------------------------

    def _text_row(self, row: int, columns: list[list[list[Segment]]]) -> Strip:
        geometry, inks = self.geometry, self.inks
        blank = inks.style(inks.text, inks.page)
        segments = [Segment(" " * geometry.left, blank), self._week_number(row)]
        for column in range(7):
            segments += self._gap(column)
            segments += columns[column][row]
        segments += self._gap(7)
        return Strip(segments).adjust_cell_length(geometry.width, blank)

    def _week_number(self, row: int) -> Segment:
        inks = self.inks
        is_named = row == 0 and any(self.days)
        text = f"{self.geometry.monday(self.week).isocalendar().week:2}" if is_named else "  "
        if self.has_cursor:
            return Segment(text, inks.style(inks.text, inks.page, "b"))
        return Segment(text, inks.style(inks.muted, inks.page))

    def _gap(self, column: int) -> list[Segment]:
        """The air before a column; after Sunday, the column that may hold the cursor's right edge."""
        size = self.geometry.gap if column < 7 else 1
        x = self.geometry.day_x(column) - self.geometry.gap
        ground = self._gap_ground(column)
        blank = self.inks.style(self.inks.text, ground)
        if self.has_cursor:
            for edge, at in zip(EDGES[self.frame.has_focus], self.frame.cursor_span, strict=True):
                if x <= at < x + size:
                    style = self._edge_style(ground)
                    parts = (" " * (at - x), blank), (edge, style), (" " * (x + size - at - 1), blank)
                    return [Segment(text, ink) for text, ink in parts if text]
        return [Segment(" " * size, blank)]

    def _edge_style(self, ground: Color) -> Style:
        if self.frame.has_focus and self.geometry.is_tall:
            return self.inks.style(ground, self.inks.cursor)
        return self.inks.style(self.inks.cursor, ground)

    def _gap_ground(self, column: int) -> Color:
        is_band = 0 < column < 7 and self.bands[column - 1] and self.bands[column]
        return self.inks.holiday if is_band else self.inks.page

    # --- days ---------------------------------------------------------------------------------------

    def _day(self, column: int) -> list[list[Segment]]:
        """The rows of a day."""
        geometry, inks = self.geometry, self.inks
        day = self.days[column]
        page = self._page(column)
        if day is None:
            return [[Segment(" " * geometry.day_width, inks.style(inks.text, page))]] * geometry.text_rows
        parts = geometry.parts(len(day.units)) or ((0, geometry.day_width),)
        cells: tuple[UnitCell | None, ...] = day.units or (None,)
        rows: list[list[Segment]] = [[] for _ in range(geometry.text_rows)]
        at = 0
        for index, (cell, (offset, width)) in enumerate(zip(cells, parts, strict=True)):
            if offset > at:
                self._between(rows, day, column, index, offset - at)
            lead = NUMBER if index == 0 and offset == 0 and width >= NUMBER else 0
            for row, segments in zip(rows, self._unit(day, column, cell, width, lead), strict=True):
                row.extend(segments)
            at = offset + width
        if at < geometry.day_width:
            for row in rows:
                row.append(Segment(" " * (geometry.day_width - at), inks.style(inks.text, page)))
        return rows

    def _page(self, column: int) -> Color:
        return self.inks.holiday if self.bands[column] else self.inks.page

    def _between(self, rows: list[list[Segment]], day: DayCell, column: int, index: int, size: int) -> None:
        """The air between two units; before the first one, the number of a day that has one row."""
        inks, page = self.inks, self._page(column)
        if index == 0:
            rows[0].append(self._number(day, inks.text, page))
            return
        first, last = self.frame.cursor_span
        x = self.geometry.day_x(column) + self.geometry.parts(len(day.units))[index][0] - size
        segment = Segment(" " * size, inks.style(inks.text, page))
        if self.has_cursor and x in {first, last}:
            edge = EDGES[self.frame.has_focus][x == last]
            segment = Segment(edge, self._edge_style(page))
        for row in rows:
            row.append(segment)

    def _unit(
        self, day: DayCell, column: int, cell: UnitCell | None, width: int, lead: int
    ) -> list[list[Segment]]:
        rows = self.geometry.text_rows
        mark = faces.mark_of(cell, self.picked) if cell else DayState.NOT_OFFERED
        is_past = day.day < self.frame.month.today
        if cell is not None and mark is not DayState.NOT_OFFERED:
            letter = self.frame.letters.get(cell.unit, "")
            lines = faces.unit_face(cell, mark, width, rows, lead=lead, letter=letter)
            inks = [
                self.inks.pair(mark, is_past=is_past, is_foot=rows > 1 and row == rows - 1)
                for row in range(rows)
            ]
        else:
            lines = faces.page_face(day, cell, width, rows, lead=lead)
            if (name := self.names.get(column)) and rows > 1:
                lines[1] = name
            ground = self._page(column)
            text = self.inks.holiday_text if self.bands[column] else self.inks.muted
            inks = [(text, ground)] * rows
        painted = [[Segment(line, self.inks.style(*ink))] for line, ink in zip(lines, inks, strict=True)]
        if lead:
            rest = lines[0][lead:]
            painted[0] = [self._number(day, *inks[0])]
            if rest:
                painted[0].append(Segment(rest, self.inks.style(*inks[0])))
        return painted

    def _number(self, day: DayCell, text: Color, ground: Color) -> Segment:
        is_today = day.day == self.frame.month.today
        effects = "bu" if is_today else "b"
        if day.day == self.frame.cursor and self.frame.has_focus:
            effects += "r"
        return Segment(faces.number(day.day.day, is_today=is_today), self.inks.style(text, ground, effects))

    # --- school holidays ------------------------------------------------------------------------------

    def _band_names(self) -> dict[int, str]:
        """The name of the holidays, written across each run of days that have room for it."""
        names: dict[int, str] = {}
        run: list[int] = []
        for column in range(8):
            day = self.days[column] if column < 7 else None
            is_free = (
                day is not None
                and day.school_holiday
                and not day.public_holiday
                and all(unit.state is DayState.NOT_OFFERED for unit in day.units)
            )
            if is_free and len(day.units if day else ()) < 2:
                run.append(column)
                continue
            if run and (first := self.days[run[0]]):
                width = self.geometry.day_width
                forms = words.holiday_names(first.school_holiday)
                for column_of_run, form in zip(run, _spread(forms, width, len(run)), strict=True):
                    names[column_of_run] = form
            run = []
        return names

    def _half_row(self) -> Strip:
        """The foot of the days, half a row, over half a row of air; the cursor's edges with it."""
        geometry, inks, frame = self.geometry, self.inks, self.frame
        upper = [inks.page] * geometry.width
        for column in range(7):
            x = geometry.day_x(column)
            page = self._page(column)
            start = (
                x if column == 0 or not self.bands[column - 1] or not self.bands[column] else x - geometry.gap
            )
            upper[start : x + geometry.day_width] = [page] * (x + geometry.day_width - start)
        lower = list(upper)
        for column, day in enumerate(self.days):
            if day is None:
                continue
            x = geometry.day_x(column)
            for cell, (offset, width) in zip(day.units, geometry.parts(len(day.units)), strict=True):
                mark = faces.mark_of(cell, self.picked)
                if inks.is_filled(mark):
                    ground = inks.pair(mark, is_past=day.day < frame.month.today, is_foot=True)[1]
                    upper[x + offset : x + offset + width] = [ground] * width
        if frame.has_focus and self.has_cursor:
            for x in frame.cursor_span:
                upper[x] = inks.cursor
        _ring(frame, lower, week=self.week)
        _ring(frame, lower, week=self.week + 1)
        return _halves(frame, upper, lower)


def _spread(forms: tuple[str, ...], width: int, count: int) -> list[str]:
    """One name over ``count`` days of ``width`` columns: whole in the first where it fits, cut otherwise."""
    return [f"{' ' + faces.fitted(forms, width - 1):{width}}"] + [" " * width] * (count - 1)
