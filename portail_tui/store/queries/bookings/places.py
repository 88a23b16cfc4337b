"""How the places of a slot are counted.

A booking that is booked, pending or offered holds a place. Each change of bookings keeps ``slot.taken`` and
``slot.waiting`` true (``add_to_counts``) while its caller holds the slot. An offer that is over frees its
place for readers at once, though ``slot.taken`` counts it until a write ends it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, ScalarSelect, bindparam, func, or_, select, update

from portail_tui.domain.bookings.day_state import HOLDS_A_PLACE, BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import to_stored

HOLDING = tuple(sorted(status.value for status in HOLDS_A_PLACE))
"""The statuses of bookings that hold a place."""

NOT_OVER = or_(
    t.booking.c.status != BookingStatus.OFFERED.value,
    t.booking.c.offered_until > bindparam("now", type_=BigInteger),
)
"""Condition that leaves out bookings whose offer is over at ``now`` (as stored), and only those."""
_OVER = t.booking.alias("over")


def offers_over() -> ScalarSelect[Any]:
    """Number of offers on a slot that are over at ``now`` (as stored) but still counted as taken."""
    return (
        select(func.count())
        .where(
            _OVER.c.slot_id == t.slot.c.id,
            _OVER.c.status == BookingStatus.OFFERED.value,
            _OVER.c.offered_until <= bindparam("now", type_=BigInteger),
        )
        .scalar_subquery()
    )


_BY_GROUP = CompiledStatement(
    select(t.booking.c.slot_id, t.booking.c.group_code, func.count())
    .where(
        t.booking.c.slot_id.in_(bindparam("slots", expanding=True)),
        t.booking.c.status.in_(HOLDING),
        NOT_OVER,
    )
    .group_by(t.booking.c.slot_id, t.booking.c.group_code)
)


def taken_by_group(
    connection: Connection, slot_ids: Collection[int], now: datetime
) -> dict[int, dict[str, int]]:
    """Places taken by each group on some slots at ``now`` (UTC), by slot id, then by group code."""
    found: dict[int, dict[str, int]] = {slot_id: {} for slot_id in slot_ids}
    for slot_id, group, places in _BY_GROUP.rows(
        connection, {"slots": list(slot_ids), "now": to_stored(now)}
    ):
        found[slot_id][group] = places
    return found


_ADD_TO_COUNTS = CompiledStatement(
    update(t.slot)
    .where(t.slot.c.id == bindparam("counted"))
    .values(taken=t.slot.c.taken + bindparam("places"), waiting=t.slot.c.waiting + bindparam("waits"))
)


def add_to_counts(connection: Connection, changes: Sequence[tuple[int, int, int]]) -> None:
    """Add to the counts of slots: (slot id, places taken, entries waiting), negative to take away. The caller
    holds the slots."""
    _ADD_TO_COUNTS.run_each(
        connection,
        [{"counted": slot_id, "places": places, "waits": waits} for slot_id, places, waits in changes],
    )
