"""The store that this machine is configured for, and the message where none is named."""

from __future__ import annotations

from portail_tui import settings
from portail_tui.cli.parser import say
from portail_tui.domain.ops.store_url import Address, AddressFault, InvalidAddress, read_address

EXAMPLES = "sqlite:////dossier/commune.db, ou postgresql://utilisateur@serveur/commune?sslmode=verify-full"

_MISTAKES = {
    AddressFault.NOT_UNDERSTOOD: (f"L'adresse des données n'est pas comprise. Elle s'écrit {EXAMPLES}",),
    AddressFault.HOLDS_A_PASSWORD: (
        "L'adresse des données contient un mot de passe, que d'autres peuvent y lire : ôtez-le, changez-le.",
        "Le nouveau se range dans le trousseau de cette machine : portail base mot-de-passe",
    ),
}

NO_KEYRING = (
    "Cette machine n'a pas de trousseau de mots de passe, ou il est fermé. Écrivez alors le mot de passe",
    "dans un fichier de libpq, lisible par vous seul (mode 0600) :",
    "  ~/.pgpass, une ligne serveur:port:base:utilisateur:mot-de-passe",
    "  ou ~/.pg_service.conf, et ?service=NOM dans l'adresse",
)


def configured() -> tuple[str, Address] | None:
    """The URL of this machine's store, and what it names; None where there is none or it cannot be read,
    which has been said then. The URL itself is never repeated: it may hold a password."""
    try:
        url = settings.store_url()
        if url is not None:
            return url, read_address(url)
    except settings.InvalidSettings as mistake:
        say(str(mistake))
        return None
    except InvalidAddress as mistake:
        for sentence in _MISTAKES[mistake.fault]:
            say(sentence)
        return None
    say("Aucune commune n'est installée sur cette machine.")
    say("Pour essayer le portail avec une commune de démonstration : portail demo")
    say(f"Pour ouvrir les données de votre commune, indiquez leur adresse dans {settings.BASE}")
    say(f'ou dans {settings.settings_path()} : base = "sqlite:////dossier/commune.db"')
    return None
