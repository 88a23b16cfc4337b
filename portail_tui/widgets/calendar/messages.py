"""What the calendar tells the screen around it. Handlers: ``on_activity_calendar_days_toggled``, …"""

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
    """What a refused pick was about."""

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
    """The cursor stands on another day, or another unit of it (None where the day has none)."""

    day: DayCell
    cell: UnitCell | None


@dataclass
class PickRefused(CalendarMessage, namespace=NAMESPACE):
    """What was asked can't be picked: a unit of a day, or, by ``scope``, all of a week or of a weekday.

    For a week or a weekday, ``day`` is its first day of the month and ``cell`` is None.
    """

    day: DayCell
    cell: UnitCell | None
    scope: Scope = Scope.DAY
