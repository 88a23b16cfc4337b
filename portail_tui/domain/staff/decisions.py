"""Requests that wait for an agent, and the answers to agents' decisions: frozen values, cents, local
dates, UTC instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLine:
    """A booking that waits for an agent."""

    booking_id: int
    family_id: int
    family_name: str
    family_number: str
    child_name: str
    activity_name: str
    unit_label: str
    day: date
    cents: int
    asked_at: datetime
    """Instant of the family's request (UTC)."""
    lapses_at: datetime
    """Start of the unit (UTC): a request without answer is then cancelled and credited."""
    package: str = ""
    """The same for all the days of a package, which are decided together; empty for a day by itself."""


@dataclass(frozen=True, slots=True)
class BookingDecided:
    """The decision on a booking, or on all the days of its package."""

    booking_ids: tuple[int, ...]
    accepted: bool
    credited_cents: int
    """Given back to the family's wallet; 0 where it was accepted, or is invoiced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentLine:
    """A child that waits to be accepted in an activity, for a school year."""

    enrolment_id: int
    family_id: int
    family_name: str
    family_number: str
    child_name: str
    birth_on: date
    activity_name: str
    school_year: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class EnrolmentDecided:
    enrolment_id: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class QuotientAccepted:
    from_on: date
    """First day served that it counts for."""
    bookings: int
    """Number of prepaid days whose price changed."""
    debited_cents: int
    """Out of the family's wallets for them; negative where they were credited."""
    balance_cents: int


class RefundMeans(StrEnum):
    """Means by which money is paid back, outside of the portal."""

    TRANSFER = "virement"
    CHEQUE = "chèque"
    CASH = "espèces"


@dataclass(frozen=True, slots=True)
class WalletChanged:
    """An operation that an agent recorded on a family's wallet."""

    operation_id: str
    cents: int
    """In favour of the family (> 0), or out of its wallet (< 0)."""
    balance_cents: int
    """Afterwards."""
