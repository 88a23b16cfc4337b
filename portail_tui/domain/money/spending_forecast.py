"""Forecast of a family's spending: days it waits for, and days it usually books but has not yet booked.

A habit is a child at a unit on a weekday, at least twice in the last four weeks. Nothing is charged here: the
forecast only suggests amounts to top up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from portail_tui.domain.rules.school_calendar import BRIDGE, ONE_DAY, TownCalendar

LOOKED_BACK = timedelta(weeks=4)
SOONEST = timedelta(weeks=1)
"""Holidays nearer than this are looked past: there is little left to pay for before them."""
FURTHEST = timedelta(weeks=9)
TIMES = 2

Place = tuple[int, int, int]
"""(child, unit, weekday), 0 for Monday."""


def horizon(calendar: TownCalendar, today: date) -> date:
    """The last day before the next school holidays, or of the school year; nine weeks ahead at most."""
    ends = [
        span.first_on - ONE_DAY
        for span in calendar.school_holidays
        if span.first_on - today > SOONEST and span.last_on - span.first_on >= BRIDGE
    ]
    ends += [year.last_on for year in calendar.years if year.last_on - today > SOONEST]
    return min([*ends, today + FURTHEST])


def habits(booked: Iterable[tuple[int, int, date]], today: date) -> frozenset[Place]:
    """The habits in some booked days: (child, unit, day)."""
    since = today - LOOKED_BACK
    times = Counter(
        (child_id, unit_id, day.weekday()) for child_id, unit_id, day in booked if since <= day < today
    )
    return frozenset(place for place, number in times.items() if number >= TIMES)
