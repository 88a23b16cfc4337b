"""Every screen and dialog as a picture, at 80×24 and at 120×40; the main ones in the other themes too.

After `make snapshots`, look at each picture that changed before keeping it.
"""

from collections.abc import AsyncIterator, Callable
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
from portail_tui.screens.dialogs.password import ChooseDialog
from tests.support.machine.local_disk import FixedFileSources
from tests.support.machine.printers import FixedFileTargets
from tests.support.screens.picture_visits import VISITS, Picture, Step, Visit
from tests.support.screens.screen_user import DemoCopy, Visitor
from tests.support.stores.statement_counts import counted

Look = tuple[tuple[int, int], str]
"""The terminal's size and the theme."""
SIZES = ((80, 24), (120, 40))
SMALL, LARGE = SIZES
THEMES = ("sombre", "contraste")
COLOURLESS = (SMALL, "sans couleur")
MOST_STATEMENTS = 6
"""What a screen asks of the store, whatever it holds (tests/services/core/test_statement_counts.py)."""


class Taken(App[str]):
    """A picture that was taken already, as the comparison asks for one."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture

    def run(self, **_options: Any) -> str:
        return self._picture


Pictures = dict[tuple[str, Look], str]
"""By picture and look, as SVG."""
Camera = Callable[[Pilot[Any], Picture], AsyncIterator[tuple[Look, str]]]
_taken: dict[tuple[str, bool], Pictures] = {}
"""By visit, with colours and without."""


@pytest.fixture
def pictures(visit: Visit, demo: DemoCopy) -> Pictures:
    """The pictures of the visit under test. All are taken as it is played, once: at each stop the terminal
    changes its themes and grows, as a person's may."""
    if (visit.name, True) not in _taken:
        asked: list[tuple[str, int]] = []
        _taken[visit.name, True] = taken(
            visit, demo, in_each_look, load=lambda: counted(demo.portal(StandIn()), asked)
        )
        assert [one for one in asked if one[1] > MOST_STATEMENTS] == []
    return _taken[visit.name, True]


@pytest.fixture
def colourless_pictures(visit: Visit, demo: DemoCopy, monkeypatch: pytest.MonkeyPatch) -> Pictures:
    """Of a visit's main pictures, for a terminal without colours."""
    if (visit.name, False) not in _taken:
        monkeypatch.setenv("NO_COLOR", "1")
        _taken[visit.name, False] = taken(visit, demo, without_colours)
    return _taken[visit.name, False]


def taken(visit: Visit, demo: DemoCopy, camera: Camera, **options: Any) -> Pictures:
    found: Pictures = {}
    if visit.accepts_first:
        demo.accepts_first(visit.accepts_first)
    app = demo.app(
        file_sources=FixedFileSources(),
        file_targets=FixedFileTargets() if visit.has_file_targets else None,
        **options,
    )

    async def play(pilot: Pilot[Any]) -> None:
        visitor = Visitor(pilot)
        pilot.app.theme = "clair"
        await visitor.settle()
        await visitor.logs_in(visit.email)
        for step in visit.steps:
            if isinstance(step, Picture):
                async for look, picture in camera(pilot, step):
                    found[step.name, look] = picture
            else:
                await step(visitor)
        pilot.app.exit()

    app.run(headless=True, size=SMALL, auto_pilot=play)
    return found


async def in_each_look(pilot: Pilot[Any], picture: Picture) -> AsyncIterator[tuple[Look, str]]:
    yield (SMALL, "clair"), await photograph(pilot)
    if picture.main:
        for theme in THEMES:
            pilot.app.theme = theme
            yield (SMALL, theme), await photograph(pilot)
        pilot.app.theme = "clair"
    await pilot.resize_terminal(*LARGE)
    yield (LARGE, "clair"), await photograph(pilot)
    await pilot.resize_terminal(*SMALL)


async def without_colours(pilot: Pilot[Any], picture: Picture) -> AsyncIterator[tuple[Look, str]]:
    if picture.main:
        yield COLOURLESS, await photograph(pilot)


async def still(pilot: Pilot[Any]) -> None:
    """Nothing moves any more: a cursor is shown in every picture, however long the story took."""
    for screen in pilot.app.screen_stack:
        for field in screen.query(Input):
            field.cursor_blink = False
    await Visitor(pilot).settle()


async def photograph(pilot: Pilot[Any]) -> str:
    await still(pilot)
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()
    return pilot.app.export_screenshot(title=pilot.app.title, simplify=True)


def scenes(*, main: bool = False) -> list[Any]:
    """Those of one visit in one worker: it plays it once."""
    return [
        pytest.param(visit, picture, id=picture.name, marks=pytest.mark.xdist_group(f"visit-{visit.name}"))
        for visit in VISITS
        for picture in visit.pictures
        if picture.main or not main
    ]


@pytest.fixture(autouse=True)
def upload_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The town has set the public address of its upload page."""
    monkeypatch.setenv(settings.FOLDER, str(tmp_path))
    (tmp_path / settings.SETTINGS_FILE).write_text('depot = "https://depot.ma-commune.fr"\n')


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("visit", "picture"), scenes())
def test_picture_of(
    picture: Picture, size: tuple[int, int], pictures: Pictures, snap_compare: Callable[..., bool]
):
    assert snap_compare(Taken(pictures[picture.name, (size, "clair")]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("visit", "picture"), scenes(main=True))
def test_picture_in_another_theme(
    picture: Picture, theme: str, pictures: Pictures, snap_compare: Callable[..., bool]
):
    assert snap_compare(Taken(pictures[picture.name, (SMALL, theme)]))


@pytest.mark.parametrize(("visit", "picture"), scenes(main=True))
def test_picture_without_colour(
    picture: Picture, colourless_pictures: Pictures, snap_compare: Callable[..., bool]
):
    assert snap_compare(Taken(colourless_pictures[picture.name, COLOURLESS]))


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
    story: Step | None, size: tuple[int, int], demo: DemoCopy, snap_compare: Callable[..., bool]
):
    async def play(pilot: Pilot[Any]) -> None:
        visitor = Visitor(pilot)
        await visitor.settle()
        if story:
            await story(visitor)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False

    assert snap_compare(demo.app(age_days=9), terminal_size=size, run_before=play)
