"""School holidays: published where they are, projected beyond; a town's own where it has written them.

School holidays come from ``vacances-scolaires-france``. Past its last year they are projected by the
published pattern: winter and spring follow the three zones' rotation, which comes round every third year, so
that a year is laid on the last published one of the same place in the rotation, each date moved to the
nearest same weekday. Public holidays follow from the date of Easter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from vacances_scolaires_france import SchoolHolidayDates

from portail_tui.domain.rules.public_holidays import easter
from portail_tui.domain.rules.school_calendar import Span
from portail_tui.domain.rules.town_file import TownFile, YearPlan

ROTATION = 3
"""Years after which a zone's winter and spring holidays come back to the same place."""
SUMMER = "Vacances d'été"
ASCENSION = "Pont de l'Ascension"
LOOK_BACK = timedelta(days=56)
"""Days before today for which the school year stays in view, so that its last weeks are never empty."""


def starting_year(day: date) -> int:
    """The civil year in which the school year of ``day`` began: school years run from September to August."""
    return day.year if day.month >= 9 else day.year - 1


def school_year(start: int, zone: str) -> YearPlan:
    """The school year that begins in September of ``start``, with its holidays in ``zone``."""
    published = _published(zone)
    is_projected = start not in published
    holidays = _projected(start, published) if is_projected else published[start]
    return YearPlan(
        code=f"{start}-{start + 1}",
        first_on=date(start, 9, 1),
        last_on=date(start + 1, 8, 31),
        holidays=holidays,
        is_projected=is_projected,
    )


@cache
def _published(zone: str) -> dict[int, tuple[Span, ...]]:
    """Holidays by school year, for the years known whole."""
    days: dict[date, str] = {}
    calendar = SchoolHolidayDates()
    for day, row in calendar.data.items():
        if row[calendar.zone_key(zone)]:
            days[day] = row["nom_vacances"]
    years: dict[int, list[Span]] = {}
    for span in _runs(days):
        years.setdefault(starting_year(span.first_on), []).append(span)
    return {
        start: tuple(spans)
        for start, spans in years.items()
        if spans[-1].name == SUMMER and any(span.first_on.month == 12 for span in spans)
    }


def _runs(days: dict[date, str]) -> Iterable[Span]:
    """Days that follow each other under one name, as spans."""
    first = last = None
    for day in sorted(days):
        if first is None or last is None:
            first = last = day
        elif day - last == timedelta(days=1) and days[day] == days[last]:
            last = day
        else:
            yield _span(days[last], first, last)
            first = last = day
    if first is not None and last is not None:
        yield _span(days[last], first, last)


def _span(name: str, first: date, last: date) -> Span:
    return Span(name, first, last, is_summer=name == SUMMER)


def _projected(start: int, published: dict[int, tuple[Span, ...]]) -> tuple[Span, ...]:
    model = max(year for year in published if (start - year) % ROTATION == 0)
    moved = [
        Span(span.name, _moved(span.first_on, start - model), _moved(span.last_on, start - model))
        for span in published[model]
        if span.name not in {SUMMER, ASCENSION}
    ]
    thursday = easter(start + 1) + timedelta(days=39)
    if not any(span.holds(thursday) for span in moved):
        moved.append(Span(ASCENSION, thursday, thursday + timedelta(days=2)))
    moved.append(Span(SUMMER, _first_saturday_of_july(start + 1), date(start + 1, 8, 31), is_summer=True))
    return tuple(moved)


def _moved(day: date, years: int) -> date:
    """``day`` some years later, on the nearest same weekday."""
    same = date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)
    offset = (day.weekday() - same.weekday() + 3) % 7 - 3
    return same + timedelta(days=offset)


def _first_saturday_of_july(year: int) -> date:
    first = date(year, 7, 1)
    return first + timedelta(days=(5 - first.weekday()) % 7)


def years_of(file: TownFile, starts: Iterable[int]) -> tuple[YearPlan, ...]:
    """The school years that begin in September of ``starts``, oldest first: the town's own where it has
    written them, the official ones otherwise."""
    own = {year.code: year for year in file.years}
    official = [school_year(start, file.town.school_zone) for start in sorted(set(starts))]
    years = [own.get(year.code, year) for year in official]
    return tuple(
        year if year.code in own else _beside(year, (one for one in years if one.code in own))
        for year in years
    )


def years_around(today: date, file: TownFile) -> tuple[YearPlan, ...]:
    """The school years in view: that of ``today``, the last one in its first weeks, the next one once the
    town prepares it."""
    this = starting_year(today)
    starts = {starting_year(today - LOOK_BACK), this}
    if today >= date(this + 1, *file.town.next_year_from):
        starts.add(this + 1)
    return years_of(file, starts)


def _beside(official: YearPlan, own: Iterable[YearPlan]) -> YearPlan:
    """An official year, cut where a year of the town's own begins or ends."""
    first, last = official.first_on, official.last_on
    for year in own:
        if official.first_on < year.first_on <= last:
            last = year.first_on - timedelta(days=1)
        if first <= year.last_on < official.last_on:
            first = year.last_on + timedelta(days=1)
    holidays = tuple(
        replace(span, first_on=max(span.first_on, first), last_on=min(span.last_on, last))
        for span in official.holidays
        if span.first_on <= last and span.last_on >= first
    )
    return replace(official, first_on=first, last_on=last, holidays=holidays)
