"""What a day's cell says: words, glyphs, prices and places, readable without any colour."""

from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.bookings.day_states import NOT_OFFERED_SHORT, STATES
from portail_tui.widgets.calendar.cell_text import page_face, unit_face
from portail_tui.widgets.calendar.day_widget import MARKS
from portail_tui.widgets.calendar.half_blocks import LEFT_EDGE, RIGHT_EDGE, TOP_LEFT, TOP_RIGHT, UPPER_HALF
from portail_tui.widgets.calendar.week_painter import FAINT_EDGES
from tests.support.screens.calendar_app import CalendarApp, geometry, text_of
from tests.support.towns import calendar_months

DAY = date(2026, 12, 3)
FILLED = [mark for mark in MARKS if mark is not DayState.NOT_OFFERED]
NARROW, WIDE = (10, 2), (10, 3)


def cell_for(mark: DayState | Choice):
    state = mark if isinstance(mark, DayState) else DayState.AVAILABLE
    return calendar_months.unit_cell(DAY, state)


def test_every_glyph_is_one_cell_wide():
    glyphs = [words_of.glyph for words_of in STATES.values()]
    drawn = [*FAINT_EDGES, LEFT_EDGE, RIGHT_EDGE, TOP_LEFT, TOP_RIGHT, UPPER_HALF]
    for glyph in [*glyphs, *drawn, words.PREVIOUS, words.NEXT, words.TODAY_MARK]:
        assert (len(glyph), cell_len(glyph)) == (1, 1), glyph


def test_no_two_states_share_a_glyph_or_say_the_same_at_any_size():
    assert len({STATES[mark].glyph for mark in MARKS}) == len(MARKS)
    for width, rows in (NARROW, WIDE, (7, 1), (7, 2), (20, 5)):
        said = {tuple(unit_face(cell_for(mark), mark, width, rows, lead=3)) for mark in FILLED}
        assert len(said) == len(FILLED), (width, rows)


@pytest.mark.parametrize("mark", FILLED)
@pytest.mark.parametrize(("width", "rows"), [NARROW, WIDE, (7, 2)])
def test_a_day_tells_its_state_by_a_glyph_and_a_word_or_a_price(mark, width, rows):
    lines = unit_face(cell_for(mark), mark, width, rows, lead=3)
    said = " ".join(lines)
    assert STATES[mark].glyph in said
    assert STATES[mark].short in said or any(character.isdigit() for character in said)
    assert {len(line) for line in lines} == {width}


def test_a_free_day_tells_its_price_a_late_one_what_being_late_adds_and_a_full_one_that_it_is():
    def second_row(state):
        return unit_face(calendar_months.unit_cell(DAY, state), state, *NARROW, lead=3)[1].strip()

    assert second_row(DayState.AVAILABLE) == "2,35\N{NO-BREAK SPACE}€"
    assert second_row(DayState.LATE) == "+2,50\N{NO-BREAK SPACE}€"
    assert second_row(DayState.FULL) == "Complet"


def test_a_late_day_without_a_surcharge_tells_its_word_or_price_and_never_plus_zero():
    cell = replace(calendar_months.unit_cell(DAY, DayState.LATE), surcharge_cents=0, price_cents=235)
    assert "+" not in "".join(unit_face(cell, DayState.LATE, *WIDE, lead=3))


def test_a_day_for_nothing_is_free_of_charge():
    cell = replace(calendar_months.unit_cell(DAY, DayState.AVAILABLE), price_cents=0)
    assert unit_face(cell, DayState.AVAILABLE, *NARROW, lead=3)[1].strip() == "Gratuit"


@pytest.mark.parametrize("cents", [1250, 12345])
def test_a_larger_price_is_written_whole_or_not_at_all(cents):
    cell = replace(calendar_months.unit_cell(DAY, DayState.AVAILABLE), price_cents=cents)
    for width in range(4, 12):
        row = unit_face(cell, DayState.AVAILABLE, width, 2, lead=3)[1].strip()
        assert row in {"", words.price(cents)}


@pytest.mark.parametrize("mark", [DayState.AVAILABLE, DayState.LATE, Choice.SELECTED])
@pytest.mark.parametrize(("width", "rows"), [NARROW, WIDE, (20, 4), (20, 5)])
@pytest.mark.parametrize("letter", ["", "S"])
def test_few_places_left_are_told_once(mark, width, rows, letter):
    cell = replace(cell_for(mark), places_left=3)
    said = "\n".join(unit_face(cell, mark, width, rows, lead=3, letter=letter, label="Soir"))
    assert said.count("3pl") + said.count("3\N{NO-BREAK SPACE}pl") == 1
    many = replace(cell, places_left=None)
    assert "pl" not in "\n".join(unit_face(many, mark, width, rows, lead=3))


def test_the_rank_in_the_waiting_list_is_told():
    cell = calendar_months.unit_cell(DAY, DayState.WAITLISTED)
    assert "n°2" in unit_face(cell, DayState.WAITLISTED, *NARROW, lead=3)[0]


@pytest.mark.parametrize("width", range(1, 22))
@pytest.mark.parametrize("rows", range(1, 6))
def test_a_cell_keeps_to_its_columns_at_any_size(width, rows):
    for mark in FILLED:
        for letter in ("", "M", "Ma"):
            cell = replace(cell_for(mark), places_left=12, price_cents=12345)
            lead = 3 if width >= 3 else 0
            lines = unit_face(cell, mark, width, rows, lead=lead, letter=letter, label="Matin")
            assert [len(line) for line in lines] == [width] * rows
    for day in calendar_months.every_state().days:
        lines = page_face(day, day.units[0], width, rows, lead=3)
        assert [len(line) for line in lines] == [width] * rows


def test_units_are_told_apart_by_as_few_letters_as_it_takes():
    assert words.letters(("Matin", "Soir")) == ("M", "S")
    assert words.letters(("Matin", "Midi", "Soir")) == ("Ma", "Mi", "So")
    assert len(set(words.letters(("Étude", "Étude", "Étude")))) == 3


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Vacances de la Toussaint", "Toussaint"),
        ("Vacances d'Hiver", "Hiver"),
        ("Lundi de Pentecôte", "Pentecôte"),
        ("Armistice 1918", "Armistice"),
        ("Victoire de 1945", "Victoire"),
        ("Pont de l'Ascension", "Ascension"),
        ("Fête du Travail", "1er mai"),
        ("Fête nationale", "14 juil."),
        ("Jour de l'an", "Nouvel an"),
        ("Noël", "Noël"),
    ],
)
def test_a_holidays_name_has_a_form_that_fits_a_day(name, short):
    forms = words.holiday_names(name)
    assert forms[0] == name
    assert short in forms
    assert any(len(form) <= 9 for form in forms)


def test_short_words_fit_the_day_of_a_small_screen():
    for mark in FILLED:
        assert len(STATES[mark].short) <= 7, mark
    assert all(len(word) <= 9 for word in NOT_OFFERED_SHORT.values())


@pytest.mark.parametrize("size", [(80, 18), (84, 32)])
async def test_holidays_stand_in_the_grid_with_their_name(size):
    december, november = CalendarApp(calendar_months.december()), CalendarApp(calendar_months.november())
    async with december.run_test(size=size):
        assert "Noël" in text_of(december.calendar, 25)
        week = "".join(text_of(december.calendar, day) for day in (21, 22, 23))
        assert "Vacances" in week
        assert "Vacances de Noël, du 19 au 31" in december.calendar.render_line(0).text
    async with november.run_test(size=size):
        assert "Armistice" in text_of(november.calendar, 11)


async def test_holidays_on_which_the_activity_takes_place_are_named_above_the_grid():
    app = CalendarApp(calendar_months.december(works_in_holidays=True))
    async with app.run_test(size=(80, 18)):
        assert "2,35" in text_of(app.calendar, 22)
        assert "Vacances de Noël, du 19 au 31" in app.calendar.render_line(0).text


async def test_a_day_cancelled_by_the_town_says_so_where_it_stands():
    for units in (calendar_months.ALL_DAY, calendar_months.HALVES):
        app = CalendarApp(calendar_months.december(units=units))
        async with app.run_test(size=(84, 32)):
            assert "Annulé" in text_of(app.calendar, 15)


async def test_days_not_offered_have_no_tile_and_a_reason_only_where_it_helps():
    month = calendar_months.month_of(
        2026, 12, {1: NotOffered.CLOSED, 2: NotOffered.TOO_LATE, 3: NotOffered.PAST}
    )
    app = CalendarApp(month)
    async with app.run_test(size=(80, 18)):
        said = [text_of(app.calendar, day).split("\n")[1] for day in (1, 2, 3)]
    assert said == ["Fermé", "·", ""]


def first_of_week(app: CalendarApp, week: int) -> str:
    """The two columns that open the first row of a week."""
    return app.calendar.render_line(geometry(app.calendar).week_y(week)).text[:2]


async def test_weeks_bear_their_iso_number_and_today_its_mark():
    app = CalendarApp(calendar_months.november())
    async with app.run_test(size=(80, 18)):
        rows = [first_of_week(app, week) for week in range(6)]
        assert rows == ["44", "45", "46", "47", "48", "49"]
        assert text_of(app.calendar, 24).startswith("▸24")


async def test_the_first_week_of_january_may_bear_the_number_53():
    app = CalendarApp(calendar_months.month_of(2027, 1, {}))
    async with app.run_test(size=(80, 18)):
        assert [first_of_week(app, week) for week in (0, 1)] == ["53", " 1"]


async def test_choices_show_over_the_state_and_vanish_with_it():
    month = calendar_months.december()
    app = CalendarApp(month, picked=calendar_months.picks(month, 9, 4))
    async with app.run_test(size=(80, 18)) as pilot:
        assert "Choisi" in text_of(app.calendar, 9)
        assert "Quitté" in text_of(app.calendar, 4)
        app.calendar.picked = frozenset()
        await pilot.pause()
        assert "Choisi" not in text_of(app.calendar, 9)
        assert "Inscrit" in text_of(app.calendar, 4)


async def test_a_slot_that_can_no_longer_be_picked_shows_its_state_though_it_was_chosen():
    month = calendar_months.december()
    app = CalendarApp(month, picked=calendar_months.all_slots(month))
    async with app.run_test(size=(80, 18)):
        assert "Inscrit" in text_of(app.calendar, 7)
        assert "●" not in text_of(app.calendar, 7)
