"""SQL statements sent to open the calendar, whatever the month and the number of families."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from benchmarks import towns
from benchmarks.report import verdict
from benchmarks.session import AtTheDoor, starting
from benchmarks.towns import Calendar, StandingClock
from portail_tui.bootstrap import open_portal
from portail_tui.portal import Portal
from portail_tui.screens.family.bookings.calendar import CalendarScreen
from portail_tui.widgets.calendar import ActivityCalendar

CALENDARS = 12
MOST = 6


def measure() -> list[str]:
    """The figure, as lines to print."""
    counts: list[int] = []
    details = []
    for families in (towns.SMALL, towns.LARGE):
        town = towns.town(families)
        portal = open_portal(town.url, StandingClock())
        calendars = towns.calendars(town, CALENDARS)
        asked = [(calendar, month) for calendar in calendars for month in calendar.months(portal)]
        months = [_count(portal, calendar, month) for calendar, month in asked]
        screen = asyncio.run(_count_screen(portal, calendars[0]))
        counts += [*months, screen]
        details.append(
            f"  {families} families: {min(months)} to {max(months)} over {len(months)} months of "
            f"{len(calendars)} children; {screen} when the screen opens"
        )
    return [verdict("SQL statements to open the calendar", max(counts), MOST, digits=0), *details]


def _count(portal: Portal, calendar: Calendar, month: tuple[int, int]) -> int:
    with counting() as statements:
        calendar.month(portal, *month)
    return len(statements)


async def _count_screen(portal: Portal, calendar: Calendar) -> int:
    """The same through the application: whatever else its screen may ask is counted too."""
    app = AtTheDoor(starting(portal), calendar)
    async with app.run_test() as pilot:
        while app.session is None or app.asking:
            await pilot.pause(0.01)
        with counting() as statements:
            await pilot.press("f12")
            while not _is_shown(app):
                await pilot.pause(0.01)
    return len(statements)


def _is_shown(app: AtTheDoor) -> bool:
    screen = app.screen
    shown = isinstance(screen, CalendarScreen) and screen.query_one(ActivityCalendar).month is not None
    return shown and not app.asking


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements sent to any store meanwhile, the opening of transactions left out."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
