"""A cancellation on a day that 1 000 children wait for, over one that 10 wait for; on both engines.

Where the first of them can be served: what a longer list costs, whose entries are only read. Where none but
the last can: each of the others is skipped and told why, so that the cost is for each entry, and is compared
with that of a list of 100.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select, update

from benchmarks.crowd import Booking
from benchmarks.homes import Home, homes, make_room, make_store
from benchmarks.report import milliseconds, verdict
from benchmarks.server import server
from benchmarks.statements import counting
from portail_tui.bootstrap import open_portal
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.views import Outcome, Pick, PickAction
from portail_tui.domain.shared.refusals import Refused
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.ops.integrity_checks import anomalies
from portail_tui.store.schema import make_file
from portail_tui.store.store import Store, open_store
from portail_tui.system import SystemClock

FAMILIES = 2_000
LONG, MIDDLE, SHORT = 1_000, 100, 10
ROUNDS = 5
MOST_FIRST = 8.0
"""The list is read whole and its families held: a hundred times the entries, but not their cost."""
MOST_EACH = 1.3
"""Nothing may grow with the square of the list."""
OUT_OF_REACH = 500_000
"""A floor, in cents, that only filled wallets stay above."""


def measure() -> Iterator[str]:
    """The figures, as lines to print."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "commune.db"
        make_file(path, clock).close()
        yield from _measure("SQLite", f"sqlite:///{path}", Path(name))
    with tempfile.TemporaryDirectory() as name, server() as running:
        yield from _measure("PostgreSQL", running.database("commune"), Path(name))


@dataclass(frozen=True, slots=True)
class _Freed:
    """What a cancellation cost."""

    seconds: float
    statements: int


def _measure(engine: str, url: str, folder: Path) -> Iterator[str]:
    clock = SystemClock()
    make_store(url, folder, clock, FAMILIES)
    holder, first = homes(url, clock, 2)
    make_room(url, clock, [holder, first])
    days = _days_of_both(holder, first)
    store = open_store(url, clock)
    with store.writing() as connection:
        connection.execute(
            update(t.activity).where(t.activity.c.id == first.activity_id).values(has_waiting_list=True)
        )
    served = {LONG: days[:ROUNDS], SHORT: days[ROUNDS : 2 * ROUNDS]}
    skipped = {LONG: days[2 * ROUNDS : 3 * ROUNDS], MIDDLE: days[3 * ROUNDS : 4 * ROUNDS]}
    others = _others(store, first, LONG - 1)
    for length, picks in served.items():
        for pick in picks:
            _fill(store, clock, url, holder, pick, [_entry(first), *others[: length - 1]])
    for length, picks in skipped.items():
        for pick in picks:
            _fill(store, clock, url, holder, pick, [*others[: length - 1], _entry(first)])
    yield from _first_served(engine, *(_free(url, holder, picks) for picks in served.values()))
    with store.writing() as connection:
        connection.execute(update(t.town).values(floor_cents=OUT_OF_REACH))
    yield from _most_skipped(engine, *(_free(url, holder, picks) for picks in skipped.values()))
    with store.reading() as connection:
        assert not (wrong := anomalies(connection)), wrong
        served_days = select(t.booking.c.id).where(
            t.booking.c.child_id == first.child_id,
            t.booking.c.status == BookingStatus.BOOKED.value,
            t.booking.c.wait_order.is_not(None),
        )
        assert len(connection.execute(served_days).all()) == 4 * ROUNDS, "another one was served"
    store.close()


def _first_served(engine: str, long: Sequence[_Freed], short: Sequence[_Freed]) -> Iterator[str]:
    seconds = [median(one.seconds for one in freed) for freed in (long, short)]
    what = f"a place given to the first of {LONG} who wait over the first of {SHORT}, {engine}"
    yield verdict(what, seconds[0] / seconds[1], MOST_FIRST)
    yield (
        f"  {milliseconds(seconds[0])} over {milliseconds(seconds[1])}, {long[0].statements} over "
        f"{short[0].statements} statements, median of {len(long)}"
    )


def _most_skipped(engine: str, long: Sequence[_Freed], middle: Sequence[_Freed]) -> Iterator[str]:
    each = [
        median(one.seconds for one in freed) / length for freed, length in ((long, LONG), (middle, MIDDLE))
    ]
    what = f"a place given to the last of {LONG}, the others told why not, over {MIDDLE}, an entry, {engine}"
    yield verdict(what, each[0] / each[1], MOST_EACH)
    yield (
        f"  {each[0] * 1e6:.0f} over {each[1] * 1e6:.0f} µs an entry, {milliseconds(each[0] * LONG)} in all; "
        f"{long[0].statements} over {middle[0].statements} statements, median of {len(long)}"
    )


Entry = tuple[int, int]
"""Who waits: child and family."""


def _entry(home: Home) -> Entry:
    return home.child_id, home.family_id


def _days_of_both(holder: Home, first: Home) -> list[Pick]:
    free = {pick.slot_id for pick in first.picks}
    return [pick for pick in holder.picks if pick.slot_id in free]


def _others(store: Store, first: Home, wanted: int) -> list[Entry]:
    """Other children, each of another family, whose wallets are as the town's generator left them."""
    statement = (
        select(t.family_child.c.child_id, t.family_child.c.family_id)
        .join(t.family, t.family.c.id == t.family_child.c.family_id)
        .where(
            t.family.c.is_active,
            t.family.c.id != first.family_id,
            t.family_child.c.child_id.not_in(select(t.booking.c.child_id)),
        )
        .order_by(t.family_child.c.family_id, t.family_child.c.child_id)
    )
    with store.reading() as connection:
        by_family = {row.family_id: row.child_id for row in connection.execute(statement)}
    assert len(by_family) >= wanted, f"{len(by_family)} other families"
    return [(child_id, family_id) for family_id, child_id in list(by_family.items())[:wanted]]


def _fill(
    store: Store, clock: SystemClock, url: str, holder: Home, pick: Pick, entries: Sequence[Entry]
) -> None:
    """The day's only place is the holder's, and these wait for it, in this order."""
    Booking(holder, pick, f"banc-{pick.slot_id}").by_service(open_portal(url, clock))
    now = to_stored(clock.now())
    with store.writing() as connection:
        connection.execute(
            insert(t.booking),
            [
                {
                    "slot_id": pick.slot_id,
                    "child_id": child_id,
                    "family_id": family_id,
                    "status": BookingStatus.WAITING.value,
                    "cents": 0,
                    "surcharge_cents": 0,
                    "tariff": "{}",
                    "wait_order": order,
                    "reason": "",
                    "operation_id": f"attente-{pick.slot_id}-{child_id}",
                    "created_at": now,
                    "changed_at": now,
                }
                for order, (child_id, family_id) in enumerate(entries, start=1)
            ],
        )
        connection.execute(
            update(t.slot)
            .where(t.slot.c.id == pick.slot_id)
            .values(capacity=t.slot.c.taken, waiting=t.slot.c.waiting + len(entries))
        )


def _free(url: str, holder: Home, picks: Sequence[Pick]) -> list[_Freed]:
    """Cancel each of these days."""
    portal = open_portal(url, SystemClock())
    freed = []
    for pick in picks:
        with counting() as statements:
            begun = time.perf_counter()
            answer = portal.book_days(
                operation_id=f"annule-{pick.slot_id}",
                actor=holder.actor,
                family_id=holder.family_id,
                child_id=holder.child_id,
                activity_id=holder.activity_id,
                picks=(Pick(slot_id=pick.slot_id, action=PickAction.CANCEL, shown_cents=pick.shown_cents),),
            )
            seconds = time.perf_counter() - begun
        assert not isinstance(answer, Refused), answer
        assert [line.outcome for line in answer.lines] == [Outcome.CANCELLED], answer
        freed.append(_Freed(seconds, len(statements)))
    return freed
