"""Presences of children: their bookings on some days, by any family."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from portail_tui.domain.bookings.day_state import LIVE, BookingStatus
from portail_tui.domain.bookings.pick_rules import Presence
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.bookings.places import NOT_OVER
from portail_tui.store.queries.core.instants import to_stored

_LIVE = tuple(sorted(status.value for status in LIVE))

_PRESENCES = CompiledStatement(
    select(
        t.booking.c.child_id,
        t.booking.c.family_id,
        t.slot.c.id,
        t.booking.c.status,
        t.slot.c.day,
        t.unit.c.starts_minute,
        t.unit.c.ends_minute,
        t.activity.c.name,
        t.unit.c.id.label("unit_id"),
    )
    .select_from(
        t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
    )
    .where(
        t.booking.c.child_id.in_(bindparam("children", expanding=True)),
        t.booking.c.status.in_(_LIVE),
        NOT_OVER,
        t.slot.c.day.in_(bindparam("days", expanding=True)),
    )
)


def presences(
    connection: Connection, child_ids: Collection[int], days: Collection[date], now: datetime
) -> dict[int, list[Presence]]:
    """The days on which some children are booked, pending, offered a place or waiting, among some local days,
    both homes of a shared child included; by child id. ``now``: UTC instant at which offers may be over."""
    found: dict[int, list[Presence]] = {child_id: [] for child_id in child_ids}
    values = {"children": list(child_ids), "days": list(days), "now": to_stored(now)}
    for row in _PRESENCES.rows(connection, values):
        child_id, family_id, slot_id, status, day, starts, ends, name, unit_id = row
        found[child_id].append(
            Presence(
                family_id=family_id,
                slot_id=slot_id,
                status=BookingStatus(status),
                day=day,
                starts_minute=starts,
                ends_minute=ends,
                activity_name=name,
                unit_id=unit_id,
            )
        )
    return found
