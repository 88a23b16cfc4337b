"""Choosing a file: on the person's own disk, or among what the scanner left."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from portail_tui.domain.documents.local_files import Folder, FolderEntry, Unread
from portail_tui.domain.documents.uploaded_files import shown_name
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.text import clean
from portail_tui.portal import FileSources
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.documents.uploaded_files import KINDS_TAKEN, size
from portail_tui.texts.shared.formats import local_hour, numeric_day

UP = "up"


class PickFileDialog(Dialog[str | None]):
    """Answers the path of the file chosen. Folders first; only what may be sent is listed."""

    CSS_PATH = "pick_file.tcss"
    BINDINGS = [Binding("backspace", "go_up", "Dossier du dessus")]
    EXPLAINED: ClassVar[str] = (
        "Choisissez le fichier à envoyer. Les dossiers sont en haut : Entrée ou un clic les ouvre. « Dossier "
        "du dessus » revient en arrière. Seuls les PDF et les photos sont montrés. Rien n'est encore envoyé."
    )

    def __init__(self, file_sources: FileSources) -> None:
        super().__init__()
        self._file_sources = file_sources
        self._folder: Folder | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Choisir le fichier")
            yield Label("", id="pick-where", markup=False)
            yield OptionList(id="pick-list")
            yield Label(KINDS_TAKEN, id="pick-note", classes="muted", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Annuler", id="cancel")
                yield Button("Choisir", id="take", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#pick-list").focus()
        self.show_folder("")

    @work(group="folder", exclusive=True)
    async def show_folder(self, path: str) -> None:
        found = await asyncio.to_thread(self._file_sources.folder, path)
        note = self.query_one("#pick-note", Label)
        if isinstance(found, Unread):
            note.update("Ce dossier ne se laisse pas lire. Choisissez-en un autre.")
            return
        came_from = self._folder.path if self._folder else ""
        self._folder = found
        note.update(KINDS_TAKEN if found.entries else f"Rien à envoyer dans ce dossier. {KINDS_TAKEN}")
        self.query_one("#pick-where", Label).update(clean(found.path))
        listing = self.query_one("#pick-list", OptionList)
        listing.clear_options()
        if found.parent is not None:
            listing.add_option(Option(Content("↑ Dossier du dessus"), id=UP))
        listing.add_options(Option(_entry_words(one)) for one in found.entries)
        places = [one.path for one in found.entries]
        first = 0 if found.parent is None else 1
        listing.highlighted = first + places.index(came_from) if came_from in places else 0

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#take")
    def take(self) -> None:
        listing, folder = self.query_one("#pick-list", OptionList), self._folder
        if folder is None or listing.highlighted is None or not listing.option_count:
            return
        index = listing.highlighted - (folder.parent is not None)
        if index < 0:
            self.action_go_up()
        elif folder.entries[index].is_folder:
            self.show_folder(folder.entries[index].path)
        else:
            self.dismiss(folder.entries[index].path)

    def action_go_up(self) -> None:
        if self._folder is not None and self._folder.parent is not None:
            self.show_folder(self._folder.parent)

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        self.dismiss(None)


class ScansDialog(Dialog[FolderEntry | None]):
    """Answers the file chosen among those scanned since the person arrived."""

    CSS_PATH = "pick_file.tcss"
    BINDINGS = [Binding("f5", "refresh", "Actualiser")]
    EXPLAINED: ClassVar[str] = (
        "Posez votre document dans le numériseur et appuyez sur son bouton. Il apparaît ici au bout de "
        "quelques secondes : « Actualiser » regarde de nouveau. Choisissez-le pour le voir. Rien n'est encore"
        " envoyé."
    )

    def __init__(self, file_sources: FileSources) -> None:
        super().__init__()
        self._file_sources = file_sources
        self._scans: tuple[FolderEntry, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Ce que le numériseur a lu")
            yield OptionList(id="pick-list")
            yield Label("", id="pick-note", classes="muted", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Annuler", id="cancel")
                yield Button("Actualiser", id="again")
                yield Button("Choisir", id="take", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#again").focus()
        self.action_refresh()

    @on(Button.Pressed, "#again")
    @work(group="folder", exclusive=True)
    async def action_refresh(self) -> None:
        self._scans = await asyncio.to_thread(self._file_sources.scans, self.portail.scans_since)
        listing = self.query_one("#pick-list", OptionList)
        listing.clear_options()
        listing.add_options(Option(_entry_words(one)) for one in self._scans)
        listing.display = bool(self._scans)
        self.query_one("#take", Button).disabled = not self._scans
        self.query_one("#pick-note", Label).update(
            KINDS_TAKEN
            if self._scans
            else "Rien pour l'instant. Numérisez votre document, puis appuyez sur « Actualiser »."
        )
        if self._scans:
            listing.highlighted = 0
            listing.focus()

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#take")
    def take(self) -> None:
        highlighted = self.query_one("#pick-list", OptionList).highlighted
        if highlighted is not None and self._scans:
            self.dismiss(self._scans[highlighted])

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        self.dismiss(None)


def _entry_words(one: FolderEntry) -> Content:
    name = shown_name(one.name)
    if one.is_folder:
        return Content.assemble((f"▸ {name}", "bold"))
    when = f"{numeric_day(local_day(one.changed_at))}, {local_hour(one.changed_at)}"
    return Content.assemble(f"  {name}", (f"  {size(one.size)} · {when}", "dim"))
