"""The visits on which the pictures of screens are taken, as a person would go from page to page.

Visits that begin alike are one: a store is copied, somebody logs in, and each picture is taken on the way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from portail_tui.demo import logins
from portail_tui.screens.dialogs.password import ChangeDialog
from tests.support.screens.screen_user import Visitor

Step = Callable[[Visitor], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """Taken where it stands among the steps of a visit."""

    name: str
    main: bool = False
    """Also taken in the other themes, and without colour."""


@dataclass(frozen=True)
class Visit:
    name: str
    steps: tuple[Step | Picture, ...]
    """From the page shown after the log-in."""
    email: str = logins.FAMILY
    has_file_targets: bool = False
    """On a machine with printers and a desktop."""
    accepts_first: str = ""
    """The code of an activity in which the town accepts enrolments before a first booking."""

    @property
    def pictures(self) -> list[Picture]:
        return [step for step in self.steps if isinstance(step, Picture)]


def all_of(*steps: Step) -> Step:
    async def one_after_another(visitor: Visitor) -> None:
        for step in steps:
            await step(visitor)

    return one_after_another


def touch(text: str, nth: int = 0) -> Step:
    return lambda visitor: visitor.touches(text, nth=nth)


def press(*keys: str) -> Step:
    """One key after another, each once what the one before has opened is there."""
    return all_of(*(_press_one(key) for key in keys))


def _press_one(key: str) -> Step:
    return lambda visitor: visitor.presses(key)


def menu(words: str) -> Step:
    return all_of(press("f2"), touch(words))


def typing(text: str, *answers: str) -> Step:
    async def type_it(visitor: Visitor) -> None:
        await visitor.types(text)
        await visitor.sees(*answers)
        await visitor.settle()

    return type_it


def sees(*texts: str) -> Step:
    async def see_it(visitor: Visitor) -> None:
        await visitor.sees(*texts)
        await visitor.settle()

    return see_it


async def home(visitor: Visitor) -> None:
    """Back to the page shown after the log-in, as if just opened."""
    while len(visitor.app.screen_stack) > 2:
        visitor.app.pop_screen()
        await visitor.settle()


async def change_password(visitor: Visitor) -> None:
    visitor.app.push_screen(ChangeDialog())
    await visitor.settle()
    await visitor.presses("enter", "enter", "enter")


CALENDAR = all_of(touch("Restaurant scolaire"), touch("Valider"))
PICKED = all_of(CALENDAR, press("pagedown", "home", "s", "c"))
REGULAR = all_of(touch("Accueil périscolaire"), touch("Régulière"), touch("Valider"))
INVOICES = menu("└ Factures")
GRID = all_of(menu("Tarifs"), press("enter", "down", "enter"))
COLLECTORS = all_of(menu("Fiches enfants"), touch("Qui vient"))
SENDING = menu("Envoyer un document")
WALLET = menu("Solde et relevé")

VISITS = (
    Visit(
        "réserver",
        (
            Picture("accueil", main=True),
            menu("Choisir une activité"),
            Picture("choix", main=True),
            home,
            CALENDAR,
            Picture("calendrier", main=True),
            press("pagedown", "home"),
            Picture("calendrier-mois-suivant"),
            press("s", "c"),
            Picture("calendrier-choisi", main=True),
            press("escape"),
            Picture("calendrier-quitter"),
            press("enter"),
            touch("Aussi pour…"),
            Picture("fratrie"),
            home,
            PICKED,
            touch("Aussi pour…"),
            touch("Valider"),
            Picture("fratrie-confirmation"),
        ),
    ),
    Visit(
        "réserver un enfant",
        (
            CALENDAR,
            press("l"),
            Picture("legende"),
            press("escape", "f1"),
            Picture("calendrier-aide"),
            home,
            menu("Choisir une activité"),
            touch("Tous les types"),
            Picture("choix-liste"),
            home,
            menu("Choisir une activité"),
            touch("Son calendrier"),
            press("pagedown", "end", "down"),
            Picture("mois-enfant"),
            home,
            PICKED,
            touch("Valider"),
            Picture("confirmation"),
        ),
    ),
    Visit(
        "réserver par semaine",
        (
            REGULAR,
            Picture("reguliere"),
            touch("Mar"),
            touch("Jeu"),
            Picture("reguliere-choisie", main=True),
            home,
            REGULAR,
            touch("Une semaine sur deux"),
            touch("Mar"),
            touch("Jeu", nth=2),
            Picture("reguliere-une-semaine-sur-deux"),
            home,
            touch("Accueil périscolaire"),
            touch("Valider"),
            Picture("calendrier-deux-unites"),
            home,
            REGULAR,
            touch("Mar"),
            touch("Jeu"),
            touch("Valider"),
            Picture("reguliere-confirmation"),
        ),
    ),
    Visit(
        "lire",
        (
            menu("Mode d'emploi"),
            press("enter"),
            Picture("guide", main=True),
            home,
            menu("Le mois de la famille"),
            press("pagedown"),
            Picture("mois", main=True),
            home,
            menu("Vérifiez vos inscriptions"),
            Picture("inscriptions", main=True),
            home,
            press("f2"),
            Picture("menu"),
            press("escape", "f1"),
            Picture("aide"),
            press("escape", "question_mark"),
            Picture("touches"),
            press("escape"),
            menu("Nous contacter"),
            Picture("mairie"),
            home,
            press("n", "enter"),
            Picture("actualite"),
            home,
            menu("Mentions légales"),
            Picture("mentions"),
        ),
    ),
    Visit(
        "payer",
        (
            WALLET,
            Picture("tirelire", main=True),
            home,
            INVOICES,
            Picture("factures", main=True),
            home,
            GRID,
            Picture("tarifs-grille", main=True),
            home,
            GRID,
            press("s"),
            typing("rien"),
            press("enter"),
            Picture("tarifs-simulation"),
            press("ctrl+u"),
            typing("399,99"),
            press("enter"),
            Picture("tarifs-simules"),
            home,
            WALLET,
            touch("20,00"),
            typing("abc"),
            press("enter"),
            Picture("tirelire-montant"),
            home,
            WALLET,
            touch("20 €"),
            Picture("paiement"),
            home,
            INVOICES,
            press("enter"),
            Picture("facture"),
            home,
            INVOICES,
            touch("▤"),
            sees("à l'accueil de la mairie."),
            Picture("facture-fichier-ailleurs"),
        ),
    ),
    Visit(
        "imprimer",
        (INVOICES, touch("▤"), sees("Le fichier à enregistrer"), Picture("facture-fichier")),
        has_file_targets=True,
    ),
    Visit(
        "profil",
        (
            menu("Mon profil"),
            Picture("profil"),
            touch("Changer d'adresse"),
            typing("3"),
            Picture("profil-adresse"),
            home,
            menu("Mon profil"),
            touch("Modifier"),
            Picture("profil-adulte"),
            home,
            menu("Mon profil"),
            press("tab", "tab", "tab", "enter"),
            Picture("profil-email"),
            home,
            menu("Mon profil"),
            press(*["tab"] * 4, "enter"),
            Picture("profil-mot-de-passe"),
            home,
            menu("Mon profil"),
            press(*["tab"] * 7, "enter"),
            Picture("profil-effacement"),
        ),
    ),
    Visit(
        "enfants",
        (
            menu("Fiches enfants"),
            Picture("enfants"),
            touch("Autorisations"),
            Picture("autorisations"),
            home,
            menu("Fiches enfants"),
            touch("Santé"),
            Picture("sante"),
            home,
            menu("Fiches enfants"),
            touch("Santé", 1),
            touch("individualisé"),
            touch("Enregistrer"),
            Picture("sante-refus"),
            home,
            COLLECTORS,
            touch("Ajouter"),
            typing("Odile"),
            press("tab"),
            Picture("chercher"),
            home,
            COLLECTORS,
            touch("Ajouter"),
            typing("Odile Kervella"),
            press("tab"),
            typing("0612345678"),
            press("tab"),
            typing("Grand-mère"),
            touch("Pour tous"),
            touch("Enregistrer"),
            Picture("chercher-liste"),
        ),
    ),
    Visit(
        "documents",
        (
            menu("Mes documents"),
            press("ctrl+end", "enter"),
            Picture("document"),
            home,
            SENDING,
            touch("Parcourir"),
            Picture("envoyer-fichier"),
            home,
            SENDING,
            touch("Numériseur"),
            Picture("envoyer-numeriseur"),
        ),
    ),
    Visit(
        "document à fournir",
        (
            menu("Choisir une activité"),
            press("tab", "tab", "end", "enter"),
            Picture("document-manquant"),
            home,
            menu("Mes documents"),
            Picture("documents"),
            home,
            SENDING,
            touch("Téléphone"),
            Picture("envoyer-telephone"),
            home,
            SENDING,
            typing("/dossiers/claire/attestation.jpg"),
            press("enter"),
            sees("Photo JPEG"),
            Picture("envoyer"),
            touch("Enregistrer"),
            Picture("envoyer-recu"),
        ),
        email=logins.MISSING_DOCUMENT,
    ),
    Visit(
        "inscription d'abord",
        (
            menu("Choisir une activité"),
            press("tab", "tab"),
            lambda visitor: visitor.chooses("École multisports"),
            press("pagedown"),
            Picture("inscription-d-abord"),
            touch("! Demandez d'abord"),
            Picture("inscription-a-demander"),
            touch("Demander l'inscription"),
            Picture("inscription-demandee"),
        ),
        accepts_first="MULTISPORTS",
    ),
    Visit(
        "compte inactif",
        (
            Picture("accueil-inactif"),
            PICKED,
            touch("Valider"),
            Picture("compte-inactif"),
            home,
            WALLET,
            touch("Activer mon compte"),
            Picture("activation"),
            touch("C'est exact"),
            Picture("activation-reglement"),
        ),
        email=logins.INACTIVE,
    ),
    Visit("dette", (Picture("accueil-dette"), INVOICES, Picture("factures-retard")), email=logins.IN_DEBT),
    Visit("quotient", (menu("Tarifs"), Picture("tarifs")), email=logins.EXPIRED_QUOTIENT),
    Visit(
        "tirelire vide",
        (PICKED, touch("Valider"), Picture("tirelire-insuffisante")),
        email=logins.EMPTY_WALLET,
    ),
    Visit(
        "première visite",
        (
            Picture("accueil-premiere-visite"),
            INVOICES,
            Picture("factures-aucune"),
            home,
            menu("Choisir une activité"),
            Picture("choix-rien"),
        ),
        email=logins.TOO_YOUNG,
    ),
    Visit(
        "agent",
        (
            change_password,
            Picture("mot-de-passe"),
            press("escape"),
            typing("zzzz", "Aucune famille."),
            Picture("recherche-rien"),
            press("ctrl+u"),
            typing("lef", "3 familles"),
            Picture("recherche", main=True),
            press("ctrl+u"),
            typing("kervella", "1 famille"),
            press("enter"),
            Picture("agent-famille"),
            menu("Fiches enfants"),
            touch("Voir la fiche"),
            Picture("sante-motif"),
        ),
        email=logins.AGENT,
    ),
)
