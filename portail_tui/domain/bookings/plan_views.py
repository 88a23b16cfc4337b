"""What the weekly plan's page shows (« Régulière »): its form, and what a pattern would book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.views import OutcomeLine, Pick
from portail_tui.domain.shared.refusals import Refused


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularForm:
    """Choices that the weekly plan's form offers."""

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
    """A day of a weekly pattern: its outcome if it were saved, and the pick that would do it."""

    line: OutcomeLine
    pick: Pick | None
    """None for a day that cannot be booked (``line.refusal`` says why), and for the days of a package
    after its first."""
    surcharge_cents: int = 0
    """Of the line's cents, what booking late adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularPlan:
    """Days that a weekly pattern would book, one by one; nothing is saved yet."""

    child_name: str
    activity_name: str
    days: tuple[PlannedDay, ...]
    skipped: int
    """Days of the pattern without service: holidays, closures, days that are past."""
    total_cents: int
    balance_cents: int
    prepaid: bool
    blocked: Refused | None
    """The obstacle to the whole plan (wallet, document…)."""

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(day.pick for day in self.days if day.pick is not None)
