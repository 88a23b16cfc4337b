"""Changes of bookings. The caller holds the slots; each change keeps their counts true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.bookings.frozen_prices import NO_PRICE
from portail_tui.store.queries.bookings.places import add_to_counts
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.tables_core import insert_or_ignore

_LIVE_INDEX = "uq_booking_live"
_LIVE_COLUMNS = "booking.child_id, booking.slot_id"
"""Columns in SQLite's error on that index, whose name it does not give."""


def is_second_booking(error: IntegrityError) -> bool:
    """Whether the error is the store's refusal of a second live booking of a child for a slot."""
    told = str(error.orig)
    return _LIVE_INDEX in told or _LIVE_COLUMNS in told


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Amounts of a booking (cents), and the explanation of its price (JSON)."""

    cents: int = 0
    surcharge_cents: int = 0
    third_party_cents: int = 0
    quantity: int = 1
    is_late: bool = False
    tariff: str = NO_PRICE


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingTerms:
    """Terms of a booking or waiting entry, frozen for later re-pricing or promotion."""

    rank: int = 1
    is_regular: bool = False
    package: str = ""
    group_code: str = ""
    asks_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    slot_id: int
    child_id: int
    family_id: int
    status: BookingStatus
    operation_id: str
    terms: BookingTerms = BookingTerms()
    charge: Charge = Charge()
    """Nothing while waiting."""


_ADD = CompiledStatement(insert(t.booking).returning(t.booking.c.id, sort_by_parameter_order=True))
_BEHIND = (
    select(func.coalesce(func.max(t.booking.c.wait_order), 0) + 1)
    .where(t.booking.c.slot_id == bindparam("waited_slot"))
    .scalar_subquery()
)
_ADD_WAITING = insert(t.booking).values(wait_order=_BEHIND)


def add(connection: Connection, bookings: Sequence[NewBooking], at: datetime) -> list[int]:
    """Write booked or pending bookings, each taking its place; their ids, in order."""
    if not bookings:
        return []
    rows = _ADD.returned(connection, [_values(booking, at) for booking in bookings])
    ids = [int(row.id) for row in rows]
    add_to_counts(connection, [(booking.slot_id, 1, 0) for booking in bookings])
    return ids


def add_waiting(connection: Connection, booking: NewBooking, at: datetime) -> None:
    """Write an entry at the end of its slot's waiting list."""
    connection.execute(_ADD_WAITING, {**_values(booking, at), "waited_slot": booking.slot_id})
    add_to_counts(connection, [(booking.slot_id, 0, 1)])


def _values(booking: NewBooking, at: datetime) -> dict[str, object]:
    return {
        "slot_id": booking.slot_id,
        "child_id": booking.child_id,
        "family_id": booking.family_id,
        "status": booking.status.value,
        **_charged(booking.charge),
        "rank": booking.terms.rank,
        "is_regular": booking.terms.is_regular,
        "package": booking.terms.package,
        "group_code": booking.terms.group_code,
        "asks_first": booking.terms.asks_first,
        "reason": "",
        "operation_id": booking.operation_id,
        "created_at": to_stored(at),
        "changed_at": to_stored(at),
    }


def _charged(charge: Charge) -> dict[str, object]:
    return {
        "cents": charge.cents,
        "surcharge_cents": charge.surcharge_cents,
        "third_party_cents": charge.third_party_cents,
        "quantity": charge.quantity,
        "is_late": charge.is_late,
        "tariff": charge.tariff,
    }


@dataclass(frozen=True, slots=True)
class BookingToChange:
    """A booking to be changed, as it is now."""

    id: int
    slot_id: int
    status: BookingStatus


_END = (
    update(t.booking)
    .where(t.booking.c.id == bindparam("entry"))
    .values(status=bindparam("to"), reason=bindparam("why"), changed_at=bindparam("at"))
)


def cancel(connection: Connection, held: Sequence[BookingToChange], at: datetime, reason: str = "") -> None:
    """Booked, pending or waiting entries become cancelled. ``reason``: what a family that did not ask for it
    reads."""
    _end(connection, held, BookingStatus.CANCELLED, reason, at)


def lapse(connection: Connection, held: Sequence[BookingToChange], at: datetime) -> None:
    """Mark waiting entries and offers as lapsed."""
    _end(connection, held, BookingStatus.LAPSED, "", at)


def _end(
    connection: Connection, held: Sequence[BookingToChange], to: BookingStatus, reason: str, at: datetime
) -> None:
    if not held:
        return
    rows = [{"entry": one.id, "to": to.value, "why": reason, "at": to_stored(at)} for one in held]
    connection.execute(_END, rows)
    waits = BookingStatus.WAITING
    add_to_counts(
        connection,
        [(one.slot_id, 0, -1) if one.status is waits else (one.slot_id, -1, 0) for one in held],
    )


def give(
    connection: Connection,
    held: BookingToChange,
    to: BookingStatus,
    *,
    charge: Charge,
    rank: int,
    group_code: str,
    at: datetime,
) -> None:
    """A waiting entry gets a place, or who was offered one takes it: ``to`` is booked or pending."""
    values = {"offered_until": None, "rank": rank, "group_code": group_code, **_charged(charge)}
    _serve(connection, held, to, at, **values)


def offer(
    connection: Connection,
    held: BookingToChange,
    *,
    until: datetime,
    rank: int,
    group_code: str,
    at: datetime,
) -> None:
    """Hold a place for a waiting entry that asks first. ``until``: UTC."""
    values = {"offered_until": to_stored(until), "rank": rank, "group_code": group_code}
    _serve(connection, held, BookingStatus.OFFERED, at, **values)


def _serve(
    connection: Connection, held: BookingToChange, to: BookingStatus, at: datetime, **values: object
) -> None:
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id == held.id)
        .values(status=to.value, changed_at=to_stored(at), **values)
    )
    if held.status is BookingStatus.WAITING:
        add_to_counts(connection, [(held.slot_id, 1, -1)])


_ENROLMENT = CompiledStatement(
    select(t.enrolment.c.id).where(
        t.enrolment.c.family_id == bindparam("family_id"),
        t.enrolment.c.child_id == bindparam("child_id"),
        t.enrolment.c.activity_id == bindparam("activity_id"),
        t.enrolment.c.school_year_id == bindparam("school_year_id"),
    )
)


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
    if _ENROLMENT.scalar(connection, row) is None:
        connection.execute(
            insert_or_ignore(connection, t.enrolment),
            {**row, "status": "accepted", "created_at": to_stored(at)},
        )
