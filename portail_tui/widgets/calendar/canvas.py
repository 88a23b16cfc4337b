"""A small sheet of cells to write on in layers, then cut into strips."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Canvas:
    """``rows`` rows of ``width`` columns. What is written later covers what was there; all is clipped."""

    def __init__(self, width: int, rows: int, style: Style) -> None:
        self.width = width
        self._texts = [[" "] * width for _ in range(rows)]
        self._styles = [[style] * width for _ in range(rows)]

    def write(self, row: int, x: int, text: str, style: Style) -> None:
        """Write characters one column wide from column ``x``."""
        text = text[: max(0, self.width - x)]
        self._texts[row][x : x + len(text)] = text
        self._styles[row][x : x + len(text)] = [style] * len(text)

    def fill(self, row: int, x: int, width: int, style: Style) -> None:
        self.write(row, x, " " * width, style)

    def restyle(self, row: int, x: int, width: int, change: Callable[[Style], Style]) -> None:
        """Change the style of the words written in ``width`` columns, and of one column of air after them."""
        styles = self._styles[row]
        width = min(width, len("".join(self._texts[row][x : x + width]).rstrip()) + 1)
        styles[x : x + width] = [change(style) for style in styles[x : x + width]]

    def strips(self) -> list[Strip]:
        return [self._strip(texts, styles) for texts, styles in zip(self._texts, self._styles, strict=True)]

    def _strip(self, texts: list[str], styles: list[Style]) -> Strip:
        segments: list[Segment] = []
        start, current = 0, styles[0] if styles else None
        for x, style in enumerate(styles):
            if style is not current:
                segments.append(Segment("".join(texts[start:x]), current))
                start, current = x, style
        segments.append(Segment("".join(texts[start:]), current))
        return Strip(segments, self.width)
