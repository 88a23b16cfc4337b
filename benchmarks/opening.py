"""Opening the calendar in a town of 30 000 families, over one of 300: key to painted, side by side."""

from __future__ import annotations

import time
from contextlib import ExitStack
from statistics import median

from benchmarks import towns
from benchmarks.report import milliseconds, verdict
from benchmarks.session import F12, READY, command, environment
from benchmarks.terminal import Terminal
from benchmarks.towns import NOW, Calendar, StandingClock
from portail_tui.bootstrap import open_portal
from portail_tui.portal import Portal
from portail_tui.texts.shared.formats import month_name

CALENDARS = 5
OPENINGS = 10
"""Of each calendar, in each town."""
ANSWERS = 40
"""Of the store alone, likewise."""
MOST = 1.3
ESCAPE = b"\x1b"


def measure() -> list[str]:
    """The figure, as lines to print."""
    places = [towns.town(towns.LARGE), towns.town(towns.SMALL)]
    pairs = list(zip(*(towns.calendars(place, CALENDARS) for place in places), strict=True))
    opened: list[list[float]] = [[], []]
    answered: list[list[float]] = [[], []]
    portals = [open_portal(place.url, StandingClock()) for place in places]
    for calendars in pairs:
        _open([command(place, one) for place, one in zip(places, calendars, strict=True)], opened)
        for _ in range(ANSWERS):
            for portal, calendar, times in zip(portals, calendars, answered, strict=True):
                times.append(_answer(portal, calendar))
    large, small = (median(times) for times in opened)
    store_large, store_small = (median(times) for times in answered)
    return [
        verdict(f"opening the calendar, {towns.LARGE} families over {towns.SMALL}", large / small, MOST),
        f"  {milliseconds(large)} over {milliseconds(small)}, median of {len(opened[0])} openings in each",
        f"  the store's answer alone: {milliseconds(store_large)} over {milliseconds(store_small)}, "
        f"ratio {store_large / store_small:.2f}, median of {len(answered[0])} in each",
    ]


def _open(commands: list[list[str]], opened: list[list[float]]) -> None:
    """Open the same calendar again and again, in each town by turns."""
    month = month_name(NOW.year, NOW.month)
    with ExitStack() as stack:
        terminals = [stack.enter_context(Terminal(one, environment())) for one in commands]
        for terminal in terminals:
            terminal.first(READY)
            terminal.rest()
        for number in range(OPENINGS + 1):
            # by turns: what the machine does meanwhile falls on both
            turns = list(zip(terminals, opened, strict=True))
            for terminal, times in turns[:: 1 if number % 2 else -1]:
                shown = terminal.press(F12, month).shown
                if number:  # the first one imports the screen
                    times.append(shown)
                terminal.press(ESCAPE, READY)
                terminal.rest()


def _answer(portal: Portal, calendar: Calendar) -> float:
    begun = time.perf_counter()
    calendar.month(portal)
    return time.perf_counter() - begun
