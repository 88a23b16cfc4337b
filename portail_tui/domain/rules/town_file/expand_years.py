"""A town's file laid over a school year: the days an activity is served, when they open, when they close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portail_tui.domain.rules.deadlines import SlotTime, utc_of
from portail_tui.domain.rules.public_holidays import kept_in_town
from portail_tui.domain.rules.school_calendar import SchoolYear, Span, TownCalendar
from portail_tui.domain.rules.town_file.plans import (
    ActivityPlan,
    AnyClosure,
    DatedOpeningPlan,
    Each,
    OpeningPlan,
    Served,
    TownFile,
    YearPlan,
)

__all__ = [
    "DatedOpening",
    "YearPlan",
    "calendar_of",
    "closures",
    "days_of",
    "openings",
    "public_holidays_of",
    "served_days",
]


@dataclass(frozen=True, slots=True)
class DatedOpening:
    first_on: date
    last_on: date
    for_residents_only: bool
    opens_at: datetime
    """UTC."""


def calendar_of(years: Sequence[YearPlan], public_holidays: Mapping[date, str]) -> TownCalendar:
    """The calendar of some school years, oldest first."""
    return TownCalendar(
        tuple(
            SchoolYear(
                id=number,
                code=year.code,
                first_on=year.first_on,
                last_on=year.last_on,
                holidays_projected=year.is_projected,
            )
            for number, year in enumerate(years, 1)
        ),
        tuple(span for year in years for span in year.holidays),
        public_holidays,
    )


def served_days(activity: ActivityPlan, year: YearPlan, all_holidays: Sequence[Span]) -> Iterator[date]:
    """The local days of ``year`` on which the activity takes place, public holidays and closures included:
    those days exist, and say why they are not offered. ``all_holidays``: of this year and its neighbours."""
    short = {day for span in all_holidays if not span.is_summer for day in _days(span.first_on, span.last_on)}
    summer = {day for span in all_holidays if span.is_summer for day in _days(span.first_on, span.last_on)}
    for day in _days(year.first_on, year.last_on):
        if day.weekday() not in activity.weekdays:
            continue
        if activity.dates and not any(span.holds(day) for span in activity.dates):
            continue
        if _is_served(activity.served, day in short, day in summer):
            yield day


def days_of(activity: ActivityPlan, years: Sequence[YearPlan]) -> Iterator[tuple[int, date]]:
    """The days of all ``years`` on which the activity takes place, each with its year's position there."""
    all_holidays = [span for year in years for span in year.holidays]
    for number, year in enumerate(years):
        for day in served_days(activity, year, all_holidays):
            yield number, day


def _is_served(served: Served, in_short_holidays: bool, in_summer: bool) -> bool:
    match served:
        case Served.TERM:
            return not (in_short_holidays or in_summer)
        case Served.HOLIDAYS:
            return in_short_holidays or in_summer
        case Served.SHORT_HOLIDAYS:
            return in_short_holidays
        case Served.SUMMER:
            return in_summer
        case Served.ALL_YEAR:
            return True


def openings(
    activity: ActivityPlan, year: YearPlan, public_holidays: Mapping[date, str] | None = None
) -> Iterator[DatedOpening]:
    """Openings of the activity in ``year``, one for each part where the file opens parts separately."""
    calendar = calendar_of([year], public_holidays or {})
    for plan in activity.openings:
        if isinstance(plan, DatedOpeningPlan):
            if plan.first_on <= year.last_on and year.first_on <= plan.last_on:
                opens_at = utc_of(plan.opens_on, plan.minute)
                first, last = max(plan.first_on, year.first_on), min(plan.last_on, year.last_on)
                yield DatedOpening(first, last, plan.for_residents_only, opens_at)
            continue
        for span in _parts(plan, year):
            limit = plan.rule.limit(SlotTime(span.first_on, 0), calendar)
            if limit is not None:
                opens_at = utc_of(limit.day, limit.minute)
                yield DatedOpening(span.first_on, span.last_on, plan.for_residents_only, opens_at)


def _parts(plan: OpeningPlan, year: YearPlan) -> Iterator[Span]:
    """Parts that open together: the year, its holidays, or its months, weeks or days, cut at its ends."""
    match plan.each:
        case Each.YEAR:
            yield Span(year.code, year.first_on, year.last_on)
        case Each.HOLIDAYS:
            yield from year.holidays
        case _:
            first = year.first_on
            while first <= year.last_on:
                last = min(_end(plan.each, first), year.last_on)
                yield Span("", first, last)
                first = last + timedelta(days=1)


def _end(each: Each, day: date) -> date:
    """The last day of the month, the week or the day that ``day`` is in."""
    if each is Each.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day + timedelta(days=6 - day.weekday()) if each is Each.WEEK else day


def closures(plans: Sequence[AnyClosure], year: YearPlan) -> Iterator[Span]:
    """The closures that fall in ``year``, cut at its ends."""
    for plan in plans:
        if isinstance(plan, Span):
            spans = [(plan.first_on, plan.last_on)]
        else:
            spans = [
                (_day(civil, plan.first), _day(civil + (plan.last < plan.first), plan.last))
                for civil in range(year.first_on.year - 1, year.last_on.year + 1)
            ]
        for start, end in spans:
            first, last = max(start, year.first_on), min(end, year.last_on)
            if first <= last:
                yield Span(plan.name, first, last)


def _day(year: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of a common year
        return date(year, month, 28)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def public_holidays_of(file: TownFile, years: Iterable[YearPlan]) -> dict[date, str]:
    """The public holidays of the town in some school years, and in the civil years around them."""
    civil = {day.year for year in years for day in (year.first_on, year.last_on)}
    around = range(min(civil) - 1, max(civil) + 2) if civil else ()
    return kept_in_town(file.town.holidays, around)
