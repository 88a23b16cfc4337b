"""The legend of the calendar, in the leaflet's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.bookings.day_states import LEGEND, STATES
from portail_tui.widgets.calendar.canvas import Canvas
from portail_tui.widgets.calendar.day_widget import DayPainted, Mark, WidgetOptions
from portail_tui.widgets.calendar.palette import CalendarColours
from portail_tui.widgets.calendar.wrapping import wrapped

SWATCH = 5
"""Columns of the colour, and of the air after it."""


class CalendarLegend(DayPainted):
    """Each state's colour and glyph, and what it means. As tall as its words need at its width."""

    DEFAULT_CSS = """
    CalendarLegend { width: 32; height: auto; }
    """

    def __init__(self, **names: Unpack[WidgetOptions]) -> None:
        super().__init__(**names)
        self._rows: list[Strip] = []

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return SWATCH + max(len(entry.text) for entry in _entries())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return sum(len(wrapped(entry.text, width - SWATCH)) for entry in _entries())

    def render_line(self, y: int) -> Strip:
        if not self._rows:
            self._rows = self._painted()
        if y < len(self._rows):
            return self._rows[y]
        return Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._rows = []

    def on_resize(self) -> None:
        self._rows = []
        self.refresh()

    def _painted(self) -> list[Strip]:
        colours = CalendarColours.of(self)
        width = self.size.width
        plain = colours.style(colours.text, colours.page)
        rows: list[Strip] = []
        for entry in _entries():
            lines = wrapped(entry.text, width - SWATCH)
            canvas = Canvas(width, len(lines), plain)
            canvas.write(0, 0, entry.sample, _sample_style(colours, entry))
            for row, line in enumerate(lines):
                canvas.write(row, SWATCH, line, plain)
            rows += canvas.strips()
        return rows


@dataclass(frozen=True, slots=True)
class _Entry:
    sample: str
    """Three columns, as in a day's cell."""
    text: str
    mark: Mark | None = None
    """None for what is not a state of a day."""
    is_today: bool = False


def _entries() -> tuple[_Entry, ...]:
    """Marks and their meaning, in order."""
    marks = (*LEGEND, DayState.NOT_OFFERED)
    return (
        *(_Entry(f" {STATES[mark].glyph} ", STATES[mark].legend, mark) for mark in marks),
        _Entry(f"{words.TODAY_MARK}12", words.TODAY_LEGEND, is_today=True),
        _Entry("   ", words.HOLIDAY_LEGEND),
    )


def _sample_style(colours: CalendarColours, entry: _Entry) -> Style:
    if entry.mark is not None:
        return colours.sample(entry.mark)
    if entry.is_today:
        return colours.strong(colours.style(colours.text, colours.page), is_underlined=True)
    return colours.style(colours.holiday_text, colours.holiday)
