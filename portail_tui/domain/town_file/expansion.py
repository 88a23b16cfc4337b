"""A town's file laid over a school year: the days an activity is served, when they open, when they close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portail_tui.domain.deadlines import utc_of
from portail_tui.domain.rulebook import Span
from portail_tui.domain.town_file.model import ActivityPlan, ClosurePlan, Served


@dataclass(frozen=True, slots=True)
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
class DatedOpening:
    first_on: date
    last_on: date
    for_residents_only: bool
    opens_at: datetime
    """UTC."""


def served_days(activity: ActivityPlan, year: YearPlan, all_holidays: Sequence[Span]) -> Iterator[date]:
    """The local days of ``year`` on which the activity takes place, public holidays and closures included:
    those days exist, and say why they are not offered. ``all_holidays``: of this year and its neighbours."""
    off = {day for span in all_holidays for day in _days(span.first_on, span.last_on)}
    for day in _days(year.first_on, year.last_on):
        if day.weekday() not in activity.weekdays:
            continue
        if activity.served is Served.ALL_YEAR or (day in off) == (activity.served is Served.HOLIDAYS):
            yield day


def openings(activity: ActivityPlan, year: YearPlan) -> Iterator[DatedOpening]:
    """The activity's openings in ``year``, each holidays by itself where the file says so."""
    for plan in activity.openings:
        whole = Span(year.code, year.first_on, year.last_on)
        for span in year.holidays if plan.each_holidays else (whole,):
            opens_at = utc_of(span.first_on - timedelta(days=plan.days_before), plan.minute)
            yield DatedOpening(span.first_on, span.last_on, plan.for_residents_only, opens_at)


def closures(plans: Sequence[ClosurePlan], year: YearPlan) -> Iterator[Span]:
    """The yearly closures that fall in ``year``, cut at its ends."""
    for plan in plans:
        for calendar_year in range(year.first_on.year - 1, year.last_on.year + 1):
            ends_in = calendar_year + (plan.last < plan.first)
            first = max(_day(calendar_year, plan.first), year.first_on)
            last = min(_day(ends_in, plan.last), year.last_on)
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
