"""A sentence, and at most one next step."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from portail_tui.screens.base.dialog import Dialog


class MessageDialog(Dialog[bool]):
    """Answers whether the next step was taken."""

    EXPLAINED = (
        "Un message du portail : lisez la phrase, elle dit ce qui s'est passé et ce qui reste vrai. "
        "S'il y a un deuxième bouton, il mène à la suite ; l'autre referme le message."
    )

    def __init__(self, title: str, sentence: str, *, action: str | None = None, back: str = "Fermer") -> None:
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._action = action
        self._back = back

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(self._sentence, classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button(self._back, id="back")
                if self._action:
                    yield Button(self._action, id="action", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#action" if self._action else "#back", Button).focus()

    @on(Button.Pressed, "#action")
    def take_step(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#back")
    def give_up(self) -> None:
        self.dismiss(False)
