"""The words of « Vérifiez vos inscriptions », on screen and on paper."""

from __future__ import annotations

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.totals import Totals
from portail_tui.domain.bookings.views import BookingLine
from portail_tui.texts.bookings.day_states import OFFERED_SHORT, STATES
from portail_tui.texts.shared.formats import counted, money

TITLE = "Vérifiez vos inscriptions"
NOTHING = "Aucune inscription pour ce choix."


def state(line: BookingLine) -> str:
    """State of a booking, short enough for a column: « Inscrit », « Attente n°2 », « Gardée », « À valider »."""
    if line.state is DayState.WAITLISTED:
        return f"Attente n°{line.rank}" if line.rank is not None else OFFERED_SHORT
    if line.state is DayState.NOT_OFFERED:
        return "Annulé mairie"
    return "À valider" if line.state is DayState.PENDING else STATES[line.state].short


def what(line: BookingLine) -> str:
    """Activity and unit of a booking: « Accueil périscolaire, soir »."""
    return f"{line.activity_name}, {line.unit_label.lower()}"


def totals(total: Totals, between: str = " · ") -> str:
    """Line below the list: « 12 jours réservés, 2 à valider, 1 en attente · 34,50 € débités, 8,80 € sur facture »."""
    days = [counted(total.booked, "jour réservé", "jours réservés")]
    if total.pending:
        days.append(f"{total.pending} à valider")
    if total.waiting:
        days.append(f"{total.waiting} en attente")
    sums = []
    if total.prepaid_cents:
        sums.append(f"{money(total.prepaid_cents)} débités")
    if total.invoiced_cents:
        sums.append(f"{money(total.invoiced_cents)} sur facture")
    return between.join(part for part in (", ".join(days), ", ".join(sums)) if part)
