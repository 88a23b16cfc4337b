"""A app for the calendar alone: it keeps the choices as a screen does, and writes down what it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.pilot import Pilot

from portail_tui.domain.bookings.views import CalendarMonth
from portail_tui.themes import THEMES
from portail_tui.widgets.calendar import ActivityCalendar, CalendarLegend, DayDetail
from portail_tui.widgets.calendar.geometry import ARROW, NAME, Geometry

Told = TypeVar("Told", bound=Message)


class CalendarApp(App[None]):
    """A calendar on a month, its legend beside it where asked, its detail line below."""

    TITLE = "Stage"
    """As the pictures have it."""
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""
    CSS = """
    Screen { background: $surface; }
    Vertical { width: 1fr; }
    CalendarLegend { margin: 1; }
    """

    def __init__(
        self,
        month: CalendarMonth,
        *,
        picked: frozenset[int] = frozenset(),
        cursor: date | None = None,
        theme: str = "clair",
        has_legend: bool = False,
        rows_below: int = 1,
        has_focus: bool = True,
        other_months: Callable[[int, int], CalendarMonth] | None = None,
    ) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.month, self.cursor, self.first_picked = month, cursor, picked
        self.has_focus_first = has_focus
        self.has_legend, self.rows_below, self.other_months = has_legend, rows_below, other_months
        self.told: list[Message] = []
        self.calendar = ActivityCalendar()

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield self.calendar
                yield DayDetail()
            if self.has_legend:
                yield CalendarLegend()

    def on_mount(self) -> None:
        self.query_one(DayDetail).styles.height = self.rows_below
        self.calendar.picked = self.first_picked
        self.calendar.show(self.month, cursor=self.cursor)
        if self.has_focus_first:
            self.calendar.focus()

    def last(self, kind: type[Told]) -> Told | None:
        """The last message of a kind, or None."""
        return next((message for message in reversed(self.told) if isinstance(message, kind)), None)

    def count(self, kind: type[Message]) -> int:
        return sum(isinstance(message, kind) for message in self.told)

    def on_activity_calendar_days_toggled(self, event: ActivityCalendar.DaysToggled) -> None:
        self.told.append(event)
        slots = frozenset(cell.slot_id for _, cell in event.cells)
        before = self.calendar.picked
        self.calendar.picked = before | slots if event.pick else before - slots

    def on_activity_calendar_month_asked(self, event: ActivityCalendar.MonthAsked) -> None:
        self.told.append(event)
        if self.other_months is not None:
            self.calendar.show(self.other_months(event.year, event.month), cursor=event.cursor)

    def on_activity_calendar_cursor_moved(self, event: ActivityCalendar.CursorMoved) -> None:
        self.told.append(event)
        is_picked = event.cell is not None and event.cell.slot_id in self.calendar.picked
        labels = {unit.code: unit.label for unit in self.month.units}
        label = labels[event.cell.unit] if event.cell and len(labels) > 1 else ""
        self.query_one(DayDetail).show(event.day, event.cell, unit_label=label, is_picked=is_picked)

    def on_activity_calendar_pick_refused(self, event: ActivityCalendar.PickRefused) -> None:
        self.told.append(event)


def geometry(calendar: ActivityCalendar) -> Geometry:
    """Where everything stands in a calendar, as it computes it from its own size."""
    month = calendar.month
    assert month is not None
    return Geometry.of(*calendar.size, month.year, month.month, len(month.units))


def text_of(calendar: ActivityCalendar, day: int) -> str:
    """What is written in a day's cell, its rows joined by line breaks, as painted."""
    place = geometry(calendar)
    assert calendar.month is not None
    week, column = place.place(calendar.month.days[day - 1].day)
    x, y = place.day_x(column), place.week_y(week)
    rows = (calendar.render_line(y + row).text[x : x + place.day_width] for row in range(place.text_rows))
    return "\n".join(row.strip() for row in rows)


async def click_day(pilot: Pilot[None], day: int, *, unit: int = 0) -> None:
    """Click the middle of a unit of a day of the month shown."""
    calendar = pilot.app.query_one(ActivityCalendar)
    place = geometry(calendar)
    assert calendar.month is not None
    cell = calendar.month.days[day - 1]
    week, column = place.place(cell.day)
    offset, width = (place.parts(len(cell.units)) or ((0, place.day_width),))[unit]
    row = place.week_y(week) + place.text_rows - 1
    await pilot.click(ActivityCalendar, offset=(place.day_x(column) + offset + width // 2, row))
    await pilot.pause()


async def click_week(pilot: Pilot[None], week: int) -> None:
    """Click the number of a week of the grid, from 0."""
    place = geometry(pilot.app.query_one(ActivityCalendar))
    await pilot.click(ActivityCalendar, offset=(place.left + 2, place.week_y(week)))
    await pilot.pause()


async def click_weekday(pilot: Pilot[None], weekday: int) -> None:
    """Click a weekday's name, Monday being 0."""
    place = geometry(pilot.app.query_one(ActivityCalendar))
    await pilot.click(ActivityCalendar, offset=(place.day_x(weekday) + 1, place.header))
    await pilot.pause()


async def click_arrow(pilot: Pilot[None], *, onwards: bool) -> None:
    """Click « ‹ » or « › » beside the month's name."""
    place = geometry(pilot.app.query_one(ActivityCalendar))
    x = place.left + 1 + (ARROW + NAME if onwards else 0)
    await pilot.click(ActivityCalendar, offset=(x, 0))
    await pilot.pause()
