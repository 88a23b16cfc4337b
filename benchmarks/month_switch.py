"""From PageDown to the painted month, in the booking calendar of a town of 30 000 families.

Three programs side by side, each in a pseudo-terminal: the application on the store, the same application
with its months in memory, and the calendar alone. Each key goes to all three, one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median

from benchmarks import towns
from benchmarks.report import late, spread, verdict
from benchmarks.session import F12, READY, command, environment
from benchmarks.terminal import Painted, Terminal
from benchmarks.towns import NOW, Calendar, StandingClock, Town
from portail_tui.bootstrap import open_portal
from portail_tui.texts.shared.formats import month_name

CALENDARS = 5
SIZES = ((80, 24), (120, 40))
MOST_SECONDS = 0.016
"""At the 95th percentile; one frame in sixty a second."""
PAGE_UP, PAGE_DOWN = b"\x1b[5~", b"\x1b[6~"
STORE, MEMORY, WIDGET = "", "--memory", "--widget"
"""What a session is told of where its months come from."""
FROM_MEMORY = {MEMORY: "the same screen, from memory", WIDGET: "the widget alone, from memory"}


def measure() -> list[str]:
    """The figure, as lines to print."""
    town = towns.town(towns.LARGE)
    portal = open_portal(town.url, StandingClock())
    switches: dict[str, list[Painted]] = defaultdict(list)
    for calendar in towns.calendars(town, CALENDARS):
        months = calendar.months(portal)
        for size in SIZES:
            _switch(town, calendar, months, size, switches)
    return _lines(switches)


def _switch(
    town: Town,
    calendar: Calendar,
    months: Sequence[tuple[int, int]],
    size: tuple[int, int],
    switches: dict[str, list[Painted]],
) -> None:
    """Go to the first month, to the last one and back, in each program."""
    here = months.index((NOW.year, NOW.month))
    back, onwards = months[:here][::-1], months[1:]
    keys = [*((PAGE_UP, month) for month in back), *((PAGE_DOWN, month) for month in onwards)]
    keys += [(PAGE_UP, month) for month in months[-2::-1]]
    with ExitStack() as stack:
        terminals = {
            source: stack.enter_context(
                Terminal(command(town, calendar, *filter(None, [source])), environment(), *size)
            )
            for source in (STORE, MEMORY, WIDGET)
        }
        for terminal in terminals.values():
            terminal.first(READY)
            terminal.rest()
            terminal.press(F12, month_name(NOW.year, NOW.month))
        for key, month in keys:
            for source, terminal in terminals.items():
                switches[source].append(terminal.press(key, month_name(*month)))


def _lines(switches: dict[str, list[Painted]]) -> list[str]:
    shown = {source: [one.shown for one in times] for source, times in switches.items()}
    still = [one.still for one in switches[STORE]]
    over_widget = median(shown[STORE]) / median(shown[WIDGET])
    over_memory = median(shown[STORE]) / median(shown[MEMORY])
    what = f"month switch, key to painted, {towns.LARGE} families, 95th percentile"
    return [
        verdict(what, late(shown[STORE]) * 1000, MOST_SECONDS * 1000, "ms", digits=1),
        f"  over the same widget fed from memory: {over_widget:.2f}; "
        f"over the same screen fed from memory: {over_memory:.2f} (medians)",
        f"  on the store: {spread(shown[STORE])}",
        f"  until nothing more is painted: {spread(still)}",
        *(f"  {words}: {spread(shown[source])}" for source, words in FROM_MEMORY.items()),
    ]
