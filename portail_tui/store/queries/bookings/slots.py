"""Slots, and the bookings on them, as they are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    bindparam,
    case,
    select,
)

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.facts import MyBooking, SlotFacts
from portail_tui.domain.rules.rulebook import Activity, Unit
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.bookings.frozen_prices import frozen_shares
from portail_tui.store.queries.bookings.places import offers_over, taken_by_group
from portail_tui.store.queries.bookings.waiting_lists import rank_of
from portail_tui.store.queries.core.instants import from_stored, to_stored

MINE = t.booking.alias("mine")


def slots_of(whose: ColumnElement[bool]) -> Select[Any]:
    """The slots of some ``units``, each with the bookings that a ``family`` has there of the children
    ``whose`` condition on ``MINE`` tells, oldest first."""
    return (
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
            MINE.c.id.label("booking_id"),
            MINE.c.status,
            MINE.c.cents,
            MINE.c.surcharge_cents,
            case((MINE.c.status == BookingStatus.WAITING.value, rank_of(MINE)), else_=None).label("rank"),
            MINE.c.reason,
            case((MINE.c.third_party_cents > 0, MINE.c.tariff), else_="").label("shared"),
            MINE.c.package,
            MINE.c.offered_until,
            MINE.c.asks_first,
            offers_over().label("over"),
        )
        .select_from(
            t.slot.outerjoin(
                MINE,
                (MINE.c.slot_id == t.slot.c.id) & (whose) & (MINE.c.family_id == bindparam("family")),
            )
        )
        .where(t.slot.c.unit_id.in_(bindparam("units", expanding=True)))
        .order_by(t.slot.c.day, t.slot.c.unit_id, MINE.c.id)
    )


_SLOTS = slots_of(MINE.c.child_id == bindparam("child"))
_SLOTS_BETWEEN = CompiledStatement(
    _SLOTS.where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
)
_SLOTS_AMONG = CompiledStatement(_SLOTS.where(t.slot.c.id.in_(bindparam("slots", expanding=True))))


def slots_between(
    connection: Connection,
    activity: Activity,
    family_id: int,
    child_id: int,
    first: date,
    last: date,
    now: datetime,
) -> tuple[SlotFacts, ...]:
    """The activity's slots from a local day to another (included), each with the family's newest booking of
    the child; by day. ``now``: UTC."""
    values = {"family": family_id, "child": child_id, "first": first, "last": last}
    return _slots(connection, activity, _SLOTS_BETWEEN, values, now)


def slots_among(
    connection: Connection,
    activity: Activity,
    family_id: int,
    child_id: int,
    slot_ids: Collection[int],
    now: datetime,
) -> tuple[SlotFacts, ...]:
    """Like ``slots_between``, for given slot ids; ids of other activities are ignored."""
    values = {"family": family_id, "child": child_id, "slots": list(slot_ids)}
    return _slots(connection, activity, _SLOTS_AMONG, values, now)


def _slots(
    connection: Connection,
    activity: Activity,
    statement: CompiledStatement,
    values: dict[str, Any],
    now: datetime,
) -> tuple[SlotFacts, ...]:
    units = {unit.id: unit for unit in activity.units}
    newest: dict[int, SlotFacts] = {}
    asked = {"units": list(units), "now": to_stored(now), **values}
    for row in statement.rows(connection, asked):
        slot = slot_facts(units, row)
        newest[slot.id] = slot
    if not activity.groups:
        return tuple(newest.values())
    by_group = taken_by_group(connection, newest, now)
    return tuple(replace(slot, taken_by_group=by_group[slot.id]) for slot in newest.values())


def slot_facts(units: Mapping[int, Unit], row: Sequence[Any]) -> SlotFacts:
    """A row of ``slots_of``."""
    slot_id, unit_id, day, capacity, taken, waiting, is_cancelled, why, is_served, *mine, over = row
    return SlotFacts(
        id=slot_id,
        unit=units[unit_id],
        day=day,
        capacity=capacity,
        taken=taken - over,
        waiting=waiting,
        is_cancelled=is_cancelled,
        cancel_reason=why,
        mine=None if mine[0] is None else my_booking(*mine),
        is_served=is_served,
    )


def my_booking(
    booking_id: int,
    status: str,
    cents: int,
    surcharge_cents: int,
    rank: int | None,
    reason: str,
    shared: str,
    package: str,
    offered_until: int | None,
    asks_first: bool,
) -> MyBooking:
    return MyBooking(
        id=booking_id,
        status=BookingStatus(status),
        cents=cents,
        surcharge_cents=surcharge_cents,
        rank=rank,
        reason=reason,
        shares=frozen_shares(shared) if shared else (),
        package=package,
        offered_until=None if offered_until is None else from_stored(offered_until),
        asks_first=bool(asks_first),
    )


_OF_ACTIVITY = select(t.slot.c.id, t.slot.c.day).where(
    t.slot.c.unit_id.in_(bindparam("units", expanding=True))
)
_DAYS = _OF_ACTIVITY.where(t.slot.c.id.in_(bindparam("slots", expanding=True)))
_IDS = _OF_ACTIVITY.where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))


def days_of(connection: Connection, activity: Activity, slot_ids: Collection[int]) -> set[date]:
    """Days of the given slots; slots of other activities are ignored."""
    values = {"units": [unit.id for unit in activity.units], "slots": list(slot_ids)}
    return {row.day for row in connection.execute(_DAYS, values)}


_SERVED = (
    select(t.slot.c.unit_id, t.slot.c.day)
    .where(
        t.slot.c.unit_id.in_(bindparam("units", expanding=True)),
        t.slot.c.day >= bindparam("first", type_=Date),
        t.slot.c.is_served,
        t.slot.c.is_cancelled.is_(False),
    )
    .order_by(t.slot.c.day)
)


def served_days(connection: Connection, activity: Activity, first: date) -> dict[int, list[date]]:
    """The days to come (from ``first``, included) on which each unit is served, in order."""
    found: dict[int, list[date]] = {unit.id: [] for unit in activity.units}
    for unit_id, day in connection.execute(_SERVED, {"units": list(found), "first": first}):
        found[unit_id].append(day)
    return found


def ids_between(connection: Connection, activity: Activity, first: date, last: date) -> set[int]:
    """The activity's slots from a local day to another (included)."""
    values = {"units": [unit.id for unit in activity.units], "first": first, "last": last}
    return {row.id for row in connection.execute(_IDS, values)}
