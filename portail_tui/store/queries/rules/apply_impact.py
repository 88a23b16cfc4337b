"""Days that families have booked or wait for, as a change of the règlement finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, exists, func, or_, select

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.places import HOLDING

MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupiedSlot:
    """A slot that somebody has booked or waits for, not cancelled by the town."""

    id: int
    unit_id: int
    day: date
    capacity: int | None
    taken: int
    waiting: int
    is_served: bool

    @property
    def excess(self) -> int:
        """Bookings beyond its places."""
        return 0 if self.capacity is None else max(0, self.taken - self.capacity)


class HeldPlace(NamedTuple):
    """A booking, by its slot and family."""

    slot_id: int
    family_id: int


class WaitingChild(NamedTuple):
    slot_id: int
    unit_id: int
    family_id: int


def occupied(connection: Connection, today: date) -> dict[int, OccupiedSlot]:
    """Slots from ``today`` (local date) on that are booked or waited for, by id."""
    columns = [t.slot.c[field.name] for field in fields(OccupiedSlot)]
    found = select(*columns).where(
        t.slot.c.day >= today, or_(t.slot.c.taken > 0, t.slot.c.waiting > 0), ~t.slot.c.is_cancelled
    )
    return {row.id: OccupiedSlot(**row._mapping) for row in connection.execute(found)}


def holders(connection: Connection, slot_ids: Collection[int]) -> list[HeldPlace]:
    """Each booking that holds a place on some slots."""
    found = select(t.booking.c.slot_id, t.booking.c.family_id).where(t.booking.c.status.in_(HOLDING))
    return [
        HeldPlace(*row)
        for part in _parts(slot_ids)
        for row in connection.execute(found.where(t.booking.c.slot_id.in_(part)))
    ]


def waiters(connection: Connection, slot_ids: Collection[int]) -> list[WaitingChild]:
    """Each entry that waits for some slots, by slot."""
    found = (
        select(t.booking.c.slot_id, t.slot.c.unit_id, t.booking.c.family_id)
        .select_from(t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id))
        .where(t.booking.c.status == BookingStatus.WAITING.value)
        .order_by(t.booking.c.slot_id, t.booking.c.id)
    )
    return [
        WaitingChild(*row)
        for part in _parts(slot_ids)
        for row in connection.execute(found.where(t.booking.c.slot_id.in_(part)))
    ]


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + MOST_AT_ONCE] for start in range(0, len(ordered), MOST_AT_ONCE))


def held_by_activity(connection: Connection) -> dict[int, int]:
    """Number of bookings, past ones included, that hold a place, by activity."""
    counted = (
        select(t.unit.c.activity_id, func.count())
        .select_from(
            t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id).join(
                t.unit, t.unit.c.id == t.slot.c.unit_id
            )
        )
        .where(t.booking.c.status.in_(HOLDING))
        .group_by(t.unit.c.activity_id)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def expected_twice(
    connection: Connection, unit_ids: Collection[int], today: date
) -> dict[tuple[str, str], int]:
    """Number of days, from ``today`` (local date) on, on which a child is booked on two units that
    overlap, by the codes of their activities."""
    one, other = t.booking.alias("one"), t.booking.alias("other")
    slot, beside = t.slot.alias("slot_of_one"), t.slot.alias("slot_of_other")
    unit, second = t.unit.alias("unit_of_one"), t.unit.alias("unit_of_other")
    mine, theirs = t.activity.alias("activity_of_one"), t.activity.alias("activity_of_other")
    found = (
        select(mine.c.code, theirs.c.code, func.count())
        .select_from(
            one.join(slot, slot.c.id == one.c.slot_id)
            .join(unit, unit.c.id == slot.c.unit_id)
            .join(mine, mine.c.id == unit.c.activity_id)
            .join(other, and_(other.c.child_id == one.c.child_id, other.c.id != one.c.id))
            .join(beside, and_(beside.c.id == other.c.slot_id, beside.c.day == slot.c.day))
            .join(second, second.c.id == beside.c.unit_id)
            .join(theirs, theirs.c.id == second.c.activity_id)
        )
        .where(
            unit.c.id.in_(unit_ids),
            slot.c.day >= today,
            one.c.status.in_(HOLDING),
            other.c.status.in_(HOLDING),
            second.c.starts_minute < unit.c.ends_minute,
            unit.c.starts_minute < second.c.ends_minute,
        )
        .group_by(mine.c.code, theirs.c.code)
        .order_by(mine.c.code, theirs.c.code)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(found)}


def regie(connection: Connection) -> tuple[str, bool]:
    """The code of the town's régie, and whether any money has moved in it."""
    moved = exists().where(t.ledger_movement.c.regie_id == t.regie.c.id)
    row = connection.execute(select(t.regie.c.code, moved).order_by(t.regie.c.id).limit(1)).one()
    return row[0], bool(row[1])
