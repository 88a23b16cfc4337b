"""« Ma tirelire »: activate the account, top the wallet up, read its statement and take it away."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, DataTable, Footer, Input, Label, Select, Static

from portail_tui.domain.money.wallet import WalletLine, WalletView
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.family.money.paying_screen import PayingScreen
from portail_tui.screens.family.money.statement_filters import StatementFilters
from portail_tui.texts.money import wallet as words
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import listed, money, numeric, signed_money
from portail_tui.widgets.calendar.wrapping import wrapped
from portail_tui.widgets.piggy_bank import PIG, PIG_PALETTE
from portail_tui.widgets.pixel_picture import Picture

DAY_WIDTH, AMOUNT_WIDTH, AROUND = 10, 11, 12
"""Columns of the statement: a date, an amount, and what surrounds all of them."""


class WalletScreen(PayingScreen):
    """The family's piggy bank."""

    CSS_PATH = "wallet.tcss"
    EXPLAINED: ClassVar[str] = (
        "Votre tirelire paie vos réservations. En haut : ce qu'elle contient. "
        "Pour la remplir, touchez un montant, ou écrivez-en un autre puis « Alimenter ». "
        "Le montant avec une date est exactement ce qu'il faut jusqu'à ce jour. "
        "En bas : tous les mouvements, du plus récent au plus ancien. "
        "« Exporter » les met dans un fichier pour tableur."
    )
    BINDINGS = [Binding("e", "export", "Exporter le relevé")]

    def __init__(self) -> None:
        super().__init__()
        self._view: WalletView | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Ma tirelire")
        with Vertical(id="wallet"):
            with Horizontal(id="wallet-top"):
                yield Picture(PIG, PIG_PALETTE)
                with Vertical(id="wallet-side"):
                    with Horizontal(id="wallet-words"):
                        yield Label("", id="wallet-balance")
                        yield Label("", id="wallet-note", markup=False)
                    yield Button("Activer mon compte", id="activate", variant="primary")
                    with Vertical(id="wallet-top-up"):
                        yield Horizontal(id="wallet-amounts")
                        with Horizontal(id="wallet-free"):
                            amount = Input(id="amount", placeholder="20,00")
                            amount.border_title = "Autre montant, en euros"
                            yield amount
                            yield Button("Alimenter", id="top-up", variant="primary")
                    yield Label("", id="wallet-answer", markup=False)
                    yield Static("", id="wallet-desk", markup=False)
            yield StatementFilters(id="wallet-filters")
            table: DataTable[Text] = DataTable(id="wallet-statement", cursor_type="row", zebra_stripes=True)
            yield table
            yield Label("", id="wallet-none", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        for part in ("#activate", "#wallet-top-up", "#wallet-desk", "#wallet-none"):
            self.query_one(part).display = False
        # a cell keeps the colours that it was made with
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show_lines())

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.wallet(actor=actor, family_id=family_id))
        if view is None:
            return
        await self._draw(view)

    async def _draw(self, view: WalletView) -> None:
        first, before = self._view is None, self._view
        self._view = view
        self.show_balance(view.balance_cents)
        balance = self.query_one("#wallet-balance", Label)
        balance.update(money(view.balance_cents))
        balance.set_class(view.balance_cents < view.floor_cents, "-short")
        self.query_one("#wallet-note", Label).update(words.standing(view))
        self.query_one("#activate").display = not view.active
        self.query_one("#wallet-top-up").display = view.active and view.pays_by_card
        desk = self.query_one("#wallet-desk", Static)
        desk.display = view.active and not view.pays_by_card
        means = listed(list(view.means_at_desk))
        desk.update(f"Pour alimenter votre tirelire, la mairie encaisse à l'accueil : {means}.")
        self.query_one(StatementFilters).offer(view.lines)
        self.show_lines()
        if before is None or before.offers != view.offers:
            had_focus = self.focused is not None and "offer" in self.focused.classes
            await self._offer_amounts(view)
            if had_focus:
                self.query("#wallet-amounts Button").first().focus()
        if first:
            self._say(words.why(view.offers) if view.active and view.pays_by_card else "", trouble=False)
            wanted = "#activate" if not view.active else "#wallet-amounts Button"
            if view.active and not view.pays_by_card:
                wanted = "#wallet-statement"
            self.query(wanted).first().focus()

    async def _offer_amounts(self, view: WalletView) -> None:
        amounts = self.query_one("#wallet-amounts")
        await amounts.remove_children()
        await amounts.mount_all(
            Button(words.offer(one), name=str(one.cents), classes="offer") for one in view.offers
        )

    # --- bringing money ---------------------------------------------------------------------------

    @on(Button.Pressed, "#activate")
    def activate(self) -> None:
        from portail_tui.screens.family.money.activate_wallet import ActivationScreen

        if self._view is not None:
            self.app.push_screen(ActivationScreen(self._view))

    @on(Button.Pressed, "#wallet-amounts Button")
    def top_up_offered(self, event: Button.Pressed) -> None:
        self.top_up(int(event.button.name or 0))

    @on(Input.Submitted, "#amount")
    @on(Button.Pressed, "#top-up")
    def top_up_typed(self) -> None:
        view = self._view
        cents = read_euros(self.query_one("#amount", Input).value)
        if view is None:
            return
        if cents is None or not view.least_cents <= cents <= view.most_cents:
            bounds = {"least_cents": view.least_cents, "most_cents": view.most_cents}
            self._say(refusal(Refused(Reason.AMOUNT_INVALID, bounds)))
            self.query_one("#amount", Input).focus()
            return
        self._say("")
        self.top_up(cents)

    @work(group="write")
    async def top_up(self, cents: int) -> None:
        """Pay, then show the new balance."""
        view = self._view
        if view is None or (done := await self.pay(cents, is_stand_in=view.card_is_stand_in)) is None:
            return
        self.query_one("#amount", Input).value = ""
        self._say(done, trouble=False)
        self.load()

    def _say(self, sentence: str, *, trouble: bool = True) -> None:
        answer = self.query_one("#wallet-answer", Label)
        answer.update(sentence)
        answer.display = bool(sentence)
        answer.set_class(trouble, "-trouble")

    # --- the statement ----------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.show_lines()

    @on(Select.Changed)
    def show_lines(self) -> None:
        """The movements that are wanted, each as tall as its words need."""
        view = self._view
        if view is None:
            return
        wanted = self.query_one(StatementFilters).wanted
        shown = [line for line in view.lines if wanted.keeps(line)]
        table = self.query_one("#wallet-statement", DataTable)
        table.clear(columns=True)
        what = max(20, self.size.width - DAY_WIDTH - 2 * AMOUNT_WIDTH - AROUND)
        for title, width in (
            ("Jour", DAY_WIDTH),
            ("Motif", what),
            ("Montant", AMOUNT_WIDTH),
            ("Solde", AMOUNT_WIDTH),
        ):
            right = title in ("Montant", "Solde")
            table.add_column(Text(title, justify="right" if right else "left"), width=width)
        credit = self.app.theme_variables["success"]
        for line in shown:
            row = _row(line, what, credit)
            table.add_row(*row, height=row[1].plain.count("\n") + 1)
        table.display = bool(shown)
        self.query_one("#wallet-filters").display = bool(view.lines)
        none = self.query_one("#wallet-none", Label)
        none.display = view.is_cut or not shown
        none.update(words.CUT if view.is_cut else words.NOTHING if view.lines else words.EMPTY)
        self.query_one("#export", Button).disabled = not shown

    @on(Button.Pressed, "#export")
    def action_export(self) -> None:
        if self._view is not None and self._view.lines:
            self.export()

    @work(group="export", exclusive=True)
    async def export(self) -> None:
        """The movements shown, and older ones alike, as a file for a spreadsheet."""
        from portail_tui.screens.dialogs.deliver_file import DeliverDialog

        actor, family_id, wanted = self.session.actor, self.family_id, self.query_one(StatementFilters).wanted
        file = await self.ask(
            lambda portal: portal.wallet_export(actor=actor, family_id=family_id, wanted=wanted)
        )
        if isinstance(file, Refused):
            await self.tell(file)
        elif file is not None:
            await self.app.push_screen_wait(DeliverDialog(file))


def read_euros(text: str) -> int | None:
    """« 20 », « 20,50 », « 20.5 € » in cents; None where it is no amount."""
    try:
        euros = Decimal(
            text.strip().removesuffix("€").strip().replace(",", ".").replace("\N{NO-BREAK SPACE}", "")
        )
    except InvalidOperation:
        return None
    cents = euros * 100
    return int(cents) if cents.is_finite() and cents == cents.to_integral_value() else None


def _row(line: WalletLine, width: int, credit: str) -> tuple[Text, Text, Text, Text]:
    """Day, what for, how much, the balance after. ``credit``: the colour of what came in."""
    style = f"bold {credit}" if line.cents > 0 else "bold"
    return (
        Text(numeric(line.on)),
        Text("\n".join(wrapped(line.label, width))),
        Text(signed_money(line.cents), style, justify="right"),
        Text(money(line.balance_cents), justify="right"),
    )
