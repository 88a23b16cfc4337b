"""Note of a day of the calendar, one short sentence: its deadline, its rank on the waiting list, why it is closed."""

from __future__ import annotations

from datetime import datetime

from portail_tui.domain.bookings.availability import Offer
from portail_tui.domain.bookings.day_state import BookingStatus, DayState, NotOffered
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.rules.deadlines import Limit, local_day
from portail_tui.texts.shared.formats import counted, opening, until

PENDING_LAPSED = "La mairie n'a pas pu valider ce jour à temps : il vous est recrédité."
"""Reason stored with a booking that no agent accepted in time; the family reads it."""


def day_note(offer: Offer, slot: SlotFacts, *, reason: str, can_wait: bool, now: datetime) -> str:
    """What the day's state and price do not already say. ``reason``: name of the closure, if any;
    ``can_wait``: whether a waiting list can be joined; ``now``: UTC."""
    limits = offer.limits
    match offer.state:
        case DayState.BOOKED_CANCELLABLE:
            return f"Annulation possible jusqu'au {until(limits.cancelling)}."
        case DayState.BOOKED_LOCKED if slot.day < local_day(now):
            return ""
        case DayState.BOOKED_LOCKED:
            return f"L'annulation était possible jusqu'au {until(limits.cancelling)}."
        case DayState.PENDING:
            if limits.cancelling.includes(now):
                return f"Un agent va répondre. Retrait possible jusqu'au {until(limits.cancelling)}."
            return "Un agent va répondre."
        case DayState.WAITLISTED if slot.mine and slot.mine.offered_until:
            return f"Gardée jusqu'au {until(Limit.of_instant(slot.mine.offered_until))}."
        case DayState.WAITLISTED:
            rank = slot.mine.rank if slot.mine and slot.mine.rank else 1
            told = " Vous serez prévenus d'abord." if slot.mine and slot.mine.asks_first else ""
            return f"Rang {rank} sur la liste d'attente, jusqu'au {until(limits.cancelling)}.{told}"
        case DayState.FULL if can_wait:
            ahead = counted(slot.waiting, "enfant attend", "enfants attendent") if slot.waiting else "vide"
            return f"Liste d'attente : {ahead}. Rien n'est débité avant qu'une place se libère."
        case DayState.FULL:
            return ""
        case DayState.LATE:
            return f"Jusqu'au {until(limits.last)}."
        case DayState.NOT_OFFERED:
            return _why(offer, slot, reason)
    can_be_booked = f"Jusqu'au {until(limits.ordinary)}"
    can_be_booked += ", puis majorée." if limits.last > limits.ordinary else "."
    if offer.state is DayState.CANCELLED and slot.mine and slot.mine.reason:
        return f"{slot.mine.reason} {can_be_booked}"
    return can_be_booked


def whole_week(label: str, days: int, note: str) -> str:
    """Note of a week booked as a whole: « La semaine : 4 jours ensemble. Jusqu'au … »."""
    return f"{label} : {counted(days, 'jour', 'jours ensemble')}. {note}".strip()


def _why(offer: Offer, slot: SlotFacts, reason: str) -> str:
    """Why a day is not offered, beyond the legend's words (« Fermé ce jour-là »)."""
    mine = slot.mine
    match offer.why:
        case NotOffered.TOWN_CANCELLED:
            return slot.cancel_reason
        case NotOffered.CLOSED | NotOffered.PUBLIC_HOLIDAY:
            return reason
        case NotOffered.NOT_OPEN_YET if offer.opens_at is not None:
            return opening(offer.opens_at)
        case _ if mine is not None and mine.status is BookingStatus.PENDING:
            return PENDING_LAPSED
        case _ if mine is not None and mine.reason:
            return mine.reason
        case NotOffered.TOO_LATE:
            return f"La réservation était possible jusqu'au {until(offer.limits.last)}."
    return ""
