"""Writes the README's pictures from the running program: `make pictures`.

A demonstration town is made on a fixed day, the screens are driven as a person would, and each picture is the
terminal's content as SVG. Run it after a screen changes, and look at what it wrote.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from portail_tui.app import PortailApp
from portail_tui.bootstrap import open_portal
from portail_tui.demo import logins
from portail_tui.demo.generator import generate
from portail_tui.gateways.cards import StandIn
from portail_tui.portal import Demo, Portal, SessionStart
from portail_tui.screens.base.pages import PAGES

FOLDER = Path(__file__).parent / "pictures"
SIZE = (100, 32)
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts that a picture would fetch from elsewhere: the reader's own monospace one does."""


class PictureDay:
    """The clock of the pictures: a Tuesday in November, ten in the morning."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


Story = Callable[[Pilot[None]], Awaitable[None]]


async def _log_in(pilot: Pilot[None]) -> None:
    await _press(pilot, *logins.FAMILY)
    await _press(pilot, "tab", *logins.PASSWORD, "enter")


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press({"@": "at", ".": "full_stop", "-": "minus"}.get(key, key))
    await _settle(pilot)


async def _settle(pilot: Pilot[None]) -> None:
    """Wait until the store has answered and nothing is left to draw."""
    assert isinstance(pilot.app, PortailApp)
    quiet = 0
    while quiet < 3:
        await pilot.pause()
        quiet = 0 if pilot.app.asking else quiet + 1


async def _home(pilot: Pilot[None]) -> None:
    await _log_in(pilot)


async def _choices(pilot: Pilot[None]) -> None:
    await _log_in(pilot)
    assert isinstance(pilot.app, PortailApp)
    pilot.app.open_page(PAGES.CHOICES)
    await _settle(pilot)


async def _calendar(pilot: Pilot[None]) -> None:
    await _choices(pilot)
    await _press(pilot, "tab", "tab", "enter", "pagedown", "home", "up", "s", "up", "s")


async def _wallet(pilot: Pilot[None]) -> None:
    await _log_in(pilot)
    assert isinstance(pilot.app, PortailApp)
    pilot.app.open_page(PAGES.WALLET)
    await _settle(pilot)


async def _nothing(pilot: Pilot[None]) -> None:
    await _settle(pilot)


STORIES: dict[str, Story] = {
    "connexion": _nothing,
    "accueil": _home,
    "choix": _choices,
    "calendrier": _calendar,
    "tirelire": _wallet,
}


async def _take(app: PortailApp, name: str, story: Story) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        await story(pilot)
        picture = FONTS.sub("", app.export_screenshot(title="portail"))
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


def _numbered(numbers: Iterator[int]) -> str:
    return f"picture-{next(numbers)}"


def main() -> None:
    clock = PictureDay()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        town = generate(Path(folder) / "town.db", clock=clock)
        with closing(sqlite3.connect(town)) as store, store:  # the hints of a first visit were read
            store.execute("UPDATE account SET hints_read_at = 0")

        def load() -> Portal:
            return open_portal(f"sqlite:///{town}", clock, cards=StandIn())

        for name, story in STORIES.items():
            start = SessionStart(
                load=load,
                clock=clock,
                new_id=partial(_numbered, itertools.count(1)),
                demo=Demo(logins.SHOWN, 0, load),
            )
            asyncio.run(_take(PortailApp(start), name, story))
            sys.stdout.write(f"docs/pictures/{name}.svg\n")


if __name__ == "__main__":
    main()
