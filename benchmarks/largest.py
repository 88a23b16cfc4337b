"""The cost of a booking in a town of 150 000 families, over one of 1 500: the same booking, by turns.

Made in copies of the towns, through the service, on SQLite; the store's own share is told apart.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, event

from benchmarks import towns
from benchmarks.crowd import Booking
from benchmarks.homes import Home, homes, make_room
from benchmarks.report import milliseconds, verdict
from benchmarks.towns import StandingClock, Town
from portail_tui.bootstrap import open_portal
from portail_tui.portal import Portal

HOMES, EACH = 20, 20
"""Families in each town, far from each other, and bookings that each makes."""
FIRST = 20
"""Bookings that are not counted: they find nothing in the caches."""
MOST = 1.3


def measure() -> list[str]:
    """The figure, as lines to print."""
    places = [towns.town(families, towns.FEW_BOOKINGS) for families in (towns.LARGEST, towns.USUAL)]
    with tempfile.TemporaryDirectory(dir=places[0].path.parent) as name:
        prepared = [_prepared(place, Path(name) / place.path.name) for place in places]
        wholes: list[list[float]] = [[], []]
        stores: list[list[float]] = [[], []]
        for number in range(EACH):
            for pair in zip(*(found for _, found in prepared), strict=True):
                turns = list(zip(prepared, pair, wholes, stores, strict=True))
                for (portal, _), home, whole, store in turns[:: 1 if number % 2 else -1]:
                    spent = _book(portal, Booking(home, home.picks[number], f"banc-{home.child_id}-{number}"))
                    whole.append(spent[0])
                    store.append(spent[1])
    whole_large, whole_small = (median(times[FIRST:]) for times in wholes)
    large, small = (median(times[FIRST:]) for times in stores)
    what = f"a booking in a town of {towns.LARGEST} families over {towns.USUAL}"
    return [
        verdict(what, whole_large / whole_small, MOST),
        f"  {milliseconds(whole_large)} over {milliseconds(whole_small)}, median of {len(wholes[0]) - FIRST}",
        f"  its statements alone: {large / small:.2f}, {milliseconds(large)} over {milliseconds(small)}; "
        f"{towns.FEW_BOOKINGS} bookings a child, {places[0].path.stat().st_size / 1e9:.2f} GB",
    ]


def _prepared(place: Town, copy: Path) -> tuple[Portal, list[Home]]:
    """A copy of a town, its portal, and families who can book in it."""
    shutil.copy(place.path, copy)
    url, clock = f"sqlite:///{copy}", StandingClock()
    found = homes(url, clock, HOMES)
    make_room(url, clock, found)
    return open_portal(url, clock), found


def _book(portal: Portal, booking: Booking) -> tuple[float, float]:
    """Seconds of a booking, and those of its statements."""
    with _statements() as spent:
        begun = time.perf_counter()
        booking.by_service(portal)
        return time.perf_counter() - begun, sum(spent)


@contextmanager
def _statements() -> Iterator[list[float]]:
    """How long each statement sent meanwhile takes, in seconds."""
    begun: list[float] = []
    spent: list[float] = []

    def before(*_of: object) -> None:
        begun.append(time.perf_counter())

    def after(*_of: object) -> None:
        spent.append(time.perf_counter() - begun[-1])

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)
