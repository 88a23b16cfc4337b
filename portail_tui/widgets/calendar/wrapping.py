"""Lines of words that fit a width, for widgets that paint their own rows. Widths in columns."""

from __future__ import annotations

from textwrap import wrap


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; spaces that don't break stay whole."""
    return wrap(text, max(1, width), break_on_hyphens=False) or [""]
