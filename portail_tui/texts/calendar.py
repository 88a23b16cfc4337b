"""The words of the calendar: its days' cells, the line that details a day, what surrounds the grid."""

from __future__ import annotations

from datetime import date

from portail_tui.domain.days import Choice, DayState, NotOffered
from portail_tui.domain.views import CalendarMonth, DayCell, UnitCell
from portail_tui.texts import formats
from portail_tui.texts.states import NOT_OFFERED, STATES

WEEK_COLUMN = "Sem"
WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
WEEKDAYS_SHORT = ("Lun.", "Mar.", "Mer.", "Jeu.", "Ven.", "Sam.", "Dim.")
PREVIOUS, NEXT = "‹", "›"
TODAY_MARK = "▸"

TODAY_LEGEND = "Aujourd'hui"
NOT_OFFERED_LEGEND = "Pas de réservation possible"
HOLIDAY_LEGEND = "Vacances scolaires"
HALVES_LEGEND = "{letter} : {label}"

TOWN_CANCELLED = ("Annulé", "mairie")
"""« Annulé par la mairie », in the two lines of a small cell; the line below the grid says it whole."""

NOT_HELD = "Pas d'activité ce jour-là"
NOTHING_IN_WEEK = "Rien à réserver cette semaine-là."
NOTHING_ON_WEEKDAY = "Rien à réserver ce jour de la semaine, ce mois-ci."
PROJECTED = "dates prévues, calendrier officiel à paraître"


def price(cents: int) -> str:
    """« 2,35 € », « Gratuit »."""
    return "Gratuit" if cents == 0 else formats.money(cents)


def surcharge(cents: int) -> str:
    """« +2,50 € »: what booking late adds to the ordinary price."""
    return formats.signed_money(cents)


def few_places(count: int) -> tuple[str, ...]:
    """From the longest to the shortest: « 3 places », « 3 pl. », « 3pl »."""
    return (formats.counted(count, "place", "places"), f"{count}{formats.NBSP}pl.", f"{count}pl")


def rank(place: int) -> tuple[str, ...]:
    """A place in the waiting list, from the longest to the shortest: « n° 2 », « n°2 »."""
    return (f"n°{formats.NBSP}{place}", f"n°{place}")


def holiday_names(name: str) -> tuple[str, ...]:
    """A holiday's name and its shorter forms: « Vacances de Noël », « Noël »; « Lundi de Pâques », « Pâques »."""
    for opening in (
        "Vacances de la ",
        "Vacances de l'",
        "Vacances d'",
        "Vacances de ",
        "Vacances ",
        "Lundi de ",
    ):
        if name.startswith(opening) and len(name) > len(opening):
            rest = name[len(opening) :]
            return (name, rest[0].upper() + rest[1:])
    return (name,)


def letters(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The fewest first letters that tell units apart: « M », « S »; « Ma », « Mi »; at most three."""
    for size in (1, 2, 3):
        cut = tuple(label[:size] for label in labels)
        if len(set(cut)) == len(labels):
            return cut
    return tuple(f"{label[:1]}{index + 1}" for index, label in enumerate(labels))


def month_holidays(month: CalendarMonth) -> tuple[tuple[str, ...], ...]:
    """« Vacances de Noël, du 19 au 31 » and its shorter forms, for each school holiday of the month."""
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
    """« Jeu. 3 déc. » or « Jeudi 3 décembre »."""
    words = formats.short_day(day.day) if short else formats.day_month(day.day)
    return words[0].upper() + words[1:]


def price_words(cell: UnitCell) -> str:
    """« 4,85 €, dont 2,50 € de majoration », or empty."""
    if cell.price_cents is None:
        return ""
    if cell.surcharge_cents > 0:
        return f"{formats.money(cell.price_cents)}, dont {formats.money(cell.surcharge_cents)} de majoration"
    return price(cell.price_cents)


def state_words(day: DayCell, cell: UnitCell | None, picked: bool) -> str:
    """What a unit of a day is, whole: the leaflet's words, or the reason why it is not offered."""
    if cell is None:
        return day.public_holiday or day.note or day.school_holiday or NOT_HELD
    if picked and cell.choice is not None:
        return choice_words(cell)
    if cell.state is not DayState.NOT_OFFERED:
        return STATES[cell.state].legend
    if cell.why is NotOffered.PUBLIC_HOLIDAY and day.public_holiday:
        return f"{NOT_OFFERED[cell.why]} : {day.public_holiday}"
    if cell.why is NotOffered.SCHOOL_HOLIDAY and day.school_holiday:
        return day.school_holiday
    return NOT_OFFERED[cell.why] if cell.why else STATES[cell.state].legend


def choice_words(cell: UnitCell) -> str:
    """What an unsaved choice will do once validated."""
    if cell.choice is Choice.UNSELECTED:
        return STATES[Choice.UNSELECTED].legend
    if cell.state is DayState.FULL:
        return "Liste d'attente choisie, à valider"
    return STATES[Choice.SELECTED].legend
