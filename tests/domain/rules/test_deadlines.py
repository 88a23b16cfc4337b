"""Deadlines, from the rules that towns publish."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portail_tui.domain.rules.deadlines import (
    PARIS,
    WORKING,
    Anchor,
    ByPeriod,
    ByWeekday,
    DatedLimit,
    DayOfMonthBefore,
    DaysBefore,
    HoursBefore,
    LastWeekday,
    Limit,
    Moved,
    Never,
    OnDates,
    WeekdayOfWeekBefore,
    WorkingDays,
    rule_from_data,
)
from portail_tui.domain.rules.school_calendar import PeriodKind, TownCalendar
from tests.support.towns.deadline_answers import (
    EVENING,
    FRIDAY,
    MIDNIGHT,
    MONDAY,
    NOON,
    TEN,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    day_of,
    limit,
    local,
)

# --- days before ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (date(2026, 9, 14), date(2026, 9, 9)),  # Monday ← Wednesday
        (date(2026, 9, 15), date(2026, 9, 10)),
        (date(2026, 9, 16), date(2026, 9, 11)),
        (date(2026, 9, 17), date(2026, 9, 14)),
        (date(2026, 9, 18), date(2026, 9, 15)),  # Friday ← Tuesday
    ],
)
def test_three_working_days_before_skip_the_weekend_as_villes_soeurs_publishes(served: date, expected: date):
    assert limit(DaysBefore(days=3, minute=EVENING, working=WORKING), served) == Limit.at(expected, EVENING)


def test_eight_calendar_days_before_at_midnight_as_le_cres_publishes():
    found = limit(DaysBefore(days=8, minute=MIDNIGHT), date(2024, 9, 2))
    assert found is not None
    assert found.day == date(2024, 8, 25)
    assert found.includes(datetime(2024, 8, 25, 21, 59, 59, tzinfo=UTC))
    assert not found.includes(datetime(2024, 8, 25, 22, 0, tzinfo=UTC))


def test_a_public_holiday_moves_a_working_day_limit_back():
    assert day_of(DaysBefore(days=1, minute=TEN, working=WORKING), date(2026, 11, 12)) == date(2026, 11, 10)
    assert day_of(DaysBefore(days=1, minute=TEN), date(2026, 11, 12)) == date(2026, 11, 11)


def test_a_town_may_count_other_weekdays_as_working_ones():
    no_wednesday = WorkingDays(frozenset({MONDAY, TUESDAY, THURSDAY, FRIDAY}))
    assert day_of(DaysBefore(days=1, minute=TEN, working=no_wednesday), date(2026, 9, 17)) == date(
        2026, 9, 15
    )
    with_saturday = WorkingDays(frozenset(range(6)))
    assert day_of(DaysBefore(days=1, minute=TEN, working=with_saturday), date(2026, 9, 14)) == date(
        2026, 9, 12
    )


def test_school_holidays_may_count_as_days_off():
    rule = DaysBefore(days=2, minute=TEN, working=WorkingDays(skips_holidays=True))
    assert day_of(rule, date(2026, 11, 3)) == date(2026, 10, 16)
    assert day_of(DaysBefore(days=2, minute=TEN, working=WORKING), date(2026, 11, 3)) == date(2026, 10, 30)


def test_clear_days_are_one_more():
    assert day_of(DaysBefore(days=2, minute=MIDNIGHT, clear=True), date(2026, 9, 18)) == date(2026, 9, 15)
    assert day_of(
        DaysBefore(days=2, minute=MIDNIGHT, working=WORKING, clear=True), date(2026, 9, 14)
    ) == date(2026, 9, 9)


def test_fifteen_clear_days_before_the_first_day_off_as_eragny_publishes():
    rule = DaysBefore(days=15, minute=MIDNIGHT, clear=True, before=Anchor.PERIOD)
    # the holidays begin on Saturday 17 October: fifteen whole days from the 2nd to the 16th
    for served in (date(2026, 10, 19), date(2026, 10, 30)):
        assert limit(rule, served) == Limit.at(date(2026, 10, 1), MIDNIGHT)
    assert day_of(DaysBefore(days=15, minute=MIDNIGHT, before=Anchor.PERIOD), date(2026, 10, 19)) == date(
        2026, 10, 2
    )


def test_a_term_begins_the_day_after_the_holidays_and_a_bridge_does_not_cut_it():
    rule = DaysBefore(days=7, minute=EVENING, before=Anchor.PERIOD)
    assert day_of(rule, date(2026, 11, 3)) == date(2026, 10, 26)
    assert day_of(rule, date(2027, 6, 1)) == day_of(rule, date(2027, 5, 4)) == date(2027, 4, 26)
    assert day_of(rule, date(2026, 9, 15)) == date(2026, 8, 25)


def test_days_can_be_counted_from_the_week_or_the_month():
    assert day_of(DaysBefore(days=5, minute=NOON, before=Anchor.WEEK), date(2026, 9, 18)) == date(2026, 9, 9)
    assert day_of(DaysBefore(days=10, minute=NOON, before=Anchor.MONTH), date(2026, 10, 15)) == date(
        2026, 9, 21
    )


def test_a_limit_on_a_day_off_can_be_moved_to_a_working_day():
    served = date(2026, 11, 13)
    assert day_of(DaysBefore(days=2, minute=NOON), served) == date(2026, 11, 11)
    assert day_of(DaysBefore(days=2, minute=NOON, moved=Moved.EARLIER), served) == date(2026, 11, 10)
    assert day_of(DaysBefore(days=2, minute=NOON, moved=Moved.LATER), served) == date(2026, 11, 12)
    assert day_of(DaysBefore(days=1, minute=NOON, moved=Moved.EARLIER), date(2026, 9, 14)) == date(
        2026, 9, 11
    )


def test_a_count_of_working_days_ends_even_where_there_are_none():
    never_works = TownCalendar(public_holidays={date(2020, 1, 1) + timedelta(n): "" for n in range(5000)})
    assert limit(DaysBefore(days=1, minute=NOON, working=WORKING), date(2030, 1, 1), never_works) is None
    assert limit(HoursBefore(60, WORKING), date(2030, 1, 1), never_works) is None


# --- hours before the unit starts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (date(2026, 9, 17), "2026-09-14 08:00"),  # no change of clock between
        (date(2026, 10, 26), "2026-10-23 09:00"),  # the clock went back an hour: 73 hours on the wall
        (date(2027, 3, 29), "2027-03-26 07:00"),  # it went forward: 71 hours on the wall
    ],
)
def test_seventy_two_hours_elapse_over_a_change_of_clock(served: date, expected: str):
    found = limit(HoursBefore(72 * 60), served, starts_minute=8 * 60)
    assert local(found) == expected
    start = datetime(served.year, served.month, served.day, 8, tzinfo=PARIS)
    assert found is not None
    assert start.astimezone(UTC) - found.closes_at == timedelta(hours=72) - timedelta(minutes=1)


def test_each_unit_has_its_own_limit_in_hours():
    rule = HoursBefore(24 * 60)
    assert local(limit(rule, date(2026, 9, 17), starts_minute=7 * 60 + 30)) == "2026-09-16 07:30"
    assert local(limit(rule, date(2026, 9, 17), starts_minute=16 * 60)) == "2026-09-16 16:00"


def test_hours_can_be_counted_on_working_days_only():
    rule = HoursBefore(48 * 60, WORKING)
    assert local(limit(rule, date(2026, 9, 14))) == "2026-09-10 12:00"  # Monday noon ← Thursday noon
    assert local(limit(rule, date(2026, 9, 17))) == "2026-09-15 12:00"
    assert local(limit(rule, date(2026, 11, 12))) == "2026-11-09 12:00"  # 11 November does not count
    assert local(limit(HoursBefore(10 * 60, WORKING), date(2026, 9, 12))) == "2026-09-11 14:00"


# --- a weekday, a day of the month, a date --------------------------------------------------------------


@pytest.mark.parametrize("weekday", range(7))
def test_one_friday_noon_for_the_whole_next_week_as_andancette_publishes(weekday: int):
    served = date(2026, 11, 30) + timedelta(days=weekday)
    assert limit(WeekdayOfWeekBefore(weekday=FRIDAY, minute=NOON), served) == Limit.at(
        date(2026, 11, 27), NOON
    )
    # … and cancel by noon the day before
    assert day_of(DaysBefore(days=1, minute=NOON), served) == served - timedelta(days=1)


def test_a_weekday_can_be_weeks_before_the_day_or_before_its_holidays():
    rule = WeekdayOfWeekBefore(weekday=THURSDAY, minute=EVENING, weeks=2)
    assert day_of(rule, date(2026, 9, 30)) == date(2026, 9, 17)
    before_holidays = WeekdayOfWeekBefore(weekday=WEDNESDAY, minute=NOON, weeks=3, before=Anchor.PERIOD)
    assert day_of(before_holidays, date(2026, 10, 30)) == date(2026, 9, 23)


def test_weeks_of_holidays_may_not_count_so_that_the_limit_is_in_the_last_school_week():
    rule = WeekdayOfWeekBefore(weekday=THURSDAY, minute=NOON, in_school=True)
    assert day_of(rule, date(2026, 11, 3)) == date(2026, 10, 15)  # back from the autumn holidays
    assert day_of(rule, date(2026, 11, 10)) == date(2026, 11, 5)
    assert day_of(WeekdayOfWeekBefore(weekday=THURSDAY, minute=NOON), date(2026, 11, 3)) == date(2026, 10, 29)
    assert day_of(LastWeekday(weekday=FRIDAY, minute=NOON, in_school=True), date(2026, 11, 2)) == date(
        2026, 10, 16
    )


def test_a_weekday_that_is_a_public_holiday_can_give_way_to_the_day_before():
    rule = WeekdayOfWeekBefore(weekday=WEDNESDAY, minute=NOON, moved=Moved.EARLIER)
    assert day_of(rule, date(2026, 11, 16)) == date(2026, 11, 10)


@pytest.mark.parametrize(
    ("rule", "served", "expected"),
    [
        (DayOfMonthBefore(day_of_month=20, minute=EVENING), date(2026, 10, 1), date(2026, 9, 20)),
        (DayOfMonthBefore(day_of_month=20, minute=EVENING), date(2027, 1, 15), date(2026, 12, 20)),
        (DayOfMonthBefore(day_of_month=31, minute=EVENING), date(2027, 3, 15), date(2027, 2, 28)),
        (DayOfMonthBefore(day_of_month=10, minute=EVENING, months=2), date(2027, 1, 15), date(2026, 11, 10)),
        (
            DayOfMonthBefore(day_of_month=20, minute=EVENING, moved=Moved.EARLIER),
            date(2026, 10, 1),
            date(2026, 9, 18),
        ),
        (
            DayOfMonthBefore(day_of_month=31, minute=EVENING, weekday=FRIDAY),
            date(2026, 10, 1),
            date(2026, 9, 25),
        ),
        (
            DayOfMonthBefore(day_of_month=7, minute=EVENING, weekday=MONDAY),
            date(2026, 10, 1),
            date(2026, 9, 7),
        ),
    ],
)
def test_a_day_of_the_month_before_holds_for_the_whole_month(
    rule: DayOfMonthBefore, served: date, expected: date
):
    assert limit(rule, served) == Limit.at(expected, EVENING)


def test_limits_published_date_by_date_leave_other_days_out():
    autumn = DatedLimit(date(2026, 10, 17), date(2026, 11, 1), date(2026, 9, 25), NOON)
    winter = DatedLimit(date(2027, 2, 20), date(2027, 3, 7), date(2027, 1, 29), NOON)
    rule = OnDates((autumn, winter))
    assert limit(rule, date(2026, 10, 26)) == Limit.at(date(2026, 9, 25), NOON)
    assert limit(rule, date(2027, 3, 7)) == Limit.at(date(2027, 1, 29), NOON)
    assert limit(rule, date(2026, 12, 21)) is None


def test_what_is_never_allowed_has_no_limit():
    assert limit(Never(), date(2026, 9, 14)) is None


# --- rules that choose ----------------------------------------------------------------------------------

SAINT_JEAN = ByWeekday(
    (
        (frozenset({MONDAY, TUESDAY}), LastWeekday(weekday=THURSDAY, minute=TEN)),
        (frozenset({THURSDAY, FRIDAY}), LastWeekday(weekday=TUESDAY, minute=TEN)),
    )
)


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (date(2026, 9, 14), date(2026, 9, 10)),  # Monday ← Thursday
        (date(2026, 9, 15), date(2026, 9, 10)),
        (date(2026, 9, 17), date(2026, 9, 15)),  # Thursday ← Tuesday
        (date(2026, 9, 18), date(2026, 9, 15)),
        (date(2026, 9, 16), None),  # no Wednesday in the table
    ],
)
def test_a_table_by_weekday_as_saint_jean_du_bois_publishes(served: date, expected: date | None):
    assert limit(SAINT_JEAN, served) == (expected and Limit.at(expected, TEN))


def test_the_same_weekday_is_that_of_the_week_before():
    assert day_of(LastWeekday(weekday=TUESDAY, minute=TEN), date(2026, 9, 15)) == date(2026, 9, 8)
    assert day_of(LastWeekday(weekday=TUESDAY, minute=TEN, weeks=1), date(2026, 9, 15)) == date(2026, 9, 1)
    assert day_of(LastWeekday(weekday=FRIDAY, minute=NOON, moved=Moved.EARLIER), date(2026, 12, 28)) == date(
        2026, 12, 24
    )


ERAGNY = ByPeriod(
    (
        (PeriodKind.TERM, HoursBefore(72 * 60)),
        (PeriodKind.SHORT, DaysBefore(days=15, minute=MIDNIGHT, clear=True, before=Anchor.PERIOD)),
        (PeriodKind.SUMMER, DaysBefore(days=15, minute=MIDNIGHT, clear=True, before=Anchor.PERIOD)),
    )
)


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (date(2026, 9, 17), "2026-09-14 12:00"),
        (date(2026, 10, 19), "2026-10-01 24:00"),
        (date(2027, 7, 20), "2027-06-17 24:00"),
    ],
)
def test_a_rule_by_kind_of_period_as_eragny_publishes(served: date, expected: str):
    assert local(limit(ERAGNY, served)) == expected


def test_a_kind_of_period_without_a_rule_is_not_bookable():
    only_term = ByPeriod(((PeriodKind.TERM, HoursBefore(0)),))
    assert limit(only_term, date(2026, 10, 19)) is None
    assert limit(only_term, date(2026, 10, 16)) is not None


def test_summer_follows_the_short_holidays_unless_it_has_a_rule_of_its_own():
    short = {"forme": "jours_avant", "jours": 8, "a": "12:00"}
    alone = rule_from_data({"forme": "par_periode", "vacances": short})
    assert day_of(alone, date(2027, 7, 20)) == date(2027, 7, 12)
    closed = rule_from_data({"forme": "par_periode", "vacances": short, "ete": {"forme": "jamais"}})
    assert limit(closed, date(2027, 7, 20)) is None


# --- the wall clock -------------------------------------------------------------------------------------


def test_a_limit_includes_its_whole_minute():
    found = Limit.at(date(2026, 11, 24), EVENING)
    assert found.includes(datetime(2026, 11, 24, 22, 59, 59, 999999, tzinfo=UTC))
    assert not found.includes(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))


def test_a_limit_in_hours_includes_its_whole_minute_too():
    found = limit(HoursBefore(24 * 60), date(2026, 11, 25))
    assert found is not None
    assert found.includes(datetime(2026, 11, 24, 11, 0, 59, tzinfo=UTC))
    assert not found.includes(datetime(2026, 11, 24, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 24, 8, 1, tzinfo=UTC)),  # summer time
        (date(2026, 10, 25), datetime(2026, 10, 25, 9, 1, tzinfo=UTC)),  # the clock has gone back
        (date(2027, 3, 27), datetime(2027, 3, 27, 9, 1, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 8, 1, tzinfo=UTC)),  # the clock has gone forward
    ],
)
def test_ten_o_clock_is_ten_on_the_wall_on_both_sides_of_a_clock_change(day: date, utc: datetime):
    assert Limit.at(day, TEN).closes_at == utc


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),  # the day of 25 hours
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),  # the day of 23 hours
    ],
)
def test_midnight_ends_a_day_of_23_or_25_hours(day: date, utc: datetime):
    found = Limit.at(day, MIDNIGHT)
    assert found.closes_at == utc
    assert found.includes(utc - timedelta(microseconds=1))
    assert not found.includes(utc)
