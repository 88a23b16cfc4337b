"""Small pictures made of half blocks: two pixels a cell, coloured by theme variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from textual.content import Content
from textual.widgets import Static

Pixels = Sequence[str]
"""Rows of letters, one a pixel; « . » is empty. Each letter is a theme variable of the palette."""


class Picture(Static):
    """A picture that follows the theme; decoration only, so it says nothing that words don't say too."""

    DEFAULT_CSS = "Picture { width: 1fr; height: auto; text-align: center; }"

    def __init__(self, pixels: Pixels, palette: Mapping[str, str], *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._cells = tuple(cells_of(pixels, palette))

    def render(self) -> Content:
        return Content("\n").join([Content.assemble(*row) for row in self._cells])


def cells_of(pixels: Pixels, palette: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Text and style of each cell, a row of cells for every two rows of pixels."""
    width = max(map(len, pixels))
    rows = [row.ljust(width, ".") for row in pixels]
    empty = "." * width
    return [
        [_cell(top, bottom, palette) for top, bottom in zip(upper, lower, strict=True)]
        for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=empty)
    ]


def _cell(top: str, bottom: str, palette: Mapping[str, str]) -> tuple[str, str]:
    if top == bottom == ".":
        return " ", ""
    if bottom == ".":
        return "▀", f"${palette[top]}"
    if top == ".":
        return "▄", f"${palette[bottom]}"
    if top == bottom:
        return "█", f"${palette[top]}"
    return "▀", f"${palette[top]} on ${palette[bottom]}"
