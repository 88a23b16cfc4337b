"""Lines of words that fit a width, for widgets that paint their own rows. Widths in columns."""

from __future__ import annotations

from textwrap import wrap


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; spaces that don't break stay whole."""
    return wrap(text, max(1, width), break_on_hyphens=False) or [""]


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns, its cut marked."""
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip(" ·,") + "…"
