"""Every screen and dialog as a picture, at 80×24 and at 120×40; the main ones in the other themes too.

After `make snapshots`, look at each picture that changed before keeping it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from portail_tui import settings
from portail_tui.demo import logins
from portail_tui.domain.accounts.passwords import LEAST_OF_FAMILIES
from portail_tui.gateways.cards import StandIn
from portail_tui.screens.base.busy import BusyDialog
from portail_tui.screens.dialogs.password import ChangeDialog, ChooseDialog
from tests.support.machine.local_disk import FixedFileSources
from tests.support.machine.printers import FixedFileTargets
from tests.support.screens.screen_user import Desk, Visitor
from tests.support.stores.statement_counts import counted

Story = Callable[[Visitor], Awaitable[None]]
Pictures = dict[tuple[tuple[int, int], str], str]
"""By the terminal's size and the theme, as SVG."""
SIZES = ((80, 24), (120, 40))
MOST_STATEMENTS = 6
"""What a screen asks of the store, whatever it holds (tests/services/core/test_statement_counts.py)."""


@dataclass(frozen=True)
class Scene:
    name: str
    story: Story | None = None
    """From the log-in screen; None stays there."""
    email: str = logins.FAMILY
    main: bool = False
    """Also taken in the other themes."""
    has_file_targets: bool = False
    """On a machine with printers and a desktop."""
    accepts_first: str = ""
    """The code of an activity in which the town accepts enrolments before a first booking."""


def after_log_in(*steps: Callable[[Visitor], Awaitable[None]]) -> Story:
    async def story(visitor: Visitor) -> None:
        for step in steps:
            await step(visitor)

    return story


def touch(text: str, nth: int = 0) -> Story:
    return lambda visitor: visitor.touches(text, nth=nth)


def press(*keys: str) -> Story:
    return lambda visitor: visitor.presses(*keys)


def menu(words: str) -> Story:
    return after_log_in(press("f2"), touch(words))


def sees(*texts: str) -> Callable[[Visitor], Awaitable[None]]:
    return lambda visitor: visitor.sees(*texts)


def typing(text: str, *answers: str) -> Story:
    async def story(visitor: Visitor) -> None:
        await visitor.types(text)
        await visitor.sees(*answers)
        await visitor.settle()

    return story


ATTESTATION = after_log_in(typing("/dossiers/claire/attestation.jpg"), press("enter"), sees("Photo JPEG"))


CALENDAR = after_log_in(touch("Restaurant scolaire"), touch("Valider"))
NEXT_MONTH = after_log_in(CALENDAR, press("pagedown", "home"))
ENROLMENT = after_log_in(
    menu("Choisir une activité"),
    press("tab", "tab"),
    lambda visitor: visitor.chooses("École multisports"),
    press("pagedown"),
)
REGULAR = after_log_in(touch("Accueil périscolaire"), touch("Régulière"), touch("Valider"))
INVOICES = menu("└ Factures")


async def ready(visitor: Visitor) -> None:
    """The dialog has asked the machine what it can do."""
    await visitor.sees("Le fichier à enregistrer")
    await visitor.settle()


async def helpless(visitor: Visitor) -> None:
    await visitor.sees("à l'accueil de la mairie.")


PICKED = after_log_in(CALENDAR, press("pagedown", "home", "s", "c"))

GRID = after_log_in(menu("Tarifs"), press("enter", "down", "enter"))

COLLECTORS = after_log_in(menu("Fiches enfants"), touch("Qui vient"))
COLLECTOR_ADDED = after_log_in(
    COLLECTORS,
    touch("Ajouter"),
    typing("Odile Kervella"),
    press("tab"),
    typing("0612345678"),
    press("tab"),
    typing("Grand-mère"),
    touch("Pour tous"),
    touch("Enregistrer"),
)


async def changing_password(visitor: Visitor) -> None:
    visitor.app.push_screen(ChangeDialog())
    await visitor.settle()
    await visitor.presses("enter", "enter", "enter")


SCENES = (
    Scene("mot-de-passe", changing_password, email=logins.AGENT),
    Scene("accueil", after_log_in(), main=True),
    Scene("accueil-inactif", after_log_in(), email=logins.INACTIVE),
    Scene("accueil-dette", after_log_in(), email=logins.IN_DEBT),
    Scene("menu", press("f2")),
    Scene("aide", press("f1")),
    Scene("touches", press("question_mark")),
    Scene("guide", after_log_in(menu("Mode d'emploi"), press("enter")), main=True),
    Scene("choix", menu("Choisir une activité"), main=True),
    Scene("choix-liste", after_log_in(menu("Choisir une activité"), touch("Tous les types"))),
    Scene("choix-rien", menu("Choisir une activité"), email=logins.TOO_YOUNG),
    Scene("calendrier", CALENDAR, main=True),
    Scene("calendrier-mois-suivant", NEXT_MONTH),
    Scene("calendrier-choisi", PICKED, main=True),
    Scene("calendrier-aide", after_log_in(CALENDAR, press("f1"))),
    Scene("calendrier-quitter", after_log_in(PICKED, press("escape"))),
    Scene("calendrier-deux-unites", after_log_in(touch("Accueil périscolaire"), touch("Valider"))),
    Scene("reguliere", REGULAR),
    Scene("reguliere-choisie", after_log_in(REGULAR, touch("Mar"), touch("Jeu")), main=True),
    Scene(
        "reguliere-une-semaine-sur-deux",
        after_log_in(REGULAR, touch("Une semaine sur deux"), touch("Mar"), touch("Jeu", nth=2)),
    ),
    Scene("reguliere-confirmation", after_log_in(REGULAR, touch("Mar"), touch("Jeu"), touch("Valider"))),
    Scene("fratrie", after_log_in(PICKED, touch("Aussi pour…"))),
    Scene("fratrie-confirmation", after_log_in(PICKED, touch("Aussi pour…"), touch("Valider"))),
    Scene("legende", after_log_in(CALENDAR, press("l"))),
    Scene("confirmation", after_log_in(PICKED, touch("Valider"))),
    Scene(
        "document-manquant",
        after_log_in(menu("Choisir une activité"), press("tab", "tab", "end", "enter")),
        email=logins.MISSING_DOCUMENT,
    ),
    Scene("inscription-d-abord", ENROLMENT, accepts_first="MULTISPORTS"),
    Scene(
        "inscription-a-demander",
        after_log_in(ENROLMENT, touch("! Demandez d'abord")),
        accepts_first="MULTISPORTS",
    ),
    Scene(
        "inscription-demandee",
        after_log_in(ENROLMENT, touch("! Demandez d'abord"), touch("Demander l'inscription")),
        accepts_first="MULTISPORTS",
    ),
    Scene("tirelire-insuffisante", after_log_in(PICKED, touch("Valider")), email=logins.EMPTY_WALLET),
    Scene("compte-inactif", after_log_in(PICKED, touch("Valider")), email=logins.INACTIVE),
    Scene("mois", after_log_in(menu("Le mois de la famille"), press("pagedown")), main=True),
    Scene(
        "mois-enfant",
        after_log_in(menu("Choisir une activité"), touch("Son calendrier"), press("pagedown", "end", "down")),
    ),
    Scene("inscriptions", menu("Vérifiez vos inscriptions"), main=True),
    Scene("tirelire", menu("Solde et relevé"), main=True),
    Scene(
        "tirelire-montant",
        after_log_in(menu("Solde et relevé"), touch("20,00"), typing("abc"), press("enter")),
    ),
    Scene("paiement", after_log_in(menu("Solde et relevé"), touch("20 €"))),
    Scene(
        "activation",
        after_log_in(menu("Solde et relevé"), touch("Activer mon compte")),
        email=logins.INACTIVE,
    ),
    Scene(
        "activation-reglement",
        after_log_in(menu("Solde et relevé"), touch("Activer mon compte"), touch("C'est exact")),
        email=logins.INACTIVE,
    ),
    Scene("tarifs", menu("Tarifs"), email=logins.EXPIRED_QUOTIENT),
    Scene("tarifs-grille", GRID, main=True),
    Scene(
        "tarifs-simulation",
        after_log_in(GRID, press("s"), typing("rien"), press("enter")),
    ),
    Scene(
        "tarifs-simules",
        after_log_in(GRID, press("s"), typing("399,99"), press("enter")),
    ),
    Scene("accueil-premiere-visite", after_log_in(), email=logins.TOO_YOUNG),
    Scene("mentions", menu("Mentions légales")),
    Scene("actualite", press("n", "enter")),
    Scene("factures", INVOICES, main=True),
    Scene("factures-retard", INVOICES, email=logins.IN_DEBT),
    Scene("factures-aucune", INVOICES, email=logins.TOO_YOUNG),
    Scene("facture", after_log_in(INVOICES, press("enter"))),
    Scene("facture-fichier", after_log_in(INVOICES, touch("▤"), ready), has_file_targets=True),
    Scene("facture-fichier-ailleurs", after_log_in(INVOICES, touch("▤"), helpless)),
    Scene("profil", menu("Mon profil")),
    Scene("profil-adresse", after_log_in(menu("Mon profil"), touch("Changer d'adresse"), typing("3"))),
    Scene("profil-adulte", after_log_in(menu("Mon profil"), touch("Modifier"))),
    Scene("profil-email", after_log_in(menu("Mon profil"), press("tab", "tab", "tab", "enter"))),
    Scene("profil-mot-de-passe", after_log_in(menu("Mon profil"), press(*["tab"] * 4, "enter"))),
    Scene(
        "profil-effacement",
        after_log_in(menu("Mon profil"), press(*["tab"] * 7, "enter")),
    ),
    Scene("enfants", menu("Fiches enfants")),
    Scene("chercher", after_log_in(COLLECTORS, touch("Ajouter"), typing("Odile"), press("tab"))),
    Scene("chercher-liste", COLLECTOR_ADDED),
    Scene("autorisations", after_log_in(menu("Fiches enfants"), touch("Autorisations"))),
    Scene("sante", after_log_in(menu("Fiches enfants"), touch("Santé"))),
    Scene(
        "sante-refus",
        after_log_in(menu("Fiches enfants"), touch("Santé", 1), touch("individualisé"), touch("Enregistrer")),
    ),
    Scene(
        "sante-motif",
        after_log_in(
            typing("kervella", "1 famille"), press("enter"), menu("Fiches enfants"), touch("Voir la fiche")
        ),
        email=logins.AGENT,
    ),
    Scene("envoyer", after_log_in(menu("Envoyer un document"), ATTESTATION), email=logins.MISSING_DOCUMENT),
    Scene("envoyer-fichier", after_log_in(menu("Envoyer un document"), touch("Parcourir"))),
    Scene("envoyer-numeriseur", after_log_in(menu("Envoyer un document"), touch("Numériseur"))),
    Scene(
        "envoyer-recu",
        after_log_in(menu("Envoyer un document"), ATTESTATION, touch("Enregistrer")),
        email=logins.MISSING_DOCUMENT,
    ),
    Scene(
        "envoyer-telephone",
        after_log_in(menu("Envoyer un document"), touch("Téléphone")),
        email=logins.MISSING_DOCUMENT,
    ),
    Scene("documents", menu("Mes documents"), email=logins.MISSING_DOCUMENT),
    Scene("document", after_log_in(menu("Mes documents"), press("ctrl+end", "enter"))),
    Scene("mairie", menu("Nous contacter")),
    Scene("recherche", typing("lef", "3 familles"), email=logins.AGENT, main=True),
    Scene("recherche-rien", typing("zzzz", "Aucune famille."), email=logins.AGENT),
    Scene("agent-famille", after_log_in(typing("kervella", "1 famille"), press("enter")), email=logins.AGENT),
)


THEMES = ("sombre", "contraste")
SMALL, LARGE = SIZES


class Taken(App[str]):
    """A picture that was taken already, as the comparison asks for one."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture

    def run(self, **_options: Any) -> str:
        return self._picture


@pytest.fixture
def pictures(request: pytest.FixtureRequest, desk: Desk) -> Pictures:
    """The pictures of the scene under test, by size and theme. All are taken as its story is played, once:
    the terminal then changes its themes and grows, as a person's may."""
    scene: Scene = request.getfixturevalue("scene")
    if scene.name not in _taken:
        if scene.accepts_first:
            desk.accepts_first(scene.accepts_first)
        found: Pictures = {}
        asked: list[tuple[str, int]] = []
        app = desk.app(
            file_sources=FixedFileSources(),
            file_targets=FixedFileTargets() if scene.has_file_targets else None,
            load=lambda: counted(desk.portal(StandIn()), asked),
        )
        app.run(headless=True, size=SMALL, auto_pilot=lambda pilot: photographed(scene, pilot, found))
        assert [one for one in asked if one[1] > MOST_STATEMENTS] == []
        _taken[scene.name] = found
    return _taken[scene.name]


_taken: dict[str, Pictures] = {}


async def photographed(scene: Scene, pilot: Pilot[None], found: Pictures) -> None:
    await played(scene, pilot)
    found[SMALL, "clair"] = await picture(pilot)
    if scene.main:
        for theme in THEMES:
            pilot.app.theme = theme
            found[SMALL, theme] = await picture(pilot)
        pilot.app.theme = "clair"
    await pilot.resize_terminal(*LARGE)
    found[LARGE, "clair"] = await picture(pilot)
    pilot.app.exit()


async def played(scene: Scene, pilot: Pilot[None]) -> None:
    visitor = Visitor(pilot)
    pilot.app.theme = "clair"
    await visitor.settle()
    if scene.story is not None:
        await visitor.logs_in(scene.email)
        await scene.story(visitor)


async def still(pilot: Pilot[None]) -> None:
    """Nothing moves any more: a cursor is shown in every picture, however long the story took."""
    for screen in pilot.app.screen_stack:
        for field in screen.query(Input):
            field.cursor_blink = False
    await Visitor(pilot).settle()


async def picture(pilot: Pilot[None]) -> str:
    await still(pilot)
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()
    return pilot.app.export_screenshot(title=pilot.app.title, simplify=True)


def scenes(*, main: bool = False) -> list[Any]:
    """Those of one scene in one worker: it plays it once."""
    return [
        pytest.param(scene, id=scene.name, marks=pytest.mark.xdist_group(f"scene-{scene.name}"))
        for scene in SCENES
        if scene.main or not main
    ]


@pytest.fixture(autouse=True)
def upload_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The town has set the public address of its upload page."""
    monkeypatch.setenv(settings.FOLDER, str(tmp_path))
    (tmp_path / settings.SETTINGS_FILE).write_text('depot = "https://depot.ma-commune.fr"\n')


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", scenes())
def test_picture_of(
    scene: Scene, size: tuple[int, int], pictures: Pictures, snap_compare: Callable[..., bool]
):
    assert snap_compare(Taken(pictures[size, "clair"]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scene", scenes(main=True))
def test_picture_in_another_theme(
    scene: Scene, theme: str, pictures: Pictures, snap_compare: Callable[..., bool]
):
    assert snap_compare(Taken(pictures[SMALL, theme]))


@pytest.mark.parametrize("scene", scenes(main=True))
def test_picture_without_colour(
    scene: Scene, desk: Desk, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NO_COLOR", "1")
    if scene.accepts_first:
        desk.accepts_first(scene.accepts_first)

    async def play(pilot: Pilot[None]) -> None:
        await played(scene, pilot)
        await still(pilot)

    assert snap_compare(desk.app(file_sources=FixedFileSources()), run_before=play)


async def forgotten(visitor: Visitor) -> None:
    await visitor.types(logins.FAMILY)
    await visitor.touches("Mot de passe oublié")
    await visitor.sees("Téléphone")


async def choosing(visitor: Visitor) -> None:
    visitor.app.push_screen(ChooseDialog("", LEAST_OF_FAMILIES))
    await visitor.settle()


async def saving(visitor: Visitor) -> None:
    visitor.app.push_screen(BusyDialog())
    await visitor.sees("Enregistrement en cours…")


async def refused(visitor: Visitor) -> None:
    await visitor.logs_in(password="pas le bon")
    await visitor.sees("recommencez.")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "story",
    [None, forgotten, choosing, refused, saving],
    ids=["connexion", "oublie", "choisir", "refus", "enregistrement"],
)
def test_picture_of_the_log_in_screen(
    story: Story | None, size: tuple[int, int], desk: Desk, snap_compare: Callable[..., bool]
):
    async def play(pilot: Pilot[None]) -> None:
        visitor = Visitor(pilot)
        await visitor.settle()
        if story:
            await story(visitor)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False

    assert snap_compare(desk.app(age_days=9), terminal_size=size, run_before=play)
