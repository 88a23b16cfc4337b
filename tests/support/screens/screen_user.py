"""A person at a screen: what they see, type and touch, on the demonstration town at a fixed instant."""

from __future__ import annotations

import itertools
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from portail_tui.app import PortailApp
from portail_tui.bootstrap import open_portal
from portail_tui.demo import health, logins
from portail_tui.gateways.cards import StandIn
from portail_tui.gateways.protocols import CardPayments
from portail_tui.portal import Demo, FileSources, FileTargets, Portal, Seat, SessionStart
from portail_tui.widgets.menu_tree import MenuTree
from tests.support.machine.clocks import FrozenClock

PATIENCE = 400
"""Turns of the application's loop before something that should have come is said to be missing."""


class DemoCopy:
    """A copy of the demonstration town, and applications opened on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FrozenClock()

    @classmethod
    def copied(cls, town: Path, folder: Path) -> DemoCopy:
        demo = cls(Path(shutil.copy(town, folder / "town.db")))
        shutil.copy(health.places(town).file, health.places(demo.path).file)
        return demo

    def accepts_first(self, activity: str) -> None:
        """From now on the town accepts enrolments in an activity (its code) first, and has accepted none."""
        with closing(sqlite3.connect(self.path)) as town, town:
            town.execute("UPDATE activity SET enrolment_first = 1 WHERE code = ?", (activity,))
            town.execute(
                "DELETE FROM enrolment WHERE activity_id = (SELECT id FROM activity WHERE code = ?)",
                (activity,),
            )
            town.execute("UPDATE store_meta SET value = value + 1 WHERE key = 'rulebook_revision'")

    def portal(self, cards: CardPayments | None = None) -> Portal:
        keys = health.places(self.path)
        return open_portal(f"sqlite:///{self.path}", self.clock, cards=cards, keys=keys)

    def app(
        self,
        *,
        demo: bool = True,
        age_days: int = 0,
        load: Callable[[], Portal] | None = None,
        seat: Seat = Seat.OWN_MACHINE,
        file_targets: FileTargets | None = None,
        file_sources: FileSources | None = None,
    ) -> PortailApp:
        """The application, as ``portail demo`` starts it (or as any other store, without ``demo``)."""
        numbers = itertools.count(1)
        opened = load or (lambda: self.portal(StandIn() if demo else None))
        shown = Demo(logins.SHOWN, age_days, opened) if demo else None
        return PortailApp(
            SessionStart(
                load=opened,
                clock=self.clock,
                new_id=lambda: f"operation-{next(numbers):04d}",
                demo=shown,
                seat=seat,
                file_targets=file_targets,
                file_sources=file_sources,
            )
        )


class Visitor:
    """Acts as a person would, and only reads what the screen shows."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> PortailApp:
        app = self.pilot.app
        assert isinstance(app, PortailApp)
        return app

    def screen(self) -> str:
        """The text of the screen in front, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips).replace("\N{NO-BREAK SPACE}", " ")

    def readings(self) -> list[str]:
        """The screen as people read it: all of it, and each column or dialog for itself, line after line."""
        lines = self.screen().splitlines()
        regions = [part.region for part in self.app.screen.query(".dialog, #entry, #wallet-side, #send-form")]
        parts = [
            "\n".join(line[region.x : region.right] for line in lines[region.y : region.bottom])
            for region in regions
        ]
        return [_squeezed(text) for text in (*parts, "\n".join(lines))]

    async def settle(self) -> None:
        """Wait until nothing is asked of the store and nothing is left to draw."""
        quiet = 0
        for _ in range(PATIENCE):
            await self.pilot.pause(0.02 if self.app.asking else None)  # until this process is idle
            quiet = 0 if self.app.asking else quiet + 1
            if quiet == 2:
                return
        raise AssertionError(f"the store never answered; on screen:\n{self.screen()}")

    async def sees(self, *texts: str) -> None:
        """Wait until all of these are on screen, spaces and line ends aside."""
        for _ in range(PATIENCE):
            shown = self.readings()
            missing = [text for text in texts if not any(_squeezed(text) in one for one in shown)]
            if not missing:
                return
            await self.pilot.pause(0.02 if self.app.asking else 0.005)
        raise AssertionError(f"never on screen: {missing}\n{self.screen()}")

    def does_not_see(self, *texts: str) -> None:
        shown = self.readings()[-1]
        assert not [text for text in texts if _squeezed(text) in shown], self.screen()

    async def types(self, text: str) -> None:
        for character in text:
            await self.pilot.press(_KEYS.get(character, character))

    async def presses(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def touches(self, text: str, *, nth: int = 0) -> None:
        """Touch the middle of where ``text`` stands on screen (its ``nth`` place, from 0)."""
        await self.settle()
        await self.sees(text)
        places = [
            (match.start() + len(text) // 2, row)
            for row, line in enumerate(self.screen().splitlines())
            for match in re.finditer(re.escape(text), line)
        ]
        assert places and len(places) > nth, f"« {text} » is cut over two lines:\n{self.screen()}"
        await self.pilot.click(offset=places[nth])
        await self.settle()

    async def scrolls_to(self, text: str) -> None:
        """Turn the wheel over the page, as a finger would push it, until ``text`` is on screen."""
        await self.settle()
        for _ in range(PATIENCE):
            if text in self.screen():
                return
            await self.pilot._post_mouse_events(
                [MouseScrollDown], offset=(self.app.size.width // 2 + 10, 10), button=0
            )
            await self.settle()
        raise AssertionError(f"never scrolled to « {text} »:\n{self.screen()}")

    async def chooses(self, words: str) -> None:
        """Walk down a list until the highlighted choice says ``words``, and take it."""
        listing = self.app.screen.query_one("#activities", OptionList)
        for index in range(listing.option_count):
            if words in str(listing.get_option_at_index(index).prompt):
                await self.presses("home", *["down"] * index, "enter")
                return
        raise AssertionError(f"no choice says « {words} »:\n{self.screen()}")

    async def opens(self, entry: str) -> None:
        """Open a page from the menu, by keys alone."""
        await self.presses("f2")
        tree = self.app.screen.query_one(MenuTree)
        for _ in range(PATIENCE):
            if tree.cursor_node is not None and str(tree.cursor_node.label) == entry:
                await self.presses("enter")
                return
            await self.presses("down")
        raise AssertionError(f"the menu has no « {entry} »:\n{self.screen()}")

    async def logs_in(self, email: str = logins.FAMILY, password: str = logins.PASSWORD) -> None:
        """Log in at once; a journey about logging in types it instead."""
        await self.settle()
        self.app.screen.query_one("#email", Input).value = email
        self.app.screen.query_one("#password", Input).value = password
        await self.touches("Se connecter", nth=-1)


_KEYS = {
    "@": "at",
    ".": "full_stop",
    "-": "minus",
    " ": "space",
    "_": "underscore",
    ",": "comma",
}


def _squeezed(text: str) -> str:
    return re.sub(r"[\s│╭╮╰╯─▌▎▏]+", " ", text.replace("\N{NO-BREAK SPACE}", " ")).strip()
