"""One invoice, as it was issued: its lines by child, who pays what, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.table import Table
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Footer, Label, Static

from portail_tui.domain.money.invoice_views import InvoiceDetail
from portail_tui.domain.money.invoices import InvoiceContent, InvoiceKind, InvoiceLine
from portail_tui.screens.family.money.invoice_pdf import InvoicePaperPage
from portail_tui.texts.money import invoices as words
from portail_tui.texts.shared.formats import long_date, money
from portail_tui.widgets.title_bar import TitleBar

NARROW = 100
"""Columns under which a line's days stand below its name."""


class InvoiceScreen(InvoicePaperPage):
    """Opened from the list."""

    EXPLAINED = (
        "Une facture en détail : pour chaque enfant, ses activités, les jours comptés et leur prix. "
        "En bas, le total, ce qu'un organisme paie pour vous, et ce qui reste à votre charge. "
        "« Imprimer ou enregistrer » donne la facture en fichier. "
        "Si quelque chose vous semble faux, la page dit à qui le signaler."
    )
    CSS_PATH = "invoice_detail.tcss"
    BINDINGS = [Binding("i", "paper", "Imprimer")]

    def __init__(self, invoice_id: int) -> None:
        super().__init__()
        self._invoice_id = invoice_id
        self._detail: InvoiceDetail | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Facture")
        with Horizontal(id="invoice-top"):
            yield Label("", id="invoice-standing", markup=False)
            yield Button("Imprimer ou enregistrer", id="paper", variant="primary")
        yield VerticalScroll(id="invoice")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#paper").focus()

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id, invoice_id = self.session.actor, self.family_id, self._invoice_id
        detail = await self.ask_or_leave(
            lambda portal: portal.invoice(actor=actor, family_id=family_id, invoice_id=invoice_id)
        )
        if detail is None:
            return
        if detail != self._detail:
            self._detail = detail
            await self.draw()

    async def on_resize(self) -> None:
        await self.draw()

    async def draw(self) -> None:
        detail = self._detail
        if detail is None:
            return
        content = detail.content
        self.query_one(TitleBar).title = words.title(content.kind, content.number)
        self.query_one("#invoice-standing", Label).update("\n".join(words.about(detail)))
        body = self.query_one("#invoice")
        await body.remove_children()
        await body.mount_all(self._blocks(detail))

    def _blocks(self, detail: InvoiceDetail) -> Iterator[Widget]:
        content = detail.content
        has_days = self.size.width >= NARROW
        for child, lines in groupby(content.lines, lambda line: line.child_name):
            card = Static(_lines(list(lines), content, has_days=has_days), classes="card")
            card.border_title = Text(child)
            yield card
        total = Static(_totals(detail), classes="card")
        total.border_title = "En tout"
        yield total
        yield Static("\n".join(_small_print(content)), classes="muted", id="invoice-print", markup=False)

    @on(Button.Pressed, "#paper")
    def action_paper(self) -> None:
        self.bring_paper(self._invoice_id)


def _lines(lines: list[InvoiceLine], content: InvoiceContent, *, has_days: bool) -> Table:
    """What, the days, the price of one, and who pays what of them."""
    shared = bool(content.shares)
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Activité", ratio=2)
    if has_days:
        table.add_column("Jours", ratio=3)
    for title in ("Prix", *(("Part d'un tiers",) if shared else ()), "À votre charge"):
        table.add_column(title, justify="right", no_wrap=True)
    for line in lines:
        days = f"{words.counted_days(line)} : {words.days(line.days)}"
        what = [words.activity(line), *([] if has_days else [days]), words.tariff(line)]
        if line.surcharge_cents:
            what.append(f"dont majoration {money(line.surcharge_cents)}")
        cells = [
            Text(what[0], "bold").append("".join(f"\n{part}" for part in what[1:] if part), "not bold dim")
        ]
        amounts = [money(line.unit_cents)]
        if shared:
            amounts.append(money(line.whole_cents - line.cents))
        table.add_row(*cells, *((Text(days),) if has_days else ()), *amounts, Text(money(line.cents), "bold"))
    return table


def _totals(detail: InvoiceDetail) -> Table:
    table = Table(box=None, expand=True, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    content, row = detail.content, detail.row
    if content.shares:
        whole = content.total_cents + sum(cents for _, cents in content.shares)
        table.add_row("Total des prestations", money(whole))
        for name, cents in content.shares:
            table.add_row(Text(f"Pris en charge par {name}"), money(-cents))
    is_note = content.kind is InvoiceKind.CREDIT_NOTE
    table.add_row("Total de l'avoir" if is_note else "À votre charge", money(content.total_cents))
    if row.paid_cents:
        table.add_row("Déjà payé", money(-row.paid_cents))
    if not is_note:
        table.add_row("Reste à payer", money(row.owed_cents), style="bold")
    return table


def _small_print(content: InvoiceContent) -> Iterator[str]:
    yield f"Émise le {long_date(content.issued_on, weekday=False)} par {content.regie_name}."
    yield content.terms.vat
    yield words.complaints(content)
