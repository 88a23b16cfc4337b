"""« Ma tirelire »: activate the account, top the wallet up, read its statement."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from rich.table import Table
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Input, Label, Static

from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.views import ToppedUp, WalletLine, WalletView
from portail_tui.screens.page import PageScreen
from portail_tui.texts.formats import listed, money, numeric, signed_money
from portail_tui.texts.sentences import refusal
from portail_tui.widgets.piggy import PIG, PIG_PALETTE
from portail_tui.widgets.pixels import Picture


class WalletScreen(PageScreen):
    """The family's piggy bank."""

    EXPLAINED = (
        "La tirelire est votre porte-monnaie : réserver y prend de l'argent, annuler à temps l'y remet. "
        "Choisissez un montant pour l'alimenter, puis payez. "
        "Le relevé dit chaque mouvement, le plus récent en premier, et le solde qui en est resté."
    )

    CSS_PATH = "wallet.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._view: WalletView | None = None
        self._sent: tuple[int, str] | None = None
        """Amount last asked for, and the operation under which it was."""

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
            with VerticalScroll(id="wallet-statement", classes="card"):
                yield Static("", id="wallet-lines")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#wallet-statement").border_title = "Le relevé"
        for part in ("#activate", "#wallet-top-up", "#wallet-desk"):
            self.query_one(part).display = False

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask(lambda portal: portal.wallet(actor=actor, family_id=family_id))
        if isinstance(view, Refused):
            await self.tell(view)
        if not isinstance(view, WalletView):
            self.action_back()
            return
        await self._draw(view)

    async def _draw(self, view: WalletView) -> None:
        first = self._view is None
        self._view = view
        self.show_balance(view.balance_cents)
        balance = self.query_one("#wallet-balance", Label)
        balance.update(money(view.balance_cents))
        balance.set_class(view.balance_cents < 0, "-short")
        self.query_one("#wallet-note", Label).update(_note(view))
        self.query_one("#activate").display = not view.active
        self.query_one("#wallet-top-up").display = view.active and view.pays_by_card
        desk = self.query_one("#wallet-desk", Static)
        desk.display = view.active and not view.pays_by_card
        means = listed(list(view.means_at_desk))
        desk.update(f"Pour alimenter votre tirelire, la mairie encaisse à l'accueil : {means}.")
        credit = self.app.theme_variables["success"]
        self.query_one("#wallet-lines", Static).update(_statement(view.lines, credit))
        if not first:
            return
        amounts = self.query_one("#wallet-amounts")
        await amounts.mount_all(
            Button(f"{cents // 100} €", id=f"amount-{cents}") for cents in view.amounts_cents
        )
        wanted = "#activate" if not view.active else "#wallet-amounts Button"
        if view.active and not view.pays_by_card:
            wanted = "#wallet-statement"
        self.query(wanted).first().focus()

    @on(Button.Pressed, "#activate")
    def activate(self) -> None:
        from portail_tui.screens.family.activation import ActivationScreen

        if self._view is not None:
            self.app.push_screen(ActivationScreen(self._view))

    @on(Button.Pressed, "#wallet-amounts Button")
    def top_up_offered(self, event: Button.Pressed) -> None:
        self.top_up(int((event.button.id or "").removeprefix("amount-")))

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
        """Pay, then tell the new balance. The same amount sent again after a fault is the same payment."""
        from portail_tui.screens.dialogs.card import CardDialog

        view = self._view
        if view is None or not await self.app.push_screen_wait(CardDialog(cents, view.card_is_stand_in)):
            return
        if self._sent is None or self._sent[0] != cents:
            self._sent = (cents, self.portail.start.new_id())
        operation_id = self._sent[1]
        actor, family_id = self.session.actor, self.family_id
        answer = await self.ask(
            lambda portal: portal.top_up(
                operation_id=operation_id, actor=actor, family_id=family_id, amount_cents=cents
            ),
            writing=True,
        )
        if answer is None:
            return
        self._sent = None
        if isinstance(answer, ToppedUp):
            self.query_one("#amount", Input).value = ""
            self._say(f"{money(cents)} sont dans votre tirelire.", trouble=False)
            self.load()
        else:
            await self.tell(answer)

    def _say(self, sentence: str, *, trouble: bool = True) -> None:
        answer = self.query_one("#wallet-answer", Label)
        answer.update(sentence)
        answer.set_class(trouble, "-trouble")


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


def _note(view: WalletView) -> str:
    if not view.active:
        return "Votre compte famille n'est pas encore activé."
    if view.balance_cents < 0:
        return "Solde à régulariser"
    return "dans votre tirelire"


def _statement(lines: tuple[WalletLine, ...], credit: str) -> Table | str:
    """Newest first: day, what for, how much, the balance after. ``credit``: the colour of what came in."""
    if not lines:
        return "Aucun mouvement pour l'instant."
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Jour", no_wrap=True)
    table.add_column("Motif", ratio=1)
    table.add_column("Montant", justify="right", no_wrap=True)
    table.add_column("Solde", justify="right", no_wrap=True, style="dim")
    for line in lines:
        style = f"bold {credit}" if line.cents > 0 else "bold"
        table.add_row(
            numeric(line.on),
            Text(line.label),
            Text(signed_money(line.cents), style),
            money(line.balance_cents),
        )
    return table
