"""What a day's cell says, in the columns and rows it has: plain words, no colour."""

from __future__ import annotations

from portail_tui.domain.days import Choice, DayState, NotOffered
from portail_tui.domain.views import DayCell, UnitCell
from portail_tui.texts import calendar as words
from portail_tui.texts.states import NOT_OFFERED_SHORT, STATES
from portail_tui.widgets.calendar.geometry import NUMBER
from portail_tui.widgets.calendar.painted import Mark

WORDY = 9
"""The fewest columns in which a day says a word beside its glyph."""


def mark_of(cell: UnitCell, picked: frozenset[int]) -> Mark:
    """The state of a unit, or the unsaved choice over it."""
    return cell.choice if cell.choice is not None and cell.slot_id in picked else cell.state


def number(day: int, *, is_today: bool) -> str:
    return f"{words.TODAY_MARK if is_today else ' '}{day:2}"


def fitted(candidates: tuple[str, ...], width: int) -> str:
    """The first of the candidates that fits; otherwise the last, cut."""
    for text in candidates:
        if len(text) <= width:
            return text
    return candidates[-1][: max(0, width - 1)] + "…" if candidates and width > 1 else ""


def unit_face(cell: UnitCell, mark: Mark, width: int, rows: int, *, lead: int, letter: str) -> list[str]:
    """The rows of one unit, each ``width`` columns. ``lead``: columns kept on the first row for the number.

    ``letter`` tells the unit where a day has several; empty otherwise.
    """
    if rows == 1:
        return [_single_row(cell, mark, width, lead=lead, letter=letter)]
    if width < WORDY:
        lines = [" " * width, _narrow(mark, width, letter)]
        return (lines + [" " * width] * rows)[:rows]
    short = STATES[mark].short
    glyph = f"{letter} {STATES[mark].glyph}" if letter else STATES[mark].glyph
    badge = _badge(cell, mark)
    top = fitted(badge, width - lead - 2) if badge and len(badge[-1]) <= width - lead - 1 else ""
    extra = _amount(cell, mark, has_own_row=rows > 2)
    if rows == 2:
        lines = [f"{'':{lead}}{top:>{width - lead - 1}} ", _mark_line(glyph, extra or short, short, width)]
    else:
        lines = [f"{'':{lead}}{top:>{width - lead - 1}} ", _mark_line(glyph, short, short, width)]
        indent = len(glyph) + 2
        lines.append(f"{'':{indent}}{extra}" if len(extra) <= width - indent else f" {extra:.{width - 1}}")
    lines += [""] * (rows - len(lines))
    return [f"{line:{width}.{width}}" for line in lines]


def _mark_line(glyph: str, text: str, fallback: str, width: int) -> str:
    for line in (f" {glyph} {text}", f" {glyph}{text}", f" {glyph} {fallback}", f" {glyph}"):
        if len(line) <= width:
            return line
    return ""


def _single_row(cell: UnitCell, mark: Mark, width: int, *, lead: int, letter: str) -> str:
    glyph = STATES[mark].glyph
    room = width - lead
    for text in (_amount(cell, mark, has_own_row=False), STATES[mark].short):
        line = f" {glyph} {text}"
        if text and lead and len(line) <= room:
            return f"{'':{lead}}{line:{room}}"
    with_letter = f"{letter}{glyph}"
    return f"{'':{lead}}{with_letter if len(with_letter) <= room and letter else glyph:^{room}.{room}}"


def _narrow(mark: Mark, width: int, letter: str) -> str:
    """A glyph, with its unit's letter where there is room."""
    glyph = STATES[mark].glyph
    for line in (f" {letter} {glyph}", f"{letter} {glyph}", f"{letter}{glyph}"):
        if letter and len(line) <= width:
            return f"{line:{width}}"
    return f" {glyph}".ljust(width) if width > 1 else glyph


def _badge(cell: UnitCell, mark: Mark) -> tuple[str, ...]:
    if mark is DayState.WAITLISTED and cell.rank is not None:
        return (words.rank(cell.rank),)
    if cell.places_left and mark in {DayState.AVAILABLE, DayState.LATE, DayState.CANCELLED, Choice.SELECTED}:
        return words.few_places(cell.places_left)
    return ()


PRICED = frozenset({DayState.AVAILABLE, DayState.LATE})
PRICED_APART = PRICED | {
    DayState.CANCELLED,
    DayState.BOOKED_CANCELLABLE,
    DayState.BOOKED_LOCKED,
    DayState.PENDING,
    Choice.SELECTED,
}


def _amount(cell: UnitCell, mark: Mark, *, has_own_row: bool) -> str:
    """What the cell says of money: the price of a free day, the surcharge of a late one.

    The others say their word first, and their price only on a row of its own: « – 2,35 € » on a cancelled day
    would read as a debt.
    """
    if cell.price_cents is None or mark not in (PRICED_APART if has_own_row else PRICED):
        return ""
    if mark is Choice.SELECTED and cell.state is DayState.FULL:
        return ""
    if mark is DayState.LATE and cell.surcharge_cents > 0:
        return words.surcharge(cell.surcharge_cents)
    return words.price(cell.price_cents)


def page_face(day: DayCell, cell: UnitCell | None, width: int, rows: int, *, lead: int) -> list[str]:
    """The rows of a day, or a unit, that is not offered: written on the page, no tile."""
    lines = [" " * width] * rows
    room = width - 1
    if day.public_holiday and lead:
        if rows > 1:
            lines[1] = f" {fitted(words.holiday_names(day.public_holiday), room)}"
    elif cell is not None and cell.why is NotOffered.TOWN_CANCELLED and rows > 1 and width >= NUMBER + 7:
        lines[0], lines[1] = (f"{'':{NUMBER}} {word}" for word in words.TOWN_CANCELLED)
    elif cell is not None and rows > 1:
        word = NOT_OFFERED_SHORT.get(cell.why, "") if cell.why else ""
        lines[1] = _mark_line(STATES[DayState.NOT_OFFERED].glyph, word, "", width).rstrip()
    return [f"{line:{width}.{width}}" for line in lines]
