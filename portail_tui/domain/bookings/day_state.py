"""The state of a day for a child, an activity's unit, a day and an instant: eight colours, or not offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portail_tui.domain.rules.deadlines import Limits


class DayState(StrEnum):
    """State of a day in the calendar. The order of members is their precedence: the first that applies
    wins."""

    BOOKED_CANCELLABLE = "booked_cancellable"
    BOOKED_LOCKED = "booked_locked"
    PENDING = "pending"
    WAITLISTED = "waitlisted"
    NOT_OFFERED = "not_offered"
    FULL = "full"
    LATE = "late"
    CANCELLED = "cancelled"
    AVAILABLE = "available"


class Choice(StrEnum):
    """A choice not saved yet, shown over a day's state."""

    SELECTED = "selected"
    """The day will be booked (it was available, late or cancelled), or its waiting list joined (it was
    full)."""
    UNSELECTED = "unselected"
    """A booked, pending or waiting day to be left."""


class BookingStatus(StrEnum):
    """Status of the newest booking of a child, by one family, for one slot."""

    BOOKED = "booked"
    PENDING = "pending"
    OFFERED = "offered"
    """A freed place, held for a while for a family that wants to be asked (« Prévenez-moi d'abord »)."""
    WAITING = "waiting"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """A waiting entry whose time has passed: the day shows its ordinary state again."""


HOLDS_A_PLACE = frozenset({BookingStatus.BOOKED, BookingStatus.PENDING, BookingStatus.OFFERED})
LIVE = HOLDS_A_PLACE | {BookingStatus.WAITING}


class NotOffered(StrEnum):
    """Why a day cannot be booked whatever its places: first reason that applies, in this order."""

    TOWN_CANCELLED = "town_cancelled"
    CLOSED = "closed"
    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    PAST = "past"
    NOT_ELIGIBLE = "not_eligible"
    OTHER_WEEK = "other_week"
    """A week of the child's other home, where the town lets each home book its own only."""
    NOT_BOOKABLE = "not_bookable"
    """The règlement gives no limit for this day: a weekday that its table leaves out."""
    NOT_OPEN_YET = "not_open_yet"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """All that decides a day's state."""

    status: BookingStatus | None
    """The newest booking of this child by this family, or None."""
    barred: NotOffered | None
    """Why the day is not offered, leaving deadlines aside; None where only time and places decide."""
    places_left: int | None
    """Places free now; None where the activity has no capacity."""
    limits: Limits
    starts_at: datetime | None = None
    """UTC; when the unit starts. A pending booking still untreated then has lapsed."""


def state_of(facts: DayFacts, now: datetime) -> DayState:
    """The one state of a day at ``now`` (a UTC instant). Total: every combination of facts has an answer.

    A town cancelling a day comes before any booking of it: the booking was credited, and the day reads
    « Annulé par la mairie ».
    """
    if facts.barred is NotOffered.TOWN_CANCELLED:
        return DayState.NOT_OFFERED
    match facts.status:
        case BookingStatus.BOOKED:
            in_time = facts.limits.cancelling.includes(now)
            return DayState.BOOKED_CANCELLABLE if in_time else DayState.BOOKED_LOCKED
        case BookingStatus.PENDING if facts.starts_at is None or now < facts.starts_at:
            return DayState.PENDING
        case BookingStatus.OFFERED:
            return DayState.WAITLISTED
        case BookingStatus.WAITING if facts.limits.cancelling.includes(now):
            return DayState.WAITLISTED
    if facts.barred is not None or not facts.limits.last.includes(now):
        return DayState.NOT_OFFERED
    if facts.places_left is not None and facts.places_left <= 0:
        return DayState.FULL
    if not facts.limits.ordinary.includes(now):
        return DayState.LATE
    if facts.status in (BookingStatus.CANCELLED, BookingStatus.PENDING):
        return DayState.CANCELLED
    return DayState.AVAILABLE


def choice_for(state: DayState, *, has_waiting_list: bool, may_leave: bool) -> Choice | None:
    """Choice that picking a day in ``state`` makes, or None where it cannot be picked.

    ``may_leave``: whether the cancelling limit has not passed. Until then a pending booking may be withdrawn
    and a waiting list joined (the entry lapses at that limit); a waiting list may always be left.
    """
    match state:
        case DayState.AVAILABLE | DayState.LATE | DayState.CANCELLED:
            return Choice.SELECTED
        case DayState.FULL:
            return Choice.SELECTED if has_waiting_list and may_leave else None
        case DayState.BOOKED_CANCELLABLE | DayState.WAITLISTED:
            return Choice.UNSELECTED
        case DayState.PENDING:
            return Choice.UNSELECTED if may_leave else None
        case _:
            return None
