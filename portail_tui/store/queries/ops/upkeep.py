"""Bookings, offers and waiting lists of the whole town that may be overdue; services decide which are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import rows_of

# written out: the indexes of the few that wait are found by them
_PENDING: ColumnElement[str] = literal_column(f"'{BookingStatus.PENDING.value}'")
_OFFERED: ColumnElement[str] = literal_column(f"'{BookingStatus.OFFERED.value}'")


def families_with_pendings(connection: Connection, today: date) -> Sequence[int]:
    """Families with a booking up to ``today`` (local, included) that no agent has treated."""
    statement = (
        select(t.booking.c.family_id)  # in no order: it would be read by family, and so whole
        .join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .where(t.booking.c.status == _PENDING, t.slot.c.day <= today)
    )
    return sorted(set(connection.execute(statement).scalars()))


class SlotWithOffers(NamedTuple):
    """A slot on which an offer of a place is over."""

    id: int
    activity_id: int
    family_id: int
    """A family whose offer is over."""


def slots_with_offers_over(connection: Connection, now: datetime) -> list[SlotWithOffers]:
    """The slots on which an offer of a place is over at ``now`` (UTC), by id."""
    statement = (
        select(t.slot.c.id, t.unit.c.activity_id, func.min(t.booking.c.family_id).label("family_id"))
        .select_from(
            t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id).join(
                t.unit, t.unit.c.id == t.slot.c.unit_id
            )
        )
        .where(t.booking.c.status == _OFFERED, t.booking.c.offered_until <= to_stored(now))
        .group_by(t.slot.c.id, t.unit.c.activity_id)
        .order_by(t.slot.c.id)
    )
    return rows_of(SlotWithOffers, connection.execute(statement).all())


class SlotWithWaiting(NamedTuple):
    """A slot that somebody waits for."""

    id: int
    day: date
    """Local day."""
    starts_minute: int
    """Minutes from midnight, local time."""
    activity_id: int
    family_id: int
    """One of the families that wait."""


def slots_with_waiting(connection: Connection) -> list[SlotWithWaiting]:
    """The slots that somebody waits for, by id, past ones too."""
    one_of_them = (
        select(func.min(t.booking.c.family_id))
        .where(t.booking.c.slot_id == t.slot.c.id, t.booking.c.status == BookingStatus.WAITING.value)
        .scalar_subquery()
    )
    statement = (
        select(
            t.slot.c.id,
            t.slot.c.day,
            t.unit.c.starts_minute,
            t.unit.c.activity_id,
            one_of_them.label("family_id"),
        )
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .where(t.slot.c.waiting > 0)
        .order_by(t.slot.c.id)
    )
    return rows_of(SlotWithWaiting, connection.execute(statement).all())
