"""Passwords in words: asking for a new one, why one is not accepted, how to choose one."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.accounts.passwords import Weakness
from portail_tui.texts.shared.formats import NBSP

KEPT = "Votre mot de passe n'a pas changé."
WRONG = f"{KEPT} Le mot de passe actuel ne convient pas. Saisissez-le de nouveau."
TICKET_OVER = f"{KEPT} Le délai pour en choisir un est passé. Demandez un nouveau mot de passe provisoire."
NO_ACCOUNT = "Rien n'a été changé. Cette famille n'a pas de compte à cette adresse. Vérifiez l'adresse."
ASKED = "Si cette adresse est connue de la mairie, un message part maintenant."
MAILS_ARE_CAPRICIOUS = (
    "Les boîtes de courriel sont capricieuses : voyez aussi les indésirables. Rien dans la journée ? La mairie "
    "vous remet un mot de passe provisoire."
)
ASK_THE_TOWN_HALL = "La mairie vous remet un mot de passe provisoire, à l'accueil ou par téléphone."
ASK_AGAIN = f"{KEPT} Pour recommencer, demandez un autre mot de passe provisoire : « Mot de passe oublié »."
NEW_IS_CHOSEN = "Votre mot de passe est changé. Connectez-vous avec le nouveau."
NOT_THE_SAME = f"{KEPT} Les deux saisies sont différentes. Saisissez deux fois le même."


def asked(*, is_demo: bool) -> str:
    """Answer to a request for a new password: the same for every address, known or not."""
    demo = " (Démonstration : aucun ne part.)" if is_demo else ""
    return f"{ASKED}{demo}\n\n{MAILS_ARE_CAPRICIOUS}"


_UNFIT: Mapping[Weakness, str] = {
    Weakness.TOO_LONG: "Il est trop long. Restez sous 128 caractères.",
    Weakness.TOO_SIMPLE: "Il est trop facile à deviner. Mettez bout à bout quatre mots sans rapport.",
    Weakness.TOO_CLOSE: "Il contient votre nom, votre adresse ou celui de la commune. Prenez d'autres mots.",
    Weakness.SAME: "C'est le mot de passe que vous aviez. Choisissez-en un autre.",
}


def unfit(why: str, least: int) -> str:
    """Why a password is not accepted, and what to do. ``why``: a Weakness; ``least``: characters."""
    if why in (weakness.value for weakness in _UNFIT):
        return f"{KEPT} {_UNFIT[Weakness(why)]}"
    return f"{KEPT} Il est trop court. Mettez au moins {least} caractères."


def advice(least: int) -> str:
    return f"Au moins {least} caractères. Quatre mots sans rapport vont très bien{NBSP}: lettres, chiffres, espaces, comme vous voulez."
