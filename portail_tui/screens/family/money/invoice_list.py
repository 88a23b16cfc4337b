"""« Mes factures »: what was issued to the family, where each stands, and its paper."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import DataTable, Footer, Label

from portail_tui.domain.money.invoice_views import InvoiceRow, InvoicesView
from portail_tui.domain.money.invoices import InvoiceState
from portail_tui.screens.family.money.invoice_pdf import InvoicePaperPage
from portail_tui.texts.money import invoices as words
from portail_tui.texts.shared.formats import money, numeric
from portail_tui.widgets.one_touch_table import OneTouchTable

WIDE = 110
"""Columns from which there is room for the dates and for what was paid."""
PAPER = "paper"
"""The key of the right column, the file's."""
FILE = " ▤ PDF "
HINT = "Une ligne ouvre la facture. Son fichier, à droite, l'imprime."
_COLOURS = {
    InvoiceState.DUE: "accent",
    InvoiceState.PARTLY_PAID: "accent",
    InvoiceState.OVERDUE: "error",
    InvoiceState.PAID: "success",
    InvoiceState.CANCELLED: "foreground-muted",
    InvoiceState.CREDIT_NOTE: "foreground-muted",
}


class _Column(NamedTuple):
    key: str
    title: str
    wide_only: bool = False


_COLUMNS = (
    _Column("number", "Facture"),
    _Column("period", "Période"),
    _Column("issued", "Émise le", wide_only=True),
    _Column("total", "Montant"),
    _Column("paid", "Payé", wide_only=True),
    _Column("state", "État"),
    _Column("due", "Échéance", wide_only=True),
    _Column(PAPER, "Fichier"),
)


class InvoicesScreen(InvoicePaperPage):
    """Enter or a touch on a line opens the invoice; on the file of the right column, its paper."""

    EXPLAINED = (
        "Toutes vos factures, la plus récente d'abord. En haut, ce qui reste à payer. "
        "Choisissez une ligne pour lire la facture en détail. "
        "L'image du fichier, dans la colonne de droite, donne la facture à imprimer ou à enregistrer : "
        "touchez-la, ou allez-y avec la flèche de droite puis Entrée."
    )
    CSS_PATH = "invoice_list.tcss"
    BINDINGS = [Binding("i", "paper", "Imprimer")]

    _view: InvoicesView | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Factures")
        with Vertical(id="invoices-top"):
            yield Label("", id="invoices-owed", markup=False)
            yield Label("", id="invoices-how", markup=False)
        yield OneTouchTable(id="invoices", cursor_type="cell", zebra_stripes=True)
        yield Label("Aucune facture pour l'instant.", id="invoices-none")
        yield Label(HINT, id="invoices-hint")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        for part in ("#invoices-none", "#invoices-hint"):
            self.query_one(part).display = False
        self.query_one(OneTouchTable).focus()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show_rows())

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.invoices(actor=actor, family_id=family_id))
        if view is None:
            return
        self._view = view
        self.show_balance(view.balance_cents)
        self.show_rows()

    def on_resize(self) -> None:
        self.show_rows()

    def show_rows(self) -> None:
        view = self._view
        if view is None:
            return
        owed = self.query_one("#invoices-owed", Label)
        owed.update(words.owed(view.owed_cents, view.overdue_cents))
        owed.set_class(view.overdue_cents > 0, "-overdue")
        how = self.query_one("#invoices-how", Label)
        how.display = view.owed_cents > 0
        how.update(words.means(view.contact))
        table = self.query_one(OneTouchTable)
        cursor = table.cursor_coordinate
        table.clear(columns=True)
        columns = [one for one in _COLUMNS if self.size.width >= WIDE or not one.wide_only]
        for column in columns:
            table.add_column(column.title, key=column.key)
        for row in view.rows:
            table.add_row(*(self._cell(column.key, row) for column in columns), key=str(row.invoice_id))
        table.cursor_coordinate = cursor
        table.display = bool(view.rows)
        self.query_one("#invoices-hint").display = bool(view.rows)
        self.query_one("#invoices-none").display = not view.rows

    def _cell(self, key: str, row: InvoiceRow) -> Text:
        match key:
            case "number":
                return Text(row.number, "bold")
            case "period":
                return Text(words.period(row.first_on, row.last_on))
            case "issued":
                return Text(numeric(row.issued_on))
            case "total":
                return Text(money(row.total_cents), justify="right")
            case "paid":
                return Text(money(row.paid_cents) if row.paid_cents else "", justify="right")
            case "state":
                return Text(words.standing(row), self._state_style(row.state))
            case "due":
                return Text("" if row.due_on is None else numeric(row.due_on))
        colours = self.app.theme_variables
        return Text(FILE, Style(color=colours["foreground"], bgcolor=colours["panel"], bold=True))

    def _state_style(self, state: InvoiceState) -> Style:
        return Style(color=self.app.theme_variables[_COLOURS[state]], bold=state in words.TO_PAY)

    @on(DataTable.CellSelected)
    def open_or_print(self, event: DataTable.CellSelected) -> None:
        invoice_id = int(event.cell_key.row_key.value or 0)
        if event.cell_key.column_key.value == PAPER:
            self.bring_paper(invoice_id)
            return
        from portail_tui.screens.family.money.invoice_detail import InvoiceScreen

        self.app.push_screen(InvoiceScreen(invoice_id))

    def action_paper(self) -> None:
        """The paper of the line under the cursor, wherever in the line."""
        table = self.query_one(OneTouchTable)
        if table.is_valid_coordinate(table.cursor_coordinate):
            key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
            self.bring_paper(int(key or 0))
