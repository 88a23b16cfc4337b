"""The line above every page: its path, the family, the wallet's balance."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, Label

from portail_tui.texts.shared.formats import money


class TitleBar(Horizontal):
    """« Accueil › Ma tirelire », then the family and its balance, which lead home and to the wallet."""

    balance_cents: reactive[int | None] = reactive(None)
    """The wallet's balance in cents; None where none is shown."""

    title: reactive[str] = reactive("")
    """Path of the page, after « Accueil »."""

    class HomeAsked(Message):
        """« Accueil » was touched."""

    class WalletAsked(Message):
        """The balance was touched."""

    def __init__(self, title: str = "", *, family: str = "", acting: bool = False) -> None:
        super().__init__(classes="-acting" if acting else "")
        self.set_reactive(TitleBar.title, title)
        self._family = f"Vous agissez pour la famille {family}" if acting else family

    def compose(self) -> ComposeResult:
        yield Button("Accueil", classes="link", id="bar-home")
        yield Label(self._path(self.title), id="bar-title", markup=False)
        yield Label("", id="bar-space")
        yield Label(self._family, id="bar-family", markup=False)
        wallet = Button("", classes="link", id="bar-wallet")
        wallet.display = False
        yield wallet

    def on_mount(self) -> None:
        self.watch_balance_cents(self.balance_cents)

    def watch_title(self, title: str) -> None:
        self.query_one("#bar-title", Label).update(self._path(title))

    @staticmethod
    def _path(title: str) -> str:
        return f"› {title}" if title else ""

    def watch_balance_cents(self, cents: int | None) -> None:
        button = self.query_one("#bar-wallet", Button)
        button.display = cents is not None
        if cents is not None:
            button.label = f"Tirelire {money(cents)}"

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.HomeAsked() if event.button.id == "bar-home" else self.WalletAsked())
