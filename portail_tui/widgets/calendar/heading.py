"""The rows above the weeks: the month and its arrows, the weekdays, and the air below them."""

from __future__ import annotations

from textual.strip import Strip

from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.shared import formats
from portail_tui.widgets.calendar.canvas import Canvas
from portail_tui.widgets.calendar.geometry import ARROW, NAME, WEEK, Spot
from portail_tui.widgets.calendar.half_blocks import HalfRow
from portail_tui.widgets.calendar.month_frame import Frame

LONG_NAMES = 9
"""The fewest columns of a day in which the weekdays are written whole."""


def heading_strips(frame: Frame) -> list[Strip]:
    """Every row above the first week."""
    geometry, colours = frame.geometry, frame.colours
    canvas = Canvas(geometry.width, geometry.header + 1, colours.style(colours.text, colours.page))
    _title(canvas, frame)
    _notes(canvas, frame)
    _weekdays(canvas, frame)
    strips = canvas.strips()
    if geometry.is_tall:
        air = HalfRow(frame, [colours.page] * geometry.width)
        air.draw_cursor_top(week=0)
        strips.append(air.strip())
    return strips


def _title(canvas: Canvas, frame: Frame) -> None:
    """« ‹ Décembre 2026 › »."""
    colours, geometry, month = frame.colours, frame.geometry, frame.month
    live, dead = (
        colours.style(colours.button_text, colours.button, "b"),
        colours.style(colours.muted, colours.page),
    )
    x = geometry.left
    lit = colours.style(colours.page, colours.text, "b")
    styles = {
        spot: dead if not can_go else lit if frame.is_hovered(spot) else live
        for spot, can_go in ((Spot.PREVIOUS, frame.can_go_back), (Spot.NEXT, frame.can_go_on))
    }
    canvas.write(0, x, f"{words.PREVIOUS:^{ARROW}}", styles[Spot.PREVIOUS])
    name = f"{formats.month_name(month.year, month.month):^{NAME}}"
    canvas.write(0, x + ARROW, name, colours.style(colours.text, colours.page, "b"))
    canvas.write(0, x + ARROW + NAME, f"{words.NEXT:^{ARROW}}", styles[Spot.NEXT])


def _notes(canvas: Canvas, frame: Frame) -> None:
    """On the right of the title: the month's holidays, on the colour of their days."""
    colours, geometry = frame.colours, frame.geometry
    start = geometry.left + 2 * ARROW + NAME + 2
    style = colours.style(colours.holiday_text, colours.holiday)
    x = geometry.right
    for forms in reversed(words.month_holidays(frame.month)):
        form = next((form for form in forms if len(form) + 2 <= x - start), None)
        if form is None:
            break
        x -= len(form) + 2
        canvas.write(0, x, f" {form} ", style)
        x -= 1


def _weekdays(canvas: Canvas, frame: Frame) -> None:
    colours, geometry = frame.colours, frame.geometry
    quiet, strong = colours.style(colours.muted, colours.page), colours.style(colours.text, colours.page, "b")
    row = geometry.header
    canvas.write(row, geometry.left, words.WEEK_COLUMN[: WEEK + geometry.gap], quiet)
    names = words.WEEKDAYS if geometry.day_width >= LONG_NAMES else words.WEEKDAYS_SHORT
    for column, name in enumerate(names):
        style = strong if column == frame.cursor_place[1] else quiet
        if frame.is_hovered(Spot.WEEKDAY, column=column):
            style = colours.style(colours.button_text, colours.button, "b")
        text = f" {name}" if len(name) < geometry.day_width else name[: geometry.day_width]
        canvas.write(row, geometry.day_x(column), text, style)
