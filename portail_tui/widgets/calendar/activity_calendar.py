"""The calendar of a child's days: a month shown, days picked by key, mouse or finger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias, Unpack

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from portail_tui.domain.bookings.day_state import Choice
from portail_tui.domain.bookings.views import CalendarMonth, DayCell, UnitCell
from portail_tui.texts.bookings import calendar as words
from portail_tui.widgets.calendar import messages
from portail_tui.widgets.calendar.cursor import (
    Cursor,
    clamped,
    first_stand,
    is_reached,
    month_away,
    same_day,
)
from portail_tui.widgets.calendar.day_widget import DayPainted, WidgetOptions
from portail_tui.widgets.calendar.geometry import Geometry, Spot, Target
from portail_tui.widgets.calendar.heading import heading_strips
from portail_tui.widgets.calendar.messages import Scope
from portail_tui.widgets.calendar.month_frame import Frame
from portail_tui.widgets.calendar.palette import CalendarColours
from portail_tui.widgets.calendar.week_painter import week_strips

HEADING = -1
"""The place, among painted weeks, of what stands above them."""


class ActivityCalendar(DayPainted, can_focus=True):
    """A month of an activity for a child. It shows what it is given and reports what is touched; it picks
    nothing itself.

    The screen owns the picks: it sets ``picked`` in answer to ``DaysToggled``, and holds those of the months
    not shown.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("left", "step(-1)", "Jour précédent", show=False),
        Binding("right", "step(1)", "Jour suivant", show=False),
        Binding("up", "week_step(-1)", "Semaine précédente", show=False),
        Binding("down", "week_step(1)", "Semaine suivante", show=False),
        Binding("home", "week_edge(0)", "Début de la semaine", show=False),
        Binding("end", "week_edge(6)", "Fin de la semaine", show=False),
        Binding("pageup", "month_step(-1)", "Mois précédent", show=False),
        Binding("pagedown", "month_step(1)", "Mois suivant", show=False),
        Binding("space", "pick", "Choisir"),
        Binding("enter", "pick", "Choisir", show=False),
        Binding("s", "pick_week", "Semaine"),
        Binding("c", "pick_weekday", "Colonne"),
    ]
    DEFAULT_CSS = """
    ActivityCalendar { width: 1fr; height: 1fr; }
    """

    picked: reactive[frozenset[int]] = reactive(frozenset[int](), repaint=False)
    """The slots picked and not saved yet, of every month. Set by the screen."""

    DaysToggled: TypeAlias = messages.DaysToggled
    MonthAsked: TypeAlias = messages.MonthAsked
    CursorMoved: TypeAlias = messages.CursorMoved
    PickRefused: TypeAlias = messages.PickRefused

    def __init__(self, **names: Unpack[WidgetOptions]) -> None:
        super().__init__(**names)
        self._month: CalendarMonth | None = None
        self._cursor: Cursor | None = None
        self._hovered: Target | None = None
        self._geometry: Geometry | None = None
        self._colours: CalendarColours | None = None
        self._frame: Frame | None = None
        self._strips: dict[int, list[Strip]] = {}
        """Painted rows: of each week, and of what stands above the weeks."""

    # --- what the screen says and asks -----------------------------------------------------------------

    def show(self, month: CalendarMonth, *, cursor: date | None = None) -> None:
        """Show a month. ``cursor``: the day to stand on, clamped to it; None keeps the day stood on where the
        month has it, or finds today, or the first day that can be picked."""
        before = self._cursor
        day = first_stand(month, before.day if before else None) if cursor is None else clamped(cursor, month)
        self._cursor = Cursor(day, before.unit if before else 0)
        self._month = month
        self._geometry = None
        self._repaint()
        self._say_cursor(month, self._cursor)

    @property
    def month(self) -> CalendarMonth | None:
        """The month shown."""
        return self._month

    @property
    def cursor_day(self) -> DayCell | None:
        """The day under the cursor."""
        return self._cursor.in_month(self._month) if self._month and self._cursor else None

    @property
    def cursor_cell(self) -> UnitCell | None:
        """The unit under the cursor; None on a day without any."""
        if self._month is None or self._cursor is None:
            return None
        units = self._cursor.in_month(self._month).units
        return units[self._cursor.cell_index(self._month)] if units else None

    # --- painting --------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        frame = self._current_frame()
        if frame is None:
            return Strip.blank(self.size.width, self.rich_style)
        geometry = frame.geometry
        week, row = divmod(y - geometry.top, geometry.week_height)
        if week >= geometry.weeks:
            return Strip.blank(self.size.width, frame.colours.style(frame.colours.text, frame.colours.page))
        if y < geometry.top:
            week, row = HEADING, y
        strips = self._strips.get(week)
        if strips is None:
            painted = heading_strips(frame) if week == HEADING else week_strips(frame, week, self.picked)
            strips = self._strips[week] = [strip.crop(0, self.size.width) for strip in painted]
        return strips[row]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._colours = None
        self._repaint()

    def watch_picked(self, before: frozenset[int], now: frozenset[int]) -> None:
        changed = before ^ now
        if self._month is not None and changed:
            cells = self._month.days
            self._repaint_days(cell.day for cell in cells if any(u.slot_id in changed for u in cell.units))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._frame = None
        if self._cursor is not None:
            self._repaint_days([self._cursor.day])

    def on_resize(self) -> None:
        self._geometry = None
        self._repaint()

    def _current_frame(self) -> Frame | None:
        month, cursor = self._month, self._cursor
        if self._frame is None and month is not None and cursor is not None and self.size:
            self._colours = self._colours or CalendarColours.of(self)
            self._frame = Frame(
                month=month,
                geometry=self._current_geometry(month),
                colours=self._colours,
                cursor=cursor.day,
                cursor_unit=cursor.cell_index(month),
                has_focus=self.has_focus,
                hovered=self._hovered,
                can_go_back=is_reached(month, month_away(month, -1)),
                can_go_on=is_reached(month, month_away(month, 1)),
            )
        return self._frame

    def _current_geometry(self, month: CalendarMonth) -> Geometry:
        if self._geometry is None:
            width, height = self.size
            self._geometry = Geometry.of(width, height, month.year, month.month, len(month.units))
        return self._geometry

    def _repaint(self) -> None:
        self._frame = None
        self._strips.clear()
        self.refresh()

    def _repaint_days(self, days: Iterable[date]) -> None:
        """Paint again the weeks of some days, and what the cursor's edge may touch around them."""
        if self._month is not None:
            place = self._current_geometry(self._month).place
            weeks = {place(day)[0] for day in days}
            self._repaint_weeks({HEADING, *weeks, *(week - 1 for week in weeks)})

    def _repaint_weeks(self, weeks: set[int]) -> None:
        if self._month is None:
            return
        geometry = self._current_geometry(self._month)
        for week in weeks:
            self._strips.pop(week, None)
            top, height = geometry.week_y(week), geometry.week_height
            if week == HEADING:
                top, height = 0, geometry.top
            self.refresh(Region(0, top, self.size.width, height))

    # --- moving ----------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        if self._month is not None and self._cursor is not None:
            self._stand(self._cursor.stepped(self._month, by))

    def action_week_step(self, by: int) -> None:
        if self._cursor is not None:
            self._stand(self._cursor.moved(7 * by))

    def action_week_edge(self, weekday: int) -> None:
        if self._month is not None and self._cursor is not None:
            self._stand(self._cursor.at_weekday(self._month, weekday))

    def action_month_step(self, by: int) -> None:
        if self._month is not None and self._cursor is not None:
            wanted = month_away(self._month, by)
            self._stand(Cursor(same_day(wanted, self._cursor.day), self._cursor.unit))

    def _stand(self, cursor: Cursor) -> None:
        """Move the cursor, asking for its month where it is not the one shown."""
        month, before = self._month, self._cursor
        if month is None or before is None or cursor == before:
            return
        wanted = (cursor.day.year, cursor.day.month)
        if wanted == (month.year, month.month):
            self._cursor = cursor
            self._frame = None
            self._repaint_days([before.day, cursor.day])
            self._say_cursor(month, cursor)
        elif is_reached(month, wanted):
            self._cursor = Cursor(before.day, cursor.unit)
            self.post_message(self.MonthAsked(self, *wanted, cursor.day))

    def _say_cursor(self, month: CalendarMonth, cursor: Cursor) -> None:
        self.post_message(self.CursorMoved(self, cursor.in_month(month), self.cursor_cell))

    # --- picking ---------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        day, cell = self.cursor_day, self.cursor_cell
        if day is None:
            return
        if cell is None or cell.choice is None:
            self.post_message(self.PickRefused(self, day, cell))
            return
        self.post_message(self.DaysToggled(self, ((day.day, cell),), cell.slot_id not in self.picked))

    def action_pick_week(self) -> None:
        if self._month is not None and self._cursor is not None:
            self._pick_week(self._current_geometry(self._month).place(self._cursor.day)[0])

    def action_pick_weekday(self) -> None:
        if self._cursor is not None:
            self._pick_weekday(self._cursor.day.weekday())

    def _pick_week(self, week: int) -> None:
        if self._month is not None:
            place = self._current_geometry(self._month).place
            self._pick_all([day for day in self._month.days if place(day.day)[0] == week], Scope.WEEK)

    def _pick_weekday(self, weekday: int) -> None:
        if self._month is not None:
            self._pick_all([day for day in self._month.days if day.day.weekday() == weekday], Scope.WEEKDAY)

    def _pick_all(self, days: list[DayCell], scope: Scope) -> None:
        """Pick every bookable unit of some days; where all of them are picked already, let them go."""
        cells = [(day.day, cell) for day in days for cell in day.units if cell.choice is Choice.SELECTED]
        if not cells:
            self.post_message(self.PickRefused(self, days[0], None, scope))
            return
        new = [pair for pair in cells if pair[1].slot_id not in self.picked]
        self.post_message(self.DaysToggled(self, tuple(new or cells), bool(new)))

    # --- mouse and finger ------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        if self._month is None:
            return
        match self._current_geometry(self._month).at(event.x, event.y):
            case Target(spot=Spot.PREVIOUS):
                self.action_month_step(-1)
            case Target(spot=Spot.NEXT):
                self.action_month_step(1)
            case Target(spot=Spot.WEEK, week=week):
                self._pick_week(week)
            case Target(spot=Spot.WEEKDAY, column=column):
                self._pick_weekday(column)
            case Target(spot=Spot.DAY) as target:
                self._click_day(target)

    def _click_day(self, target: Target) -> None:
        frame = self._current_frame()
        day = frame.day(target.week, target.column) if frame else None
        if frame is None or day is None or self._cursor is None:
            return
        cursor = Cursor(day.day, self._cursor.unit)
        offsets = [offset for offset, _ in frame.geometry.parts(len(day.units))]
        if offsets:
            index = max((i for i, offset in enumerate(offsets) if offset <= target.offset), default=0)
            cursor = cursor.on_cell(frame.month, index)
        self._stand(cursor)
        self.action_pick()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight headings and week numbers under the mouse, since they can be clicked."""
        target = self._current_geometry(self._month).at(event.x, event.y) if self._month else None
        self._hover(target if target and target.spot is not Spot.DAY else None)

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, target: Target | None) -> None:
        before, self._hovered = self._hovered, target
        if before != target:
            self._frame = None
            self.tooltip = words.HINTS.get(target.spot) if target else None
            self._repaint_weeks(
                {spot.week if spot.spot is Spot.WEEK else HEADING for spot in (before, target) if spot}
            )
