"""« Vérifiez vos inscriptions »: every booked, pending or waiting day, as a list."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, DataTable, Footer, Label, Select

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.totals import totals_of
from portail_tui.domain.bookings.views import BookingLine, BookingsView
from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.shared.text import fold
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.base.pages import PAGES
from portail_tui.texts.bookings import booking_list as words
from portail_tui.texts.bookings.day_states import STATES
from portail_tui.texts.shared.formats import hour, money, month_name, numeric_day, short_day

WIDE = 110
"""Columns from which days are written in full words, and limits are shown."""
TITLES = ("Jour", "Enfant", "Activité", "État", "Prix", "Annulable jusqu'au")
ALL = 0
"""The value of a filter that leaves nothing out."""
EVERY_CHILD, EVERY_ACTIVITY = ("Tous les enfants", ALL), ("Toutes les activités", ALL)
PERIODS = (("À venir", "coming"), ("Toute l'année", "all"))
"""Then each month in which there is anything."""


class BookingsScreen(PageScreen):
    """Enter on a line opens its calendar, where it can be cancelled."""

    CSS_PATH = "booking_list.tcss"
    EXPLAINED: ClassVar[str] = (
        "Cette page liste les jours réservés, à valider par un agent, ou en liste d'attente. "
        "Choisissez un enfant, une activité ou une période pour n'en voir qu'une partie. "
        "Entrée, ou un doigt sur une ligne, ouvre son calendrier : vous pouvez y annuler un jour. "
        "« Imprimer » fait une feuille de ce qui est affiché."
    )
    BINDINGS = [Binding("i", "print", "Imprimer")]

    def __init__(self) -> None:
        super().__init__()
        self._view: BookingsView | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar(words.TITLE)
        with Horizontal(id="bookings-filters"):
            for select, title in (
                (Select([EVERY_CHILD], id="child", allow_blank=False), "L'enfant"),
                (Select([EVERY_ACTIVITY], id="activity", allow_blank=False), "L'activité"),
                (Select(list(PERIODS), id="period", allow_blank=False), "La période"),
            ):
                select.border_title = title
                yield select
        table: DataTable[Text] = DataTable(id="bookings", cursor_type="row", zebra_stripes=True)
        yield table
        yield Label("", id="bookings-none", markup=False)
        with Horizontal(id="bookings-foot"):
            yield Label("", id="bookings-count", markup=False)
            yield Button("Imprimer", id="print")
            yield Button("Réserver", id="book", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#bookings", DataTable).focus()
        # a cell keeps the colours that it was made with
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show_lines())

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.bookings(actor=actor, family_id=family_id))
        if view is None:
            return
        self._view = view
        children = dict.fromkeys((line.child_name, line.child_id) for line in view.lines)
        activities = sorted(
            {(line.activity_name, line.activity_id) for line in view.lines}, key=lambda one: fold(one[0])
        )
        months = dict.fromkeys((line.day.year, line.day.month) for line in view.lines)
        self._offer("#child", [EVERY_CHILD, *((Text(name), one) for name, one in children)])
        self._offer("#activity", [EVERY_ACTIVITY, *((Text(name), one) for name, one in activities)])
        self._offer("#period", [*PERIODS, *((month_name(*one), f"{one[0]}-{one[1]:02}") for one in months)])
        self.show_lines()

    def _offer(self, where: str, options: list[Any]) -> None:
        """Fill the filters with what exists, keeping the current choice."""
        select = self.query_one(where, Select)
        chosen = select.value
        with self.prevent(Select.Changed):
            select.set_options(options)
            if chosen in [value for _, value in options]:
                select.value = chosen

    def on_resize(self) -> None:
        self.show_lines()

    @on(Select.Changed)
    def show_lines(self) -> None:
        if self._view is None:
            return
        table = self.query_one("#bookings", DataTable)
        cursor = table.cursor_row
        table.clear(columns=True)
        titles = TITLES if self.size.width >= WIDE else TITLES[:-1]
        shown = self._shown(self._view)
        rows = [self._cells(line)[: len(titles)] for line in shown]
        for place, title in enumerate(titles):  # a table filled anew would keep the widths of its titles
            table.add_column(title, width=max(len(title), *(row[place].cell_len for row in rows), 0))
        for line, row in zip(shown, rows, strict=True):
            table.add_row(*row, key=str(line.booking_id))
        table.move_cursor(row=min(cursor, len(shown) - 1) if shown else 0)
        table.display = bool(shown)
        none = self.query_one("#bookings-none", Label)
        none.display = not shown
        none.update(f"{words.NOTHING} Pour en faire une : « Réserver ».")
        self.query_one("#print", Button).disabled = not shown
        self.query_one("#bookings-count", Label).update(words.totals(totals_of(shown), "\n") if shown else "")

    def _chosen(self, where: str) -> int | None:
        """The child or the activity chosen; None for all of them."""
        value = self.query_one(where, Select).value
        return value if isinstance(value, int) and value != ALL else None

    def _span(self, view: BookingsView) -> tuple[date, date]:
        """The days of the period chosen, as far as there are any."""
        first = min((line.day for line in view.lines), default=view.today)
        last = max((line.day for line in view.lines), default=view.today)
        match str(self.query_one("#period", Select).value):
            case "coming":
                return view.today, max(last, view.today)
            case "all":
                return first, last
            case month:
                begin = date.fromisoformat(f"{month}-01")
                return begin, begin.replace(day=monthrange(begin.year, begin.month)[1])

    def _shown(self, view: BookingsView) -> list[BookingLine]:
        child, activity = self._chosen("#child"), self._chosen("#activity")
        first, last = self._span(view)
        return [
            line
            for line in view.lines
            if child in (None, line.child_id)
            and activity in (None, line.activity_id)
            and first <= line.day <= last
        ]

    @on(Button.Pressed, "#print")
    def action_print(self) -> None:
        if self._view is not None and self._shown(self._view):
            self.print_sheet(*self._span(self._view))

    @work(group="print", exclusive=True)
    async def print_sheet(self, first_on: date, last_on: date) -> None:
        """Hand over the listed bookings as a sheet to print or save."""
        from portail_tui.screens.dialogs.deliver_file import DeliverDialog

        actor, family_id = self.session.actor, self.family_id
        child_id, activity_id = self._chosen("#child"), self._chosen("#activity")
        sheet = await self.ask(
            lambda portal: portal.bookings_sheet(
                actor=actor,
                family_id=family_id,
                first_on=first_on,
                last_on=last_on,
                child_id=child_id,
                activity_id=activity_id,
            )
        )
        if isinstance(sheet, Refused):
            await self.tell(sheet)
        elif sheet is not None:
            await self.app.push_screen_wait(DeliverDialog(sheet))

    @on(DataTable.RowSelected)
    def open_calendar(self, event: DataTable.RowSelected) -> None:
        from portail_tui.screens.family.bookings.calendar import CalendarScreen

        if self._view is None:
            return
        line = next(one for one in self._view.lines if str(one.booking_id) == event.row_key.value)
        self.app.push_screen(CalendarScreen(line.child_id, line.activity_id, line.day))

    @on(Button.Pressed, "#book")
    def book(self) -> None:
        self.portail.open_page(PAGES.CHOICES)

    def _cells(self, line: BookingLine) -> list[Text]:
        cancellable = line.state in {DayState.BOOKED_CANCELLABLE, DayState.PENDING}
        colours = self.app.theme_variables
        day = f"day-{line.state.value.replace('_', '-')}"
        mark = Style(color=colours[f"{day}-fg"], bgcolor=colours[f"{day}-bg"])
        return [
            Text(short_day(line.day) if self.size.width >= WIDE else numeric_day(line.day)),
            Text(line.child_name),
            Text(words.what(line)),
            Text.assemble((f" {STATES[line.state].glyph} ", mark), f" {words.state(line)}"),
            Text(money(line.cents) if line.cents else "", justify="right"),
            Text(_limit_words(line) if cancellable else ""),
        ]


def _limit_words(line: BookingLine) -> str:
    return f"{short_day(line.cancel_until.day)}, {hour(line.cancel_until.minute)}"
