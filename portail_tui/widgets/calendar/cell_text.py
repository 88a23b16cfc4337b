"""What a day's cell says, in the columns and rows it has: plain words, no colour.

A day reads from its head down: number, places left when few, glyph in the right corner; then a word or a
price; then, on taller days, the price and the places on rows of their own.
"""

from __future__ import annotations

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.domain.bookings.views import DayCell, UnitCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.texts.bookings.day_states import NOT_OFFERED_SHORT, OFFERED_SHORT, STATES
from portail_tui.widgets.calendar.day_widget import Mark
from portail_tui.widgets.calendar.geometry import NUMBER

NARROW_PART = 9
"""Under this many columns a unit among several says its letter and glyph, and what fits below."""

TAKES_PLACES = frozenset({DayState.AVAILABLE, DayState.LATE, DayState.CANCELLED, Choice.SELECTED})
PRICED = frozenset({DayState.AVAILABLE, DayState.LATE})
"""Marks whose price replaces their word. « – 2,35 € » on a cancelled day would look like a debt."""
PRICED_APART = PRICED | {
    DayState.CANCELLED,
    DayState.BOOKED_CANCELLABLE,
    DayState.BOOKED_LOCKED,
    DayState.PENDING,
    Choice.SELECTED,
}
"""Marks whose price has a row of its own, where there is room."""


def mark_of(cell: UnitCell, picked: frozenset[int]) -> Mark:
    """The state of a unit, or the unsaved choice over it."""
    return cell.choice if cell.choice is not None and cell.slot_id in picked else cell.state


def number(day: int, *, is_today: bool) -> str:
    """The ``NUMBER`` columns that open a day."""
    return f"{words.TODAY_MARK if is_today else ' '}{day:2}"


def fitted(forms: tuple[str, ...], width: int) -> str:
    """The first of the forms that fits; otherwise the last, cut."""
    for form in forms:
        if len(form) <= width:
            return form
    return forms[-1][: max(0, width - 1)] + "…" if forms and width > 1 else ""


def unit_face(
    cell: UnitCell, mark: Mark, width: int, rows: int, *, lead: int, letter: str = "", label: str = ""
) -> list[str]:
    """The ``rows`` rows of one unit, each ``width`` columns wide. ``lead``: columns reserved on the first
    row for the day's number. ``letter`` and ``label``: name of the unit, where a day has several."""
    if rows == 1:
        return [_only_row(cell, mark, width, lead, letter)]
    if letter and width < NARROW_PART:
        lines = [" " * width, _letter_and_glyph(mark, width, letter)]
        below = [_worth(cell, mark)]
    else:
        lines = [_head(cell, mark, width, rows, lead, letter)]
        below = _below(cell, mark, rows - 1, letter, label)
    lines += [_indented(text, width) for text in below]
    lines += [""] * (rows - len(lines))
    return [f"{line:{width}.{width}}" for line in lines[:rows]]


def page_face(day: DayCell, cell: UnitCell | None, width: int, rows: int, *, lead: int) -> list[str]:
    """The rows of a day, or a unit, that is not offered: written on the page itself."""
    lines = [""] * rows
    if rows > 1 and lead and day.public_holiday:
        lines[1] = _named(words.holiday_names(day.public_holiday), width)
    elif rows > 1 and cell is not None and cell.why is NotOffered.TOWN_CANCELLED and width >= NUMBER + 7:
        lines[0], lines[1] = (f"{'':{NUMBER}} {word}" for word in words.TOWN_CANCELLED)
    elif rows > 1 and cell is not None and cell.why is not NotOffered.PAST:
        word = NOT_OFFERED_SHORT.get(cell.why, "") if cell.why else ""
        lines[1] = _indented(word or STATES[DayState.NOT_OFFERED].glyph, width)
    return [f"{line:{width}.{width}}" for line in lines]


def _named(forms: tuple[str, ...], width: int) -> str:
    """A name under the number, from the edge where only that lets it stand whole, or else cut."""
    return next((line for form in forms if (line := _indented(form, width))), f" {fitted(forms, width - 1)}")


def _indented(text: str, width: int) -> str:
    """``text`` under the day's number where it fits, from the edge where that is just enough, or nothing."""
    if len(text) < width:
        return f" {text}"
    return text if len(text) == width else ""


def _head(cell: UnitCell, mark: Mark, width: int, rows: int, lead: int, letter: str) -> str:
    """Places or rank, then the glyph in the corner: « 3 pl ○ », after the columns of the number."""
    room = width - lead - 2
    if room < 1:
        return ""
    badge = ""
    if not _says_places_below(mark, rows, letter):
        badge = next((form for form in _badge(cell, mark) if len(form) <= room - 2), "")
    return f"{'':{lead}}{f'{badge} {STATES[mark].glyph}':>{room + 1}}"


def _says_places_below(mark: Mark, rows: int, letter: str) -> bool:
    """Whether places left have a row of their own, or replace « Libre », rather than standing beside the
    number."""
    if letter:
        return rows > 4
    return rows > 3 or (rows == 3 and mark is DayState.AVAILABLE)


def _below(cell: UnitCell, mark: Mark, rows: int, letter: str, label: str) -> list[str]:
    """The rows under the head, at most ``rows``."""
    word, amount, badge = _word(cell, mark), _amount(cell, mark), _badge(cell, mark)
    places = badge[0] if badge else ""
    if rows == 1:
        return [f"{letter} {_worth(cell, mark)}" if letter else _worth(cell, mark)]
    if letter:
        return [label, _worth(cell, mark)] if rows == 2 else [label, word, amount, places][:rows]
    if rows == 2 and places and mark is DayState.AVAILABLE:
        word = places
    return [word, amount, places][:rows]


def _only_row(cell: UnitCell, mark: Mark, width: int, lead: int, letter: str) -> str:
    glyph, room = STATES[mark].glyph, width - lead
    if letter and not lead:
        return f"{letter + glyph if len(letter) < room else glyph:^{room}.{room}}"
    for text in (f" {glyph} {_worth(cell, mark)}", f" {glyph}", glyph):
        if len(text) <= room:
            return f"{'':{lead}}{text:{room}}"
    return " " * width


def _letter_and_glyph(mark: Mark, width: int, letter: str) -> str:
    glyph = STATES[mark].glyph
    for line in (f" {letter} {glyph} ", f" {letter}{glyph}", f"{letter}{glyph}"):
        if len(line) <= width:
            return line
    return glyph


def _badge(cell: UnitCell, mark: Mark) -> tuple[str, ...]:
    """Places left when few, or the rank in the waiting list; from the longest form to the shortest."""
    if mark is DayState.WAITLISTED and cell.rank is not None:
        return words.rank(cell.rank)
    if cell.places_left and mark in TAKES_PLACES:
        return words.few_places(cell.places_left)
    return ()


def _amount(cell: UnitCell, mark: Mark) -> str:
    """The price of a unit, or what being late adds to it; empty where there is nothing to say of money."""
    is_waiting = mark is Choice.SELECTED and cell.state is DayState.FULL
    if cell.price_cents is None or is_waiting or mark not in PRICED_APART:
        return ""
    if mark is DayState.LATE and cell.surcharge_cents > 0:
        return words.surcharge(cell.surcharge_cents)
    return words.price(cell.price_cents)


def _worth(cell: UnitCell, mark: Mark) -> str:
    """Content of the only row: the price of a day that can be booked, the word of any other."""
    return (_amount(cell, mark) if mark in PRICED else "") or _word(cell, mark)


def _word(cell: UnitCell, mark: Mark) -> str:
    """Word of the state; a waiting day whose place is reserved for the family has its own."""
    is_held = mark is DayState.WAITLISTED and cell.choice is Choice.SELECTED
    return OFFERED_SHORT if is_held else STATES[mark].short
