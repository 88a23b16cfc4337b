"""A dialog that blocks every key and touch while something is saved: nobody leaves before knowing the
outcome."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Label

UNSEEN_SECONDS = 0.4
"""Most writes are over before this: nothing flickers."""


class BusyDialog(ModalScreen[None]):
    """Closed by the code that opened it."""

    CSS = """
    BusyDialog { align: center middle; background: transparent; }
    BusyDialog Label { padding: 1 3; background: $primary; color: $on-primary; text-style: bold; }
    """

    def compose(self) -> ComposeResult:
        yield Label("Enregistrement en cours…")

    def on_mount(self) -> None:
        words = self.query_one(Label)
        words.display = False
        self.set_timer(UNSEEN_SECONDS, lambda: setattr(words, "display", True))
