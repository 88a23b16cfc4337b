"""The one way by which a file that the portal has made reaches the person: on paper, on screen, on a disk.

    await self.app.push_screen_wait(DeliverDialog(file))

What is offered is what this session can do; where it can do nothing, a sentence says where to go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Select, Static

from portail_tui.domain.shared.generated_files import Handed, MadeFile
from portail_tui.portal import FileTargets, Seat
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.shared import file_delivery


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways in which this session can hand over a file."""

    printers: tuple[str, ...] = ()
    opens: bool = False
    path: str | None = None
    """Path where it would be saved; None without a disk of the person's own."""
    downloads: bool = False

    @property
    def is_none(self) -> bool:
        return not (self.printers or self.opens or self.path or self.downloads)


class DeliverDialog(Dialog[None]):
    """Print, open, save or download one file; it stays until it is closed, so that one may do several."""

    CSS_PATH = "deliver_file.tcss"
    EXPLAINED: ClassVar[str] = (
        "Votre document est prêt. « Imprimer » l'envoie à l'imprimante. « Ouvrir » le montre dans une autre "
        "fenêtre. « Enregistrer » le garde sur votre ordinateur, à l'endroit écrit dans la case. "
        "« Télécharger » le donne à votre navigateur. Seul ce qui est possible ici est proposé."
    )

    def __init__(self, file: MadeFile) -> None:
        super().__init__()
        self._file = file
        self._replaces = ""
        """The path of another file that the person is asked whether to replace."""
        self._is_handing = False

    def compose(self) -> ComposeResult:
        file = self._file
        with Vertical(classes="dialog") as box:
            box.border_title = Content(file.title)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                about = f"{file_delivery.KINDS[file.kind]}, {file_delivery.size(len(file.content))}"
                yield Static(about, classes="dialog-text muted", markup=False)
                yield Label("", id="deliver-answer", markup=False)
                yield Vertical(id="deliver-ways")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()
        self.find_ways()

    @work(group="ways")
    async def find_ways(self) -> None:
        """Ask the machine what it can do, and offer it."""
        start = self.portail.start
        ways = _Ways(downloads=self.app.is_web)
        if start.file_targets is not None and not ways.downloads:
            ways = await asyncio.to_thread(_ways_of, start.file_targets, self._file)
        if ways.is_none:
            self._answer(self._no_way(start.seat))
            return
        await self.query_one("#deliver-ways").mount_all(_widgets(ways))
        self.query("#deliver-ways Button").first(Button).focus()

    def _no_way(self, seat: Seat) -> str:
        if seat is not Seat.KIOSK:
            return file_delivery.NO_WAY_FROM_AFAR
        return file_delivery.NO_WAY_AT_KIOSK if self._file.kind.is_printable else file_delivery.NOT_FOR_PAPER

    # --- what the person asks ---------------------------------------------------------------------

    @on(Button.Pressed, "#print")
    @work(group="hand")
    async def print_it(self) -> None:
        printer = str(self.query_one("#printer", Select).value)
        await self._hand(
            lambda file_targets: file_targets.print_out(self._file, printer), file_delivery.printed(printer)
        )

    @on(Button.Pressed, "#open")
    @work(group="hand")
    async def open_it(self) -> None:
        await self._hand(lambda file_targets: file_targets.open(self._file), file_delivery.OPENED)

    @on(Input.Changed, "#path")
    def ask_again(self) -> None:
        """Another place was typed: nothing is replaced there unasked."""
        self._offer_to_replace("")

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#save")
    @work(group="hand")
    async def save_it(self) -> None:
        path = self.query_one("#path", Input).value
        replace = bool(path) and path == self._replaces
        outcome = await self._hand(
            lambda file_targets: file_targets.save(self._file, path, replace=replace),
            file_delivery.saved(path),
        )
        self._offer_to_replace(path if outcome is Handed.EXISTS else "")

    @on(Button.Pressed, "#download")
    def download(self) -> None:
        file = self._file
        self.app.deliver_binary(BytesIO(file.content), save_filename=file.name, mime_type=file.kind.mime_type)
        self._answer(file_delivery.DOWNLOADED, "-done")

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)

    async def _hand(self, call: Callable[[FileTargets], Handed], done: str) -> Handed | None:
        """None where the machine is still at what was asked before: pressed twice, printed once."""
        file_targets = self.portail.start.file_targets
        if file_targets is None or self._is_handing:
            return None
        self._is_handing = True
        self._answer(file_delivery.A_MOMENT)
        try:
            outcome = await asyncio.to_thread(call, file_targets)
        finally:
            self._is_handing = False
        self._answer(file_delivery.handed(outcome, done), "-done" if outcome is Handed.DONE else "-trouble")
        if outcome is Handed.DONE:
            self.set_focus(self.query_one("#close"))
        return outcome

    def _answer(self, sentence: str, how: str = "") -> None:
        answer = self.query_one("#deliver-answer", Label)
        answer.update(sentence)
        answer.set_classes(how)
        answer.display = True

    def _offer_to_replace(self, path: str) -> None:
        self._replaces = path
        self.query_one("#save", Button).label = "Le remplacer" if path else "Enregistrer"


def _ways_of(file_targets: FileTargets, file: MadeFile) -> _Ways:
    printers = file_targets.printers() if file.kind.is_printable else ()
    return _Ways(printers, file_targets.may_open(), file_targets.place_for(file))


def _widgets(ways: _Ways) -> list[Horizontal]:
    rows = []
    if ways.downloads:
        rows.append(Horizontal(Button("Télécharger", id="download", variant="primary")))
    if ways.printers:
        names = Select([(Text(name), name) for name in ways.printers], id="printer", allow_blank=False)
        names.border_title = "L'imprimante"
        rows.append(Horizontal(names, Button("Imprimer", id="print", variant="primary")))
    if ways.path is not None:
        path = Input(ways.path, id="path")
        path.border_title = "Le fichier à enregistrer"
        rows.append(Horizontal(path, Button("Enregistrer", id="save")))
    if ways.opens:
        rows.append(Horizontal(Button("Ouvrir", id="open")))
    return rows
