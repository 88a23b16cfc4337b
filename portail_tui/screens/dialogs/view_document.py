"""A sent document: its type, its state, its first page."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Label, Static

from portail_tui.domain.documents.views import KeptFile, SentLine
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.documents import documents as words
from portail_tui.texts.documents.uploaded_files import facts_line
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import local_hour, long_date
from portail_tui.widgets.file_preview import FilePreview


class DocumentDialog(Dialog[None]):
    """The file is opened again, in a process of its own, for each look."""

    CSS_PATH = "view_document.tcss"
    EXPLAINED: ClassVar[str] = (
        "Voici un document que vous avez envoyé : sa référence, sa date, et ce que la mairie en a fait. "
        "L'image montre la première page. Pour le remplacer, envoyez-en un autre du même type."
    )

    def __init__(self, line: SentLine) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        line = self._line
        lines = [
            Content.assemble((f"{words.GLYPHS[line.standing]} {words.STANDINGS[line.standing]}", "bold")),
            Content(words.line_note(line)),
            Content(""),
            Content(f"Pour : {line.owner or words.THE_FAMILY}"),
            Content(f"Référence : {line.reference}"),
            Content(f"Reçu le {long_date(local_day(line.sent_at))} à {local_hour(line.sent_at)}"),
            Content(line.file_name or words.ON_PAPER),
        ]
        with Vertical(classes="dialog") as box:
            box.border_title = Content(line.label)
            with Horizontal(id="document-body"):
                with VerticalScroll(classes="dialog-body", can_focus=False):
                    yield Static(Content("\n").join(lines), classes="dialog-text")
                    yield Label("", id="document-facts", markup=False)
                yield FilePreview()
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()
        self.query_one(FilePreview).display = bool(self._line.file_name)
        if self._line.file_name:
            self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id, document_id = self.session.actor, self.family_id, self._line.document_id
        kept = await self.ask(
            lambda portal: portal.document_file(actor=actor, family_id=family_id, document_id=document_id)
        )
        facts = self.query_one("#document-facts", Label)
        if isinstance(kept, KeptFile):
            facts.update(facts_line(kept.file))
            self.query_one(FilePreview).preview = kept.file.facts.preview
        elif isinstance(kept, Refused):
            facts.update(refusal(kept))

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)
