"""Weekly patterns over a period, and the rank of a child."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern, slots_of
from portail_tui.domain.rules.tariffs.sibling_rank import rank_of

MIDI, SOIR = 1, 2
FIRST, LAST = date(2026, 9, 1), date(2027, 7, 2)
SERVED = [FIRST + timedelta(n) for n in range(304) if (FIRST + timedelta(n)).weekday() in (0, 1, 3, 4)]


def test_a_weekly_pattern_books_its_days_over_the_period():
    pattern = WeeklyPattern.every_week([(0, MIDI), (3, MIDI), (3, SOIR)])
    found = slots_of(pattern, date(2026, 9, 14), date(2026, 9, 21), SERVED)
    assert found == (
        (date(2026, 9, 14), MIDI),
        (date(2026, 9, 17), MIDI),
        (date(2026, 9, 17), SOIR),
        (date(2026, 9, 21), MIDI),
    )


def test_days_that_are_not_served_are_skipped():
    pattern = WeeklyPattern.every_week([(2, MIDI)])
    assert slots_of(pattern, FIRST, LAST, SERVED) == ()


def test_even_and_odd_weeks_alternate_by_their_iso_number():
    pattern = WeeklyPattern(even=frozenset({(0, MIDI)}), odd=frozenset({(4, MIDI)}))
    found = [day for day, _ in slots_of(pattern, date(2026, 9, 14), date(2026, 10, 2), SERVED)]
    assert found == [date(2026, 9, 14), date(2026, 9, 25), date(2026, 9, 28)]  # weeks 38, 39, 40


def test_two_odd_weeks_follow_each_other_where_a_year_has_53():
    pattern = WeeklyPattern(even=frozenset(), odd=frozenset({(0, MIDI)}))
    days = [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]
    assert [day for day, _ in slots_of(pattern, days[0], days[-1], days)] == days[1:3]  # weeks 53 and 1


@given(
    st.sets(st.tuples(st.integers(0, 6), st.integers(1, 3))),
    st.sets(st.tuples(st.integers(0, 6), st.integers(1, 3))),
    st.dates(FIRST, LAST),
    st.dates(FIRST, LAST),
)
def test_a_pattern_never_books_twice_nor_outside(
    even: set[tuple[int, int]], odd: set[tuple[int, int]], one: date, other: date
):
    first, last = sorted((one, other))
    found = slots_of(WeeklyPattern(frozenset(even), frozenset(odd)), first, last, SERVED)
    assert len(set(found)) == len(found)
    assert all(first <= day <= last and day in SERVED for day, _ in found)
    assert all((day.weekday(), unit) in even | odd for day, unit in found)


ELDEST, SECOND, TWIN, LITTLE = 7, 3, 5, 1
HOME = [
    (ELDEST, date(2015, 2, 1)),
    (SECOND, date(2018, 6, 1)),
    (TWIN, date(2018, 6, 1)),
    (LITTLE, date(2021, 1, 1)),
]


@pytest.mark.parametrize(("child", "rank"), [(ELDEST, 1), (SECOND, 2), (TWIN, 3), (LITTLE, 4)])
def test_a_rank_is_by_birth_and_twins_have_each_their_own(child: int, rank: int):
    assert rank_of(child, HOME) == rank
    assert rank_of(child, reversed(HOME)) == rank


def test_only_children_of_the_activity_count():
    assert rank_of(LITTLE, [HOME[0], HOME[3]]) == 2
    assert rank_of(LITTLE, [HOME[3]]) == 1
    with pytest.raises(ValueError, match="birth"):
        rank_of(LITTLE, HOME[:3])
