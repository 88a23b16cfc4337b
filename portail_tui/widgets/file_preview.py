"""The first page of a file, in half blocks: two pixels a cell, as large as its place allows."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from portail_tui.domain.documents.uploaded_files import Preview

_Row = list[tuple[int, int, int]]


class FilePreview(Widget):
    """Decorative preview: the words beside it give the same facts."""

    DEFAULT_CSS = "FilePreview { width: 1fr; height: 1fr; }"

    preview: reactive[Preview | None] = reactive(None, init=False)

    _drawn: tuple[Preview, Size, list[Strip]] | None = None
    """The last picture, and what it was drawn for."""

    def render_line(self, y: int) -> Strip:
        blank = Strip.blank(self.size.width, self.rich_style)
        if self.preview is None or not self.size.width or not self.size.height:
            return blank
        if self._drawn is None or self._drawn[:2] != (self.preview, self.size):
            self._drawn = (self.preview, self.size, self._draw(self.preview))
        strips = self._drawn[2]
        return strips[y] if y < len(strips) else blank

    def _draw(self, preview: Preview) -> list[Strip]:
        rows = shrunk(preview, self.size.width, self.size.height * 2)
        margin = (self.size.width - len(rows[0])) // 2
        paper = rows + [[(255, 255, 255)] * len(rows[0])] * (len(rows) % 2)
        return [
            Strip(
                [
                    Segment(" " * margin, self.rich_style),
                    *(
                        Segment("▀", Style(color=Color.from_rgb(*top), bgcolor=Color.from_rgb(*bottom)))
                        for top, bottom in zip(upper, lower, strict=True)
                    ),
                ]
            ).adjust_cell_length(self.size.width, self.rich_style)
            for upper, lower in zip(paper[::2], paper[1::2], strict=True)
        ]


def shrunk(preview: Preview, most_width: int, most_height: int) -> list[_Row]:
    """The picture's pixels, averaged so that it fits; never made larger."""
    scale = max(preview.width / most_width, preview.height / most_height, 1.0)
    width, height = max(int(preview.width / scale), 1), max(int(preview.height / scale), 1)
    return [
        [
            _mean(preview, range(*_span(x, width, preview.width)), range(*_span(y, height, preview.height)))
            for x in range(width)
        ]
        for y in range(height)
    ]


def _span(index: int, count: int, total: int) -> tuple[int, int]:
    """Range of pixels, out of ``total``, that makes the ``index``-th of ``count`` cells; at least one."""
    first = index * total // count
    return first, max((index + 1) * total // count, first + 1)


def _mean(preview: Preview, columns: range, rows: range) -> tuple[int, int, int]:
    starts = [(y * preview.width + x) * 3 for y in rows for x in columns]
    count = len(starts)
    red, green, blue = (sum(preview.rgb[start + part] for start in starts) // count for part in range(3))
    return red, green, blue
