"""Why somebody of the town hall does something: a line, which is noted."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from portail_tui.screens.base.dialog import Dialog


class ReasonDialog(Dialog[str]):
    """Answers the reason, never empty; None where it was given up."""

    EXPLAINED: ClassVar[str] = (
        "Dites en quelques mots pourquoi vous faites cela. "
        "Votre motif est noté avec votre nom et l'heure. "
        "Sans motif, rien n'est fait."
    )

    def __init__(self, title: str, sentence: str, *, action: str) -> None:
        super().__init__()
        self._title, self._sentence, self._action = title, sentence, action

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            yield Static(self._sentence, classes="dialog-text", markup=False)
            reason = Input(id="reason", max_length=200)
            reason.border_title = "Motif"
            yield reason
            yield Static("", id="reason-missing", classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Renoncer", id="back")
                yield Button(self._action, id="action", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#reason").focus()

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#action")
    def give(self) -> None:
        reason = self.query_one("#reason", Input).value.strip()
        if reason:
            self.dismiss(reason)
        else:
            self.query_one("#reason").focus()
            self.query_one("#reason-missing", Static).update("Écrivez d'abord votre motif.")

    @on(Button.Pressed, "#back")
    def give_up(self) -> None:
        self.dismiss(None)
