"""The month of several children at several activities: a row for each unit of each, a column for each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Unpack

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.family_month import BOOKED, FamilyMonth, MonthChild, MonthRow
from portail_tui.domain.bookings.views import DayCell, UnitCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.bookings.day_states import STATES
from portail_tui.texts.shared.formats import counted
from portail_tui.widgets.calendar.canvas import Canvas
from portail_tui.widgets.calendar.day_widget import DayPainted, WidgetOptions
from portail_tui.widgets.calendar.family_columns import LEAST_DAY, Columns
from portail_tui.widgets.calendar.palette import CalendarColours
from portail_tui.widgets.calendar.wrapping import cut

HEAD = 2
"""Rows of the days' names and numbers, which stay when the rest scrolls."""
NOTHING = "aucune activité ce mois-ci"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the grid: a child's name, or one of its activities."""

    child: MonthChild
    row: MonthRow | None = None


class FamilyGrid(DayPainted, ScrollView, can_focus=True):
    """Reading only: says where the cursor stands, and which day is opened."""

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("left", "step(-1)", "Jour précédent", show=False),
        Binding("right", "step(1)", "Jour suivant", show=False),
        Binding("up", "row_step(-1)", "Ligne précédente", show=False),
        Binding("down", "row_step(1)", "Ligne suivante", show=False),
        Binding("home", "edge(0)", "Premier jour du mois", show=False),
        Binding("end", "edge(-1)", "Dernier jour du mois", show=False),
        Binding("pageup", "month_step(-1)", "Mois précédent", show=False),
        Binding("pagedown", "month_step(1)", "Mois suivant", show=False),
        Binding("enter", "open", "Ouvrir ce calendrier"),
        Binding("space", "open", "Ouvrir ce calendrier", show=False),
    ]
    DEFAULT_CSS = """
    FamilyGrid { width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    class FamilyCursorMoved(Message):
        """Where the reader stands; ``cell`` is None where the unit does not take place."""

        def __init__(self, child: MonthChild, row: MonthRow, day: DayCell, cell: UnitCell | None) -> None:
            super().__init__()
            self.child, self.row, self.day, self.cell = child, row, day, cell

    class DayOpened(Message):
        """A day is opened: the calendar of its activity is asked for."""

        def __init__(self, row: MonthRow, day: date) -> None:
            super().__init__()
            self.row, self.day = row, day

    class FamilyMonthAsked(Message):
        """Another month is asked for; ``cursor``: the day to stand on there."""

        def __init__(self, cursor: date) -> None:
            super().__init__()
            self.cursor = cursor

    def __init__(self, **names: Unpack[WidgetOptions]) -> None:
        super().__init__(**names)
        self._month: FamilyMonth | None = None
        self._lines: list[_Line] = []
        self._at = 0
        """The line stood on, always one of an activity where there is any."""
        self._place = 0
        self._colours: CalendarColours | None = None

    # --- what the screen says ----------------------------------------------------------------------

    def show(self, month: FamilyMonth, *, cursor: date) -> None:
        """Show a month, standing on the served day nearest to ``cursor``, on the same activity as before
        where it is still shown."""
        before = self._row
        self._month = month
        self._lines = []
        for child in month.children:
            self._lines.append(_Line(child))
            self._lines += [_Line(child, row) for row in child.rows]
        rows = [index for index, line in enumerate(self._lines) if line.row is not None]
        same = [index for index in rows if _is_same(self._lines[index].row, before)]
        self._at = (same or rows or [0])[0]
        wanted = (cursor - month.days[0].day).days
        held = [place for place in month.served if before is not None or self._holds(place)]
        self._place = min(held, key=lambda place: abs(place - wanted), default=0)
        self._resize()
        self._say()

    def _holds(self, place: int) -> bool:
        return self._row is not None and self._row.cells[place] is not None

    @property
    def cursor_day(self) -> date | None:
        """The day stood on."""
        return self._month.days[self._place].day if self._month else None

    @property
    def _row(self) -> MonthRow | None:
        return self._lines[self._at].row if self._lines else None

    # --- painting ----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        month, width = self._month, self.scrollable_content_region.width
        colours = self._colours = self._colours or CalendarColours.of(self)
        canvas = Canvas(width, 1, colours.style(colours.text, colours.page))
        if month is not None and width:
            shape = self._columns(month)
            index = y - HEAD + self.scroll_offset.y
            if y < HEAD:
                self._paint_head(canvas, colours, month, shape, y)
            elif index < len(self._lines):
                self._paint_row(canvas, colours, shape, index)
        return canvas.strips()[0]

    def _columns(self, month: FamilyMonth) -> Columns:
        return Columns.of(month, self.scrollable_content_region.width, self._place)

    def _paint_head(
        self, canvas: Canvas, colours: CalendarColours, month: FamilyMonth, shape: Columns, row: int
    ) -> None:
        if row and shape.places != month.served and shape.places:
            more = ("‹ " if shape.places[0] != month.served[0] else "  ") + (
                "›" if shape.places[-1] != month.served[-1] else ""
            )
            canvas.write(0, shape.name_width - 4, more, colours.style(colours.accent, colours.page, "b"))
        for place in shape.places:
            day = month.days[place]
            is_today = day.day == month.today
            text = words.WEEKDAYS_SHORT[day.day.weekday()][:2] if row == 0 else f"{day.day.day:2}"
            mark = words.TODAY_MARK if row and is_today else " "
            style = colours.style(colours.text, colours.page, "b" if row else "")
            if day.school_holiday:
                style = colours.style(colours.holiday_text, colours.holiday, "b" if row else "")
            if is_today:
                style = colours.strong(style, is_underlined=True)
            if place == self._place and self.has_focus:
                style = colours.style(colours.accent, colours.page, "b")
            canvas.write(0, shape.x(place), f"{mark}{text}".ljust(shape.day_width), style)

    def _paint_row(self, canvas: Canvas, colours: CalendarColours, shape: Columns, index: int) -> None:
        line = self._lines[index]
        if line.row is None:
            canvas.write(0, 0, line.child.first_name, colours.style(colours.text, colours.page, "b"))
            told = f" · {_summary(line.child)}"
            canvas.write(0, len(line.child.first_name), told, colours.style(colours.muted, colours.page))
            return
        is_at = index == self._at and self.has_focus
        name = cut(_row_name(line.row, shape.name_width - 2), shape.name_width - 2)
        canvas.write(
            0,
            1,
            name,
            colours.style(colours.accent if is_at else colours.text, colours.page, "b" if is_at else ""),
        )
        for place in shape.places:
            cell = line.row.cells[place]
            x = shape.x(place)
            if cell is not None:
                style = colours.sample(cell.state)
                canvas.write(0, x, STATES[cell.state].glyph.center(shape.day_width), style)
            if index == self._at and place == self._place:
                edge = (
                    colours.style(colours.cursor, colours.page, "b")
                    if cell is None
                    else colours.sample(cell.state)
                )
                edge = colours.reversed(edge) if self.has_focus else edge
                glyph = "·" if cell is None else STATES[cell.state].glyph
                canvas.write(0, x, f"[{glyph}]".center(shape.day_width), edge)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._colours = None
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def on_resize(self) -> None:
        self._resize()

    def _resize(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines) + HEAD)
        self.refresh()

    # --- moving ------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        if (month := self._month) is None:
            return
        served = month.served
        index = served.index(self._place) + by if self._place in served else -1
        if 0 <= index < len(served):
            self._stand(self._at, served[index])
        else:
            self.action_month_step(by)

    def action_row_step(self, by: int) -> None:
        index = self._at + by
        while 0 <= index < len(self._lines) and self._lines[index].row is None:
            index += by
        if 0 <= index < len(self._lines):
            self._stand(index, self._place)
        elif by < 0:
            self.scroll_to(y=0, animate=False)

    def action_edge(self, index: int) -> None:
        if self._month is not None and self._month.served:
            self._stand(self._at, self._month.served[index])

    def action_month_step(self, by: int) -> None:
        month = self._month
        if month is None:
            return
        day = month.days[0].day - timedelta(days=1) if by < 0 else month.days[-1].day + timedelta(days=1)
        if (month.first_day.year, month.first_day.month) <= (day.year, day.month) and day <= month.last_day:
            self.post_message(self.FamilyMonthAsked(day))

    def action_open(self) -> None:
        if self._month is not None and self._row is not None:
            self.post_message(self.DayOpened(self._row, self._month.days[self._place].day))

    def _stand(self, at: int, place: int) -> None:
        if (at, place) == (self._at, self._place):
            return
        self._at, self._place = at, place
        top, room = self.scroll_offset.y, self.size.height - HEAD
        above = at - 1 if at and self._lines[at - 1].row is None else at  # with its child's name
        if above < top:
            self.scroll_to(y=above, animate=False)
        elif at >= top + room:
            self.scroll_to(y=at - room + 1, animate=False)
        self.refresh()
        self._say()

    def _say(self) -> None:
        if self._month is not None and (row := self._row) is not None:
            day = self._month.days[self._place]
            child = self._lines[self._at].child
            self.post_message(self.FamilyCursorMoved(child, row, day, row.cells[self._place]))

    def on_click(self, event: events.Click) -> None:
        if self._month is None:
            return
        shape = self._columns(self._month)
        place, index = shape.place_at(event.x), event.y - HEAD + self.scroll_offset.y
        if event.y < HEAD:
            if place is not None:
                self._stand(self._at, place)
            elif event.x >= shape.name_width - LEAST_DAY - 1:
                self.action_step(1 if event.x >= shape.name_width - 2 else -1)
        elif index < len(self._lines) and self._lines[index].row is not None:
            self._stand(index, self._place if place is None else place)
            self.action_open()


def _is_same(row: MonthRow | None, other: MonthRow | None) -> bool:
    return (
        row is not None
        and other is not None
        and (row.child_id, row.activity_id, row.unit_label)
        == (other.child_id, other.activity_id, other.unit_label)
    )


def _row_name(row: MonthRow, width: int) -> str:
    """« Accueil périscolaire, soir »; where there is no room, the unit is what must be read."""
    if not row.unit_label:
        return row.activity_name
    whole = f"{row.activity_name}, {row.unit_label.lower()}"
    if len(whole) <= width:
        return whole
    return (
        f"{row.activity_name[: max(1, width - len(row.unit_label) - 2)].rstrip()}… {row.unit_label.lower()}"
    )


def _summary(child: MonthChild) -> str:
    """« 9 réservations · 1 à valider · 2 en attente », or that there is nothing."""
    if not child.rows:
        return NOTHING
    booked, pending, waits = (
        child.count(*BOOKED),
        child.count(DayState.PENDING),
        child.count(DayState.WAITLISTED),
    )
    parts = [counted(booked, "réservation", "réservations") if booked else "aucune réservation"]
    if pending:
        parts.append(f"{pending} à valider par un agent")
    if waits:
        parts.append(f"{waits} en liste d'attente")
    return " · ".join(parts)
