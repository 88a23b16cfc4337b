"""Messages of the calendar to its screen. Handlers: ``on_activity_calendar_days_toggled``, …"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.message import Message

from portail_tui.domain.bookings.views import DayCell, UnitCell

if TYPE_CHECKING:
    from portail_tui.widgets.calendar.activity_calendar import ActivityCalendar

NAMESPACE = "activity_calendar"


class Scope(StrEnum):
    """Extent of a refused pick."""

    DAY = "day"
    WEEK = "week"
    WEEKDAY = "weekday"


@dataclass
class CalendarMessage(Message):
    """Sent by a calendar."""

    calendar: ActivityCalendar

    @property
    def control(self) -> ActivityCalendar:
        return self.calendar


@dataclass
class DaysToggled(CalendarMessage, namespace=NAMESPACE):
    """Days were picked, or let go. Only units that can be picked, and that change."""

    cells: tuple[tuple[date, UnitCell], ...]
    pick: bool


@dataclass
class MonthAsked(CalendarMessage, namespace=NAMESPACE):
    """Another month is wanted, with the cursor on ``cursor``. The screen answers with ``show``."""

    year: int
    month: int
    cursor: date


@dataclass
class CursorMoved(CalendarMessage, namespace=NAMESPACE):
    """The cursor moved to another day, or to another unit of it (None where the day has none)."""

    day: DayCell
    cell: UnitCell | None


@dataclass
class PickRefused(CalendarMessage, namespace=NAMESPACE):
    """The pick is not possible: of a unit of a day, or, by ``scope``, of a whole week or weekday. For
    these, ``day`` is the first day of the month concerned and ``cell`` is None."""

    day: DayCell
    cell: UnitCell | None
    scope: Scope = Scope.DAY
