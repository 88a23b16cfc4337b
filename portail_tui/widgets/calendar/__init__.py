"""The calendar of an activity: its grid, its legend, and the line that details a day."""

from portail_tui.widgets.calendar.activity_calendar import ActivityCalendar
from portail_tui.widgets.calendar.day_detail import DayDetail
from portail_tui.widgets.calendar.family_grid import FamilyGrid
from portail_tui.widgets.calendar.legend import CalendarLegend
from portail_tui.widgets.calendar.messages import Scope

__all__ = ["ActivityCalendar", "CalendarLegend", "DayDetail", "FamilyGrid", "Scope"]
