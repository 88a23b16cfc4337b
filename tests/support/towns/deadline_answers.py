"""When a deadline falls, as tests of deadlines ask for it."""

from datetime import date

from portail_tui.domain.rules.deadlines import (
    DeadlineRule,
    Limit,
    SlotTime,
    write_hour,
)
from portail_tui.domain.rules.school_calendar import TownCalendar
from tests.support.towns.school_year import CALENDAR

NOON = 12 * 60
TEN = 10 * 60
EVENING = 23 * 60 + 59
MIDNIGHT = 24 * 60
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


def limit(
    rule: DeadlineRule, served: date, calendar: TownCalendar = CALENDAR, starts_minute: int = NOON
) -> Limit | None:
    return rule.limit(SlotTime(served, starts_minute), calendar)


def day_of(rule: DeadlineRule, served: date, calendar: TownCalendar = CALENDAR) -> date | None:
    found = limit(rule, served, calendar)
    return found.day if found else None


def local(found: Limit | None) -> str:
    assert found is not None
    return f"{found.day} {write_hour(found.minute)}"
