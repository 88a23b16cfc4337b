"""« Mes documents »: documents asked for, documents sent, and their state."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, DataTable, Footer, Label

from portail_tui.domain.documents.views import DocumentChoice, DocumentOwner, SentLine
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.dialogs.view_document import DocumentDialog
from portail_tui.screens.family.documents.send_document import SendDocumentScreen
from portail_tui.texts.documents import documents as words
from portail_tui.texts.shared.formats import numeric_day, short_day

WIDE = 110
"""Columns from which references and days in full are shown."""
Row = tuple[DocumentOwner, DocumentChoice] | SentLine


class DocumentsScreen(PageScreen):
    """Enter on a document asked for leads to sending it; on one that was sent, opens it."""

    CSS_PATH = "documents.tcss"
    EXPLAINED: ClassVar[str] = (
        "Cette page montre les documents que la mairie vous demande et ceux que vous avez envoyés. « À "
        "fournir » : Entrée sur la ligne l'envoie. « À vérifier » : un agent va le regarder. « Refusé » : la "
        "raison est écrite, envoyez-en un autre. Entrée sur un document envoyé le montre."
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        yield self.title_bar("Mes documents")
        table: DataTable[Text] = DataTable(id="documents", cursor_type="row", zebra_stripes=True)
        yield table
        yield Label("", id="documents-none", markup=False)
        with Horizontal(id="documents-foot"):
            yield Label("", id="documents-note", markup=False)
            yield Button("Envoyer un document", id="send", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#documents", DataTable).focus()

    def visited(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self._show_rows()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.documents(actor=actor, family_id=family_id))
        if view is None:
            return
        asked = [(owner, one) for owner in view.owners for one in owner.choices if one.is_to_send]
        self._rows = [*asked, *view.lines]
        self._show_rows()

    def _show_rows(self) -> None:
        table = self.query_one("#documents", DataTable)
        cursor = table.cursor_row
        table.clear(columns=True)
        wide = self.size.width >= WIDE
        table.add_columns("Document", "Pour", "Envoyé le", "État", *(["Référence"] if wide else []))
        for row in self._rows:
            table.add_row(*_cells(row, wide=wide)[: len(table.columns)])
        table.move_cursor(row=min(cursor, len(self._rows) - 1) if self._rows else 0)
        table.display = bool(self._rows)
        none = self.query_one("#documents-none", Label)
        none.display = not self._rows
        none.update("La mairie ne vous demande rien, et vous n'avez encore rien envoyé.")
        self._show_note()

    @on(DataTable.RowHighlighted)
    def _show_note(self) -> None:
        """Explain the line under the cursor."""
        cursor = self.query_one("#documents", DataTable).cursor_row
        row = self._rows[cursor] if cursor < len(self._rows) else None
        self.query_one("#documents-note", Label).update("" if row is None else _note(row))

    @on(DataTable.RowSelected)
    def open_row(self, event: DataTable.RowSelected) -> None:
        match self._rows[event.cursor_row]:
            case SentLine() as line:
                self.app.push_screen(DocumentDialog(line))
            case (owner, choice):
                self.app.push_screen(SendDocumentScreen(owner.child_id, choice.type_id))

    @on(Button.Pressed, "#send")
    def send(self) -> None:
        self.app.push_screen(SendDocumentScreen())


def _cells(row: Row, *, wide: bool) -> list[Text]:
    if isinstance(row, SentLine):
        sent_on = local_day(row.sent_at)
        state = f"{words.GLYPHS[row.standing]} {words.STANDINGS[row.standing]}"
        return [
            Text(row.label),
            Text(row.owner or words.THE_FAMILY),
            Text(short_day(sent_on) if wide else numeric_day(sent_on)),
            Text(state),
            Text(row.reference),
        ]
    owner, choice = row
    return [
        Text(choice.label),
        Text(owner.name or words.THE_FAMILY),
        Text(""),
        Text(f"! {words.TO_SEND}", style="bold"),
        Text(""),
    ]


def _note(row: Row) -> str:
    if not isinstance(row, SentLine):
        return words.choice_note(row[1])
    return words.line_note(row)
