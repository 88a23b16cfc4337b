"""« Le mois de la famille »: every child's activities in one grid, or one child's; a day opens."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Footer, Label, Select, Static

from portail_tui.domain.bookings.family_month import FamilyMonth, MonthChild
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.shared.formats import month_name
from portail_tui.widgets.calendar import DayDetail, FamilyGrid
from portail_tui.widgets.title_bar import TitleBar

EVERYONE = 0
"""The choice of all the children."""


class FamilyMonthScreen(PageScreen):
    """Reading only; « Entrée » or a touch on a day leads to where it is booked."""

    CSS_PATH = "family_month.tcss"
    EXPLAINED: ClassVar[str] = (
        "Cette page montre le mois de tous vos enfants, ou d'un seul. "
        "Chaque ligne est une activité, chaque colonne un jour. "
        "Le signe et la couleur disent si le jour est réservé, libre ou complet. "
        "Touchez un jour, ou appuyez sur Entrée : son calendrier s'ouvre, et vous pouvez réserver. "
        "Ici, rien n'est réservé ni débité."
    )
    BINDINGS = [Binding("l", "legend", "Légende")]

    def __init__(self, child_id: int | None = None) -> None:
        super().__init__()
        self._child_id = child_id
        self._shown: FamilyMonth | None = None
        self._children: tuple[MonthChild, ...] = ()
        """The family's, once they have all been shown."""

    def compose(self) -> ComposeResult:
        yield self.title_bar("Le mois de la famille")
        with Horizontal(id="month-bar"):
            child = Select([("Tous les enfants", EVERYONE)], id="child", allow_blank=False)
            child.border_title = "L'enfant"
            yield child
            yield Button("‹", id="month-before")
            yield Label("", id="month-name")
            yield Button("›", id="month-after")
            yield Button("Légende", id="legend")
        yield FamilyGrid()
        yield Static("", id="month-where", markup=False)
        yield DayDetail()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(FamilyGrid).focus()

    def visited(self) -> None:
        shown = self._shown
        self.load(shown.days[0].day if shown else local_day(self.portail.start.clock.now()), same=bool(shown))

    @work(group="load", exclusive=True)
    async def load(self, cursor: date, *, same: bool = False) -> None:
        """The month of ``cursor``; ``same``: the one shown, read again."""
        actor, family_id, child_id = self.session.actor, self.family_id, self._child_id
        answer = await self.ask(
            lambda portal: portal.family_month(
                actor=actor, family_id=family_id, year=cursor.year, month=cursor.month, child_id=child_id
            )
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
        if not isinstance(answer, FamilyMonth):
            if self._shown is None:
                self.action_back()
            return
        self._shown = answer
        self._offer_children(answer)
        self.show_balance(answer.balance_cents)
        self.query_one("#month-name", Label).update(month_name(answer.year, answer.month))
        self.query_one("#month-where", Static).update("")
        self.query_one(DayDetail).clear()
        grid = self.query_one(FamilyGrid)
        stands = grid.cursor_day if same else None
        grid.show(answer, cursor=stands or cursor)

    def _offer_children(self, month: FamilyMonth) -> None:
        name = "Le mois de la famille"
        if self._child_id is not None and month.children:
            name = f"Le mois de {month.children[0].first_name}"
        self.query_one(TitleBar).title = name
        known = month.children if self._child_id is None else self._children or month.children
        if known == self._children:
            return
        self._children = known
        select = self.query_one("#child", Select)
        with self.prevent(Select.Changed):
            select.set_options(
                [("Tous les enfants", EVERYONE), *((Text(one.first_name), one.child_id) for one in known)]
            )
            select.value = EVERYONE if self._child_id is None else self._child_id

    @on(Select.Changed, "#child")
    def change_child(self, event: Select.Changed) -> None:
        wanted = event.value if isinstance(event.value, int) and event.value != EVERYONE else None
        if self._shown is not None and wanted != self._child_id:
            self._child_id = wanted
            self.load(self._shown.days[0].day, same=True)
            self.query_one(FamilyGrid).focus()

    @on(FamilyGrid.FamilyMonthAsked)
    def change_month(self, event: FamilyGrid.FamilyMonthAsked) -> None:
        self.load(event.cursor)

    @on(Button.Pressed, "#month-before")
    def month_before(self) -> None:
        self.query_one(FamilyGrid).action_month_step(-1)

    @on(Button.Pressed, "#month-after")
    def month_after(self) -> None:
        self.query_one(FamilyGrid).action_month_step(1)

    @on(FamilyGrid.FamilyCursorMoved)
    def describe(self, event: FamilyGrid.FamilyCursorMoved) -> None:
        parts = [event.child.first_name, event.row.activity_name, event.row.unit_label.lower()]
        self.query_one("#month-where", Static).update(" · ".join(part for part in parts if part))
        self.query_one(DayDetail).show(event.day, event.cell)

    @on(FamilyGrid.DayOpened)
    def open_calendar(self, event: FamilyGrid.DayOpened) -> None:
        from portail_tui.screens.family.bookings.calendar import CalendarScreen

        self.app.push_screen(CalendarScreen(event.row.child_id, event.row.activity_id, event.day))

    @on(Button.Pressed, "#legend")
    def action_legend(self) -> None:
        from portail_tui.screens.dialogs.legend import LegendDialog

        self.app.push_screen(LegendDialog())
