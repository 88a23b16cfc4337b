"""What a town's file says, as frozen values. Nothing here is dated to one school year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portail_tui.domain.deadlines import DaysBefore, DeadlineRule
from portail_tui.domain.eligibility import Eligibility
from portail_tui.domain.rulebook import TownContact
from portail_tui.domain.tariffs import Surcharge, TariffGrid

NO_RULE = DaysBefore(0, 0)
"""Stands for a rule that could not be read, until the problems are raised."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the file."""

    where: str
    """The place, as keys: « activites.CANTINE.reservation »."""
    message: str
    """A French sentence."""

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
    ALL_YEAR = "toute_annee"


@dataclass(frozen=True, slots=True)
class RegiePlan:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    code: str
    name: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypePlan:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    code: str
    label: str
    for_child: bool
    is_yearly: bool
    needs_validation: bool


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A part of the day at an activity: local minutes from midnight, and its places (None: no limit)."""

    code: str
    label: str
    starts_minute: int
    ends_minute: int
    places: int | None


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """Booking opens ``days_before`` days before the first day of a period, at ``minute``."""

    each_holidays: bool
    """True for each holidays of the year by itself; False for the school year as a whole."""
    for_residents_only: bool
    days_before: int
    minute: int


@dataclass(frozen=True, slots=True)
class ClosurePlan:
    """Days without service that come back every year: month and day, both included."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
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
    openings: tuple[OpeningPlan, ...]
    documents: tuple[str, ...]
    """Codes of the documents it asks for."""
    closures: tuple[ClosurePlan, ...]


@dataclass(frozen=True, slots=True)
class TownFile:
    town: TownPlan
    schools: tuple[SchoolPlan, ...]
    types: tuple[TypePlan, ...]
    documents: tuple[DocumentPlan, ...]
    grids: Mapping[str, tuple[TariffGrid, ...]]
    """By tariff code, oldest first."""
    activities: tuple[ActivityPlan, ...]
    closures: tuple[ClosurePlan, ...]
    """Of the whole town."""
