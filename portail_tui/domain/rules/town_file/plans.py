"""Content of a town's file as frozen values. Only dates written by the town belong to one school year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portail_tui.domain.rules.deadlines import DaysBefore, DeadlineRule
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import Group
from portail_tui.domain.rules.legal_notices import NO_NOTICES, Notices
from portail_tui.domain.rules.mail_server import MailServer
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.public_holidays import HolidayPlan
from portail_tui.domain.rules.quotient_formula import PartsRule
from portail_tui.domain.rules.residence import NO_EXCEPTIONS, ResidentExceptions
from portail_tui.domain.rules.rulebook import USUAL_TERMS, InvoiceTerms, TownContact
from portail_tui.domain.rules.school_calendar import Span
from portail_tui.domain.rules.tariffs import Surcharge, TariffGrid

NO_RULE = DaysBefore(days=0, minute=0)
"""Stands for a rule that could not be read, until the problems are raised."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the file."""

    where: str
    """The place, as keys: « activites.CANTINE.reservation »."""
    message: str
    """A French sentence."""
    line: int | None = None
    """From 1; None where it is the whole file's."""

    def __str__(self) -> str:
        return f"{self.where} : {self.message}" if self.where else self.message


class InvalidTownFile(ValueError):
    """The file cannot be meant. ``problems`` holds every mistake, in the file's order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Served(StrEnum):
    """In which part of the year an activity takes place."""

    TERM = "ecole"
    HOLIDAYS = "vacances"
    SHORT_HOLIDAYS = "petites_vacances"
    SUMMER = "ete"
    ALL_YEAR = "toute_annee"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """A school year and its holidays (both ends of each included)."""

    code: str
    """« 2026-2027 »."""
    first_on: date
    last_on: date
    holidays: tuple[Span, ...]
    is_projected: bool
    """True where the official calendar is not published."""


@dataclass(frozen=True, slots=True)
class RegiePlan:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TownPlan:
    """The town's identity, desk and wallet. Amounts in cents."""

    contact: TownContact
    school_zone: str
    """« A », « B » or « C »."""
    regie: RegiePlan
    floor_cents: int
    low_balance_cents: int
    top_up_least_cents: int
    top_up_most_cents: int
    rules: str
    """Markdown."""
    next_year_from: tuple[int, int]
    """Month and day from which the following school year is prepared beside the present one."""
    parts_rule: PartsRule | None = None
    """Formula of a quotient from an income; None where the town has none."""
    resident_exceptions: ResidentExceptions = NO_EXCEPTIONS
    holidays: HolidayPlan = field(default_factory=HolidayPlan)
    reprices_prepaid: bool = True
    """Whether days already paid follow a new quotient or a new grid."""
    custody_binds: bool = False
    """Whether a home of an alternating custody books its own weeks only."""
    mail: MailServer | None = None
    """Outgoing mail server; None where the town sends no mail."""
    invoicing: InvoiceTerms = USUAL_TERMS
    notices: Notices = NO_NOTICES


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    code: str
    name: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypePlan:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPlan:
    code: str
    label: str
    for_child: bool
    is_yearly: bool
    needs_validation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """A part of the day at an activity: local minutes from midnight, and its places (None: no limit)."""

    code: str
    label: str
    starts_minute: int
    ends_minute: int
    places: int | None
    tariff_code: str = ""
    """Empty where the activity's tariff is its own."""
    requires: tuple[str, ...] = ()
    """Codes of the units that must be booked the same day."""
    excludes: tuple[str, ...] = ()
    """Codes of the units that cannot be booked the same day."""


class Each(StrEnum):
    """Period that one opening opens."""

    YEAR = "annee"
    HOLIDAYS = "vacances"
    """Each holidays of the year by itself."""
    MONTH = "mois"
    WEEK = "semaine"
    DAY = "jour"


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """Booking opens when ``rule`` says, counted from the first day of each period."""

    each: Each
    for_residents_only: bool
    rule: DeadlineRule


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedOpeningPlan:
    """Booking of the days from ``first_on`` to ``last_on`` opens on a date, at ``minute``."""

    first_on: date
    last_on: date
    for_residents_only: bool
    opens_on: date
    minute: int


@dataclass(frozen=True, slots=True)
class ClosurePlan:
    """Days without service that come back every year: month and day, both included."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]


AnyClosure = ClosurePlan | Span
"""Every year, or once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPlan:
    code: str
    type_code: str
    name: str
    summary: str
    is_prepaid: bool
    needs_validation: bool
    has_waiting_list: bool
    enrolment_first: bool
    eligibility: Eligibility
    weekdays: frozenset[int]
    """0 for Monday."""
    served: Served
    booking_rule: DeadlineRule
    late_rule: DeadlineRule | None
    cancel_rule: DeadlineRule
    surcharge: Surcharge | None
    tariff_code: str
    few_places: int
    units: tuple[UnitPlan, ...]
    openings: tuple[OpeningPlan | DatedOpeningPlan, ...]
    documents: tuple[str, ...]
    """Codes of the documents it asks for."""
    closures: tuple[AnyClosure, ...]
    dates: tuple[Span, ...] = ()
    """The only days served; empty: all days of its part of the year."""
    groups: tuple[Group, ...] = ()
    packages: tuple[Package, ...] = ()
    packages_only: bool = False
    """Days cannot be booked one by one."""
    least_days_a_week: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TownFile:
    town: TownPlan
    schools: tuple[SchoolPlan, ...]
    types: tuple[TypePlan, ...]
    documents: tuple[DocumentPlan, ...]
    grids: Mapping[str, tuple[TariffGrid, ...]]
    """By tariff code, oldest first."""
    activities: tuple[ActivityPlan, ...]
    closures: tuple[AnyClosure, ...]
    """Of the whole town."""
    years: tuple[YearPlan, ...] = ()
    """School years that the town writes itself; the others are the official ones."""
