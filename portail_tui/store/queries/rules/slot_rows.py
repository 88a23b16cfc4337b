"""The days of a town's activities, as its file says them: made, removed, or no longer served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from portail_tui.store import tables_core as t

MOST_AT_ONCE = 5000
"""Identifiers in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsMatched:
    """Changes made to the slots from today on."""

    added: int
    removed: int
    """Slots removed because nothing referred to them."""
    unserved: tuple[int, ...]
    """Ids of slots no longer served, but kept because something is booked on them."""
    served_again: int
    resized: int
    """With another number of places."""
    enlarged: frozenset[int]
    """Identifiers of those with more places than before."""

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.removed or self.unserved or self.served_again or self.resized)


def match_slots(
    connection: Connection,
    wanted: Mapping[tuple[int, date], int | None],
    *,
    first: date,
    last: date,
) -> SlotsMatched:
    """Synchronise the slots from a local day to another (included) with ``wanted``: places by unit and
    day. Past slots are not touched; a slot with any booking is never removed."""
    there = {
        (row.unit_id, row.day): row
        for row in connection.execute(
            select(t.slot.c.id, t.slot.c.unit_id, t.slot.c.day, t.slot.c.capacity, t.slot.c.is_served).where(
                t.slot.c.day.between(first, last)
            )
        )
    }
    new = [(key, places) for key, places in wanted.items() if key not in there and first <= key[1] <= last]
    _add(connection, new)
    gone = [row for key, row in there.items() if key not in wanted]
    referred = set(_referred(connection, [row.id for row in gone]))
    _remove(connection, [row.id for row in gone if row.id not in referred])
    unserved = [row.id for row in gone if row.id in referred and row.is_served]
    kept = [(row, wanted[key]) for key, row in there.items() if key in wanted]
    again = [row.id for row, _ in kept if not row.is_served]
    resized = [(row.id, places) for row, places in kept if row.capacity != places]
    _change(connection, [{"slot": one, "value": False} for one in unserved], "is_served")
    _change(connection, [{"slot": one, "value": True} for one in again], "is_served")
    _change(connection, [{"slot": one, "value": places} for one, places in resized], "capacity")
    return SlotsMatched(
        added=len(new),
        removed=len(gone) - len(referred),
        unserved=tuple(unserved),
        served_again=len(again),
        resized=len(resized),
        enlarged=frozenset(row.id for row, places in kept if _is_more(places, row.capacity)),
    )


def _is_more(places: int | None, before: int | None) -> bool:
    return before is not None and (places is None or places > before)


def _add(connection: Connection, new: Sequence[tuple[tuple[int, date], int | None]]) -> None:
    if new:
        rows = [
            {
                "unit_id": unit_id,
                "day": day,
                "capacity": places,
                "taken": 0,
                "waiting": 0,
                "is_served": True,
                "is_cancelled": False,
                "cancel_reason": "",
            }
            for (unit_id, day), places in new
        ]
        connection.execute(insert(t.slot), rows)


def _referred(connection: Connection, ids: Sequence[int]) -> Iterator[int]:
    for part in _parts(ids):
        asked = select(t.booking.c.slot_id).where(t.booking.c.slot_id.in_(part)).distinct()
        yield from connection.execute(asked).scalars()


def _remove(connection: Connection, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        connection.execute(delete(t.slot).where(t.slot.c.id.in_(part)))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE))


def _change(connection: Connection, rows: list[dict[str, Any]], column: str) -> None:
    if rows:
        connection.execute(
            update(t.slot).where(t.slot.c.id == bindparam("slot")).values({column: bindparam("value")}), rows
        )
