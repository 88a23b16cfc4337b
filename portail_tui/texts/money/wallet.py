"""Words of « Ma tirelire »."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.money.wallet import MovementKind, TopUpOffer, WalletStanding, WalletView, Why
from portail_tui.texts.shared.formats import day_month, money

KINDS: Mapping[MovementKind, str] = {
    MovementKind.TOP_UP: "Versements",
    MovementKind.BOOKING: "Réservations",
    MovementKind.CANCELLATION: "Annulations",
    MovementKind.OTHER: "Autres",
}
TITLES = ("Jour", "Motif", "Enfant", "Activité", "Montant (€)", "Solde après (€)")
"""Column titles of the exported statement."""
EMPTY = "Aucun mouvement pour l'instant."
NOTHING = "Aucun mouvement pour ce choix."
CUT = "Les plus anciens mouvements ne sont pas affichés : exportez le relevé pour les lire tous."


def standing(view: WalletView) -> str:
    """Sentence beside the balance."""
    if not view.active:
        return "Votre compte famille n'est pas encore activé."
    if view.standing is WalletStanding.TO_SETTLE:
        return f"Solde à régulariser : il manque {money(view.floor_cents - view.balance_cents)}."
    if view.standing is WalletStanding.LOW:
        return "Solde bas : pensez à alimenter."
    return "dans votre tirelire"


def offer(one: TopUpOffer) -> str:
    """Label of a button that tops the wallet up: « 20 € », « 34,85 € au 18/12 », « Régulariser 12,30 € »."""
    if one.why is Why.SETTLE:
        return f"Régulariser {money(one.cents)}"
    if one.why is Why.UNTIL and one.until is not None:
        return f"{money(one.cents)} au {one.until:%d/%m}"
    return money(one.cents).replace(",00", "")


def why(offers: tuple[TopUpOffer, ...]) -> str:
    """What the amount offered up to a date pays for; empty where none is offered."""
    until = next((one for one in offers if one.why is Why.UNTIL), None)
    if until is None or until.until is None:
        return ""
    return (
        f"{money(until.cents)} : ce qu'il faut jusqu'au {day_month(until.until, weekday=False)} "
        "pour vos jours habituels et ceux en attente."
    )


ACTIVATE_FIRST = (
    "Votre compte famille n'est pas encore activé. "
    "Cliquez sur la tirelire pour l'activer et y déposer de l'argent."
)
