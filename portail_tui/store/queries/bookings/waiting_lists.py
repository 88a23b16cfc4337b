"""Waiting lists of slots: who waits for a place, who was offered one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, ScalarSelect, bindparam, case, func, select

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import instant
from portail_tui.store.queries.core.rows import rows_of


def rank_of(entry: FromClause) -> ScalarSelect[Any]:
    """Rank, from 1, of ``entry`` (the booking table or an alias of it) in its slot's waiting list."""
    ahead = t.booking.alias("ahead")
    return (
        select(func.count() + 1)
        .select_from(ahead)
        .where(
            ahead.c.slot_id == entry.c.slot_id,
            ahead.c.status == BookingStatus.WAITING.value,
            ahead.c.wait_order < entry.c.wait_order,
        )
        .scalar_subquery()
    )


class WaitingEntry(NamedTuple):
    """A child who waits for a place on a slot, or was offered one."""

    id: int
    slot_id: int
    child_id: int
    family_id: int
    is_regular: bool
    package: str
    """Shared by the days that were asked for at one price; empty for a day by itself."""
    asks_first: bool
    """Whether the family wants to be asked before the child takes a place."""
    offered_until: datetime | None
    """UTC instant until which a place is offered; None while the child waits."""


_ENTRIES = CompiledStatement(
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.child_id,
        t.booking.c.family_id,
        t.booking.c.is_regular,
        t.booking.c.package,
        t.booking.c.asks_first,
        instant(
            case((t.booking.c.status == BookingStatus.OFFERED.value, t.booking.c.offered_until), else_=None),
            "offered_until",
        ),
    )
    .where(
        t.booking.c.slot_id.in_(bindparam("slots", expanding=True)),
        t.booking.c.status.in_((BookingStatus.WAITING.value, BookingStatus.OFFERED.value)),
    )
    .order_by(t.booking.c.slot_id, t.booking.c.wait_order)
)


def entries_of(connection: Connection, slot_ids: Collection[int]) -> list[WaitingEntry]:
    """Waiting entries and offers of some slots; by slot, in order of arrival."""
    if not slot_ids:
        return []
    return rows_of(WaitingEntry, _ENTRIES.rows(connection, {"slots": list(slot_ids)}))


def waiting_for(connection: Connection, slot_ids: Collection[int]) -> list[WaitingEntry]:
    """Waiting entries of some slots, without offers; by slot, in order of arrival."""
    return [entry for entry in entries_of(connection, slot_ids) if entry.offered_until is None]
