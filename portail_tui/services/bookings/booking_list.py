"""« Vérifiez vos inscriptions », and the next days on the home page."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.day_state import BookingStatus, DayFacts, DayState, NotOffered, state_of
from portail_tui.domain.bookings.views import BookingLine, BookingsView
from portail_tui.domain.rules.deadlines import Limits, utc_of
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.core.access import Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.bookings import family_bookings
from portail_tui.store.queries.bookings.family_bookings import FamilyBooking

LOOK_BACK = timedelta(days=31)
"""How far back bookings are listed outside a school year, and early in one."""
MOST_LINES = 5000
"""Bound on the lines of a page, far above what a family books in a year."""

_SHOWN = frozenset(
    {
        DayState.BOOKED_CANCELLABLE,
        DayState.BOOKED_LOCKED,
        DayState.PENDING,
        DayState.WAITLISTED,
        DayState.NOT_OFFERED,
    }
)


def show_bookings(context: ServiceContext, *, actor: Actor, family_id: int) -> BookingsView | Refused:
    """What the family has booked, asked for or waits for; one statement."""

    def show(connection: Connection, admitted: Admitted) -> BookingsView:
        return BookingsView(admitted.today, lines_of(connection, admitted))

    return show_to(context, actor, family_id, "bookings", show)


def lines_of(connection: Connection, admitted: Admitted) -> tuple[BookingLine, ...]:
    """The family's booked, pending and waiting days of the school year and those to come; by day, then
    child."""
    year = admitted.rulebook.year_of(admitted.today)
    first = admitted.today - LOOK_BACK
    first = min(first, year.first_on) if year else first
    rows = family_bookings.bookings_of(connection, admitted.family_id, first, MOST_LINES)
    lines = (_line(admitted, row) for row in sorted(rows, key=lambda row: row.day))
    return tuple(line for line in lines if line is not None)


def state_of_row(admitted: Admitted, row: FamilyBooking) -> tuple[DayState, Limits] | None:
    """State and deadlines of a listed booking; None for one that has lapsed, or whose activity has ended."""
    activity = admitted.rulebook.activities.get(row.activity_id)
    if activity is None:
        return None
    if row.offered_until is not None and row.offered_until <= admitted.now:
        return None
    limits = admitted.rulebook.limits(activity, row.day, row.starts_minute)
    facts = DayFacts(
        status=BookingStatus(row.status),
        barred=NotOffered.TOWN_CANCELLED if row.is_cancelled else None,
        places_left=None,
        limits=limits,
        starts_at=utc_of(row.day, row.starts_minute),
    )
    state = state_of(facts, admitted.now)
    if state not in _SHOWN or (state is DayState.NOT_OFFERED and not row.is_cancelled):
        return None
    return state, limits


def until_start(row: FamilyBooking, now: datetime) -> bool:
    """Whether a listed day is still to come."""
    return now < utc_of(row.day, row.starts_minute)


def _line(admitted: Admitted, row: FamilyBooking) -> BookingLine | None:
    found = state_of_row(admitted, row)
    if found is None:
        return None
    state, limits = found
    return BookingLine(
        booking_id=row.id,
        day=row.day,
        child_id=row.child_id,
        child_name=row.first_name,
        activity_id=row.activity_id,
        activity_name=admitted.rulebook.activities[row.activity_id].name,
        unit_label=row.unit_label,
        state=state,
        cents=row.cents,
        cancel_until=limits.cancelling,
        is_prepaid=admitted.rulebook.activities[row.activity_id].is_prepaid,
        rank=row.rank if state is DayState.WAITLISTED else None,
    )
