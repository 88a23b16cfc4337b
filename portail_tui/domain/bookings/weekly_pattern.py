"""« Régulière »: a weekly pattern, or two that alternate with even and odd weeks, over a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

Choice = tuple[int, int]
"""(weekday, 0 for Monday; identifier of a unit)."""


EVEN, ODD = "even", "odd"


def week_parity(day: date) -> str:
    """EVEN or ODD, by the ISO number of the day's week."""
    return ODD if day.isocalendar().week % 2 else EVEN


@dataclass(frozen=True, slots=True)
class WeeklyPattern:
    """Units booked on each weekday, in even and in odd weeks (by ISO number, as custody weeks are
    counted)."""

    even: frozenset[Choice]
    odd: frozenset[Choice]

    @classmethod
    def every_week(cls, choices: Iterable[Choice]) -> WeeklyPattern:
        chosen = frozenset(choices)
        return cls(chosen, chosen)

    def of(self, day: date) -> Iterator[int]:
        """The units chosen on ``day``, whether or not it is served."""
        chosen = self.odd if week_parity(day) == ODD else self.even
        return (unit for weekday, unit in sorted(chosen) if weekday == day.weekday())


def slots_of(
    pattern: WeeklyPattern, first_on: date, last_on: date, served: Iterable[date]
) -> tuple[tuple[date, int], ...]:
    """(day, unit) of everything that the pattern books from ``first_on`` to ``last_on``, both included, among
    the days ``served``: holidays and days without the activity are skipped by themselves."""
    days = sorted(day for day in set(served) if first_on <= day <= last_on)
    return tuple((day, unit) for day in days for unit in pattern.of(day))
