"""Totals of some booked days: their number, and in cents the amounts debited and to be invoiced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import BookingLine

_BOOKED = frozenset({DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    booked: int
    pending: int
    """To be validated by an agent, charged already where the activity is prepaid."""
    waiting: int
    """Waiting for a place, or asked to take one; nothing is charged."""
    prepaid_cents: int
    invoiced_cents: int


def totals_of(lines: Iterable[BookingLine]) -> Totals:
    """Totals of the days listed to a family; days that the town cancelled are not counted."""
    some = tuple(lines)
    charged = [line for line in some if line.state in _BOOKED or line.state is DayState.PENDING]
    return Totals(
        booked=sum(line.state in _BOOKED for line in some),
        pending=sum(line.state is DayState.PENDING for line in some),
        waiting=sum(line.state is DayState.WAITLISTED for line in some),
        prepaid_cents=sum(line.cents for line in charged if line.is_prepaid),
        invoiced_cents=sum(line.cents for line in charged if not line.is_prepaid),
    )
