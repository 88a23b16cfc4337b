"""Colours of the days: what is painted can be read, and reads as the colour the leaflet names."""

from collections.abc import Iterator
from datetime import date

import pytest
from rich.segment import Segment
from textual.color import Color

from portail_tui.themes import THEMES
from portail_tui.widgets.calendar import CalendarLegend, DayDetail
from tests.support.machine.answers import answered
from tests.support.screens.calendar_app import CalendarApp, geometry
from tests.support.towns import calendar_months

LEAST = {"clair": 4.5, "sombre": 4.5, "contraste": 7.0}
BEFORE, AFTER = date(2026, 12, 1), date(2027, 2, 1)


def luminance(colour: Color) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def written(segments: list[Segment]) -> Iterator[tuple[str, Color, Color]]:
    """Each piece of text with its colour and the one under it; drawn blocks left out."""
    for text, style, _ in segments:
        assert style is not None and style.color is not None and style.bgcolor is not None
        pair = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if any(character.isalnum() or character in "✓■?≡·×!–○●◌‹›▸" for character in text):
            yield text, *(reversed(pair) if style.reverse else pair)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("size", [(80, 18), (120, 40)])
@pytest.mark.parametrize("today", [BEFORE, AFTER], ids=["to come", "past"])
@pytest.mark.parametrize("is_picked", [False, True])
async def test_all_that_is_written_can_be_read(theme, size, today, is_picked):
    month = calendar_months.every_state(
        today=today, school_holiday=dict.fromkeys(range(10, 14), "Vacances de Noël")
    )
    month = calendar_months.with_public_holiday(month, 2, "Jour férié")
    picked = calendar_months.all_slots(month) if is_picked else frozenset()
    app = CalendarApp(month, picked=picked, theme=theme, has_legend=size[0] > 80, rows_below=2)
    async with app.run_test(size=size):
        painters = [app.calendar, app.query_one(DayDetail), *app.query(CalendarLegend)]
        read = 0
        for widget in painters:
            for y in range(widget.size.height):
                for text, colour, ground in written(list(widget.render_line(y))):
                    assert contrast(colour, ground) >= LEAST[theme], (text, colour.hex, ground.hex)
                    read += 1
    assert read > 60


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_orange_reads_as_orange_and_blue_as_blue(theme):
    def hue(state: str) -> float:
        return 360 * Color.parse(theme.variables[f"day-{state}-bg"]).hsl.h

    assert 22 <= hue("available") <= 38
    assert 205 <= hue("selected") <= 225
    assert hue("late") <= 12 or hue("late") >= 348
    assert 255 <= hue("waitlisted") <= 285
    assert 42 <= hue("pending") <= 58
    assert 135 <= hue("booked-cancellable") <= 155
    assert 135 <= hue("booked-locked") <= 155


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_both_greens_are_told_apart(theme):
    light, dark = (
        Color.parse(theme.variables[f"day-booked-{state}-bg"]) for state in ("cancellable", "locked")
    )
    assert contrast(light, dark) >= 2


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("size", [(80, 18), (84, 32)])
@pytest.mark.parametrize("units", [calendar_months.ALL_DAY, calendar_months.HALVES], ids=["one", "two"])
async def test_the_cursor_stands_out_on_every_day_and_more_with_the_focus(theme, size, units):
    month = calendar_months.every_state(today=BEFORE, units=units)
    app = CalendarApp(month, theme=theme)
    async with app.run_test(size=size) as pilot:
        for day in month.days[3:20]:
            app.calendar.show(month, cursor=day.day)
            app.set_focus(app.calendar)
            await pilot.pause()
            edges = around_cursor(app, day.day)
            for text, colour, ground in edges:
                assert text.strip()
                assert contrast(colour, ground) >= 3
            app.set_focus(None)
            await pilot.pause()
            assert [text for text, *_ in around_cursor(app, day.day)] != [text for text, *_ in edges]


def around_cursor(app: CalendarApp, day: date) -> list[tuple[str, Color, Color]]:
    """The two cells beside the first unit of a day: character, colour, ground."""
    place = geometry(app.calendar)
    week, column = place.place(day)
    cell = answered(app.calendar.month).days[day.day - 1]
    _, width = place.parts(len(cell.units))[0]
    x, row = place.day_x(column), place.week_y(week) + place.text_rows - 1
    found = []
    for at in (x - 1, x + width):
        [segment] = list(app.calendar.render_line(row).crop(at, at + 1))
        found.append(
            (
                segment.text,
                Color.from_rich_color(answered(segment.style).color),
                Color.from_rich_color(answered(segment.style).bgcolor),
            )
        )
    return found


async def test_blank_cells_are_painted_too():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(90, 34)):
        for y in range(app.calendar.size.height):
            strip = app.calendar.render_line(y)
            assert strip.cell_length == app.calendar.size.width
            assert all(segment.style and segment.style.bgcolor for segment in strip)


async def test_changing_theme_paints_the_days_again():
    app = CalendarApp(calendar_months.december())
    async with app.run_test(size=(80, 18)) as pilot:
        before = app.calendar.render_line(3)
        app.theme = "sombre"
        await pilot.pause()
        assert app.calendar.render_line(3) != before
