"""The calendar under the keyboard: where each key leads, what it asks for."""

from datetime import date

import pytest

from portail_tui.widgets.calendar import ActivityCalendar, Scope
from tests.support.machine.answers import answered
from tests.support.screens.calendar_app import CalendarApp
from tests.support.towns import calendar_months

DEC = date(2026, 12, 9)


async def stand_after(*keys: str, month=None, cursor: date = DEC) -> CalendarApp:
    app = CalendarApp(month or calendar_months.december(), cursor=cursor)
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    return app


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["left"], 8),
        (["right"], 10),
        (["up"], 2),
        (["down"], 16),
        (["home"], 7),
        (["end"], 13),
        (["right", "right", "down", "left"], 17),
    ],
)
async def test_arrows_home_and_end_move_the_cursor_over_days(keys, day):
    app = await stand_after(*keys)
    moved = answered(app.last(ActivityCalendar.CursorMoved))
    assert moved.day.day == date(2026, 12, day)
    assert moved.cell is (moved.day.units[0] if moved.day.units else None)


async def test_home_in_the_first_week_stops_at_the_first_of_the_month():
    app = await stand_after("home", cursor=date(2026, 12, 3))
    assert answered(app.calendar.cursor_day).day == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("keys", "start", "asked"),
    [
        (["right"], date(2026, 12, 31), (2027, 1, date(2027, 1, 1))),
        (["down"], date(2026, 12, 29), (2027, 1, date(2027, 1, 5))),
        (["left"], date(2026, 12, 1), (2026, 11, date(2026, 11, 30))),
        (["up"], date(2026, 12, 3), (2026, 11, date(2026, 11, 26))),
        (["pageup"], date(2026, 12, 31), (2026, 11, date(2026, 11, 30))),
        (["pagedown"], date(2026, 12, 9), (2027, 1, date(2027, 1, 9))),
    ],
)
async def test_past_the_edge_of_the_month_the_next_one_is_asked_with_its_day(keys, start, asked):
    app = await stand_after(*keys, cursor=start)
    message = answered(app.last(ActivityCalendar.MonthAsked))
    assert (message.year, message.month, message.cursor) == asked
    assert app.count(ActivityCalendar.MonthAsked) == 1


@pytest.mark.parametrize("key", ["up", "pageup"])
async def test_months_before_the_school_year_are_not_reached(key):
    september = calendar_months.month_of(2026, 9, {})
    app = await stand_after(key, month=september, cursor=date(2026, 9, 1))
    assert app.last(ActivityCalendar.MonthAsked) is None


@pytest.mark.parametrize("key", ["right", "pagedown"])
async def test_months_after_the_school_year_are_not_reached(key):
    july = calendar_months.month_of(2027, 7, {})
    app = await stand_after(key, month=july, cursor=date(2027, 7, 31))
    assert app.last(ActivityCalendar.MonthAsked) is None


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_space_and_enter_pick_the_day_then_let_it_go(key):
    app = await stand_after(key)
    first = answered(app.last(ActivityCalendar.DaysToggled))
    assert first.pick is True
    assert [(day, cell.slot_id) for day, cell in first.cells] == [(DEC, calendar_months.slot_id(DEC))]
    assert app.calendar.picked == {calendar_months.slot_id(DEC)}
    app = await stand_after(key, key)
    assert answered(app.last(ActivityCalendar.DaysToggled)).pick is False
    assert app.calendar.picked == frozenset()


async def test_a_picked_day_carries_the_price_that_a_total_needs():
    app = await stand_after("space", cursor=date(2026, 12, 1))
    [(_, cell)] = answered(app.last(ActivityCalendar.DaysToggled)).cells
    assert (cell.price_cents, cell.surcharge_cents) == (485, 250)


@pytest.mark.parametrize("day", [15, 19, 7], ids=["cancelled by the town", "no activity", "locked"])
async def test_a_day_that_cannot_be_picked_is_refused_with_its_cell(day):
    month = calendar_months.december()
    app = await stand_after("space", month=month, cursor=date(2026, 12, day))
    refused = answered(app.last(ActivityCalendar.PickRefused))
    cell = month.days[day - 1]
    assert refused.day is cell
    assert refused.cell is (cell.units[0] if cell.units else None)
    assert refused.scope is Scope.DAY
    assert app.last(ActivityCalendar.DaysToggled) is None


def picked_days(app: CalendarApp) -> list[int]:
    return [day.day for day, _ in answered(app.last(ActivityCalendar.DaysToggled)).cells]


async def test_the_week_key_picks_what_can_be_booked_that_week_and_nothing_booked():
    app = await stand_after("s")
    # of the week of the 7th: locked, waiting and pending days stay; free and cancelled ones are picked
    assert picked_days(app) == [9, 11]
    assert answered(app.last(ActivityCalendar.DaysToggled)).pick is True


async def test_the_week_key_lets_go_a_week_that_is_all_picked():
    app = await stand_after("s", "s")
    assert picked_days(app) == [9, 11]
    assert answered(app.last(ActivityCalendar.DaysToggled)).pick is False
    assert app.calendar.picked == frozenset()


async def test_the_week_key_completes_a_week_begun():
    app = await stand_after("space", "s")
    assert picked_days(app) == [11]
    assert app.calendar.picked == {calendar_months.slot_id(date(2026, 12, day)) for day in (9, 11)}


async def test_the_column_key_picks_that_weekday_over_the_month():
    app = await stand_after("c", cursor=date(2026, 12, 11))
    assert picked_days(app) == [11, 18]


@pytest.mark.parametrize(("key", "scope"), [("s", Scope.WEEK), ("c", Scope.WEEKDAY)])
async def test_a_week_or_column_with_nothing_to_book_is_refused(key, scope):
    app = await stand_after(key, cursor=date(2026, 12, 27))
    refused = answered(app.last(ActivityCalendar.PickRefused))
    assert (refused.scope, refused.cell) == (scope, None)
    assert app.last(ActivityCalendar.DaysToggled) is None


async def test_left_and_right_go_through_the_halves_of_a_day():
    month = calendar_months.december(units=calendar_months.HALVES)
    seen = []
    for keys in (["right"], ["right", "right"], ["left"], ["right", "right", "left"]):
        app = await stand_after(*keys, month=month)
        cell = answered(app.calendar.cursor_cell)
        seen.append((answered(app.calendar.cursor_day).day.day, cell.unit))
    assert seen == [(9, "soir"), (10, "matin"), (8, "soir"), (9, "soir")]


async def test_up_and_down_keep_the_half_over_a_weekend_without_any():
    month = calendar_months.december(units=calendar_months.HALVES)
    app = await stand_after("right", "down", month=month)
    assert answered(app.calendar.cursor_cell).unit == "soir"
    app = await stand_after("right", "end", "home", month=month)
    assert answered(app.calendar.cursor_cell).unit == "soir"


async def test_space_picks_the_half_under_the_cursor_only():
    month = calendar_months.december(units=calendar_months.HALVES)
    app = await stand_after("right", "space", month=month)
    assert app.calendar.picked == {calendar_months.slot_id(DEC, 1)}


async def test_the_half_stood_on_is_kept_in_the_next_month():
    def month(year: int, number: int):
        return calendar_months.month_of(year, number, {}, units=calendar_months.HALVES)

    app = CalendarApp(month(2026, 12), cursor=date(2026, 12, 8), other_months=month)
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("right", "pagedown")
        await pilot.pause()
    moved = answered(app.last(ActivityCalendar.CursorMoved))
    assert (moved.day.day, answered(moved.cell).unit) == (date(2027, 1, 8), "soir")


async def test_going_back_over_the_edge_of_a_month_enters_the_day_by_its_evening():
    def month(year: int, number: int):
        return calendar_months.month_of(year, number, {}, units=calendar_months.HALVES)

    app = CalendarApp(month(2026, 12), cursor=date(2026, 12, 1), other_months=month)
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("left")
        await pilot.pause()
    moved = answered(app.last(ActivityCalendar.CursorMoved))
    assert (moved.day.day, answered(moved.cell).unit) == (date(2026, 11, 30), "soir")


async def test_choices_stay_while_another_month_is_shown_and_back():
    november, december = calendar_months.november(), calendar_months.december()
    app = CalendarApp(december, cursor=DEC, other_months=lambda y, m: {11: november, 12: december}[m])
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("space", "pageup")
        await pilot.pause()
        assert app.calendar.month is november
        await pilot.press("pagedown")
        await pilot.pause()
        assert app.calendar.month is december
        assert app.calendar.picked == {calendar_months.slot_id(DEC)}


async def test_a_month_opens_on_today_or_on_its_first_day_to_pick():
    for month, day in (
        (calendar_months.november(), 24),
        (calendar_months.december(), 1),
        (calendar_months.month_of(2027, 3, {}), 1),
    ):
        app = CalendarApp(month)
        async with app.run_test(size=(80, 18)):
            assert answered(app.calendar.cursor_day).day.day == day
