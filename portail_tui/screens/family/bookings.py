"""« Vérifiez vos inscriptions »: every booked, pending or waiting day, as a list."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, DataTable, Footer, Label, Select

from portail_tui.domain.days import DayState
from portail_tui.domain.refusals import Refused
from portail_tui.domain.views import BookingLine, BookingsView
from portail_tui.screens.page import PageScreen
from portail_tui.screens.pages import PAGES
from portail_tui.texts.formats import hour, money, numeric_day, short_day
from portail_tui.texts.states import STATES

WIDE = 110
"""Columns from which days are written in full words, and limits are shown."""
EVERYONE = 0
"""The child filter's value for all of them."""


class BookingsScreen(PageScreen):
    """Enter on a line opens its calendar, where it can be cancelled."""

    CSS_PATH = "bookings.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._view: BookingsView | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Vérifiez vos inscriptions")
        with Horizontal(id="bookings-filters"):
            child = Select([("Tous les enfants", EVERYONE)], id="child", allow_blank=False)
            child.border_title = "L'enfant"
            yield child
            period = Select([("À venir", True), ("Depuis un mois", False)], id="period", allow_blank=False)
            period.border_title = "La période"
            yield period
        table: DataTable[Text] = DataTable(id="bookings", cursor_type="row", zebra_stripes=True)
        yield table
        yield Label("", id="bookings-none", markup=False)
        with Horizontal(id="bookings-foot"):
            yield Label("", id="bookings-count", markup=False)
            yield Button("Réserver une activité", id="book", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#bookings", DataTable).focus()

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask(lambda portal: portal.bookings(actor=actor, family_id=family_id))
        if isinstance(view, Refused):
            await self.tell(view)
        if not isinstance(view, BookingsView):
            self.action_back()
            return
        self._view = view
        names = dict.fromkeys((line.child_name, line.child_id) for line in view.lines)
        select = self.query_one("#child", Select)
        chosen = select.value
        select.set_options([("Tous les enfants", EVERYONE), *((Text(name), one) for name, one in names)])
        if chosen in {child_id for _, child_id in names}:
            select.value = chosen
        self.show_lines()

    def on_resize(self) -> None:
        self.show_lines()

    @on(Select.Changed)
    def show_lines(self) -> None:
        if self._view is None:
            return
        table = self.query_one("#bookings", DataTable)
        cursor = table.cursor_row
        table.clear(columns=True)
        wide = self.size.width >= WIDE
        table.add_columns(
            "Jour", "Enfant", "Activité", "État", "Prix", *(["Annulable jusqu'au"] if wide else [])
        )
        shown = self._shown(self._view)
        for line in shown:
            table.add_row(*self._cells(line)[: len(table.columns)], key=str(line.booking_id))
        table.move_cursor(row=min(cursor, len(shown) - 1) if shown else 0)
        table.display = bool(shown)
        none = self.query_one("#bookings-none", Label)
        none.display = not shown
        none.update("Aucune inscription pour ce choix. Pour en faire une : « Réserver une activité ».")
        self.query_one("#bookings-count", Label).update(
            "Entrée sur une ligne ouvre son calendrier." if shown else ""
        )

    def _shown(self, view: BookingsView) -> list[BookingLine]:
        child = self.query_one("#child", Select).value
        coming = self.query_one("#period", Select).value
        return [
            line
            for line in view.lines
            if child in (EVERYONE, line.child_id) and (not coming or line.day >= view.today)
        ]

    @on(DataTable.RowSelected)
    def open_calendar(self, event: DataTable.RowSelected) -> None:
        from portail_tui.screens.family.calendar import CalendarScreen

        if self._view is None:
            return
        line = next(one for one in self._view.lines if str(one.booking_id) == event.row_key.value)
        self.app.push_screen(CalendarScreen(line.child_id, line.activity_id, line.day))

    @on(Button.Pressed, "#book")
    def book(self) -> None:
        self.portail.open_page(PAGES.CHOICES)

    def _cells(self, line: BookingLine) -> list[Text]:
        words = STATES[line.state]
        state = words.short if line.rank is None else f"{words.short}, rang {line.rank}"
        cancellable = line.state in {DayState.BOOKED_CANCELLABLE, DayState.PENDING}
        colours = self.app.theme_variables
        day = f"day-{line.state.value.replace('_', '-')}"
        mark = Style(color=colours[f"{day}-fg"], bgcolor=colours[f"{day}-bg"])
        return [
            Text(short_day(line.day) if self.size.width >= WIDE else numeric_day(line.day)),
            Text(line.child_name),
            Text(f"{line.activity_name}, {line.unit_label.lower()}"),
            Text.assemble((f" {words.glyph} ", mark), f" {state}"),
            Text(money(line.cents) if line.cents else "", justify="right"),
            Text(_limit_words(line) if cancellable else ""),
        ]


def _limit_words(line: BookingLine) -> str:
    return f"{short_day(line.cancel_until.day)}, {hour(line.cancel_until.minute)}"
