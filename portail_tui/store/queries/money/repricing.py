"""Prepaid bookings to be priced again, and quotients that an agent accepts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, bindparam, or_, select, update

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.money.repricing import BookedDay
from portail_tui.domain.rules.quotients import ProofStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.booking_changes import Charge
from portail_tui.store.queries.bookings.frozen_prices import frozen_shares
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import columns_of, rows_of

_CHARGED = (BookingStatus.BOOKED.value, BookingStatus.PENDING.value)
_WEEK = timedelta(days=7)
"""A package's days are all in one week: its first may be before the day asked for."""

_FROM = (
    t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id)
    .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
    .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
)
_PREPAID = select(
    t.booking.c.id,
    t.booking.c.family_id,
    t.booking.c.child_id,
    t.child.c.first_name,
    t.unit.c.activity_id,
    t.unit.c.id,
    t.slot.c.day,
    t.unit.c.starts_minute,
    t.booking.c.status,
    t.booking.c.cents,
    t.booking.c.surcharge_cents,
    t.booking.c.third_party_cents,
    t.booking.c.tariff,
    t.booking.c.rank,
    t.booking.c.is_regular,
    t.booking.c.is_late,
    t.booking.c.package,
    t.booking.c.operation_id,
).select_from(_FROM.join(t.child, t.child.c.id == t.booking.c.child_id))
_OF_FAMILIES = _PREPAID.where(
    t.booking.c.family_id.in_(bindparam("families", expanding=True)),
    t.activity.c.is_prepaid,
    t.slot.c.day >= bindparam("first", type_=Date),
    or_(t.booking.c.status.in_(_CHARGED), t.booking.c.package != ""),
).order_by(t.booking.c.id)


def prepaid_days(connection: Connection, family_ids: Collection[int], first: date) -> list[BookedDay]:
    """The families' prepaid bookings of ``first`` (local day) and later; those of a package that has begun
    less than a week before, too, and its days that are not booked any more: its price is shared with them."""
    values = {"families": list(family_ids), "first": first - _WEEK}
    rows = [_booked(row) for row in connection.execute(_OF_FAMILIES, values)]
    return [one for one in rows if one.day >= first or one.package]


def _booked(row: Any) -> BookedDay:
    booking_id, family_id, child_id, name, activity_id, unit_id, day, starts, status, *charged = row
    cents, surcharge, third_party, tariff, rank, is_regular, is_late, package, operation = charged
    return BookedDay(
        id=booking_id,
        family_id=family_id,
        child_id=child_id,
        child_name=name,
        activity_id=activity_id,
        unit_id=unit_id,
        day=day,
        starts_minute=starts,
        is_live=status in _CHARGED,
        cents=cents,
        surcharge_cents=surcharge,
        shares=frozen_shares(tariff) if third_party else (),
        rank=rank,
        is_regular=is_regular,
        is_late=is_late,
        package=package,
        operation_id=operation,
    )


_FAMILIES = (
    select(t.booking.c.family_id)
    .distinct()
    .select_from(_FROM)
    .where(
        t.unit.c.activity_id.in_(bindparam("activities", expanding=True)),
        t.activity.c.is_prepaid,
        t.slot.c.day >= bindparam("first", type_=Date),
        t.booking.c.status.in_(_CHARGED),
    )
    .order_by(t.booking.c.family_id)
)


def families_with_prepaid(
    connection: Connection, activity_ids: Collection[int], first: date
) -> Sequence[int]:
    """Families with a prepaid booking in some activities, of ``first`` (local day) or later."""
    values = {"activities": list(activity_ids), "first": first}
    return connection.execute(_FAMILIES, values).scalars().all()


_CHARGE = (
    update(t.booking)
    .where(t.booking.c.id == bindparam("booking"))
    .values(
        cents=bindparam("to_cents"),
        surcharge_cents=bindparam("to_surcharge"),
        third_party_cents=bindparam("to_third_party"),
        quantity=bindparam("to_quantity"),
        tariff=bindparam("to_tariff"),
        changed_at=bindparam("at"),
    )
)


def charge_again(connection: Connection, charges: Sequence[tuple[int, Charge]], at: datetime) -> None:
    """Update the amounts of bookings, by id. Their families' wallets are locked."""
    if charges:
        rows = [
            {
                "booking": booking_id,
                "to_cents": charge.cents,
                "to_surcharge": charge.surcharge_cents,
                "to_third_party": charge.third_party_cents,
                "to_quantity": charge.quantity,
                "to_tariff": charge.tariff,
                "at": to_stored(at),
            }
            for booking_id, charge in charges
        ]
        connection.execute(_CHARGE, rows)


class QuotientRow(NamedTuple):
    """A family's quotient, sent, accepted or refused. Local days."""

    id: int
    from_on: date
    to_on: date | None
    """Last day on which it counts; None where it has no end."""
    status: str
    proof_sent_on: date | None


_QUOTIENTS = select(*columns_of(t.family_quotient, QuotientRow)).where(
    t.family_quotient.c.family_id == bindparam("family")
)


def family_of_quotient(connection: Connection, quotient_id: int) -> int | None:
    """The family of a quotient in any state; None where there is no such quotient."""
    statement = select(t.family_quotient.c.family_id).where(t.family_quotient.c.id == quotient_id)
    return connection.execute(statement).scalar()


def quotient_rows(connection: Connection, family_id: int) -> list[QuotientRow]:
    """All the quotients that the family declared, in no order."""
    return rows_of(QuotientRow, connection.execute(_QUOTIENTS, {"family": family_id}).all())


def accept_quotient(connection: Connection, quotient_id: int, from_on: date) -> None:
    """Accept a quotient that was sent, from a local day on. The caller holds the family's wallets."""
    connection.execute(
        update(t.family_quotient)
        .where(t.family_quotient.c.id == quotient_id)
        .values(status=ProofStatus.ACCEPTED.value, from_on=from_on)
    )
