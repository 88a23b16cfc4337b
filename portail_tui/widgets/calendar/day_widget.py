"""Base of the calendar, its legend and its detail line: the colours of the days, taken from the theme."""

from __future__ import annotations

from typing import TypedDict

from textual.color import Color
from textual.widget import Widget

from portail_tui.domain.bookings.day_state import Choice, DayState

Mark = DayState | Choice
"""Mark of a unit: its state, or the unsaved choice laid over it."""

MARKS: tuple[Mark, ...] = (*DayState, *Choice)


def mark_class(mark: Mark) -> str:
    """The component class that carries the colours of ``mark``: « day--booked-locked »."""
    return f"day--{mark.value.replace('_', '-')}"


def _rule(mark: Mark) -> str:
    name = mark.value.replace("_", "-")
    return f".{mark_class(mark)} {{ background: $day-{name}-bg; color: $day-{name}-fg; }}"


class WidgetOptions(TypedDict, total=False):
    """Options of every Textual widget: see ``Widget``."""

    name: str | None
    id: str | None
    classes: str | None


class DayPainted(Widget):
    """A widget that shows days: one component class for each state, its colours from ``$day-…`` only."""

    COMPONENT_CLASSES = {
        *(mark_class(mark) for mark in MARKS),
        "day--cursor",
        "day--accent",
        "day--button",
        "day--holiday",
        "day--muted",
    }
    DEFAULT_CSS = f"""
    DayPainted {{
        background: $surface;
        color: $foreground;
        {" ".join("& > " + _rule(mark) for mark in MARKS)}
        & > .day--cursor {{ color: $day-cursor; }}
        & > .day--accent {{ color: $accent; }}
        & > .day--button {{ background: $panel; color: $foreground; }}
        & > .day--holiday {{ background: $day-holiday-bg; color: $day-holiday-fg; }}
        & > .day--muted {{ color: $day-not-offered-fg; }}
    }}
    """

    def day_colours(self, name: str) -> tuple[Color, Color]:
        """The background and the text colour of a component class, opaque."""
        styles = self.get_component_styles(name)
        under = self.background_colors[1]
        background = under + styles.background
        return background, background + styles.color
