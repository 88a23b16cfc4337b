"""The line below the grid, and the legend."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.views import DayCell
from portail_tui.texts.bookings.day_states import LEGEND, STATES
from portail_tui.widgets.calendar import CalendarLegend, DayDetail
from tests.support.screens.calendar_app import CalendarApp
from tests.support.towns import calendar_months

DAY = date(2026, 12, 3)
NBSP = "\N{NO-BREAK SPACE}"


async def told(
    day: DayCell, *, rows: int = 1, width: int = 80, label: str = "", is_picked: bool = False
) -> str:
    app = CalendarApp(calendar_months.december(), rows_below=rows)
    async with app.run_test(size=(width, 24)) as pilot:
        detail = app.query_one(DayDetail)
        detail.show(day, day.units[0] if day.units else None, unit_label=label, is_picked=is_picked)
        await pilot.pause()
        lines = [detail.render_line(y).text.rstrip() for y in range(rows)]
    return "\n".join(lines).replace(NBSP, " ")


def day_with(state: DayState | NotOffered, **changes: Any) -> DayCell:
    return DayCell(day=DAY, units=(replace(calendar_months.unit_cell(DAY, state), **changes),))


async def test_a_free_day_is_told_on_one_row_with_its_price_and_places():
    line = await told(day_with(DayState.AVAILABLE, places_left=3, note=""))
    assert line == " ○  Jeu. 3 déc. · Vous pouvez réserver · 2,35 € · 3 places"


async def test_a_late_day_tells_the_whole_price_and_what_being_late_adds():
    line = await told(day_with(DayState.LATE, note=""), width=110)
    assert "Oups ! Hors délais, l'inscription sera majorée" in line
    assert "4,85 €, dont 2,50 € de majoration" in line


async def test_on_a_narrow_row_the_words_shorten_before_anything_is_cut():
    line = await told(day_with(DayState.LATE, note=""))
    assert line == " !  Jeu. 3 déc. · Hors délais · 4,85 €, dont 2,50 € de majoration"
    cut = await told(day_with(DayState.LATE))
    assert cut.endswith("…")
    assert len(cut) <= 78


async def test_three_rows_hold_the_leaflets_words_the_money_and_the_limit():
    day = day_with(DayState.PENDING, note="Un agent répond avant le jeudi 26 novembre.")
    lines = (await told(day, rows=3, label="Soir", width=100)).split("\n")
    assert lines[0] == (
        " ?  Jeudi 3 décembre · Soir · Inscription soumise à validation par un agent de la collectivité"
    )
    assert lines[1].strip() == "2,35 €"
    assert lines[2].strip() == "Un agent répond avant le jeudi 26 novembre."


@pytest.mark.parametrize("why", list(NotOffered))
async def test_a_day_that_is_not_offered_tells_its_reason(why):
    line = await told(day_with(why))
    assert len(line.split(" · ", 1)[1]) > 5


async def test_a_day_cancelled_by_the_town_is_told_in_the_towns_words():
    assert "Annulé par la mairie" in await told(day_with(NotOffered.TOWN_CANCELLED))


async def test_holidays_are_told_by_name():
    assert "Jour férié : Noël" in await told(DayCell(day=date(2026, 12, 25), public_holiday="Noël"))
    assert "Vacances de Noël" in await told(
        DayCell(day=date(2026, 12, 22), school_holiday="Vacances de Noël")
    )
    offered = replace(day_with(DayState.AVAILABLE, note=""), school_holiday="Vacances de Noël")
    assert "Vacances de Noël" in await told(offered)


async def test_an_unsaved_choice_is_told_as_one():
    assert "Votre choix, à valider" in await told(day_with(DayState.AVAILABLE), is_picked=True)
    assert "Jour que vous quittez" in await told(day_with(DayState.BOOKED_CANCELLABLE), is_picked=True)
    assert "Liste d'attente choisie" in await told(day_with(DayState.FULL), is_picked=True)


@pytest.mark.parametrize("width", [20, 32, 60])
async def test_the_legend_holds_the_leaflets_words_whole_at_any_width(width):
    app = CalendarApp(calendar_months.december(), has_legend=True)
    async with app.run_test(size=(120, 60)) as pilot:
        legend = app.query_one(CalendarLegend)
        legend.styles.width = width
        await pilot.pause()
        lines = [legend.render_line(y).text for y in range(legend.size.height)]
        said = " ".join(line[5:].strip() for line in lines)
        for mark in LEGEND:
            assert STATES[mark].legend in said
            assert any(line.startswith(f" {STATES[mark].glyph} ") for line in lines)
        assert all(len(line) == width for line in lines)


async def test_the_legend_fits_over_a_small_screen():
    app = CalendarApp(calendar_months.december(), has_legend=True)
    async with app.run_test(size=(200, 40)) as pilot:
        legend = app.query_one(CalendarLegend)
        legend.styles.width = 70
        await pilot.pause()
        assert legend.size.height <= 14
