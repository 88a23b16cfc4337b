"""The bookings of a family as its lists show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Date, Integer, bindparam, case, select

from portail_tui.domain.bookings.day_state import LIVE, BookingStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.waiting_lists import rank_of
from portail_tui.store.queries.core.instants import instant
from portail_tui.store.queries.core.rows import rows_of

_LIVE = tuple(sorted(status.value for status in LIVE))


class FamilyBooking(NamedTuple):
    """A booked, pending, offered or waiting day of a family."""

    id: int
    slot_id: int
    status: str
    cents: int
    offered_until: datetime | None
    """UTC instant until which a place is offered."""
    package: str
    """Shared by the days that were booked at one price; empty for a day by itself."""
    child_id: int
    first_name: str
    day: date
    """Local day."""
    is_cancelled: bool
    """By the town."""
    unit_label: str
    starts_minute: int
    """Minutes from midnight, local time."""
    activity_id: int
    rank: int | None
    """In the waiting list, from 1; None for a day that does not wait."""


_OF_FAMILY = (
    select(
        t.booking.c.id,
        t.booking.c.slot_id,
        t.booking.c.status,
        t.booking.c.cents,
        instant(t.booking.c.offered_until),
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


def bookings_of(connection: Connection, family_id: int, first: date, most: int) -> list[FamilyBooking]:
    """The family's live bookings of ``first`` (local day) or later, at most ``most``: first the places
    offered, then the others by day, child (oldest first) and hour."""
    values = {"family": family_id, "first": first, "most": most}
    return rows_of(FamilyBooking, connection.execute(_OF_FAMILY, values).all())
