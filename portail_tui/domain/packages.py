"""Days of a week booked together at one price (« forfait semaine »)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Package:
    code: str
    label: str
    tariff_code: str
    """Of the package as a whole."""
    weekdays: frozenset[int] = frozenset()
    """0 for Monday; empty: every day served that week."""
    units: tuple[str, ...] = ()
    """Codes; empty: every unit."""

    def days_of(self, served: Iterable[date], monday: date) -> tuple[date, ...]:
        """Its days in the week of ``monday``, out of those on which the activity is served, in order. Its
        limits are those of the first that is open."""
        week = {monday + timedelta(days=n) for n in range(7)}
        return tuple(
            sorted(day for day in set(served) & week if not self.weekdays or day.weekday() in self.weekdays)
        )


def shares(cents: int, days: int) -> tuple[int, ...]:
    """A package's price over its open days, so that a day that the town cancels credits its share: the cents
    left over are on the first."""
    if not days:
        return ()
    each, over = divmod(cents, days)
    return (each + over, *(each,) * (days - 1))
