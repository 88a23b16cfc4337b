"""Bookings per second through the service, over the same statements sent by the bare driver.

Same store, same run, by turns; durability on. One child, one prepaid activity, one day a booking, all of them
booked: at the end the store is asked whether its counts and its ledger are whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.crowd import Report, Turn, homes_needed, work
from benchmarks.homes import homes, make_room, make_store
from benchmarks.report import at_least
from benchmarks.server import server
from portail_tui.store.queries.ops.integrity_checks import anomalies
from portail_tui.store.schema import make_file
from portail_tui.store.store import open_store
from portail_tui.system import SystemClock

FAMILIES = 400
ROUNDS = 9
CROWDS = ((1, 60), (16, 10))
"""How many clients, and how many bookings each makes in a turn."""
LEAST = {"SQLite": 0.25, "PostgreSQL": 0.5}


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
    wanted = [clients * homes_needed(ROUNDS, each) for clients, each in CROWDS]
    found = homes(url, clock, sum(wanted))
    make_room(url, clock, found)
    for (clients, each), count in zip(CROWDS, wanted, strict=True):
        own, found = found[:count], found[count:]
        yield from _lines(engine, clients, each, work(url, own, clients=clients, rounds=ROUNDS, each=each))
    store = open_store(url, clock)
    with store.reading() as connection:
        assert not (wrong := anomalies(connection)), wrong
    store.close()


def _lines(engine: str, clients: int, each: int, reports: Sequence[Report]) -> list[str]:
    made = clients * each
    service = [made / _lasted(turns) for turns in zip(*(one.service for one in reports), strict=True)]
    bare = [made / _lasted(turns) for turns in zip(*(one.bare for one in reports), strict=True)]
    ratio = median(one / other for one, other in zip(service, bare, strict=True))
    who = "1 client" if clients == 1 else f"{clients} clients"
    return [
        at_least(f"bookings through the service over the bare driver, {engine}, {who}", ratio, LEAST[engine]),
        f"  {median(service):.0f} over {median(bare):.0f} a second, {reports[0].statements} statements each, "
        f"median of {len(service)} rounds of {made}",
    ]


def _lasted(turns: Sequence[Turn]) -> float:
    """From the first one's beginning to the last one's end."""
    return max(turn.ended for turn in turns) - min(turn.begun for turn in turns)
