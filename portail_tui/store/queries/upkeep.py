"""What may be past its instant, found among all that is kept; the rules then tell what is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from portail_tui.domain.days import BookingStatus
from portail_tui.store import core as t

_PENDING: ColumnElement[str] = literal_column(f"'{BookingStatus.PENDING.value}'")


def families_with_pendings(connection: Connection, today: date) -> Sequence[int]:
    """Families with a booking up to ``today`` (local, included) that no agent has treated."""
    statement = (
        select(t.booking.c.family_id)
        .distinct()
        .join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .where(t.booking.c.status == _PENDING, t.slot.c.day <= today)
        .order_by(t.booking.c.family_id)
    )
    return connection.execute(statement).scalars().all()


def waited_for(connection: Connection) -> Sequence[Any]:
    """Slots that somebody waits for, each with the first entry of its list: id, day, starts_minute,
    activity_id, family_id, child_id."""
    entry = t.booking
    first = (
        select(func.min(entry.c.id).label("id"))
        .select_from(t.slot.join(entry, entry.c.slot_id == t.slot.c.id))
        .where(t.slot.c.waiting > 0, entry.c.status == BookingStatus.WAITING.value)
        .group_by(entry.c.slot_id)
        .subquery()
    )
    statement = (
        select(
            t.slot.c.id,
            t.slot.c.day,
            t.unit.c.starts_minute,
            t.unit.c.activity_id,
            entry.c.family_id,
            entry.c.child_id,
        )
        .select_from(
            first.join(entry, entry.c.id == first.c.id)
            .join(t.slot, t.slot.c.id == entry.c.slot_id)
            .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        )
        .order_by(t.slot.c.id)
    )
    return connection.execute(statement).all()
