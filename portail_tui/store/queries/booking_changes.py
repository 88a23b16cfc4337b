"""Changes of bookings. The caller holds the slot; each change keeps the slot's counts true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from portail_tui.domain.days import BookingStatus
from portail_tui.domain.offers import MyBooking
from portail_tui.store import core as t
from portail_tui.store.tables.columns import to_stored


@dataclass(frozen=True, slots=True)
class Charge:
    """What a booking owes: its cents, and how they were found (JSON)."""

    cents: int = 0
    surcharge_cents: int = 0
    tariff: str = "{}"


@dataclass(frozen=True, slots=True)
class NewBooking:
    slot_id: int
    child_id: int
    family_id: int
    status: BookingStatus
    operation_id: str
    charge: Charge = Charge()
    """Nothing while waiting."""


def add(connection: Connection, booking: NewBooking, at: datetime) -> int:
    """Write a booking and count it on its slot (which the caller holds); its id."""
    waiting = booking.status is BookingStatus.WAITING
    behind = select(func.coalesce(func.max(t.booking.c.wait_order), 0) + 1).where(
        t.booking.c.slot_id == booking.slot_id
    )
    booking_id = connection.execute(
        insert(t.booking)
        .values(
            slot_id=booking.slot_id,
            child_id=booking.child_id,
            family_id=booking.family_id,
            status=booking.status.value,
            cents=booking.charge.cents,
            surcharge_cents=booking.charge.surcharge_cents,
            quantity=1,
            tariff=booking.charge.tariff,
            wait_order=behind.scalar_subquery() if waiting else None,
            reason="",
            operation_id=booking.operation_id,
            created_at=to_stored(at),
            changed_at=to_stored(at),
        )
        .returning(t.booking.c.id)
    ).scalar_one()
    _count(connection, booking.slot_id, taken=0 if waiting else 1, waiting=1 if waiting else 0)
    return int(booking_id)


def leave(connection: Connection, booking: MyBooking, slot_id: int, at: datetime) -> None:
    """A booked, pending or waiting entry becomes cancelled, and its slot's count follows."""
    waiting = booking.status is BookingStatus.WAITING
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id == booking.id)
        .values(status=BookingStatus.CANCELLED.value, changed_at=to_stored(at))
    )
    _count(connection, slot_id, taken=0 if waiting else -1, waiting=-1 if waiting else 0)


def lapse(
    connection: Connection, booking_id: int, slot_id: int, was: BookingStatus, reason: str, at: datetime
) -> None:
    """What is past its instant: a waiting entry lapses; a pending one is cancelled, its place given back.
    ``reason``: what the family reads."""
    waiting = was is BookingStatus.WAITING
    status = BookingStatus.LAPSED if waiting else BookingStatus.CANCELLED
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id == booking_id)
        .values(status=status.value, reason=reason, changed_at=to_stored(at))
    )
    _count(connection, slot_id, taken=0 if waiting else -1, waiting=-1 if waiting else 0)


def promote(
    connection: Connection, booking_id: int, slot_id: int, to: BookingStatus, charge: Charge, at: datetime
) -> None:
    """A waiting entry gets its place: ``to`` is booked or pending."""
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id == booking_id)
        .values(
            status=to.value,
            cents=charge.cents,
            surcharge_cents=charge.surcharge_cents,
            tariff=charge.tariff,
            changed_at=to_stored(at),
        )
    )
    _count(connection, slot_id, taken=1, waiting=-1)


def enrol(
    connection: Connection,
    *,
    family_id: int,
    child_id: int,
    activity_id: int,
    school_year_id: int,
    at: datetime,
) -> None:
    """The enrolment that a first booking makes; nothing where it exists already."""
    row = {
        "family_id": family_id,
        "child_id": child_id,
        "activity_id": activity_id,
        "school_year_id": school_year_id,
    }
    matching = [t.enrolment.c[name] == value for name, value in row.items()]
    if connection.execute(select(t.enrolment.c.id).where(*matching)).scalar() is None:
        connection.execute(insert(t.enrolment).values(**row, status="accepted", created_at=to_stored(at)))


def _count(connection: Connection, slot_id: int, *, taken: int, waiting: int) -> None:
    connection.execute(
        update(t.slot)
        .where(t.slot.c.id == slot_id)
        .values(taken=t.slot.c.taken + taken, waiting=t.slot.c.waiting + waiting)
    )
