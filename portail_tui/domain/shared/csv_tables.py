"""Tables for a French spreadsheet: CSV in UTF-8 with its mark, semicolons, decimal commas.

Text that a spreadsheet would take for a formula is made plain text, so that a name or a reason typed by
somebody computes nothing on the machine of whoever opens the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
"""Characters that start a formula in a spreadsheet, full-width forms included."""


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount, written « -2,50 »: a number, never taken for a formula."""

    value: int

    def __str__(self) -> str:
        euros, rest = divmod(abs(self.value), 100)
        return f"{'-' if self.value < 0 else ''}{euros},{rest:02d}"


Cell = str | Cents | date


def to_csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file's bytes; a row ends with CR LF (RFC 4180)."""
    lines = (";".join(map(_written, row)) for row in ([*titles], *rows))
    return (MARK + "".join(f"{line}\r\n" for line in lines)).encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Cents):
        return str(cell)
    text = cell
    if text.lstrip()[:1] in _FORMULA or text[:1] in "\t\r":
        text = f"'{text}" if text else text
    if any(char in text for char in ';"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
