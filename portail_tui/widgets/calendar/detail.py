"""The line below the grid: all that is known of the day under the cursor."""

from __future__ import annotations

from typing import Unpack

from rich.text import Text

from portail_tui.domain.views import DayCell, UnitCell
from portail_tui.texts import calendar as words
from portail_tui.widgets.calendar.painted import DayPainted, Names

SEPARATOR = " · "


class DayDetail(DayPainted):
    """One to three rows on a day: date, unit, state in the leaflet's words, price, places, limit."""

    DEFAULT_CSS = """
    DayDetail { width: 1fr; height: 1; }
    """

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._said: tuple[DayCell, UnitCell | None, str, bool] | None = None

    def show(
        self, day: DayCell, cell: UnitCell | None, *, unit_label: str = "", is_picked: bool = False
    ) -> None:
        """Tell a day, or one unit of it. ``unit_label``: « Soir », where the activity has several units."""
        self._said = (day, cell, unit_label, is_picked)
        self.refresh()

    def render(self) -> Text:
        if self._said is None:
            return Text("")
        day, cell, unit_label, is_picked = self._said
        parts = [words.day_title(day, short=self.size.height < 2)]
        if unit_label:
            parts.append(unit_label)
        parts.append(words.state_words(day, cell, is_picked))
        if cell is not None:
            parts += [words.price_words(cell), cell.note]
        return Text(
            SEPARATOR.join(part for part in parts if part), overflow="ellipsis", no_wrap=self.size.height < 2
        )
