"""The payment by card. A stand-in says that it is one: no card is asked for, none is debited."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.shared.formats import money


class CardDialog(Dialog[bool]):
    """Answers whether the family pays."""

    EXPLAINED = (
        "Le paiement du montant choisi. Payez, ou fermez pour ne rien payer : rien n'est débité avant."
    )

    def __init__(self, cents: int, is_stand_in: bool) -> None:
        super().__init__()
        self._cents = cents
        self._is_stand_in = is_stand_in

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "Paiement par carte bancaire"
            yield Static(f"Montant : {money(self._cents)}", classes="dialog-text strong", markup=False)
            if self._is_stand_in:
                yield Static(
                    "\nDémonstration : ce paiement est simulé. Aucune carte n'est demandée, "
                    "aucune banque n'est contactée, aucun compte n'est débité.",
                    classes="dialog-text",
                    markup=False,
                )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Renoncer", id="back")
                yield Button(f"Payer {money(self._cents)}", id="pay", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#pay", Button).focus()

    @on(Button.Pressed, "#pay")
    def pay(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#back")
    def back(self) -> None:
        self.dismiss(False)
