"""The receipt of a document that was sent (« accusé de réception »)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from portail_tui.domain.documents.views import DocumentSent
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.documents import documents as words
from portail_tui.texts.documents.uploaded_files import size
from portail_tui.texts.shared.formats import local_hour, long_date


class ReceiptDialog(Dialog[bool]):
    """Answers whether the family wants to see its documents."""

    EXPLAINED: ClassVar[str] = (
        "La mairie a reçu votre document. Notez la référence : elle permet de le retrouver. Vous pouvez "
        "suivre ce qu'il devient dans « Mes documents »."
    )

    def __init__(self, sent: DocumentSent) -> None:
        super().__init__()
        self._sent = sent

    def compose(self) -> ComposeResult:
        sent = self._sent
        whose = sent.owner or words.THE_FAMILY
        lines = [
            Content.assemble("Référence : ", (sent.reference, "bold")),
            Content(f"{sent.label}, {whose}"),
            Content(f"{sent.file_name} ({size(sent.size)})"),
            Content(f"Reçu le {long_date(local_day(sent.sent_at))} à {local_hour(sent.sent_at)}"),
            Content(""),
            Content(words.AWAITS_AGENT if sent.needs_validation else words.UNLOCKED),
        ]
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Accusé de réception")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(Content("\n").join(lines), classes="dialog-text")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Mes documents", id="documents")
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(False)

    @on(Button.Pressed, "#documents")
    def documents(self) -> None:
        self.dismiss(True)
