"""Enrolments, bookings and waiting entries."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import amount, count, flag, identifier, instant, one_of, refers, text

_LIVE = "status IN ('booked', 'pending', 'offered', 'waiting')"

_PENDING, _OFFERED = "status = 'pending'", "status = 'offered'"


class BookingTable(SQLModel, table=True):
    """A child on a slot, for the family that pays. A day left and booked again is a new row."""

    __tablename__ = "booking"
    __table_args__ = (
        one_of("status", ("booked", "pending", "offered", "waiting", "cancelled", "lapsed")),
        CheckConstraint(
            "cents >= 0 AND third_party_cents >= 0 "
            "AND surcharge_cents >= 0 AND surcharge_cents <= cents + third_party_cents",
            name="amounts",
        ),
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("(status = 'waiting') <= (wait_order IS NOT NULL)", name="waiting_has_an_order"),
        CheckConstraint("(status = 'offered') <= (offered_until IS NOT NULL)", name="offer_has_an_end"),
        # one live booking per child and slot, whichever home made it
        Index(
            "uq_booking_live",
            "child_id",
            "slot_id",
            unique=True,
            sqlite_where=sql(_LIVE),
            postgresql_where=sql(_LIVE),
        ),
        Index("ix_booking_child_slot", "child_id", "slot_id"),
        # the few that wait for somebody, among all those there are
        Index("ix_booking_pending", "created_at", sqlite_where=sql(_PENDING), postgresql_where=sql(_PENDING)),
        Index(
            "ix_booking_offered", "offered_until", sqlite_where=sql(_OFFERED), postgresql_where=sql(_OFFERED)
        ),
        Index("ix_booking_slot_status", "slot_id", "status"),
    )

    id: int = identifier()
    slot_id: int = refers("slot.id", index=False)
    child_id: int = refers("child.id", index=False)
    family_id: int = refers("family.id")
    status: str = text()
    cents: int = amount()
    """Charged to the family, surcharge included; 0 while waiting or offered."""
    surcharge_cents: int = amount()
    third_party_cents: int = amount(defaults=True)
    """Amount that third parties owe for the same day."""
    quantity: int = 1
    tariff: str = text()
    """Frozen price, JSON."""
    rank: int = count(1)
    """The child's, among its household's in the activity, when it was booked: re-pricing keeps it."""
    is_regular: bool = flag(default=False)
    is_late: bool = flag(default=False)
    """Booked after the ordinary limit."""
    package: str = text("")
    """« code@monday » of the package that it is a day of, or empty."""
    group_code: str = text("")
    """Group whose place it holds, or empty."""
    asks_first: bool = flag(default=False)
    """A waiting entry that wants to be asked before it is given a place."""
    offered_until: int | None = instant(null=True)
    """Until when an offered place is held."""
    wait_order: int | None = instant(null=True)
    """Order of arrival in the slot's waiting list."""
    reason: str = text()
    """Why it was refused or lapsed, for the family."""
    operation_id: str = text()
    created_at: int = instant()
    changed_at: int = instant()
