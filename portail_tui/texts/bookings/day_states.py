"""Legend of the calendar: for each state the sentence of the town hall's leaflet (``texts.guide``), a short word and a glyph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portail_tui.domain.bookings.day_state import Choice, DayState, NotOffered
from portail_tui.domain.bookings.views import Outcome


@dataclass(frozen=True, slots=True)
class StateWords:
    legend: str
    """A sentence of the leaflet's section 9."""
    short: str
    """Word of at most eight letters, for a day's cell."""
    glyph: str
    """Sign of one column: tells the state where there is no colour."""


STATES: Mapping[DayState | Choice, StateWords] = {
    DayState.BOOKED_CANCELLABLE: StateWords(
        "Enfant inscrit, possibilité d'annuler au besoin", "Inscrit", "✓"
    ),
    DayState.BOOKED_LOCKED: StateWords("Enfant inscrit, annulation impossible", "Inscrit", "■"),
    DayState.PENDING: StateWords(
        "Inscription soumise à validation par un agent de la collectivité", "Soumis", "?"
    ),
    DayState.WAITLISTED: StateWords("Inscription sur la liste d'attente de l'activité", "Attente", "≡"),
    DayState.NOT_OFFERED: StateWords("Pas de réservation possible", "", "·"),
    DayState.FULL: StateWords("Inscriptions complètes", "Complet", "×"),
    DayState.LATE: StateWords("Oups ! Hors délais, l'inscription sera majorée", "Majoré", "!"),
    DayState.CANCELLED: StateWords("Inscription annulée, pas de majoration", "Annulé", "–"),
    DayState.AVAILABLE: StateWords("Vous pouvez réserver", "Libre", "○"),
    Choice.SELECTED: StateWords("Votre choix, à valider", "Choisi", "●"),
    Choice.UNSELECTED: StateWords("Jour que vous quittez, à valider", "Quitté", "◌"),
}

OFFERED = "Une place vous est gardée"
OFFERED_SHORT = "Gardée"
"""Word for a day's cell: a place is held for the family."""

LEGEND: tuple[DayState | Choice, ...] = (
    DayState.BOOKED_CANCELLABLE,
    DayState.BOOKED_LOCKED,
    DayState.AVAILABLE,
    DayState.LATE,
    DayState.CANCELLED,
    DayState.FULL,
    DayState.WAITLISTED,
    DayState.PENDING,
    Choice.SELECTED,
    Choice.UNSELECTED,
)
"""States in the leaflet's order, then the choices not saved yet."""

NOT_OFFERED: Mapping[NotOffered, str] = {
    NotOffered.TOWN_CANCELLED: "Annulé par la mairie",
    NotOffered.CLOSED: "Fermé ce jour-là",
    NotOffered.PUBLIC_HOLIDAY: "Jour férié",
    NotOffered.SCHOOL_HOLIDAY: "Vacances scolaires",
    NotOffered.PAST: "Jour passé",
    NotOffered.NOT_ELIGIBLE: "Pas ouvert à l'âge ou à la classe de votre enfant ce jour-là",
    NotOffered.OTHER_WEEK: "Semaine de l'autre foyer de votre enfant",
    NotOffered.NOT_BOOKABLE: "Ce jour-là ne se réserve pas",
    NotOffered.NOT_OPEN_YET: "Les réservations ne sont pas encore ouvertes",
    NotOffered.TOO_LATE: "Le délai de réservation est passé",
}

NOT_OFFERED_SHORT: Mapping[NotOffered, str] = {
    NotOffered.TOWN_CANCELLED: "Annulé",
    NotOffered.CLOSED: "Fermé",
    NotOffered.PUBLIC_HOLIDAY: "Férié",
}
"""Words for a day's cell: reasons for which a day is not offered, those apart that the month shows by itself."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.BOOKED: "Réservé",
    Outcome.PENDING: "Demande envoyée, un agent doit la valider",
    Outcome.WAITING: "Sur la liste d'attente",
    Outcome.CANCELLED: "Annulé",
    Outcome.LEFT: "Liste d'attente quittée",
    Outcome.REFUSED: "Non réservé",
}
