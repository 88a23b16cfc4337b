"""A letter or a sheet as plain values: what stands on it, in its order, and nothing of how it is drawn.

Text is shown as it is, never as markup; what a printer would obey is left out when it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from portail_tui.domain.rules.rulebook import TownContact


class Align(Enum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of the blocks below it."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; line ends are preserved."""

    text: str
    strong: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class PrintedFacts:
    """Names and what they are, one a line, in two columns."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    """Its share of the page's width; shares need not add up to anything."""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A line of a table; with one cell alone, it spans all columns."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its titles are repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class Large:
    """One thing to be read or typed from paper: a password, a number."""

    text: str


Block = Heading | Text | PrintedFacts | Table | Large


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLetter:
    """All that is on the paper. The same letter makes the same bytes for ever."""

    title: str
    sender: TownContact
    made_at: datetime
    """Creation date written in the file (UTC instant)."""
    blocks: tuple[Block, ...]
    addressee: tuple[str, ...] = ()
    """Lines, where the window of a French envelope shows them; none for a sheet."""
    foot: str = ""
    """At the foot of every page, before its number."""
    is_wide: bool = False
    """On its long side, for lists of many columns."""
