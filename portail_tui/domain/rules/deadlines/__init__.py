"""Until when a day can be booked, booked late, or cancelled.

A limit is a day and an hour on the town's wall clock. « 23 h 59 » includes its whole minute; « 24 h » is
the midnight that ends the day, excluded. Every form of rule is one frozen class with a ``limit`` method and
its keys beside it: a new form is a new class, named in ``registry``.
"""

from portail_tui.domain.rules.deadlines.by_weekday_or_period import ByPeriod, ByWeekday
from portail_tui.domain.rules.deadlines.calendar_based import (
    DatedLimit,
    DayOfMonthBefore,
    LastWeekday,
    Never,
    OnDates,
    WeekdayOfWeekBefore,
)
from portail_tui.domain.rules.deadlines.counted_back import DaysBefore, HoursBefore
from portail_tui.domain.rules.deadlines.limits import NEVER, DeadlineRule, Limit, Limits, SlotTime
from portail_tui.domain.rules.deadlines.registry import DEADLINE, FORMS, rule_from_data
from portail_tui.domain.rules.deadlines.working_days import WORKING, Anchor, Moved, WorkingDays
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.wall_clock import (
    MIDNIGHT,
    PARIS,
    WEEKDAYS,
    local_day,
    read_hour,
    utc_of,
    write_hour,
)

__all__ = [
    "DEADLINE",
    "FORMS",
    "MIDNIGHT",
    "NEVER",
    "PARIS",
    "WEEKDAYS",
    "WORKING",
    "Anchor",
    "ByPeriod",
    "ByWeekday",
    "DatedLimit",
    "DayOfMonthBefore",
    "DaysBefore",
    "DeadlineRule",
    "HoursBefore",
    "InvalidRule",
    "LastWeekday",
    "Limit",
    "Limits",
    "Moved",
    "Never",
    "OnDates",
    "SlotTime",
    "WeekdayOfWeekBefore",
    "WorkingDays",
    "local_day",
    "read_hour",
    "rule_from_data",
    "utc_of",
    "write_hour",
]
