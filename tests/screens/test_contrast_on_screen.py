"""What is written on the screens can be read: every character of every page and of some dialogs is measured,
in each theme (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from rich.color import Color
from textual.theme import Theme

from portail_tui.screens.base.pages import FAMILY_MENU, PAGES
from portail_tui.themes import THEMES
from tests.screens.test_contrast import contrast
from tests.support.screens.screen_user import Desk, Visitor

DIALOGS = ("f1", "question_mark", "f2")


def _hex(color: Color | None) -> str:
    assert color is not None and color.triplet is not None, "every cell has its own colours"
    return color.triplet.hex


def _is_written(text: str) -> bool:
    """Letters, digits and marks: frames, blocks and pictures are not read."""
    return any(unicodedata.category(char)[0] in "LNP" for char in text)


def hard_to_read(visitor: Visitor, least: float) -> Iterator[tuple[str, str, str, float]]:
    """The words of the screen in front that are too pale: (words, colour, background, ratio)."""
    screen = visitor.app.screen
    dialogs = [box.region for box in screen.query(".dialog")]
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            is_read = not dialogs or any(box.contains(x, y) for box in dialogs)
            if style is not None and is_read and _is_written(text):
                ink, paper = _hex(style.color), _hex(style.bgcolor)
                if style.reverse:
                    ink, paper = paper, ink
                ratio = contrast(ink, paper)
                if ink != paper and ratio < least:  # what has the paper's own colour is not to be read
                    yield text.strip(), ink, paper, round(ratio, 2)
            x += len(text)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_everything_written_on_the_pages_can_be_read(theme: Theme, desk: Desk):
    least = 7 if theme.name == "contraste" else 4.5
    found = {}
    async with desk.app(age_days=9).run_test(size=(100, 40)) as pilot:
        visitor = Visitor(pilot)
        visitor.app.theme = theme.name
        await visitor.settle()
        found["connexion"] = list(hard_to_read(visitor, least))
        await visitor.logs_in()
        await visitor.sees("MA FAMILLE")
        found["accueil"] = list(hard_to_read(visitor, least))
        for key in DIALOGS:
            await visitor.presses(key)
            found[key] = list(hard_to_read(visitor, least))
            await visitor.presses("escape")
        for page in [page for section in FAMILY_MENU for page, _ in section.entries]:
            visitor.app.open_page(page)
            await visitor.settle()
            found[page] = list(hard_to_read(visitor, least))
            await visitor.presses("tab")
            found[f"{page}, champ suivant"] = list(hard_to_read(visitor, least))
        visitor.app.open_page(PAGES.TARIFFS)
        await visitor.presses("enter", "down", "enter")
        found["une grille"] = list(hard_to_read(visitor, least))
    assert {where: pale for where, pale in found.items() if pale} == {}


async def test_control_pale_words_are_found(desk: Desk):
    async with desk.app().run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.settle()
        assert list(hard_to_read(visitor, 21.1))
