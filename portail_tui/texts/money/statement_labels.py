"""Labels of the lines of a wallet's statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portail_tui.domain.rules.rulebook import Activity, Unit
from portail_tui.texts.shared.formats import day_month

About = Callable[[str], str]
"""Makes the label of a movement from the label of the booked day."""

TOP_UP_BY_CARD = "Versement par carte bancaire"
TOP_UP_STAND_IN = "Versement de démonstration"


def booked(activity: Activity, unit: Unit, day: date, child: str) -> str:
    """Label of a booked day: « Accueil périscolaire, soir, jeudi 17 décembre (Anaë) »; an activity's only unit is not named."""
    where = f"{activity.name}, {unit.label.lower()}" if len(activity.units) > 1 else activity.name
    return f"{where}, {day_month(day)} ({child})"


def surcharge(what: str) -> str:
    return f"Majoration hors délai : {what}"


def cancelled(what: str) -> str:
    return f"Annulation : {what}"


def refund(reason: str) -> str:
    return f"Remboursement : {reason}"


def correction(reason: str) -> str:
    return f"Correction : {reason}"


def share(what: str, payer: str) -> str:
    return f"Part de {payer} : {what}"


def new_quotient(what: str) -> str:
    return f"Nouveau quotient : {what}"


def new_residence(what: str) -> str:
    return f"Nouvelle adresse : {what}"


def new_tariff(what: str) -> str:
    return f"Nouveau tarif : {what}"
