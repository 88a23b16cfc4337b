"""What the store's own ways buy over SQLAlchemy's, in a whole booking and in a whole month of the calendar.

Own statements (``store/engines/compiled_statement.py``) against the same ones executed by SQLAlchemy; own
pool (``store/engines/idle_pool.py``) against ``NullPool``, which also holds no connection while nothing is
asked. By turns in one process, over the same store. What the PostgreSQL server does is not in this process's
processor time; it is in what the clock says, with whatever else the machine does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from sqlalchemy.pool import NullPool

from benchmarks.crowd import Booking
from benchmarks.homes import Home, homes, make_room, make_store
from benchmarks.report import milliseconds, verdict
from benchmarks.server import server
from benchmarks.towns import Calendar
from portail_tui.bootstrap import open_portal
from portail_tui.cli.sessions.gc_tuning import few_rounds
from portail_tui.portal import Portal, SessionStart
from portail_tui.store.engines import postgresql, sqlite
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.schema import make_file
from portail_tui.system import SystemClock, new_id

FAMILIES = 150
HOMES = 12
ROUNDS = 40
EACH = 4
"""Bookings, or months, of each way in a turn."""
MOST = 0.85
"""What saves less than 15 % of the whole is not worth its code."""


class _NoPool(NullPool):
    """Made as the store makes its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.pop("idle_seconds", None)
        super().__init__(*args, **options)


def _rows(sent: Any, connection: Any, values: Any) -> Any:
    return connection.execute(sent._statement(connection), dict(values)).all()


def _run_each(sent: Any, connection: Any, many: Sequence[Any]) -> None:
    if many:
        connection.execute(sent._statement(connection), [dict(values) for values in many])


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach the store: the portal's own, or with one thing of it done by SQLAlchemy instead."""

    name: str
    portal: Portal
    is_plain: bool = False
    """Whether SQLAlchemy executes every statement."""
    walls: list[float] = field(default_factory=list)
    """Seconds of each turn, by the clock on the wall."""
    processor: list[float] = field(default_factory=list)
    """Seconds of each turn that this process was at work."""

    def measure(self, turn: Callable[[Portal], object]) -> None:
        with ExitStack() as stack:
            if self.is_plain:
                stack.enter_context(patch.object(CompiledStatement, "rows", _rows))
                stack.enter_context(patch.object(CompiledStatement, "run_each", _run_each))
            wall, processor = time.perf_counter(), time.process_time()
            for _ in range(EACH):
                turn(self.portal)
            self.walls.append(time.perf_counter() - wall)
            self.processor.append(time.process_time() - processor)


def measure() -> Iterator[str]:
    """The figures, as lines to print."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "commune.db"
        make_file(path, clock).close()
        yield from _measure("SQLite", f"sqlite:///{path}", Path(name))
    with tempfile.TemporaryDirectory() as name, server() as running:
        yield from _measure("PostgreSQL", running.database("commune"), Path(name))


def _measure(engine: str, url: str, folder: Path) -> Iterator[str]:
    clock = SystemClock()
    make_store(url, folder, clock, FAMILIES)
    found = homes(url, clock, HOMES)
    make_room(url, clock, found)
    with few_rounds(SessionStart(load=lambda: open_portal(url, clock), clock=clock, new_id=new_id)) as start:
        portal = start.load()
        with patch.object(sqlite, "BriefPool", _NoPool), patch.object(postgresql, "BriefPool", _NoPool):
            without_pool = open_portal(url, clock)
        for what, turn in (("a booking", _books(found, portal)), ("a month opened", _opens(found, portal))):
            own = Way("own", portal)
            others = Way("SQLAlchemy's statements", portal, is_plain=True), Way("NullPool", without_pool)
            for number in range(ROUNDS + 1):
                ways = [own, *others]
                for way in ways if number % 2 else reversed(ways):
                    way.measure(turn)
            for other in others:
                yield from _lines(f"{what}, {engine}, over {other.name}", own, other)


def _books(found: Sequence[Home], portal: Portal) -> Callable[[Portal], object]:
    """Books one more day."""
    days = min(len(home.picks) for home in found)
    bookings = iter([Booking(home, home.picks[day], new_id()) for day in range(days) for home in found])
    for booking in [next(bookings) for _ in found]:
        booking.by_service(portal)  # a family's first one makes more: its enrolment
    return lambda portal: next(bookings).by_service(portal)


def _opens(found: Sequence[Home], portal: Portal) -> Callable[[Portal], object]:
    """Opens one more month."""
    calendars = [Calendar(home.actor, home.child_id, home.activity_id) for home in found]
    months = cycle([(one, month) for month in calendars[0].months(portal) for one in calendars])

    def turn(portal: Portal) -> object:
        calendar, month = next(months)
        return calendar.month(portal, *month)

    return turn


def _lines(what: str, own: Way, other: Way) -> list[str]:
    processor, wall = (
        # the first turn finds nothing in the caches
        median(one / another for one, another in zip(mine[1:], theirs[1:], strict=True))
        for mine, theirs in ((own.processor, other.processor), (own.walls, other.walls))
    )
    one, another = (milliseconds(median(way.walls[1:]) / EACH) for way in (own, other))
    return [
        verdict(f"processor time of {what}", processor, MOST),
        f"  {wall:.2f} by the clock, {one} over {another}, median of {ROUNDS} rounds of {EACH}",
    ]
