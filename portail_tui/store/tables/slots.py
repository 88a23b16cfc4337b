"""Slots: one unit of an activity on one day, with its places counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import (
    flag,
    identifier,
    refers,
    text,
)


class SlotTable(SQLModel, table=True):
    """A unit on a day. ``taken`` counts the bookings that hold a place (booked, pending, offered),
    ``waiting`` those that wait; both change in the transaction that changes a booking, with this row
    locked."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("unit_id", "day"),
        CheckConstraint("taken >= 0 AND waiting >= 0", name="counts"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
    )

    id: int = identifier()
    unit_id: int = refers("unit.id", index=False)
    day: date
    capacity: int | None = None
    taken: int = 0
    waiting: int = 0
    is_served: bool = flag(default=True)
    """False for a day that the town's file no longer has: nothing more is booked, what is booked stands."""
    is_cancelled: bool
    cancel_reason: str = text()
