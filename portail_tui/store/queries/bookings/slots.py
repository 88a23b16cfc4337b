"""Slots, and the bookings on them, as they are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
)

from portail_tui.domain.bookings.day_state import HOLDS_A_PLACE, LIVE, BookingStatus
from portail_tui.domain.bookings.facts import MyBooking, SlotFacts
from portail_tui.domain.bookings.pick_rules import Presence
from portail_tui.domain.rules.rulebook import Activity, Unit
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import Sent
from portail_tui.store.queries.bookings.frozen_prices import frozen_shares
from portail_tui.store.queries.core.instants import from_stored, to_stored

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


_NOT_OVER = or_(
    t.booking.c.status != BookingStatus.OFFERED.value,
    t.booking.c.offered_until > bindparam("now", type_=BigInteger),
)
"""Leaves out the offers that are past their instant, and only those."""
MINE = t.booking.alias("mine")
_OVER = t.booking.alias("over")


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
            # a place whose offer is over is free, whether or not anything has written it down
            select(func.count())
            .where(
                _OVER.c.slot_id == t.slot.c.id,
                _OVER.c.status == BookingStatus.OFFERED.value,
                _OVER.c.offered_until <= bindparam("now", type_=BigInteger),
            )
            .scalar_subquery()
            .label("over"),
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
_SLOTS_BETWEEN = Sent(
    _SLOTS.where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
)
_SLOTS_AMONG = Sent(_SLOTS.where(t.slot.c.id.in_(bindparam("slots", expanding=True))))


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
    """Those of ``slot_ids`` that are the activity's, likewise."""
    values = {"family": family_id, "child": child_id, "slots": list(slot_ids)}
    return _slots(connection, activity, _SLOTS_AMONG, values, now)


def _slots(
    connection: Connection, activity: Activity, statement: Sent, values: dict[str, Any], now: datetime
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


_BY_GROUP = Sent(
    select(t.booking.c.slot_id, t.booking.c.group_code, func.count())
    .where(
        t.booking.c.slot_id.in_(bindparam("slots", expanding=True)),
        t.booking.c.status.in_(tuple(status.value for status in HOLDS_A_PLACE)),
        _NOT_OVER,
    )
    .group_by(t.booking.c.slot_id, t.booking.c.group_code)
)


def taken_by_group(
    connection: Connection, slot_ids: Collection[int], now: datetime
) -> dict[int, dict[str, int]]:
    """How many places of some slots each group holds."""
    found: dict[int, dict[str, int]] = {slot_id: {} for slot_id in slot_ids}
    for slot_id, group, places in _BY_GROUP.rows(
        connection, {"slots": list(slot_ids), "now": to_stored(now)}
    ):
        found[slot_id][group] = places
    return found


_PRESENCES = Sent(
    select(
        t.booking.c.child_id,
        t.booking.c.family_id,
        t.slot.c.id,
        t.booking.c.status,
        t.slot.c.day,
        t.unit.c.starts_minute,
        t.unit.c.ends_minute,
        t.activity.c.name,
        t.unit.c.id.label("unit_id"),
    )
    .select_from(
        t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
        .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
    )
    .where(
        t.booking.c.child_id.in_(bindparam("children", expanding=True)),
        t.booking.c.status.in_(_LIVE),
        _NOT_OVER,
        t.slot.c.day.in_(bindparam("days", expanding=True)),
    )
)


def presences(
    connection: Connection, child_ids: Collection[int], days: Collection[date], now: datetime
) -> dict[int, list[Presence]]:
    """Where some children are booked, pending, offered a place or waiting on some days, all homes included,
    by child. ``now``: UTC."""
    found: dict[int, list[Presence]] = {child_id: [] for child_id in child_ids}
    values = {"children": list(child_ids), "days": list(days), "now": to_stored(now)}
    for row in _PRESENCES.rows(connection, values):
        child_id, family_id, slot_id, status, day, starts, ends, name, unit_id = row
        found[child_id].append(
            Presence(
                family_id=family_id,
                slot_id=slot_id,
                status=BookingStatus(status),
                day=day,
                starts_minute=starts,
                ends_minute=ends,
                activity_name=name,
                unit_id=unit_id,
            )
        )
    return found


_OF_ACTIVITY = select(t.slot.c.id, t.slot.c.day).where(
    t.slot.c.unit_id.in_(bindparam("units", expanding=True))
)
_DAYS = _OF_ACTIVITY.where(t.slot.c.id.in_(bindparam("slots", expanding=True)))
_IDS = _OF_ACTIVITY.where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))


def days_of(connection: Connection, activity: Activity, slot_ids: Collection[int]) -> set[date]:
    """The days of those of some slots that are the activity's."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry:
    """Who waits for a slot, or was offered a place of it."""

    id: int
    slot_id: int
    child_id: int
    family_id: int
    is_regular: bool
    package: str
    asks_first: bool
    offered_until: datetime | None
    """UTC; None for one that waits."""


_QUEUE = Sent(
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.child_id,
        t.booking.c.family_id,
        t.booking.c.is_regular,
        t.booking.c.package,
        t.booking.c.asks_first,
        case(
            (t.booking.c.status == BookingStatus.OFFERED.value, t.booking.c.offered_until), else_=None
        ).label("offered_until"),
    )
    .where(
        t.booking.c.slot_id.in_(bindparam("slots", expanding=True)),
        t.booking.c.status.in_((BookingStatus.WAITING.value, BookingStatus.OFFERED.value)),
    )
    .order_by(t.booking.c.slot_id, t.booking.c.wait_order)
)


def queue(connection: Connection, slot_ids: Collection[int]) -> list[WaitingEntry]:
    """Who waits for some slots or was offered a place of them, by slot, in order of arrival."""
    if not slot_ids:
        return []
    rows = _QUEUE.rows(connection, {"slots": list(slot_ids)})
    return [WaitingEntry(**{**row._asdict(), "offered_until": _instant(row.offered_until)}) for row in rows]


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else from_stored(stored)


def waiting(connection: Connection, slot_ids: Collection[int]) -> list[WaitingEntry]:
    """Who waits for some slots, likewise."""
    return [entry for entry in queue(connection, slot_ids) if entry.offered_until is None]


_PENDING = Sent(
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.child_id,
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


def pending_up_to(connection: Connection, family_id: int, today: date) -> Sequence[Any]:
    """The family's bookings that no agent has treated yet, up to a local day (included)."""
    return _PENDING.rows(connection, {"family": family_id, "today": today})


_OF_FAMILY = (
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.status,
        t.booking.c.cents,
        t.booking.c.offered_until,
        t.booking.c.package,
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
    .order_by(
        case((t.booking.c.status == BookingStatus.OFFERED.value, 0), else_=1),
        t.slot.c.day,
        t.child.c.birth_on,
        t.child.c.id,
        t.unit.c.starts_minute,
        t.booking.c.id,
    )
    .limit(bindparam("most", type_=Integer))
)


def of_family(connection: Connection, family_id: int, first: date, most: int) -> Sequence[Any]:
    """The family's live bookings from a local day on: the places offered first, then by day and child."""
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
