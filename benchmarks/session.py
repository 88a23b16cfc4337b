"""What runs in a figure's terminal: the application at the door of a calendar.

``python -m benchmarks.session URL ACCOUNT FAMILY CHILD ACTIVITY``: F12 opens the calendar. With ``--memory``
its months come from memory and not from the store; with ``--widget`` there is the calendar alone.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from pathlib import Path, PurePath
from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Label

from benchmarks.towns import NOW, Calendar, StandingClock, Town
from portail_tui import app
from portail_tui.app import PortailApp
from portail_tui.bootstrap import open_portal
from portail_tui.cli.sessions.gc_tuning import few_rounds
from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import CalendarMonth
from portail_tui.portal import Portal, SessionStart
from portail_tui.screens.base.session import Session
from portail_tui.screens.family.bookings.calendar import CalendarScreen
from portail_tui.themes import THEMES
from portail_tui.widgets.calendar import ActivityCalendar

READY = "MA FAMILLE"
"""On the home page, and above the calendar alone: F12 may be pressed."""
F12 = b"\x1b[24~"


def command(town: Town, calendar: Calendar, *options: str) -> list[str]:
    """What starts the session at the door of a calendar."""
    ids = (calendar.actor.account_id, calendar.actor.family_id, calendar.child_id, calendar.activity_id)
    return [sys.executable, "-m", "benchmarks.session", town.url, *map(str, ids), *options]


def environment() -> dict[str, str]:
    """For a session's terminal: the repository's own modules are found from anywhere."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}


class Remembered:
    """A portal that knows every month of a calendar by heart."""

    def __init__(self, portal: Portal, calendar: Calendar) -> None:
        self._portal = portal
        self._months = {month: calendar.month(portal, *month) for month in calendar.months(portal)}

    def calendar_month(self, *, year: int, month: int, **_of: object) -> CalendarMonth:
        return self._months[year, month]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._portal, name)


def _styles_of_the_application() -> list[str | PurePath]:
    """Where they lie: a class elsewhere would look for them beside itself."""
    paths = PortailApp.CSS_PATH or []
    return [Path(app.__file__).parent / one for one in (paths if isinstance(paths, list) else [paths])]


class AtTheDoor(PortailApp):
    """The application, logged in, one key away from the calendar."""

    CSS_PATH = _styles_of_the_application()
    BINDINGS = [Binding("f12", "open_calendar", show=False, priority=True)]

    def __init__(self, start: SessionStart, calendar: Calendar) -> None:
        super().__init__(start)
        self._calendar = calendar

    def on_mount(self) -> None:
        actor = self._calendar.actor
        self.call_after_refresh(self.log_in, Session(actor, actor.family_id, actor.name))

    def action_open_calendar(self) -> None:
        self.push_screen(CalendarScreen(self._calendar.child_id, self._calendar.activity_id))


class WidgetAlone(App[None]):
    """The calendar and nothing else, given its months from memory."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: $surface; }"
    BINDINGS = [Binding("f12", "open_calendar", show=False, priority=True)]

    def __init__(self, start: SessionStart, calendar: Calendar) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self._portal, self._calendar = start.load(), calendar

    def compose(self) -> ComposeResult:
        yield Label(READY)
        yield ActivityCalendar()

    def on_mount(self) -> None:
        self.query_one(ActivityCalendar).focus()

    def action_open_calendar(self) -> None:
        month = self._calendar.month(self._portal)
        self.query_one(ActivityCalendar).show(month, cursor=NOW.date())

    def on_activity_calendar_month_asked(self, event: ActivityCalendar.MonthAsked) -> None:
        month = self._calendar.month(self._portal, event.year, event.month)
        self.query_one(ActivityCalendar).show(month, cursor=event.cursor)


def starting(portal: Portal) -> SessionStart:
    """The start of a session whose portal is open already."""
    numbers = itertools.count(1)
    return SessionStart(
        load=lambda: portal, clock=StandingClock(), new_id=lambda: f"operation-{next(numbers)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    for name in ("account", "family", "child", "activity"):
        parser.add_argument(name, type=int)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--widget", action="store_true")
    given = parser.parse_args()
    portal: Any = open_portal(given.url, StandingClock())
    actor = Actor(account_id=given.account, role=Role.FAMILY, family_id=given.family, name="Au banc")
    calendar = Calendar(actor, given.child, given.activity)
    if given.memory or given.widget:
        portal = Remembered(portal, calendar)
    with few_rounds(starting(portal)) as start:  # as the command does
        (WidgetAlone if given.widget else AtTheDoor)(start, calendar).run()


if __name__ == "__main__":
    main()
