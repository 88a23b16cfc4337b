"""The legend of the calendar, in the leaflet's words."""

from __future__ import annotations

from typing import Unpack

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from portail_tui.domain.days import DayState
from portail_tui.texts import calendar as words
from portail_tui.texts.states import LEGEND, STATES
from portail_tui.widgets.calendar.inks import Inks
from portail_tui.widgets.calendar.painted import DayPainted, Mark, Names
from portail_tui.widgets.calendar.wrapping import wrapped

SWATCH = 5
"""Columns of the colour, and of the air after it."""


class CalendarLegend(DayPainted):
    """Each state's colour and glyph, and what it means. As tall as its words need at its width."""

    DEFAULT_CSS = """
    CalendarLegend { width: 32; height: auto; }
    """

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows: list[Strip] = []

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return SWATCH + max(len(text) for _, text in entries())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return sum(len(wrapped(text, width - SWATCH)) for _, text in entries())

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
        inks = Inks.of(self)
        width = self.size.width
        plain = inks.style(inks.text, inks.page)
        rows: list[Strip] = []
        for mark, text in entries():
            lines = wrapped(text, width - SWATCH)
            for index, line in enumerate(lines):
                if mark is None:
                    swatch = inks.style(inks.holiday_text, inks.holiday)
                    glyph = " "
                else:
                    swatch = inks.style(*inks.pair(mark, is_past=False, is_foot=False), "b")
                    glyph = STATES[mark].glyph
                colour = Segment(f" {glyph} ", swatch) if index == 0 else Segment("   ", plain)
                rows.append(Strip([colour, Segment(f"  {line}", plain)]).adjust_cell_length(width, plain))
        return rows


def entries() -> tuple[tuple[Mark | None, str], ...]:
    """What is shown and what it means, in order."""
    return (
        *((mark, STATES[mark].legend) for mark in LEGEND),
        (DayState.NOT_OFFERED, words.NOT_OFFERED_LEGEND),
        (None, words.HOLIDAY_LEGEND),
    )
