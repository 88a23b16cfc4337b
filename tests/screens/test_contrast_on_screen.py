"""What is written on the screens can be read: every character of every page and of some dialogs is measured,
in each theme (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color
from textual.theme import Theme

from portail_tui.screens.base.pages import FAMILY_MENU, PAGES
from portail_tui.themes import THEMES
from tests.screens.test_contrast import contrast
from tests.support.screens.screen_user import DemoCopy, Visitor

DIALOGS = ("f1", "question_mark", "f2")
PAGES_OF_THE_MENU = [page for section in FAMILY_MENU for page, _ in section.entries]
LEAST = {"clair": 4.5, "sombre": 4.5, "contraste": 7}


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


Pale = dict[str, list[tuple[str, str, str, float]]]
"""By place, what is hard to read there."""
STOPS = [
    "connexion",
    "accueil",
    *DIALOGS,
    *(f"{page}{place}" for page in PAGES_OF_THE_MENU for place in ("", ", champ suivant")),
    "une grille",
]


@pytest.fixture(scope="module")
def pale_words(demo_town: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pale]:
    """By theme. The pages are visited once, and at each stop the terminal changes its themes."""
    demo = DemoCopy.copied(demo_town, tmp_path_factory.mktemp("contrast"))
    found: dict[str, Pale] = {theme.name: {} for theme in THEMES}
    asyncio.run(_visit(demo, found))
    return found


async def _visit(demo: DemoCopy, found: dict[str, Pale]) -> None:
    async with demo.app(age_days=9).run_test(size=(100, 40)) as pilot:
        visitor = Visitor(pilot)

        async def stop(place: str) -> None:
            for theme in THEMES:
                visitor.app.theme = theme.name
                await visitor.settle()
                found[theme.name][place] = list(hard_to_read(visitor, LEAST[theme.name]))

        await visitor.settle()
        await stop("connexion")
        await visitor.logs_in()
        await visitor.sees("MA FAMILLE")
        await stop("accueil")
        for key in DIALOGS:
            await visitor.presses(key)
            await stop(key)
            await visitor.presses("escape")
        for page in PAGES_OF_THE_MENU:
            visitor.app.open_page(page)
            await visitor.settle()
            await stop(page)
            await visitor.presses("tab")
            await stop(f"{page}, champ suivant")
        visitor.app.open_page(PAGES.TARIFFS)
        await visitor.presses("enter", "down", "enter")
        await stop("une grille")


@pytest.mark.xdist_group("contrast")
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_everything_written_on_the_pages_can_be_read(theme: Theme, pale_words: dict[str, Pale]):
    found = pale_words[theme.name]
    assert list(found) == STOPS
    assert {where: pale for where, pale in found.items() if pale} == {}


async def test_control_pale_words_are_found(demo: DemoCopy):
    async with demo.app().run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.settle()
        assert list(hard_to_read(visitor, 21.1))
