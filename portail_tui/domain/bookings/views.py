"""Values that booking services answer and screens show: amounts in cents, local dates, UTC instants.

Text that people wrote (names, news) holds no control character; it is shown as text, never as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.domain.rules.deadlines import Limit
from portail_tui.domain.shared.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCell:
    """One unit (« matin », « soir », « journée ») of one day, for one child."""

    slot_id: int
    unit: str
    """The unit's code: its column among ``CalendarMonth.units``."""
    state: DayState
    choice: Choice | None
    """Choice that picking it makes; None where it cannot be picked."""
    price_cents: int | None
    """Price of a booking made now, surcharge included; for a booked or pending day, the amount charged;
    None elsewhere."""
    surcharge_cents: int = 0
    """The part of ``price_cents`` due to booking late."""
    places_left: int | None = None
    """Only when few are left; None otherwise."""
    why: NotOffered | None = None
    note: str = ""
    """One short French sentence for the line below the grid: the limit, the rank, the reason."""
    rank: int | None = None
    """Place in the waiting list, from 1."""
    package: str = ""
    """« code@monday » of the package that it is picked with; its price is then the whole package's."""
    together: tuple[int, ...] = ()
    """The slots of that package, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One date of the grid. ``units`` is empty where the activity never takes place that day."""

    day: date
    units: tuple[UnitCell, ...] = ()
    public_holiday: str = ""
    school_holiday: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitLabel:
    code: str
    label: str
    """« Matin », « Soir », « Journée »."""


@dataclass(frozen=True, slots=True)
class WeekOffer:
    """A whole-week package of an activity whose days can also be booked one by one (« Semaine entière »)."""

    monday: date
    label: str
    """The town's: « La semaine »."""
    day: date
    """Its first open day."""
    cell: UnitCell
    """State and choice of the package, at the price of all its days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMonth:
    """A month of an activity for a child: every date once, in order."""

    year: int
    month: int
    today: date
    days: tuple[DayCell, ...]
    units: tuple[UnitLabel, ...]
    child_id: int
    child_name: str
    activity_id: int
    activity_name: str
    balance_cents: int
    prepaid: bool
    has_waiting_list: bool
    needs_validation: bool
    first_day: date
    """The school year's bounds: months outside them are not reached."""
    last_day: date
    has_siblings: bool = False
    """Whether the activity concerns several of the family's children."""
    weeks: tuple[WeekOffer, ...] = ()
    """Packages that can be picked now, of the weeks that touch the month; where days are booked by the week
    only, their cells say so themselves."""
    opening: str = ""
    """« Ouverture le mardi 1er décembre 2026 à 8 h 00 » where a day of the month is not open yet."""
    holidays_projected: bool = False
    """Whether the school holidays shown are a projection, because the official calendar is not published
    yet."""
    blocked: Refused | None = None
    """The obstacle between this child and any booking (document, inactive account), whatever the colours."""


class PickAction(StrEnum):
    BOOK = "book"
    WAIT = "wait"
    CANCEL = "cancel"
    """Leave a booked or pending day."""
    LEAVE = "leave"
    """Leave the waiting list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One day picked on screen, with the price it showed."""

    slot_id: int
    action: PickAction
    shown_cents: int
    """Price shown for BOOK (surcharge included), amount credited for CANCEL, 0 for the waiting list."""
    package: str = ""
    """« code@monday »: all the open days of that week's package, at its price, and not that day alone."""
    asks_first: bool = False
    """Of WAIT: the family wants to be asked before it is given a place (« Prévenez-moi d'abord »)."""


@dataclass(frozen=True, slots=True)
class ChildPicks:
    """The picks of one child."""

    child_id: int
    picks: tuple[Pick, ...]


class Outcome(StrEnum):
    BOOKED = "booked"
    PENDING = "pending"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    day: date
    unit_label: str
    outcome: Outcome
    cents: int
    """Debited (> 0) or credited (< 0) for this line."""
    rank: int | None = None
    refusal: Refused | None = None


@dataclass(frozen=True, slots=True)
class BookedTogether:
    """The confirmations of several children, in the order they were asked."""

    children: tuple[Confirmation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The outcome of a request, line by line, with the reason of each refusal."""

    operation_id: str
    child_name: str
    activity_name: str
    lines: tuple[OutcomeLine, ...]
    debited_cents: int
    """Net: bookings less cancellations; negative where the wallet was credited."""
    balance_cents: int
    prepaid: bool


@dataclass(frozen=True, slots=True)
class EnrolmentAsked:
    """A family asked that its child be accepted in an activity; an agent will answer."""

    child_name: str
    activity_name: str
    school_year: str
    """« 2026-2027 »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    booking_id: int
    day: date
    child_id: int
    child_name: str
    activity_id: int
    activity_name: str
    unit_label: str
    state: DayState
    cents: int
    cancel_until: Limit
    is_prepaid: bool = True
    """False where its cents go on the month's invoice."""
    rank: int | None = None
    """Place in the waiting list; None too for a place that is held for the family."""


@dataclass(frozen=True, slots=True)
class BookingsView:
    today: date
    lines: tuple[BookingLine, ...]
    """By day, then child; from the beginning of the school year onwards."""
