"""What services answer and screens show: frozen values, amounts in cents, local dates, UTC instants.

Text that people wrote (names, news) is already free of control characters; it is shown as text, never as
markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.domain.rules.deadlines import Limit
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.refusals import Refused

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Role(StrEnum):
    FAMILY = "family"
    AGENT = "agent"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. Made by ``log_in`` alone; every service checks it again."""

    account_id: int
    role: Role
    family_id: int | None
    """The family of a parent's account; None for the town's staff."""
    name: str
    opened_at: datetime = EPOCH
    """When the session began (UTC, the store's clock): a password chosen since then has ended it."""


# --- the calendar ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit (« matin », « soir », « journée ») of one day, for one child."""

    slot_id: int
    unit: str
    """The unit's code: its column among ``CalendarMonth.units``."""
    state: DayState
    choice: Choice | None
    """What picking it means; None where it can't be picked."""
    price_cents: int | None
    """What picking would cost now, surcharge included; what was charged, for a booked or pending day;
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


@dataclass(frozen=True, slots=True)
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
    """A package of an activity whose days are booked one by one too: « Semaine entière »."""

    monday: date
    label: str
    """The town's: « La semaine »."""
    day: date
    """Its first open day."""
    cell: UnitCell
    """What picking it means, at the price of all its days."""


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month of an activity for a child, every date of it once, in order."""

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
    """Whether the school holidays shown are a projection, the official calendar not being published."""
    blocked: Refused | None = None
    """What stands between this child and a booking (document, inactive account), whatever the colours."""


# --- choosing, saving, confirming ------------------------------------------------------------------


class PickAction(StrEnum):
    BOOK = "book"
    WAIT = "wait"
    CANCEL = "cancel"
    """Leave a booked or pending day."""
    LEAVE = "leave"
    """Leave the waiting list."""


@dataclass(frozen=True, slots=True)
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
    """What is picked for one child."""

    child_id: int
    picks: tuple[Pick, ...]


class Outcome(StrEnum):
    BOOKED = "booked"
    PENDING = "pending"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was saved, line by line, and what was not and why."""

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


@dataclass(frozen=True, slots=True)
class RegularUnit:
    id: int
    label: str
    weekdays: frozenset[int]
    """0 for Monday: those on which it is still served."""


@dataclass(frozen=True, slots=True)
class RegularPeriod:
    label: str
    """« Jusqu'aux vacances de Noël »."""
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class RegularForm:
    """What a weekly pattern is chosen from."""

    child_name: str
    activity_name: str
    units: tuple[RegularUnit, ...]
    periods: tuple[RegularPeriod, ...]
    """The longest first; empty where the activity has no day to come."""
    own_weeks: str
    """« even » or « odd » where the child's custody alternates, or empty."""
    has_waiting_list: bool
    balance_cents: int
    has_siblings: bool = False
    """Whether the activity concerns several of the family's children."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of a weekly pattern: what would become of it, and the pick that does it."""

    line: OutcomeLine
    pick: Pick | None
    """None for a day that cannot be booked: its ``line.refusal`` says why; and for those of a package but its
    first."""
    surcharge_cents: int = 0
    """Of the line's cents, what booking late adds."""


@dataclass(frozen=True, slots=True)
class RegularPlan:
    """What a weekly pattern would book, day by day; nothing is saved yet."""

    child_name: str
    activity_name: str
    days: tuple[PlannedDay, ...]
    skipped: int
    """Days of the pattern without service: holidays, closures, days that are past."""
    total_cents: int
    balance_cents: int
    prepaid: bool
    blocked: Refused | None
    """What stands in the way of all of it (wallet, document…)."""

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(day.pick for day in self.days if day.pick is not None)


# --- home ------------------------------------------------------------------------------------------


class TodoKind(StrEnum):
    ACCOUNT_INACTIVE = "account_inactive"
    PLACE_OFFERED = "place_offered"
    """A place that was waited for is held for the family. ``child_id`` and ``activity_id`` tell its
    calendar, ``until`` (a UTC instant, ISO) the end."""
    LOW_BALANCE = "low_balance"
    BALANCE_TO_SETTLE = "balance_to_settle"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_EXPIRES_SOON = "document_expires_soon"
    INVOICE_DUE = "invoice_due"
    """``cents`` to pay in all, ``overdue_cents`` of them since their due date; ``day``: the next one."""
    QUOTIENT_EXPIRED = "quotient_expired"
    QUOTIENT_EXPIRES_SOON = "quotient_expires_soon"
    QUOTIENT_MISSING = "quotient_missing"
    QUOTIENT_REFUSED = "quotient_refused"


@dataclass(frozen=True, slots=True)
class Todo:
    """Something the family should do. ``details`` feed the sentence: ``cents``, ``document``, ``child``,
    ``day`` (ISO)."""

    kind: TodoKind
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ActivityVignette:
    activity_id: int
    name: str
    type_code: str
    type_label: str
    summary: str
    """A line of the town's: « Lundi, mardi, jeudi et vendredi, 11 h 45 – 13 h 30 »."""
    children: tuple[str, ...]
    """First names of the family's children whom it concerns."""


@dataclass(frozen=True, slots=True)
class NewsVignette:
    title: str
    published_on: date
    summary: str
    body: str
    """Markdown written by the town."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """One of the family's next booked days."""

    day: date
    child_name: str
    activity_name: str
    unit_label: str
    state: DayState


@dataclass(frozen=True, slots=True)
class HomeView:
    family_name: str
    family_number: str
    active: bool
    balance_cents: int
    today: date
    todos: tuple[Todo, ...]
    vignettes: tuple[ActivityVignette, ...]
    news: tuple[NewsVignette, ...]
    has_hints: bool
    """Whether the account has not read the hints of its first visit; never for staff."""
    coming: tuple[ComingDay, ...]
    contact: TownContact


@dataclass(frozen=True, slots=True)
class HintsDismissed:
    """The hints of a first visit are never shown again to the account."""


# --- choosing an activity --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActivityTypeOption:
    code: str
    label: str
    """« Périscolaire (matin, midi, soir) »."""


@dataclass(frozen=True, slots=True)
class ActivityOption:
    activity_id: int
    name: str
    type_code: str
    summary: str
    price: str
    """This child's price in words: « 2,35 € la journée »."""
    price_why: str
    """Why the maximum applies, or empty."""
    missing_documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChildChoices:
    child_id: int
    first_name: str
    age: int
    grade: str
    activities: tuple[ActivityOption, ...]
    """Only those that concern this child; empty gives the message of the leaflet's section 10.3."""


@dataclass(frozen=True, slots=True)
class ChoicesView:
    types: tuple[ActivityTypeOption, ...]
    children: tuple[ChildChoices, ...]
    contact: TownContact


# --- « Vérifiez vos inscriptions » -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
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


# --- the wallet ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Activated:
    balance_cents: int


@dataclass(frozen=True, slots=True)
class ToppedUp:
    operation_id: str
    amount_cents: int
    balance_cents: int


# --- « MA FAMILLE » --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuardianCard:
    name: str
    email: str
    phone: str
    may: tuple[str, ...]
    """What this adult may do, in words."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    label: str
    state: str
    """« manquante », « envoyée », « acceptée », « refusée », « expirée »."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChildCard:
    child_id: int
    first_name: str
    last_name: str
    birth_date: date
    age: int
    school: str
    grade: str
    shared_custody: str
    """« Garde alternée : semaines paires chez vous », or empty. Nothing of the other home."""
    documents: tuple[DocumentLine, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    family_id: int
    name: str
    number: str
    active: bool
    balance_cents: int
    address: tuple[str, ...]
    resident: bool
    quotient: str
    """« 622,50 », or why there is none and the maximum applies."""
    quotient_until: date | None
    guardians: tuple[GuardianCard, ...]
    children: tuple[ChildCard, ...]
    documents: tuple[DocumentLine, ...]
    contact: TownContact


@dataclass(frozen=True, slots=True)
class FamilyHit:
    """A family found by an agent's search."""

    family_id: int
    number: str
    name: str
    children: tuple[str, ...]
    email: str
    town: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    actor: Actor
    landing: Role
