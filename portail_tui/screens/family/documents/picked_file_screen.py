"""Picking the file to send: typed, browsed to, dropped or scanned, then looked at."""

from __future__ import annotations

import asyncio

from textual import events, on, work
from textual.widgets import Button, Input, Label

from portail_tui.domain.documents.local_files import FolderEntry, PickedFile, Unread
from portail_tui.domain.documents.uploaded_files import CheckedFile
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.dialogs.pick_file import PickFileDialog, ScansDialog
from portail_tui.texts.documents import documents as words
from portail_tui.texts.documents.uploaded_files import KINDS_TAKEN, facts_line
from portail_tui.texts.refusals import refusal
from portail_tui.widgets.file_preview import FilePreview


class PickedFileScreen(PageScreen):
    """A page on which one file is picked from where this session finds files, and checked at once. Its parts
    are ``#path`` and the buttons where there is such a way, ``#send-facts``, ``#send-name`` and a preview."""

    def __init__(self) -> None:
        super().__init__()
        self.picked: PickedFile | None = None
        self.checked: CheckedFile | None = None
        """Facts about the picked file; None until it was checked, and where it is not accepted."""
        self.scan = ""
        """Facts about the picked file; None until it was checked, and where it is not accepted."""
        self._looked_at = ""
        """Facts about the picked file; None until it was checked, and where it is not accepted."""

    @property
    def takes_files(self) -> bool:
        file_sources = self.portail.start.file_sources
        return file_sources is not None and (file_sources.has_disk or file_sources.has_scanner)

    @property
    def first_words(self) -> str:
        """Text shown before a file is chosen."""
        file_sources = self.portail.start.file_sources
        if file_sources is not None and file_sources.has_disk:
            return KINDS_TAKEN
        return f"Choisissez d'où vient le fichier. {KINDS_TAKEN}"

    @on(Input.Submitted, "#path")
    @on(Input.Blurred, "#path")
    def read_typed(self, event: Input.Submitted | Input.Blurred) -> None:
        if event.value.strip() and event.value != self._looked_at:
            self.take_path(event.value)

    def on_paste(self, event: events.Paste) -> None:
        """A file dropped anywhere on the page."""
        for path in self.query("#path").results(Input):
            path.value = event.text.strip()
            self.take_path(path.value)

    @on(Button.Pressed, "#browse")
    @work(group="pick", exclusive=True)
    async def browse(self) -> None:
        file_sources = self.portail.start.file_sources
        if file_sources is None:
            return
        path = await self.portail.push_screen_wait(PickFileDialog(file_sources))
        if path is not None:
            self.query_one("#path", Input).value = path
            self.take_path(path, is_typed=False)

    @work(group="look", exclusive=True)
    async def take_path(self, path: str, *, is_typed: bool = True) -> None:
        self._looked_at = path
        file_sources = self.portail.start.file_sources
        if file_sources is not None:
            found = await asyncio.to_thread(
                file_sources.read if is_typed else file_sources.read_exactly, path
            )
            await self._look(found)

    @on(Button.Pressed, "#scan")
    @work(group="pick", exclusive=True)
    async def take_scan(self) -> None:
        file_sources = self.portail.start.file_sources
        if file_sources is None:
            return
        chosen: FolderEntry | None = await self.portail.push_screen_wait(ScansDialog(file_sources))
        if chosen is not None:
            await self._look(await asyncio.to_thread(file_sources.read_scan, chosen.name), scan=chosen.name)

    async def _look(self, found: PickedFile | Unread, *, scan: str = "") -> None:
        """Open the file, in a process of its own, and show what it is."""
        self.picked, self.checked, self.scan = None, None, scan
        if isinstance(found, Unread):
            self.show_file(words.UNREAD[found])
            return
        self.show_file("Un instant…")
        actor, family_id = self.session.actor, self.family_id
        checked = await self.ask(
            lambda portal: portal.check_file(
                actor=actor, family_id=family_id, name=found.name, content=found.content
            )
        )
        if isinstance(checked, CheckedFile):
            self.picked, self.checked = found, checked
            self.show_file(facts_line(checked))
        else:
            self.show_file(self.first_words if checked is None else refusal(checked))

    def show_file(self, sentence: str) -> None:
        facts = self.query_one("#send-facts", Label)
        facts.update(sentence)
        facts.set_class(sentence.startswith("Rien"), "-trouble")
        checked = self.checked
        self.query_one(FilePreview).preview = checked.facts.preview if checked else None
        self.query_one("#send-name", Label).update(checked.name if checked else words.PREVIEW_HERE)

    def forget_file(self) -> None:
        self.picked, self.checked, self.scan, self._looked_at = None, None, "", ""
        for path in self.query("#path").results(Input):
            path.value = ""
        self.show_file(self.first_words)
