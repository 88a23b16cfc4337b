"""The règlement of a town as one frozen value: every rule, and no fact about any family.

Built from the store or from the town's file; the calendar, the transaction that saves and the commands
without a store all ask it the same questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portail_tui.domain.rules.deadlines import NEVER, DeadlineRule, Limits, SlotTime
from portail_tui.domain.rules.document_types import MEANS_PROOF, DocumentType
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import Group
from portail_tui.domain.rules.legal_notices import NO_NOTICES, Notices
from portail_tui.domain.rules.mail_server import MailServer
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.quotient_formula import PartsRule
from portail_tui.domain.rules.residence import NO_EXCEPTIONS, ResidentExceptions
from portail_tui.domain.rules.school_calendar import SchoolYear, Span, TownCalendar
from portail_tui.domain.rules.tariffs import Surcharge, TariffGrid, grid_on

__all__ = [
    "Activity",
    "ActivityType",
    "Opening",
    "Rulebook",
    "SchoolYear",
    "Span",
    "Town",
    "TownContact",
    "Unit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A part of a day at an activity (« matin », « soir »): local minutes from midnight."""

    id: int
    code: str
    label: str
    starts_minute: int
    ends_minute: int
    tariff_code: str = ""
    """Empty where the activity's tariff is its own."""
    requires: tuple[str, ...] = ()
    """Codes of the units that must be booked the same day."""
    excludes: tuple[str, ...] = ()
    """Codes of the units that cannot be booked the same day."""
    is_closed: bool = False
    """The town's file no longer names it: nothing more is booked, what is booked stands."""


@dataclass(frozen=True, slots=True)
class Opening:
    """From which instant the days of a period can be booked, for an audience."""

    first_on: date
    last_on: date
    for_residents_only: bool
    opens_at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class ActivityType:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    id: int
    code: str
    name: str
    summary: str
    type_code: str
    regie_id: int
    is_prepaid: bool
    needs_validation: bool
    has_waiting_list: bool
    enrolment_first: bool
    eligibility: Eligibility
    booking_rule: DeadlineRule
    late_rule: DeadlineRule | None
    cancel_rule: DeadlineRule
    surcharge: Surcharge | None
    tariff_code: str
    few_places: int
    """The calendar shows the number of places left when it is this or less."""
    units: tuple[Unit, ...]
    openings: tuple[Opening, ...] = ()
    """Empty: always open."""
    document_ids: tuple[int, ...] = ()
    closures: tuple[Span, ...] = ()
    groups: tuple[Group, ...] = ()
    """Empty: no places by group."""
    packages: tuple[Package, ...] = ()
    packages_only: bool = False
    """Days cannot be booked one by one."""
    least_days_a_week: int = 0
    is_closed: bool = False
    """The town's file no longer names it: nothing more is booked, what is booked stands."""

    @property
    def looks_at_weeks(self) -> bool:
        """Whether deciding on a day needs the other days of its week."""
        return bool(
            self.packages
            or self.least_days_a_week
            or any(unit.requires or unit.excludes for unit in self.units)
        )

    @property
    def open_units(self) -> tuple[Unit, ...]:
        """Units that can be booked; all of them where the town's file no longer names any."""
        return tuple(unit for unit in self.units if not unit.is_closed) or self.units

    def unit(self, unit_id: int) -> Unit:
        return next(unit for unit in self.units if unit.id == unit_id)

    def opens_at(self, day: date, *, is_resident: bool) -> datetime | None:
        """Instant at which booking of ``day`` opens for a family, or None where no opening is set.
        Residents have the earlier of their own opening and everyone's."""
        instants = [
            opening.opens_at
            for opening in self.openings
            if opening.first_on <= day <= opening.last_on and (is_resident or not opening.for_residents_only)
        ]
        return min(instants, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownContact:
    name: str
    service: str
    address: tuple[str, ...]
    phone: str
    email: str
    hours: tuple[str, ...]
    means_at_desk: tuple[str, ...]
    """Means of payment taken at the desk, as people say them (« espèces », « chèque »)."""


@dataclass(frozen=True, slots=True)
class InvoiceTerms:
    """Texts of an invoice, besides its amounts."""

    days_to_pay: int = 30
    """From the day of issue to the last day to pay."""
    vat: str = "TVA non applicable : article 256 B du code général des impôts."
    """A canteen run by the town itself is no trade."""
    complaints: str = ""
    """Address for complaints; empty: the town's service."""
    afterwards: str = "Une somme qui reste due après l'échéance est recouvrée par le Trésor public."
    """Consequence of not paying."""


USUAL_TERMS = InvoiceTerms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Settings of the town that belong to no activity. Amounts in cents."""

    contact: TownContact
    floor_cents: int
    """A booking, a promotion or a withdrawal never takes a wallet below it."""
    low_balance_cents: int
    top_up_least_cents: int
    top_up_most_cents: int
    rules: str
    """Text that a family accepts when it activates its account. Markdown."""
    regie_id: int
    """The régie whose wallet is shown."""
    resident_exceptions: ResidentExceptions = NO_EXCEPTIONS
    """Families that count as residents without living in the town."""
    parts_rule: PartsRule | None = None
    """Formula of a quotient from an income; None where the town has none."""
    reprices_prepaid: bool = True
    """Whether days already paid follow a new quotient or a new grid."""
    custody_binds: bool = False
    """Whether a home of an alternating custody books its own weeks only."""
    mail: MailServer | None = None
    """Outgoing mail server; None where the town sends no mail."""
    regie_name: str = ""
    """As it is printed on what that régie issues."""
    invoicing: InvoiceTerms = USUAL_TERMS
    notices: Notices = NO_NOTICES
    """Notices at the foot of the home page, in the town's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The règlement in force. ``revision`` increases at every change."""

    revision: int
    town: Town
    types: tuple[ActivityType, ...]
    activities: Mapping[int, Activity]
    """By id, in the town's order."""
    grids: Mapping[str, tuple[TariffGrid, ...]]
    years: tuple[SchoolYear, ...]
    school_holidays: tuple[Span, ...]
    public_holidays: Mapping[date, str]
    document_types: Mapping[int, DocumentType] = field(default_factory=dict)
    closures: tuple[Span, ...] = ()
    """Of the whole town; an activity has its own too."""

    calendar: TownCalendar = field(init=False, compare=False)
    _limits: dict[tuple[int, date, int], tuple[Activity, Limits]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )
    """Cache of computed limits: they change only with the règlement."""

    def __post_init__(self) -> None:
        calendar = TownCalendar(self.years, self.school_holidays, self.public_holidays)
        object.__setattr__(self, "calendar", calendar)

    def year_of(self, day: date) -> SchoolYear | None:
        return self.calendar.year_of(day)

    def year_for(self, day: date) -> SchoolYear | None:
        """The school year of ``day``, or the next to begin: what papers and enrolments are asked for."""
        return self.year_of(day) or next((year for year in self.years if year.first_on > day), None)

    @property
    def means_proof(self) -> DocumentType | None:
        """Document that proves a household's quotient or income; None where the town takes it at the desk
        only."""
        kinds = self.document_types.values()
        return next((kind for kind in kinds if kind.code == MEANS_PROOF and not kind.for_child), None)

    def school_holiday(self, day: date) -> str:
        """The name of the school holidays that ``day`` belongs to, or empty."""
        span = self.calendar.holidays_of(day)
        return span.name if span else ""

    def closure(self, activity: Activity, day: date) -> Span | None:
        return next((span for span in (*activity.closures, *self.closures) if span.holds(day)), None)

    def is_off(self, activity: Activity, day: date) -> bool:
        """Whether the activity is never held on ``day``: a public holiday, or a closure."""
        return day in self.public_holidays or self.closure(activity, day) is not None

    def limits(self, activity: Activity, day: date, starts_minute: int) -> Limits:
        """Until when a unit that starts at ``starts_minute`` of ``day`` (local) can be booked, booked late
        and cancelled."""
        key = (activity.id, day, starts_minute)
        found = self._limits.get(key)
        if found is None or found[0] is not activity:
            found = self._limits[key] = (activity, self._limits_of(activity, SlotTime(day, starts_minute)))
        return found[1]

    def _limits_of(self, activity: Activity, slot: SlotTime) -> Limits:
        ordinary = activity.booking_rule.limit(slot, self.calendar)
        cancelling = activity.cancel_rule.limit(slot, self.calendar)
        late = None
        if ordinary is not None and activity.late_rule is not None:
            late = activity.late_rule.limit(slot, self.calendar)
        return Limits(ordinary or NEVER, late, cancelling or NEVER)

    def grid(self, activity: Activity, unit: Unit, day: date) -> TariffGrid | None:
        """The grid that prices ``unit`` on ``day``: its own tariff, or the activity's."""
        return grid_on(self.grids.get(unit.tariff_code or activity.tariff_code, ()), day)
