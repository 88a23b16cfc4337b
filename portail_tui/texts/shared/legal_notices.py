"""Legal notices at the foot of the page, where a town has not written its own.

They are asked for by the laws n° 2004-575 of 2004 (publisher) and n° 2005-102 of 2005, article 47 (accessibility),
and by the GDPR, article 13 (personal data).
"""

from __future__ import annotations

from portail_tui.domain.rules.legal_notices import Notices
from portail_tui.domain.rules.rulebook import TownContact

LEGAL = "Mentions légales"
ACCESSIBILITY = "Accessibilité : non conforme"
PERSONAL_DATA = "Données personnelles"


def complete(notices: Notices, contact: TownContact) -> Notices:
    """Notices with each empty text replaced by one made of the town's contact details."""
    return Notices(
        notices.legal or _legal(contact),
        notices.accessibility or _accessibility(contact),
        notices.personal_data or _personal_data(contact),
    )


def _where(contact: TownContact) -> str:
    lines = [contact.service, *contact.address, f"Téléphone : {contact.phone}", f"Courriel : {contact.email}"]
    return "\n".join(f"- {line}" for line in lines if line)


def _legal(contact: TownContact) -> str:
    return (
        f"Ce portail est publié par la commune de **{contact.name}**.\n\n{_where(contact)}\n\n"
        "Le directeur de la publication est le maire."
    )


def _accessibility(contact: TownContact) -> str:
    return (
        "Ce portail n'est **pas encore conforme** au référentiel général d'amélioration de l'accessibilité : "
        "il n'a pas été audité.\n\n"
        "Ce qui est prévu : tout se fait au clavier, à la souris ou au doigt ; chaque couleur est doublée d'un "
        "signe et d'un mot ; la touche F9 choisit un affichage à contraste élevé.\n\n"
        f"Une démarche vous est impossible ? La mairie la fait avec vous.\n\n{_where(contact)}\n\n"
        "Sans réponse satisfaisante, vous pouvez saisir gratuitement le Défenseur des droits."
    )


def _personal_data(contact: TownContact) -> str:
    return (
        f"La commune de **{contact.name}** utilise vos données pour l'inscription des enfants, leur accueil et "
        "la facturation, et pour rien d'autre.\n\n"
        "- Les agents des services concernés y ont accès, et le comptable public pour ce qui est dû.\n"
        "- Les informations de santé sont chiffrées et montrées aux seules personnes qui en ont besoin.\n"
        "- Chaque modification est inscrite dans un journal.\n\n"
        "Vous pouvez demander à voir vos données, à les corriger ou à les effacer :\n\n"
        f"{_where(contact)}\n\n"
        "Si vous pensez que vos droits ne sont pas respectés, vous pouvez saisir la CNIL."
    )
