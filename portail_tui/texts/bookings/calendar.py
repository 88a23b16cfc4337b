"""Words of the calendar: cells of days, details of the day under the cursor, titles and hints around the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.domain.bookings.views import CalendarMonth, DayCell, UnitCell, WeekOffer
from portail_tui.texts.bookings.day_states import NOT_OFFERED, OFFERED, STATES
from portail_tui.texts.shared import formats

WEEK_COLUMN = "Sem"
WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
WEEKDAYS_SHORT = ("Lun.", "Mar.", "Mer.", "Jeu.", "Ven.", "Sam.", "Dim.")
PREVIOUS, NEXT = "‹", "›"
TODAY_MARK = "▸"
HINTS: Mapping[str, str] = {
    "previous": "Mois précédent",
    "next": "Mois suivant",
    "week": "Toute la semaine",
    "weekday": "Ce jour, tout le mois",
}
"""Hints for what can be clicked around the days."""

TODAY_LEGEND = "Aujourd'hui"
HOLIDAY_LEGEND = "Vacances scolaires"

TOWN_CANCELLED = ("Annulé", "mairie")
"""« Annulé par la mairie » on the two lines of a small cell."""
NOT_HELD = "Pas d'activité ce jour-là"


def price(cents: int) -> str:
    """A price in cents: « 2,35 € », « Gratuit »."""
    return "Gratuit" if cents == 0 else formats.money(cents)


def surcharge(cents: int) -> str:
    """What booking late adds to the ordinary price, in cents: « +2,50 € »."""
    return formats.signed_money(cents)


def few_places(count: int) -> tuple[str, ...]:
    """How many places are left, from the longest wording to the shortest: « 3 places », « 3 pl. », « 3pl »."""
    return (formats.counted(count, "place", "places"), f"{count}{formats.NBSP}pl.", f"{count}pl")


def rank(place: int) -> tuple[str, ...]:
    """A rank on the waiting list, from the longest wording to the shortest: « n° 2 », « n°2 »."""
    return (f"n°{formats.NBSP}{place}", f"n°{place}")


_HOLIDAY_OPENINGS = (
    "Vacances de la ",
    "Vacances de l'",
    "Vacances d'",
    "Vacances de ",
    "Vacances ",
    "Lundi de ",
    "Pont de l'",
    "Fête du ",
)
_HOLIDAY_SHORT = {"jour de l'an": "Nouvel an", "fête nationale": "14 juil.", "fête du travail": "1er mai"}


def holiday_names(name: str) -> tuple[str, ...]:
    """A holiday's name, then its shorter forms: « Vacances de Noël », « Noël »; « Armistice 1918 », « Armistice »."""
    forms = [name]
    if short := _HOLIDAY_SHORT.get(name.lower().replace("’", "'")):
        forms.append(short)
    for opening in _HOLIDAY_OPENINGS:
        if name.startswith(opening) and len(name) > len(opening):
            rest = name[len(opening) :]
            forms.append(rest[0].upper() + rest[1:])
            break
    words, _, last = name.rpartition(" ")
    if words and last.isdigit():
        forms.append(words.removesuffix(" de"))
    return tuple(forms)


def letters(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Shortest distinct beginnings of units' labels, at most three letters: « M », « S »; « Ma », « Mi »."""
    for size in (1, 2, 3):
        cut = tuple(label[:size] for label in labels)
        if len(set(cut)) == len(labels):
            return cut
    return tuple(f"{label[:1]}{index + 1}" for index, label in enumerate(labels))


def month_holidays(month: CalendarMonth) -> tuple[tuple[str, ...], ...]:
    """The school holidays of a month, each with its shorter forms: « Vacances de Noël, du 19 au 31 »."""
    spans: dict[str, list[date]] = {}
    for cell in month.days:
        if cell.school_holiday:
            spans.setdefault(cell.school_holiday, []).append(cell.day)
    return tuple(
        tuple(f"{form}, {_span(days[0], days[-1])}" for form in holiday_names(name))
        for name, days in spans.items()
    )


def _span(first: date, last: date) -> str:
    start = "1er" if first.day == 1 else str(first.day)
    return f"le {start}" if first == last else f"du {start} au {last.day}"


def day_title(day: DayCell, *, short: bool) -> str:
    """A day as a title: « Jeu. 3 déc. » if ``short``, or « Jeudi 3 décembre »."""
    words = formats.short_day(day.day) if short else formats.day_month(day.day)
    return words[0].upper() + words[1:]


SHORT_LEGEND: Mapping[DayState, str] = {
    DayState.BOOKED_CANCELLABLE: "Inscrit, annulation possible",
    DayState.BOOKED_LOCKED: "Inscrit, annulation impossible",
    DayState.PENDING: "À valider par un agent",
    DayState.WAITLISTED: "Sur la liste d'attente",
    DayState.LATE: "Hors délais",
    DayState.CANCELLED: "Annulée, sans majoration",
}
"""State of a day in few words, for terminals where one row has to hold all its details."""


def whole_week(week: WeekOffer, *, is_picked: bool) -> str:
    """Line that picks a whole week: « Semaine entière, 4 jours : 45,00 € »."""
    days = formats.counted(len(week.cell.together), "séance", "séances")
    if is_picked:
        return f"● Semaine entière choisie, {days} : la quitter"
    if week.cell.state is DayState.FULL:
        return f"Semaine entière, {days} : complète, liste d'attente"
    cents = week.cell.price_cents or 0
    late = (
        f", dont {formats.money(week.cell.surcharge_cents)} de majoration"
        if week.cell.surcharge_cents
        else ""
    )
    return f"Semaine entière, {days} : {price(cents)}{late}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """Details of the day under the cursor, each part a sentence or empty."""

    state: str
    """The legend's words, or why the day is not offered."""
    short: str
    price: str
    places: str
    notes: tuple[str, ...]


def facts(day: DayCell, cell: UnitCell | None, *, picked: bool) -> DayWords:
    """Details of a day, or of one of its units. ``picked``: whether it holds a choice not saved yet."""
    state = _state_words(day, cell, picked=picked)
    short = state if picked or cell is None else SHORT_LEGEND.get(cell.state, state)
    notes = [day.note, cell.note if cell else ""]
    around = day.public_holiday or day.school_holiday
    if around and around not in state:
        notes.append(around)
    places = ""
    if cell is not None and cell.places_left:
        places = few_places(cell.places_left)[0]
    return DayWords(
        state=state,
        short=short,
        price=_price_words(cell) if cell is not None else "",
        places=places,
        notes=tuple(dict.fromkeys(note for note in notes if note and note != state)),
    )


def _price_words(cell: UnitCell) -> str:
    """Price with its surcharge: « 4,85 €, dont 2,50 € de majoration »; empty where there is none."""
    if cell.price_cents is None:
        return ""
    if cell.surcharge_cents > 0:
        return f"{formats.money(cell.price_cents)}, dont {formats.money(cell.surcharge_cents)} de majoration"
    return price(cell.price_cents)


def _state_words(day: DayCell, cell: UnitCell | None, *, picked: bool) -> str:
    if cell is None:
        if day.public_holiday:
            return f"{NOT_OFFERED[NotOffered.PUBLIC_HOLIDAY]} : {day.public_holiday}"
        return day.school_holiday or NOT_HELD
    if picked and cell.choice is not None:
        return choice_words(cell)
    if cell.state is DayState.WAITLISTED and cell.choice is Choice.SELECTED:
        return OFFERED
    if cell.state is not DayState.NOT_OFFERED:
        return STATES[cell.state].legend
    if cell.why is NotOffered.PUBLIC_HOLIDAY and day.public_holiday:
        return f"{NOT_OFFERED[cell.why]} : {day.public_holiday}"
    if cell.why is NotOffered.SCHOOL_HOLIDAY and day.school_holiday:
        return day.school_holiday
    return NOT_OFFERED[cell.why] if cell.why else STATES[cell.state].legend


def choice_words(cell: UnitCell) -> str:
    """What a choice not saved yet will do."""
    if cell.choice is Choice.UNSELECTED:
        return STATES[Choice.UNSELECTED].legend
    if cell.state is DayState.FULL:
        return "Liste d'attente choisie, à valider"
    return STATES[Choice.SELECTED].legend
