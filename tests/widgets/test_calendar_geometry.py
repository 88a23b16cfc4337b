"""Where days stand, at any size."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portail_tui.widgets.calendar.geometry import Geometry, Spot
from tests.support.machine.answers import answered

Pair = tuple[int, int]
sizes = st.tuples(st.integers(60, 260), st.integers(8, 90))
year_months = st.tuples(st.integers(2024, 2032), st.integers(1, 12))


@given(sizes, year_months, st.integers(1, 4))
def test_every_unit_of_every_day_can_be_clicked_and_none_stands_outside(
    size: Pair, year_month: Pair, units: int
):
    width, height = size
    place = Geometry.of(width, height, *year_month, units)
    assert place.width == width
    assert place.week_y(place.weeks) <= height
    parts = place.parts(units)
    for week in range(place.weeks):
        for column in range(7):
            x, y = place.day_x(column), place.week_y(week)
            for offset, part in parts:
                assert part >= 1
                target = answered(place.at(x + offset, y + place.text_rows - 1))
                assert (target.spot, target.week, target.column) == (Spot.DAY, week, column)
                assert x + offset + part < width


@given(sizes, year_months, st.integers(1, 4))
def test_units_never_overlap(size: Pair, year_month: Pair, units: int):
    parts = Geometry.of(*size, *year_month, units).parts(units)
    for (offset, part), (after, _) in pairwise(parts):
        assert offset + part <= after


@given(sizes, st.integers(1, 2))
def test_days_keep_their_place_and_size_from_month_to_month_where_there_is_room(size: Pair, units: int):
    places = {
        (place.left, place.day_width, place.week_height, place.top)
        for month in range(1, 13)
        for place in [Geometry.of(size[0], max(size[1], 14), 2026, month, units)]
    }
    assert len(places) == 1


@given(sizes, year_months)
def test_targets_around_the_days_are_at_least_three_columns_wide(size: Pair, year_month: Pair):
    place = Geometry.of(*size, *year_month, 1)
    for y, spot in (
        (0, Spot.PREVIOUS),
        (0, Spot.NEXT),
        (place.week_y(0), Spot.WEEK),
        (place.header, Spot.WEEKDAY),
    ):
        columns = [x for x in range(place.width) if (hit := place.at(x, y)) and hit.spot is spot]
        assert len(columns) >= 3


def test_a_small_screen_has_two_rows_of_ten_columns_a_day():
    place = Geometry.of(80, 15, 2026, 11, 1)
    assert (place.day_width, place.text_rows, place.weeks) == (10, 2, 6)
    assert place.week_y(6) <= 15


def test_a_large_screen_has_taller_days_with_air_between_them():
    place = Geometry.of(84, 30, 2026, 11, 1)
    assert place.is_tall
    assert (place.week_height, place.text_rows) == (4, 3)


def test_the_smallest_screen_still_shows_the_six_weeks():
    place = Geometry.of(60, 9, 2026, 11, 1)
    assert place.day_width == 7
    assert place.week_y(6) <= 9
