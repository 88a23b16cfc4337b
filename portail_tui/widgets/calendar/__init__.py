"""The calendar of an activity: its grid, its legend, and the line that details a day."""

from portail_tui.widgets.calendar.detail import DayDetail
from portail_tui.widgets.calendar.family import FamilyGrid
from portail_tui.widgets.calendar.grid import ActivityCalendar
from portail_tui.widgets.calendar.legend import CalendarLegend
from portail_tui.widgets.calendar.messages import Scope

__all__ = ["ActivityCalendar", "CalendarLegend", "DayDetail", "FamilyGrid", "Scope"]
