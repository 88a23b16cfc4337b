"""A table in which one touch is enough: Textual's own wants a first one to move its cursor there."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.coordinate import Coordinate
from textual.widgets import DataTable


class OneTouchTable(DataTable[Text]):
    def on_click(self, event: events.Click) -> None:
        """Before the table's own handler, which selects what is under its cursor already."""
        meta = event.style.meta
        row, column = meta.get("row", -1), meta.get("column", -1)
        if row >= 0 and column >= 0 and not meta.get("out_of_bounds", False):
            self.cursor_coordinate = Coordinate(row, column)
