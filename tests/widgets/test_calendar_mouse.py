"""The calendar under a mouse or a finger."""

from datetime import date

import pytest

from portail_tui.widgets.calendar import ActivityCalendar, Scope
from tests.support.machine.answers import answered
from tests.support.screens.calendar_app import (
    CalendarApp,
    click_arrow,
    click_day,
    click_week,
    click_weekday,
    geometry,
)
from tests.support.towns import calendar_months

SIZES = [(80, 18), (84, 32), (60, 12), (160, 50), (60, 9)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_day_moves_there_and_picks_it_and_a_second_lets_it_go(size):
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=size) as pilot:
        await click_day(pilot, 16)
        assert answered(app.calendar.cursor_day).day == date(2026, 12, 16)
        assert app.calendar.picked == {calendar_months.slot_id(date(2026, 12, 16))}
        await click_day(pilot, 16)
        assert app.calendar.picked == frozenset()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("units", [calendar_months.HALVES, calendar_months.THREE], ids=["two", "three"])
async def test_a_click_on_a_unit_picks_that_unit(size, units):
    app = CalendarApp(calendar_months.december(units=units))
    async with app.run_test(size=size) as pilot:
        for unit in range(len(units)):
            await click_day(pilot, 16, unit=unit)
            assert answered(app.calendar.cursor_cell).unit == units[unit].code
            assert calendar_months.slot_id(date(2026, 12, 16), unit) in app.calendar.picked
        assert len(app.calendar.picked) == len(units)


async def test_a_click_on_a_day_that_cannot_be_picked_moves_there_and_says_so():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        await click_day(pilot, 25)
        assert answered(app.calendar.cursor_day).public_holiday == "Noël"
        assert answered(app.last(ActivityCalendar.PickRefused)).day.day == date(2026, 12, 25)


async def test_a_click_on_a_week_number_picks_the_week():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        await click_week(pilot, 1)
        toggled = answered(app.last(ActivityCalendar.DaysToggled))
        assert [day.day for day, _ in toggled.cells] == [9, 11]
        await click_week(pilot, 1)
        assert app.calendar.picked == frozenset()


async def test_a_click_on_a_week_without_a_free_day_is_refused():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        await click_week(pilot, 3)
        refused = answered(app.last(ActivityCalendar.PickRefused))
        assert (refused.scope, refused.day.day) == (Scope.WEEK, date(2026, 12, 21))


async def test_a_click_on_a_weekday_picks_it_over_the_month():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        await click_weekday(pilot, 2)
        assert [day.day for day, _ in answered(app.last(ActivityCalendar.DaysToggled)).cells] == [2, 9, 16]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("onwards", "month"), [(False, 11), (True, 1)])
async def test_the_arrows_beside_the_months_name_change_month(size, onwards, month):
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=size) as pilot:
        await click_arrow(pilot, onwards=onwards)
        assert answered(app.last(ActivityCalendar.MonthAsked)).month == month


async def test_the_arrow_at_the_end_of_the_school_year_asks_for_nothing():
    app = CalendarApp(calendar_months.month_of(2027, 7, {}))
    async with app.run_test(size=(80, 18)) as pilot:
        await click_arrow(pilot, onwards=True)
        assert app.last(ActivityCalendar.MonthAsked) is None


async def test_a_click_between_days_or_on_an_empty_corner_does_nothing():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        place = geometry(app.calendar)
        told = len(app.told)
        for x, y in (
            (place.day_x(3) - 1, place.week_y(1)),
            (place.day_x(0), place.week_y(0)),
            (place.day_x(6), place.week_y(5)),
        ):
            await pilot.click(ActivityCalendar, offset=(x, y))
        await pilot.pause()
        assert len(app.told) == told


async def test_week_numbers_light_up_under_the_mouse_and_go_out():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        place = geometry(app.calendar)
        quiet = app.calendar.render_line(place.week_y(1))
        await pilot.hover(ActivityCalendar, offset=(place.left, place.week_y(1)))
        await pilot.pause()
        assert app.calendar.render_line(place.week_y(1)) != quiet
        await pilot.hover(ActivityCalendar, offset=(place.day_x(2), place.week_y(3)))
        await pilot.pause()
        assert app.calendar.render_line(place.week_y(1)) == quiet
