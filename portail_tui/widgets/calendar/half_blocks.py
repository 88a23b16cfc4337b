"""A row of half blocks: two colours a cell, the foot of the days above half a row of air."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from portail_tui.widgets.calendar.month_frame import Frame

UPPER_HALF = "▀"
LEFT_EDGE, RIGHT_EDGE = "▐", "▌"
TOP_LEFT, TOP_RIGHT = "▗", "▖"


class HalfRow:
    """Colours of the upper and lower halves of a row, column by column."""

    def __init__(self, frame: Frame, grounds: list[Color]) -> None:
        self.frame = frame
        self.grounds = grounds
        """The page under each column."""
        self.upper = list(grounds)
        self.lower = list(grounds)
        self._corners: dict[int, str] = {}

    def draw_foot(self, x: int, width: int, colour: Color) -> None:
        """The last half row of a day."""
        self.upper[x : x + width] = [colour] * width

    def draw_cursor_top(self, *, week: int) -> None:
        """The upper edge of the cursor, where it stands in ``week``, just below this row."""
        if self._draw_bar(week):
            first, last = self.frame.cursor_edges
            self._corners |= {first: TOP_LEFT, last: TOP_RIGHT}

    def draw_cursor_foot(self, *, week: int) -> None:
        """The lower edge of the cursor, where it stands in ``week``, just above this row."""
        if self._draw_bar(week):
            first, last = self.frame.cursor_edges
            self._corners |= {first: LEFT_EDGE, last: RIGHT_EDGE}

    def _draw_bar(self, week: int) -> bool:
        if not self.frame.has_focus or self.frame.cursor_place[0] != week:
            return False
        first, last = self.frame.cursor_edges
        self.lower[first + 1 : last] = [self.frame.colours.cursor] * (last - first - 1)
        return True

    def strip(self) -> Strip:
        upper, lower, corners = self.upper, self.lower, self._corners
        segments: list[Segment] = []
        start, width = 0, len(upper)
        for x in range(1, width + 1):
            if (
                x == width
                or upper[x] is not upper[start]
                or lower[x] is not lower[start]
                or x in corners
                or start in corners
            ):
                segments.append(self._run(start, x - start))
                start = x
        return Strip(segments, width)

    def _run(self, x: int, length: int) -> Segment:
        style = self.frame.colours.style
        if x in self._corners:
            return Segment(self._corners[x], style(self.frame.colours.cursor, self.grounds[x]))
        over, under = self.upper[x], self.lower[x]
        return Segment((" " if over is under else UPPER_HALF) * length, style(over, under))
