"""Pending bookings: each holds a place and waits for an agent to accept or refuse it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

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
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import rows_of

_PENDING: ColumnElement[str] = literal_column(f"'{BookingStatus.PENDING.value}'")
"""Written out: the index of the few that wait is found by it."""


def family_of(connection: Connection, booking_id: int) -> int | None:
    """The family of a booking in any state; None where there is no such booking."""
    statement = select(t.booking.c.family_id).where(t.booking.c.id == booking_id)
    return connection.execute(statement).scalar()


class PendingBooking(NamedTuple):
    """A pending booking with the facts that an agent and the family's mail need."""

    id: int
    slot_id: int
    status: str
    cents: int
    tariff: str
    """Frozen price, as JSON."""
    package: str
    """Shared by the days that were booked at one price; empty for a day by itself."""
    created_at: datetime
    """UTC instant."""
    family_id: int
    family_name: str
    family_number: str
    child_id: int
    first_name: str
    day: date
    """Local day."""
    unit_id: int
    unit_label: str
    starts_minute: int
    """Minutes from midnight, local time."""
    activity_id: int
    activity_name: str


def _bookings(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Bookings that meet conditions, as ``PendingBooking`` rows."""
    return (
        select(
            t.booking.c.id,
            t.booking.c.slot_id,
            t.booking.c.status,
            t.booking.c.cents,
            t.booking.c.tariff,
            t.booking.c.package,
            instant(t.booking.c.created_at),
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
    _bookings(t.booking.c.status == _PENDING, t.slot.c.day >= bindparam("today", type_=Date))
    .order_by(t.booking.c.created_at, t.booking.c.id)
    .limit(bindparam("most", type_=Integer))
)


def queue(connection: Connection, today: date, most: int) -> list[PendingBooking]:
    """Pending bookings of ``today`` (local day) or later, oldest request first; at most ``most`` of them."""
    found = connection.execute(_QUEUE, {"today": today, "most": most}).all()
    return rows_of(PendingBooking, found)


_ASKED = t.booking.alias("asked")
_WITH_PACKAGE = (
    _bookings(
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


def with_package(connection: Connection, booking_id: int) -> list[PendingBooking]:
    """A booking in any state, with the other pending days of its package; by day."""
    return rows_of(PendingBooking, connection.execute(_WITH_PACKAGE, {"booking": booking_id}).all())


class OverduePending(NamedTuple):
    """A pending booking whose day may have come before any agent decided."""

    id: int
    slot_id: int
    cents: int
    third_party_cents: int
    """Amount that third parties pay."""
    tariff: str
    """Frozen price, as JSON."""
    day: date
    """Local day."""
    unit_id: int
    starts_minute: int
    """Minutes from midnight, local time."""
    activity_id: int
    first_name: str


_UP_TO = CompiledStatement(
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.cents,
        t.booking.c.third_party_cents,
        t.booking.c.tariff,
        t.slot.c.day,
        t.slot.c.unit_id,
        t.unit.c.starts_minute,
        t.unit.c.activity_id,
        t.child.c.first_name,
    )
    .select_from(
        t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .join(t.child, t.child.c.id == t.booking.c.child_id)
    )
    .where(
        t.booking.c.family_id == bindparam("family"),
        t.booking.c.status == BookingStatus.PENDING.value,
        t.slot.c.day <= bindparam("today", type_=Date),
    )
)


def up_to(connection: Connection, family_id: int, today: date) -> list[OverduePending]:
    """The family's pending bookings of ``today`` (local day) or earlier, in no order."""
    return rows_of(OverduePending, _UP_TO.rows(connection, {"family": family_id, "today": today}))


def accept(connection: Connection, booking_ids: Collection[int], at: datetime) -> None:
    """Turn pending bookings into booked ones, at the same places and prices. The caller holds their slots.
    ``at``: UTC instant."""
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id.in_(booking_ids))
        .values(status=BookingStatus.BOOKED.value, changed_at=to_stored(at))
    )
