"""Bookings that wait for an agent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    bindparam,
    literal_column,
    or_,
    select,
    update,
)

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored

_PENDING: ColumnElement[str] = literal_column(f"'{BookingStatus.PENDING.value}'")
"""Written out: the index of the few that wait is found by it."""


def family_of(connection: Connection, booking_id: int) -> int | None:
    """Whose booking it is, whatever its state."""
    statement = select(t.booking.c.family_id).where(t.booking.c.id == booking_id)
    return connection.execute(statement).scalar()


def _told(*conditions: Any) -> Select[Any]:
    """Bookings with what is told of them."""
    return (
        select(
            t.booking.c.id,
            t.booking.c.slot_id,
            t.booking.c.status,
            t.booking.c.cents,
            t.booking.c.tariff,
            t.booking.c.package,
            t.booking.c.created_at,
            t.booking.c.family_id,
            t.family.c.name.label("family_name"),
            t.family.c.number.label("family_number"),
            t.booking.c.child_id,
            t.child.c.first_name,
            t.slot.c.day,
            t.slot.c.unit_id,
            t.unit.c.label.label("unit_label"),
            t.unit.c.starts_minute,
            t.unit.c.activity_id,
            t.activity.c.name.label("activity_name"),
        )
        .select_from(
            t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
            .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
            .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
            .join(t.child, t.child.c.id == t.booking.c.child_id)
            .join(t.family, t.family.c.id == t.booking.c.family_id)
        )
        .where(*conditions)
    )


_QUEUE = (
    _told(t.booking.c.status == _PENDING, t.slot.c.day >= bindparam("today", type_=Date))
    .order_by(t.booking.c.created_at, t.booking.c.id)
    .limit(bindparam("most", type_=Integer))
)


def queue(connection: Connection, today: date, most: int) -> Sequence[Any]:
    """Bookings of ``today`` (local) or later that no agent has treated, oldest first."""
    return connection.execute(_QUEUE, {"today": today, "most": most}).all()


_ASKED = t.booking.alias("asked")
_WHOLE = (
    _told(
        or_(
            t.booking.c.id == _ASKED.c.id,
            (_ASKED.c.package != "")
            & (t.booking.c.package == _ASKED.c.package)
            & (t.booking.c.status == _PENDING)
            & (t.booking.c.child_id == _ASKED.c.child_id)
            & (t.booking.c.family_id == _ASKED.c.family_id),
        )
    )
    .join(_ASKED, _ASKED.c.id == bindparam("booking"))
    .order_by(t.slot.c.day, t.booking.c.id)
)


def as_a_whole(connection: Connection, booking_id: int) -> Sequence[Any]:
    """A booking, whatever its state, and the other pending days of its package; by day."""
    return connection.execute(_WHOLE, {"booking": booking_id}).all()


def accept(connection: Connection, booking_ids: Collection[int], at: datetime) -> None:
    """Pending bookings become booked: they keep their places, and what they were charged. Their slots are
    held."""
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id.in_(booking_ids))
        .values(status=BookingStatus.BOOKED.value, changed_at=to_stored(at))
    )
