"""Words of « Régulière »: periods, weeks and days of a weekly pattern."""

from __future__ import annotations

from portail_tui.domain.bookings.views import Outcome
from portail_tui.domain.bookings.weekly_pattern import EVEN, ODD
from portail_tui.texts.bookings.day_states import OUTCOMES
from portail_tui.texts.shared.formats import counted, money

EVERY = "every"
"""Choice of every week, beside EVEN and ODD."""
PARITIES = (EVEN, ODD)
WEEKDAYS = ("Lun", "Mar", "Mer", "Jeu", "Ven", "Sam", "Dim")
CHOOSE_DAYS = "Cochez les jours de la semaine : chaque date s'affichera ici, avec son prix."
NO_DAY = "Aucun jour de cette période ne convient. Choisissez une autre période ou d'autres jours."
_WEEKS = {EVERY: "Chaque semaine", EVEN: "Semaines paires", ODD: "Semaines impaires"}


def row(unit: str, weeks: str) -> str:
    """Title of a row of the pattern: « Midi », « Midi, semaines paires », « Chaque semaine »."""
    if not unit:
        return _WEEKS[weeks]
    return unit if weeks == EVERY else f"{unit}, {_WEEKS[weeks].lower()}"


def whole_year(code: str, *, has_begun: bool) -> str:
    """Period: « Jusqu'à la fin de l'année scolaire 2026-2027 »."""
    return f"Jusqu'à la fin de l'année scolaire {code}" if has_begun else f"Toute l'année scolaire {code}"


def until_holidays(name: str) -> str:
    """Period: « Jusqu'aux vacances de Noël ». ``name``: of the holidays, as the calendar writes it."""
    return f"Jusqu'aux {name[0].lower()}{name[1:]}" if name.startswith("Vacances") else f"Jusqu'à : {name}"


def skipped(days: int) -> str:
    """How many days the pattern leaves out (holidays, closed days)."""
    return f"{counted(days, 'jour sans service est sauté', 'jours sans service sont sautés')}."


def already(days: int) -> str:
    return f"{counted(days, 'jour est déjà réservé', 'jours sont déjà réservés')}."


def impossible(days: int) -> str:
    return f"{counted(days, 'jour ne peut pas être réservé', 'jours ne peuvent pas être réservés')} :"


def outcome(what: Outcome, cents: int, surcharge_cents: int, rank: int | None) -> str:
    """Result of one day: « 2,35 € », « 4,85 € dont 2,50 € de majoration », « Sur la liste d'attente, rang 3 »."""
    if what is Outcome.BOOKED:
        late = f" dont {money(surcharge_cents)} de majoration" if surcharge_cents else ""
        return f"{money(cents)}{late}"
    words = OUTCOMES[what]
    if rank is not None:
        words = f"{words}, rang {rank}"
    return f"{words}, {money(cents)}" if cents else words
