"""The public holidays of a civil year: by law, and as a town keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class HolidayPlan:
    """Public holidays that a town has more than elsewhere, or does not keep."""

    in_alsace_moselle: bool = False
    more: tuple[tuple[tuple[int, int], str], ...] = ()
    """((month, day), name), every year."""
    kept_open: frozenset[str] = frozenset()
    """Names of public holidays on which the town works."""


def public_holidays(year: int) -> dict[date, str]:
    """The eleven public holidays of a civil year (metropolitan France, Alsace-Moselle apart)."""
    sunday = easter(year)
    return {
        date(year, 1, 1): "Jour de l'an",
        sunday + timedelta(days=1): "Lundi de Pâques",
        date(year, 5, 1): "Fête du travail",
        date(year, 5, 8): "Victoire de 1945",
        sunday + timedelta(days=39): "Ascension",
        sunday + timedelta(days=50): "Lundi de Pentecôte",
        date(year, 7, 14): "Fête nationale",
        date(year, 8, 15): "Assomption",
        date(year, 11, 1): "Toussaint",
        date(year, 11, 11): "Armistice de 1918",
        date(year, 12, 25): "Noël",
    }


def kept_in_town(plan: HolidayPlan, civil_years: Iterable[int]) -> dict[date, str]:
    """The public holidays of some civil years, as a town keeps them."""
    found: dict[date, str] = {}
    for year in civil_years:
        days = public_holidays(year)
        if plan.in_alsace_moselle:
            days |= {easter(year) - timedelta(days=2): GOOD_FRIDAY, date(year, 12, 26): BOXING_DAY}
        for (month, day), name in plan.more:
            if (month, day) != (2, 29):  # it would come back every fourth year
                days[date(year, month, day)] = name
        found |= {day: name for day, name in days.items() if name not in plan.kept_open}
    return found


GOOD_FRIDAY, BOXING_DAY = "Vendredi saint", "Saint-Étienne"


def known_names(plan: HolidayPlan) -> frozenset[str]:
    """The names of all public holidays that a town could have."""
    names = {*public_holidays(2026).values(), *(name for _, name in plan.more)}
    return frozenset(names | {GOOD_FRIDAY, BOXING_DAY} if plan.in_alsace_moselle else names)


def easter(year: int) -> date:
    """Easter Sunday of a civil year, by the Gregorian computus (Meeus, Jones and Butcher's form)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
