"""The line below the grid: all that is known of the day under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from textual.strip import Strip

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import DayCell, UnitCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.bookings.day_states import STATES
from portail_tui.widgets.calendar.canvas import Canvas
from portail_tui.widgets.calendar.day_widget import DayPainted, Mark, WidgetOptions
from portail_tui.widgets.calendar.palette import CalendarColours
from portail_tui.widgets.calendar.wrapping import cut, wrapped

TIGHT = " · "
SWATCH = 4
"""Columns of the glyph on its colour, and of the air after it."""


@dataclass(frozen=True, slots=True)
class _Told:
    day: DayCell
    cell: UnitCell | None
    unit_label: str
    is_picked: bool

    @property
    def mark(self) -> Mark:
        if self.cell is None:
            return DayState.NOT_OFFERED
        return self.cell.choice if self.is_picked and self.cell.choice else self.cell.state


class DayDetail(DayPainted):
    """One row on a day, or up to three: date, unit, state in the leaflet's words, price, places, limit."""

    DEFAULT_CSS = """
    DayDetail { width: 1fr; height: 1; padding: 0 1; }
    """

    def __init__(self, **names: Unpack[WidgetOptions]) -> None:
        super().__init__(**names)
        self._told: _Told | None = None
        self._colours: CalendarColours | None = None
        self._strips: list[Strip] = []

    def show(
        self, day: DayCell, cell: UnitCell | None, *, unit_label: str = "", is_picked: bool = False
    ) -> None:
        """Describe a day, or one unit of it. ``unit_label``: « Soir », where the activity has several
        units; ``is_picked``: whether the unit is picked and not saved yet."""
        told = _Told(day, cell, unit_label, is_picked)
        if told != self._told:
            self._told = told
            self._forget()

    def clear(self) -> None:
        """Say nothing, until a day is shown."""
        self._told = None
        self._forget()

    def render_line(self, y: int) -> Strip:
        if not self._strips:
            self._strips = self._painted()
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._colours = None
        self._forget()

    def on_resize(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._strips = []
        self.refresh()

    def _painted(self) -> list[Strip]:
        colours = self._colours = self._colours or CalendarColours.of(self)
        width, height = self.size
        canvas = Canvas(width, max(1, height), colours.style(colours.text, colours.page))
        told = self._told
        if told is not None:
            canvas.write(0, 0, f" {STATES[told.mark].glyph} ", colours.sample(told.mark))
            title = words.day_title(told.day, short=height < 2)
            title = TIGHT.join(part for part in (title, told.unit_label) if part)
            canvas.write(0, SWATCH, title, colours.style(colours.text, colours.page, "b"))
            facts = words.facts(told.day, told.cell, picked=told.is_picked)
            x = SWATCH + len(title)
            plain = colours.style(colours.text, colours.page)
            if height < 2:
                canvas.write(0, x, _one_row(facts, width - x), plain)
            else:
                _rows(canvas, facts, height, x, colours)
        return canvas.strips()


def _one_row(facts: words.DayWords, room: int) -> str:
    """As much as fits in ``room`` columns: the leaflet's words if all fits, shorter ones otherwise."""
    for state in (facts.state, facts.short):
        line = "".join(f"{TIGHT}{part}" for part in (state, facts.price, facts.places, *facts.notes) if part)
        if len(line) <= room:
            return line
    return cut(line, room)


def _rows(canvas: Canvas, facts: words.DayWords, height: int, x: int, colours: CalendarColours) -> None:
    """The state beside the date, then the money and the places, then the notes."""
    plain, quiet = colours.style(colours.text, colours.page), colours.style(colours.muted, colours.page)
    canvas.write(0, x, cut(f"{TIGHT}{facts.state}", canvas.width - x), plain)
    money = TIGHT.join(part for part in (facts.price, facts.places) if part)
    if height == 2:  # a limit that is not seen costs a surcharge: it stands beside the price
        line = TIGHT.join(part for part in (money, *facts.notes) if part)
        canvas.write(1, SWATCH, cut(line, canvas.width - SWATCH), plain)
        return
    rows = [(money, plain)] if money else []
    for note in facts.notes:
        rows += [(line, quiet) for line in wrapped(note, canvas.width - SWATCH)]
    for row, (line, style) in enumerate(rows[: height - 1], start=1):
        canvas.write(row, SWATCH, line, style)
