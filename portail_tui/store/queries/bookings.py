"""Slots, and the bookings on them, as they are now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Integer, ScalarSelect, bindparam, case, func, select

from portail_tui.domain.days import LIVE, BookingStatus
from portail_tui.domain.offers import MyBooking, SlotFacts
from portail_tui.domain.picking import Presence
from portail_tui.domain.rulebook import Activity
from portail_tui.store import core as t

_LIVE = tuple(status.value for status in LIVE)


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


_MINE = t.booking.alias("mine")
_SLOTS = (
    select(
        t.slot.c.id,
        t.slot.c.unit_id,
        t.slot.c.day,
        t.slot.c.capacity,
        t.slot.c.taken,
        t.slot.c.waiting,
        t.slot.c.is_cancelled,
        t.slot.c.cancel_reason,
        t.slot.c.is_served,
        _MINE.c.id.label("booking_id"),
        _MINE.c.status,
        _MINE.c.cents,
        _MINE.c.surcharge_cents,
        case((_MINE.c.status == BookingStatus.WAITING.value, rank_of(_MINE)), else_=None).label("rank"),
        _MINE.c.reason,
    )
    .select_from(
        t.slot.outerjoin(
            _MINE,
            (_MINE.c.slot_id == t.slot.c.id)
            & (_MINE.c.child_id == bindparam("child"))
            & (_MINE.c.family_id == bindparam("family")),
        )
    )
    .where(t.slot.c.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(t.slot.c.day, t.slot.c.unit_id, _MINE.c.id)
)
_SLOTS_BETWEEN = _SLOTS.where(
    t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
)
_SLOTS_AMONG = _SLOTS.where(t.slot.c.id.in_(bindparam("slots", expanding=True)))


def slots_between(
    connection: Connection, activity: Activity, family_id: int, child_id: int, first: date, last: date
) -> tuple[SlotFacts, ...]:
    """The activity's slots from a local day to another (included), each with the family's newest booking of
    the child; by day."""
    values = {"family": family_id, "child": child_id, "first": first, "last": last}
    return _slots(connection, activity, _SLOTS_BETWEEN, values)


def slots_among(
    connection: Connection, activity: Activity, family_id: int, child_id: int, slot_ids: Sequence[int]
) -> tuple[SlotFacts, ...]:
    """Those of ``slot_ids`` that are the activity's, likewise."""
    values = {"family": family_id, "child": child_id, "slots": list(slot_ids)}
    return _slots(connection, activity, _SLOTS_AMONG, values)


def _slots(
    connection: Connection, activity: Activity, statement: Any, values: dict[str, Any]
) -> tuple[SlotFacts, ...]:
    units = {unit.id: unit for unit in activity.units}
    newest: dict[int, SlotFacts] = {}
    for row in connection.execute(statement, {"units": list(units), **values}):
        slot_id, unit_id, day, capacity, taken, waiting, is_cancelled, why, is_served, *booked = row
        booking_id, status, cents, surcharge_cents, rank, reason = booked
        mine = (
            None
            if booking_id is None
            else MyBooking(booking_id, BookingStatus(status), cents, surcharge_cents, rank, reason)
        )
        newest[slot_id] = SlotFacts(
            slot_id,
            units[unit_id],
            day,
            capacity,
            taken,
            waiting,
            is_cancelled,
            why,
            mine,
            is_served=is_served,
        )
    return tuple(newest.values())


_PRESENCES = (
    select(
        t.booking.c.child_id,
        t.booking.c.family_id,
        t.slot.c.id,
        t.booking.c.status,
        t.slot.c.day,
        t.unit.c.starts_minute,
        t.unit.c.ends_minute,
        t.activity.c.name,
    )
    .select_from(
        t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
    )
    .where(
        t.booking.c.child_id.in_(bindparam("children", expanding=True)),
        t.booking.c.status.in_(_LIVE),
        t.slot.c.day.in_(bindparam("days", expanding=True)),
    )
)


def presences(
    connection: Connection, child_ids: Sequence[int], days: Sequence[date]
) -> dict[int, list[Presence]]:
    """Where some children are booked, pending or waiting on some days, all homes included, by child."""
    found: dict[int, list[Presence]] = {child_id: [] for child_id in child_ids}
    values = {"children": list(child_ids), "days": list(days)}
    for row in connection.execute(_PRESENCES, values):
        child_id, family_id, slot_id, status, day, starts, ends, name = row
        found[child_id].append(Presence(family_id, slot_id, BookingStatus(status), day, starts, ends, name))
    return found


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    id: int
    slot_id: int
    child_id: int
    family_id: int


_WAITING = (
    select(t.booking.c.id, t.booking.c.slot_id, t.booking.c.child_id, t.booking.c.family_id)
    .where(
        t.booking.c.slot_id.in_(bindparam("slots", expanding=True)),
        t.booking.c.status == BookingStatus.WAITING.value,
    )
    .order_by(t.booking.c.slot_id, t.booking.c.wait_order)
)


def waiting(connection: Connection, slot_ids: Collection[int]) -> list[WaitingEntry]:
    """The waiting entries of some slots, by slot, in order of arrival."""
    if not slot_ids:
        return []
    rows = connection.execute(_WAITING, {"slots": list(slot_ids)})
    return [WaitingEntry(*row) for row in rows]


_PENDING = (
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.child_id,
        t.booking.c.cents,
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


def pending_up_to(connection: Connection, family_id: int, today: date) -> Sequence[Any]:
    """The family's bookings that no agent has treated yet, up to a local day (included)."""
    return connection.execute(_PENDING, {"family": family_id, "today": today}).all()


# a child or a family has a handful of enrolments, an activity or a year thousands: the store is asked by the
# former alone, or it might choose the latter's index
_ACCEPTED = select(
    t.enrolment.c.family_id, t.enrolment.c.child_id, t.enrolment.c.activity_id, t.enrolment.c.school_year_id
).where(t.enrolment.c.child_id.in_(bindparam("children", expanding=True)), t.enrolment.c.status == "accepted")


def accepted_enrolments(
    connection: Connection, activity_id: int, school_year_id: int, child_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Which of some children are enrolled in an activity for a school year, by whom: (family, child)."""
    asked = (activity_id, school_year_id)
    return {
        (row.family_id, row.child_id)
        for row in connection.execute(_ACCEPTED, {"children": list(child_ids)})
        if (row.activity_id, row.school_year_id) == asked
    }


_OF_FAMILY = (
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.status,
        t.booking.c.cents,
        t.booking.c.child_id,
        t.child.c.first_name,
        t.slot.c.day,
        t.slot.c.is_cancelled,
        t.unit.c.label.label("unit_label"),
        t.unit.c.starts_minute,
        t.unit.c.activity_id,
        case((t.booking.c.status == BookingStatus.WAITING.value, rank_of(t.booking)), else_=None).label(
            "rank"
        ),
    )
    .select_from(
        t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .join(t.child, t.child.c.id == t.booking.c.child_id)
    )
    .where(
        t.booking.c.family_id == bindparam("family"),
        t.slot.c.day >= bindparam("first", type_=Date),
        t.booking.c.status.in_(_LIVE),
    )
    .order_by(t.slot.c.day, t.child.c.birth_on, t.child.c.id, t.unit.c.starts_minute, t.booking.c.id)
    .limit(bindparam("most", type_=Integer))
)


def of_family(connection: Connection, family_id: int, first: date, most: int) -> Sequence[Any]:
    """The family's live bookings from a local day on, by day then child."""
    return connection.execute(_OF_FAMILY, {"family": family_id, "first": first, "most": most}).all()


_ENROLLED = (
    select(t.enrolment.c.child_id, t.enrolment.c.activity_id, t.enrolment.c.school_year_id)
    .where(t.enrolment.c.family_id == bindparam("family"), t.enrolment.c.status == "accepted")
    .order_by(t.enrolment.c.id)
)


def enrolled(connection: Connection, family_id: int, school_year_id: int) -> list[tuple[int, int]]:
    """Which child is in which activity in a school year: (child, activity)."""
    rows = connection.execute(_ENROLLED, {"family": family_id})
    return [(row.child_id, row.activity_id) for row in rows if row.school_year_id == school_year_id]
