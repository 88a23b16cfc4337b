"""« La tirelire »: the piggy bank with the family's balance."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Label

from portail_tui.texts.shared.formats import money
from portail_tui.widgets.pixel_picture import Picture, Pixels

PIG: Pixels = (
    ".........cc.........",
    "........cccc........",
    ".........cc.........",
    "..dd....dddd........",
    "..pdpppppppppppp..d.",
    ".ppppppppppppppppdd.",
    ".pkpppppppppppppppd.",
    "nnpppppppppppppppp..",
    "nnpppppppppppppppp..",
    ".ppppppppppppppppp..",
    "..pppppppppppppp....",
    "...dd.......dd......",
)
PIG_PALETTE = {"p": "pig", "d": "pig-dark", "k": "pig-eye", "n": "pig-dark", "c": "coin"}


class PiggyBank(Vertical, can_focus=True):
    """The drawn piggy bank; Enter, Space or a touch opens it."""

    BINDINGS = [Binding("enter,space", "open", "Ouvrir ma tirelire")]
    DEFAULT_CSS = """
    PiggyBank {
        height: auto;
        width: 1fr;
        border: round $border;
        border-title-color: $primary;
        border-title-style: bold;
        align-horizontal: center;
        & Label { width: 1fr; text-align: center; }
        & #piggy-balance { text-style: bold; }
        &.-short-of-money #piggy-balance { color: $error; }
        & #piggy-step { color: $primary; text-style: underline; }
        &:hover { background: $panel; }
        &:focus { border: round $accent; border-title-color: $accent; }
        &:focus #piggy-step { background: $accent; color: $on-accent; }
    }
    """

    balance_cents: reactive[int] = reactive(0)
    active: reactive[bool] = reactive(True)
    """Whether the family has activated its account."""

    class PiggyBankChosen(Message):
        """The piggy bank was chosen."""

    def compose(self) -> ComposeResult:
        self.border_title = "Ma tirelire"
        yield Picture(PIG, PIG_PALETTE)
        yield Label("", id="piggy-balance")
        yield Label("", id="piggy-step")

    def on_mount(self) -> None:
        self._write()

    def watch_balance_cents(self) -> None:
        self._write()

    def watch_active(self) -> None:
        self._write()

    def _write(self) -> None:
        if not self.children:  # not composed yet
            return
        self.query_one("#piggy-balance", Label).update(money(self.balance_cents))
        self.query_one("#piggy-step", Label).update("Alimenter" if self.active else "Activer mon compte")
        self.set_class(self.balance_cents < 0, "-short-of-money")

    def action_open(self) -> None:
        self.post_message(self.PiggyBankChosen())

    def on_click(self) -> None:
        self.focus()
        self.action_open()
