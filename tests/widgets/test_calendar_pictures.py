"""Pictures of the calendar, each looked at before it was kept."""

from datetime import date
from typing import Any

import pytest

from tests.support.screens.calendar_app import CalendarApp
from tests.support.towns import calendar_months

SMALL, LARGE, TINY, HUGE = (80, 18), (120, 36), (60, 14), (200, 56)


def december(**changes: Any) -> CalendarApp:
    options: dict[str, Any] = {"cursor": date(2026, 12, 9), **changes}
    month = calendar_months.december(**options.pop("month", {}))
    return CalendarApp(month, picked=calendar_months.picks(month, 1, 4, 16), **options)


@pytest.mark.parametrize("theme", ["clair", "sombre", "contraste"])
def test_december_on_a_small_screen(snap_compare, theme):
    assert snap_compare(december(theme=theme), terminal_size=SMALL)


@pytest.mark.parametrize("theme", ["clair", "sombre", "contraste"])
def test_december_on_a_large_screen_with_its_legend(snap_compare, theme):
    assert snap_compare(december(theme=theme, has_legend=True, rows_below=3), terminal_size=LARGE)


def test_november_with_today_and_days_past(snap_compare):
    assert snap_compare(CalendarApp(calendar_months.november()), terminal_size=SMALL)


def test_november_at_large(snap_compare):
    assert snap_compare(
        CalendarApp(calendar_months.november(), has_legend=True, rows_below=3), terminal_size=LARGE
    )


def test_mornings_and_evenings_on_a_small_screen(snap_compare):
    app = december(month={"units": calendar_months.HALVES})
    assert snap_compare(app, terminal_size=SMALL, press=["right"])


def test_mornings_and_evenings_at_large(snap_compare):
    app = december(month={"units": calendar_months.HALVES}, has_legend=True, rows_below=3)
    assert snap_compare(app, terminal_size=LARGE, press=["right"])


def test_mornings_and_evenings_on_a_huge_screen(snap_compare):
    app = december(month={"units": calendar_months.HALVES}, has_legend=True, rows_below=3, theme="sombre")
    assert snap_compare(app, terminal_size=HUGE)


def test_three_units_a_day(snap_compare):
    assert snap_compare(
        december(month={"units": calendar_months.THREE}), terminal_size=SMALL, press=["right"]
    )


@pytest.mark.parametrize("units", [calendar_months.ALL_DAY, calendar_months.HALVES], ids=["one", "two"])
def test_the_smallest_screen(snap_compare, units):
    assert snap_compare(december(month={"units": units}), terminal_size=TINY)


def test_one_row_a_week(snap_compare):
    assert snap_compare(december(month={"units": calendar_months.HALVES}), terminal_size=(60, 10))


def test_an_activity_of_the_holidays(snap_compare):
    app = december(month={"works_in_holidays": True}, has_legend=True, rows_below=3)
    assert snap_compare(app, terminal_size=LARGE)


def test_every_state_and_reason(snap_compare):
    assert snap_compare(
        CalendarApp(calendar_months.every_state(), has_legend=True, rows_below=3), terminal_size=LARGE
    )


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_without_the_focus(snap_compare, size):
    assert snap_compare(december(has_focus=False), terminal_size=size)


def test_without_colour(snap_compare, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(december(), terminal_size=SMALL)
