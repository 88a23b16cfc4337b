"""Help: every screen explains itself, its keys are listed, the guide is a key away."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.screen import Screen
from textual.widgets import Input

import portail_tui.screens
from portail_tui.demo import logins
from portail_tui.screens.base.help import paragraphs
from portail_tui.texts.guide import GUIDE
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)
UNEXPLAINED = {"BusyDialog"}
"""Stands for less than the time of a key, and takes none."""
LONGEST = 6
"""Sentences: whoever reads badly reads no more."""


def screens() -> Iterator[type[Screen[object]]]:
    """All of ours that are shown: those that others are made from are not."""
    names = [one.name for one in pkgutil.walk_packages(portail_tui.screens.__path__, "portail_tui.screens.")]
    for module in [importlib.import_module(name) for name in names]:
        for one in vars(module).values():
            is_ours = isinstance(one, type) and one.__module__ == module.__name__ and issubclass(one, Screen)
            if is_ours and one.__name__ not in UNEXPLAINED and not one.__subclasses__():
                yield one


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_is_explained_in_a_few_sentences_of_its_own(screen: type[Screen[object]]):
    explained = vars(screen).get("EXPLAINED", "")
    assert explained.endswith(".")
    assert 2 <= len(paragraphs(explained)) <= LONGEST
    assert "  " not in explained


async def test_f1_explains_a_page_and_a_dialog_and_goes_back(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.presses("f1")
        await visitor.sees("Aide", "Ce que vous avez à faire est écrit tout en haut.")
        await visitor.presses("f1", "escape")
        await visitor.sees("MA FAMILLE")
        visitor.does_not_see("Ce que vous avez à faire est écrit")
        await visitor.presses("f2", "f1")
        await visitor.sees("Le menu mène à toutes les pages.")
        await visitor.touches("Les touches")
        await visitor.sees("Les touches de cet écran", "F9", "changer les couleurs")
        await visitor.presses("escape")
        await visitor.sees("Fiches enfants")


async def test_the_question_mark_lists_the_keys_and_is_a_letter_in_a_field(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.settle()
        await pilot.press("question_mark")
        assert visitor.app.screen.query_one("#email", Input).value == "?"
        await pilot.press("backspace")
        await visitor.logs_in()
        await visitor.presses("question_mark")
        await visitor.sees("Les touches de cet écran", "F2", "menu")
        await visitor.presses("question_mark", "escape", "f2", "question_mark")
        await visitor.sees("Les touches de cet écran")


async def test_the_guide_is_read_before_logging_in_and_from_the_menu(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.settle()
        await visitor.presses("f1")
        await visitor.touches("Mode d'emploi")
        await visitor.sees("1 - Se connecter à son compte", "10 - Je rencontre un problème")
        await visitor.presses("down", "enter")
        await visitor.sees("2 - Première connexion", "Les boîtes email sont capricieuses")
        await visitor.touches("Mentions légales, accessibilité")
        await visitor.sees("Le directeur de la publication est le maire.")
        await visitor.presses("escape", "escape")
        await visitor.sees("Mot de passe oublié")
        await visitor.logs_in(logins.FAMILY)
        await visitor.touches("La mairie")
        await visitor.touches("Mode d'emploi")
        await visitor.touches("9 - La légende du calendrier")
        await visitor.sees("Oups ! Hors délais, l'inscription sera majorée")


def test_the_guide_has_the_leaflets_numbers():
    assert [one.number for one in GUIDE] == list(range(1, 11))
    written = " ".join(words for one in GUIDE for words in one.paragraphs)
    for part in ("5.1", "5.2", "5.3", "5.4", "10.1", "10.2", "10.3"):
        assert f"{part} - " in written
