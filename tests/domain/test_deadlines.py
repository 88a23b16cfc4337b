"""Deadlines, from the rules that towns publish."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.deadlines import (
    DaysBefore,
    InvalidRule,
    Limit,
    WeekdayOfWeekBefore,
    read_hour,
    rule_from_data,
    write_hour,
)

EVENING = 23 * 60 + 59


def working(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("served", "limit"),
    [
        (date(2026, 9, 14), date(2026, 9, 9)),  # Monday ← Wednesday
        (date(2026, 9, 15), date(2026, 9, 10)),
        (date(2026, 9, 16), date(2026, 9, 11)),
        (date(2026, 9, 17), date(2026, 9, 14)),
        (date(2026, 9, 18), date(2026, 9, 15)),  # Friday ← Tuesday
    ],
)
def test_three_working_days_before_skip_the_weekend_as_villes_soeurs_publishes(served: date, limit: date):
    assert DaysBefore(3, EVENING, working=True).limit(served, working) == Limit.at(limit, EVENING)


def test_eight_calendar_days_before_at_midnight_as_le_cres_publishes():
    limit = DaysBefore(8, 24 * 60).limit(date(2024, 9, 2), working)
    assert limit.day == date(2024, 8, 25)
    assert limit.includes(datetime(2024, 8, 25, 21, 59, 59, tzinfo=UTC))
    assert not limit.includes(datetime(2024, 8, 25, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize("weekday", range(7))
def test_one_friday_noon_for_the_whole_next_week_as_andancette_publishes(weekday: int):
    monday = date(2026, 11, 30)
    limit = WeekdayOfWeekBefore(4, 12 * 60).limit(monday + timedelta(days=weekday), working)
    assert limit == Limit.at(date(2026, 11, 27), 12 * 60)


def test_a_public_holiday_moves_a_working_day_limit_back():
    def is_working(day: date) -> bool:
        return working(day) and day != date(2026, 11, 11)

    rule = DaysBefore(1, 10 * 60, working=True)
    assert rule.limit(date(2026, 11, 12), is_working).day == date(2026, 11, 10)


def test_a_limit_includes_its_whole_minute():
    limit = Limit.at(date(2026, 11, 24), EVENING)
    assert limit.includes(datetime(2026, 11, 24, 22, 59, 59, 999999, tzinfo=UTC))
    assert not limit.includes(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))


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
    assert Limit.at(day, 10 * 60).closes_at == utc


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60), st.booleans())
def test_a_limit_in_days_is_never_after_the_day_served(served: date, days: int, in_working_days: bool):
    limit = DaysBefore(days, EVENING, in_working_days).limit(served, working)
    assert limit.day <= served
    assert (served - limit.day).days >= days


@given(st.integers(0, 24 * 60).filter(lambda minute: not 120 <= minute < 180))
def test_hours_are_read_as_they_are_written(minute: int):
    assert read_hour(write_hour(minute)) == minute


@pytest.mark.parametrize("text", ["8h30", "25:00", "24:01", "08:60", "02:30", "", None, 830, "8:5", "-1:00"])
def test_an_hour_that_cannot_be_is_refused(text: object):
    with pytest.raises(InvalidRule):
        read_hour(text)


RULES = st.one_of(
    st.builds(DaysBefore, st.integers(0, 366), st.sampled_from([0, 600, EVENING, 1440]), st.booleans()),
    st.builds(WeekdayOfWeekBefore, st.integers(0, 6), st.sampled_from([0, 720, 1440]), st.integers(1, 52)),
)


@given(RULES)
def test_a_rule_survives_being_written_down(rule: DaysBefore | WeekdayOfWeekBefore):
    assert rule_from_data(rule.to_data()) == rule


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"forme": "pleine_lune", "a": "10:00"},
        {"forme": "jours_avant", "jours": "deux", "a": "10:00"},
        {"forme": "jours_avant", "jours": -1, "a": "10:00"},
        {"forme": "jours_avant", "jours": True, "a": "10:00"},
        {"forme": "semaine_precedente", "jour": "vendrdi", "a": "10:00"},
        {"forme": "semaine_precedente", "jour": "vendredi", "semaines": 0, "a": "10:00"},
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_in_french(data: dict[str, object]):
    with pytest.raises(InvalidRule, match="«"):
        rule_from_data(data)
