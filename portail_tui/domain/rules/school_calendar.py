"""A town's calendar: school years, school holidays and public holidays; what kind of day a day is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
BRIDGE = timedelta(days=7)
"""Holidays shorter than this (the Ascension bridge) do not cut a term in two."""


@dataclass(frozen=True, slots=True)
class Span:
    """A named run of days, both ends included: school holidays, a closure."""

    name: str
    first_on: date
    last_on: date
    is_summer: bool = False
    """Of school holidays: those between two school years."""

    def holds(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    id: int
    code: str
    first_on: date
    last_on: date
    holidays_projected: bool
    """True where the official calendar was not published when the year was made."""


class PeriodKind(StrEnum):
    """In what part of the year a day is; a rule may differ by it."""

    TERM = "ecole"
    SHORT = "vacances"
    """Autumn, Christmas, winter and spring holidays, and bridges."""
    SUMMER = "ete"


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the year: holidays from their first calendar day off, or the term between two of them."""

    kind: PeriodKind
    name: str
    first_on: date


@dataclass(frozen=True, slots=True)
class TownCalendar:
    years: tuple[SchoolYear, ...] = ()
    school_holidays: tuple[Span, ...] = ()
    public_holidays: Mapping[date, str] = field(default_factory=dict)

    _holidays: dict[date, Span] = field(init=False, compare=False, repr=False, default_factory=dict)
    """By day: a page asks it of each day that it shows, and of most days that a limit counts."""

    def __post_init__(self) -> None:
        for span in self.school_holidays:
            for number in range((span.last_on - span.first_on).days + 1):
                self._holidays.setdefault(span.first_on + number * ONE_DAY, span)

    def year_of(self, day: date) -> SchoolYear | None:
        return next((year for year in self.years if year.first_on <= day <= year.last_on), None)

    def holidays_of(self, day: date) -> Span | None:
        """The school holidays that ``day`` belongs to."""
        return self._holidays.get(day)

    def kind_of(self, day: date) -> PeriodKind:
        span = self.holidays_of(day)
        if span is None:
            return PeriodKind.TERM
        return PeriodKind.SUMMER if span.is_summer else PeriodKind.SHORT

    def period_of(self, day: date) -> Period:
        """The holidays of ``day``, or its term: from the day after the last holidays, or from the first day
        of the school year where none is known before it."""
        if span := self.holidays_of(day):
            return Period(self.kind_of(day), span.name, span.first_on)
        over = [
            one.last_on
            for one in self.school_holidays
            if one.last_on < day and one.last_on - one.first_on >= BRIDGE
        ]
        if over:
            return Period(PeriodKind.TERM, "", max(over) + ONE_DAY)
        year = self.year_of(day)
        return Period(PeriodKind.TERM, "", year.first_on if year else day)
