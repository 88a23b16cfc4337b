"""Slots and the bookings on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, func, insert, select, update

from portail_tui.domain.days import LIVE, BookingStatus
from portail_tui.domain.offers import MyBooking, SlotFacts
from portail_tui.domain.rulebook import Activity
from portail_tui.store import core as t
from portail_tui.store.tables.columns import to_stored

_LIVE = tuple(status.value for status in LIVE)


def slots(
    connection: Connection, activity: Activity, family_id: int, child_id: int, which: ColumnElement[bool]
) -> tuple[SlotFacts, ...]:
    """The activity's slots that ``which`` selects, each with the family's newest booking of the child."""
    mine = t.booking.alias("mine")
    statement = (
        select(
            t.slot,
            mine.c.id.label("booking_id"),
            mine.c.status,
            mine.c.cents,
            mine.c.surcharge_cents,
            mine.c.reason,
            case((mine.c.status == BookingStatus.WAITING.value, rank_of(mine)), else_=None).label("rank"),
        )
        .select_from(
            t.slot.outerjoin(
                mine,
                (mine.c.slot_id == t.slot.c.id)
                & (mine.c.child_id == child_id)
                & (mine.c.family_id == family_id),
            )
        )
        .where(t.slot.c.unit_id.in_([unit.id for unit in activity.units]), which)
        .order_by(t.slot.c.day, t.slot.c.unit_id, mine.c.id)
    )
    newest: dict[int, Any] = {row.id: row for row in connection.execute(statement)}
    return tuple(
        SlotFacts(
            row.id,
            activity.unit(row.unit_id),
            row.day,
            row.capacity,
            row.taken,
            row.waiting,
            row.is_cancelled,
            row.cancel_reason,
            None
            if row.booking_id is None
            else MyBooking(
                row.booking_id,
                BookingStatus(row.status),
                row.cents,
                row.surcharge_cents,
                row.rank,
                row.reason,
            ),
        )
        for row in newest.values()
    )


def rank_of(entry: Any) -> ScalarSelect[Any]:
    """Place of a waiting entry in its slot's list, from 1."""
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


def between(first: date, last: date) -> ColumnElement[bool]:
    """Slots from a local day to another, both included."""
    return t.slot.c.day.between(first, last)


def among(slot_ids: Sequence[int]) -> ColumnElement[bool]:
    return t.slot.c.id.in_(slot_ids)


def lock_slots(connection: Connection, slot_ids: Sequence[int]) -> None:
    """Hold slots until the end of the transaction, by id: their places cannot change meanwhile."""
    rows = select(t.slot.c.id).where(t.slot.c.id.in_(slot_ids)).order_by(t.slot.c.id).with_for_update()
    connection.execute(rows).all()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A live booking of the child at whatever activity, by whatever home."""

    family_id: int
    slot_id: int
    day: date
    starts_minute: int
    ends_minute: int
    activity_name: str


def live_on(connection: Connection, child_id: int, days: Sequence[date]) -> tuple[Elsewhere, ...]:
    """Where the child is booked or pending on some days, all homes included: never shown, only obeyed."""
    statement = (
        select(
            t.booking.c.family_id,
            t.slot.c.id.label("slot_id"),
            t.slot.c.day,
            t.unit.c.starts_minute,
            t.unit.c.ends_minute,
            t.activity.c.name.label("activity_name"),
        )
        .select_from(
            t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
            .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
            .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
        )
        .where(
            t.booking.c.child_id == child_id,
            t.booking.c.status.in_(_LIVE),
            t.slot.c.day.in_(days),
        )
    )
    return tuple(Elsewhere(**row._mapping) for row in connection.execute(statement))


@dataclass(frozen=True, slots=True)
class NewBooking:
    slot_id: int
    child_id: int
    family_id: int
    status: BookingStatus
    cents: int
    surcharge_cents: int
    tariff: str
    operation_id: str


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
            cents=booking.cents,
            surcharge_cents=booking.surcharge_cents,
            quantity=1,
            tariff=booking.tariff,
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


def promote(connection: Connection, booking_id: int, slot_id: int, charged: NewBooking, at: datetime) -> None:
    """A waiting entry gets its place, charged as ``charged`` says."""
    connection.execute(
        update(t.booking)
        .where(t.booking.c.id == booking_id)
        .values(
            status=charged.status.value,
            cents=charged.cents,
            surcharge_cents=charged.surcharge_cents,
            tariff=charged.tariff,
            changed_at=to_stored(at),
        )
    )
    _count(connection, slot_id, taken=1, waiting=-1)


def waiting(connection: Connection, slot_ids: Sequence[int]) -> Sequence[Any]:
    """Waiting entries of some slots, in order of arrival: id, slot_id, child_id, family_id."""
    statement = (
        select(t.booking.c.id, t.booking.c.slot_id, t.booking.c.child_id, t.booking.c.family_id)
        .where(t.booking.c.slot_id.in_(slot_ids), t.booking.c.status == BookingStatus.WAITING.value)
        .order_by(t.booking.c.slot_id, t.booking.c.wait_order)
    )
    return connection.execute(statement).all()


def of_family(
    connection: Connection, family_id: int, first: date, *, live_only: bool, most: int | None = None
) -> Sequence[Any]:
    """The family's bookings from a local day on, by day; cancelled ones too unless ``live_only``."""
    entry = t.booking
    statement = (
        select(
            entry.c.id,
            entry.c.slot_id,
            entry.c.status,
            entry.c.cents,
            entry.c.child_id,
            t.child.c.first_name,
            t.slot.c.day,
            t.slot.c.is_cancelled,
            t.unit.c.label.label("unit_label"),
            t.unit.c.activity_id,
            case((entry.c.status == BookingStatus.WAITING.value, rank_of(entry)), else_=None).label("rank"),
        )
        .select_from(
            entry.join(t.slot, t.slot.c.id == entry.c.slot_id)
            .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
            .join(t.child, t.child.c.id == entry.c.child_id)
        )
        .where(entry.c.family_id == family_id, t.slot.c.day >= first)
        .order_by(t.slot.c.day, t.child.c.birth_on, t.unit.c.starts_minute, entry.c.id)
    )
    if live_only:
        statement = statement.where(entry.c.status.in_(_LIVE))
    return connection.execute(statement.limit(most)).all()


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
