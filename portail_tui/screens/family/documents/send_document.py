"""« Envoyer un document »: the file, whom it is for, what it is, « Enregistrer », the receipt (leaflet 8)."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Footer, Input, Label, Select

from portail_tui.domain.documents.local_files import FolderEntry, PickedFile, Unread
from portail_tui.domain.documents.uploaded_files import CheckedFile
from portail_tui.domain.documents.views import DocumentChoice, DocumentOwner, DocumentSent, DocumentsView
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.base.pages import PAGES
from portail_tui.screens.dialogs.pick_file import PickFileDialog, ScansDialog
from portail_tui.screens.dialogs.upload_from_phone import DepositDialog
from portail_tui.screens.dialogs.upload_receipt import ReceiptDialog
from portail_tui.texts.documents import documents as words
from portail_tui.texts.documents.uploaded_files import KINDS_TAKEN, facts_line
from portail_tui.texts.refusals import refusal
from portail_tui.widgets.file_preview import FilePreview

FAMILY = 0
"""The value of « La famille » among the members."""


class SendDocumentScreen(PageScreen):
    """A file is looked at as soon as it is named: what is sent has been seen."""

    CSS_PATH = "send_document.tcss"
    BINDINGS = [Binding("ctrl+s", "send", "Enregistrer")]
    EXPLAINED: ClassVar[str] = (
        "Ici, vous envoyez un document à la mairie : une attestation, une fiche, un justificatif. Choisissez "
        "le fichier, puis dites s'il est pour la famille ou pour un enfant, et ce que c'est. Vérifiez l'image"
        " à droite. « Enregistrer » l'envoie : vous recevez un accusé de réception avec une référence."
    )

    def __init__(self, child_id: int | None = None, type_id: int | None = None) -> None:
        super().__init__()
        self._wanted = type_id
        """The type that something asked for; the page then goes back to it once it is sent."""
        self._wanted_child = child_id
        self._view: DocumentsView | None = None
        self._picked: PickedFile | None = None
        self._checked: CheckedFile | None = None
        """What is known of the file picked; None until it was looked at, and where it is not taken."""
        self._scan = ""
        """The name under which the scanner left it."""
        self._looked_at = ""
        """The path last looked at, as it was typed."""

    def compose(self) -> ComposeResult:
        inlets = self.portail.start.inlets
        yield self.title_bar("Envoyer un document")
        with Horizontal(id="send"):
            with Vertical(id="send-form"):
                with Vertical(id="send-file"):
                    if inlets is not None and inlets.has_disk:
                        path = Input(id="path", placeholder="Tapez son chemin, ou glissez-le ici")
                        path.border_title = "Le fichier"
                        yield path
                    with Horizontal(id="send-ways"):
                        if inlets is not None and inlets.has_disk:
                            yield Button("Parcourir", id="browse", classes="line")
                        if inlets is not None and inlets.has_scanner:
                            yield Button("Numériseur", id="scan", classes="line")
                        yield Button("Téléphone", id="phone", classes="line")
                yield Label(self._first_words, id="send-facts", markup=False)
                owner: Select[int] = Select([], id="owner", prompt="Pour la famille ou un enfant ?")
                owner.border_title = "Pour qui"
                yield owner
                kind: Select[int] = Select([], id="kind", prompt="Choisissez")
                kind.border_title = "Quel document"
                yield kind
                yield Label("", id="send-note", markup=False)
                with Horizontal(id="send-foot"):
                    yield Button("Mes documents", id="documents")
                    yield Button("Enregistrer", id="save", variant="primary")
            with Vertical(id="send-side"):
                yield FilePreview(id="send-preview")
                yield Label(words.PREVIEW_HERE, id="send-name", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#phone").display = False
        self.load()

    @property
    def _takes_files(self) -> bool:
        inlets = self.portail.start.inlets
        return inlets is not None and (inlets.has_disk or inlets.has_scanner)

    @property
    def _first_words(self) -> str:
        """What is said before a file is chosen."""
        inlets = self.portail.start.inlets
        if inlets is not None and inlets.has_disk:
            return KINDS_TAKEN
        return f"Choisissez d'où vient le fichier. {KINDS_TAKEN}"

    def _offer_ways(self, *, from_afar: bool) -> None:
        """Show the ways by which a file may come here; where there is none, say where to go."""
        self.query_one("#phone").display = from_afar
        for way in self.query("#path, #scan, #phone"):
            way.set_class(way.display, "-offered")
        if not self._takes_files:
            self.query_one("#send-file").display = from_afar
            self.query_one("#send-facts", Label).update(words.FROM_PHONE if from_afar else words.NO_WAY)
            self.query_one("#save", Button).label = (
                "Obtenir l'adresse" if from_afar else "Contacter la mairie"
            )

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask(lambda portal: portal.documents(actor=actor, family_id=family_id))
        if isinstance(view, Refused):
            await self.tell(view)
        if not isinstance(view, DocumentsView):
            self.action_back()
            return
        self._view = view
        self._offer_ways(from_afar=view.takes_from_afar)
        owners = self.query_one("#owner", Select)
        owners.set_options([(Text(_owner_words(one)), one.child_id or FAMILY) for one in view.owners])
        owners.value = _first_owner(view, self._wanted_child, self._wanted).child_id or FAMILY
        first = self.query("#path, #scan, #phone").filter(".-offered")
        (first.first() if first else owners).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be sent from where no file can be named."""
        return super().check_action(action, parameters) and (action != "send" or self._takes_files)

    # --- the file -----------------------------------------------------------------------------------

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
        inlets = self.portail.start.inlets
        if inlets is None:
            return
        path = await self.portail.push_screen_wait(PickFileDialog(inlets))
        if path is not None:
            self.query_one("#path", Input).value = path
            self.take_path(path, is_typed=False)

    @work(group="look", exclusive=True)
    async def take_path(self, path: str, *, is_typed: bool = True) -> None:
        self._looked_at = path
        inlets = self.portail.start.inlets
        if inlets is not None:
            found = await asyncio.to_thread(inlets.read if is_typed else inlets.read_exactly, path)
            await self._look(found)

    @on(Button.Pressed, "#scan")
    @work(group="pick", exclusive=True)
    async def take_scan(self) -> None:
        inlets = self.portail.start.inlets
        if inlets is None:
            return
        chosen: FolderEntry | None = await self.portail.push_screen_wait(ScansDialog(inlets))
        if chosen is not None:
            await self._look(await asyncio.to_thread(inlets.read_scan, chosen.name), scan=chosen.name)

    async def _look(self, found: PickedFile | Unread, *, scan: str = "") -> None:
        """Open the file, in a process of its own, and show what it is."""
        self._picked, self._checked, self._scan = None, None, scan
        if isinstance(found, Unread):
            self._show_file(words.UNREAD[found])
            return
        self._show_file("Un instant…")
        actor, family_id = self.session.actor, self.family_id
        checked = await self.ask(
            lambda portal: portal.check_file(
                actor=actor, family_id=family_id, name=found.name, content=found.content
            )
        )
        if isinstance(checked, CheckedFile):
            self._picked, self._checked = found, checked
            self._show_file(facts_line(checked))
        else:
            self._show_file(self._first_words if checked is None else refusal(checked))

    def _show_file(self, sentence: str) -> None:
        facts = self.query_one("#send-facts", Label)
        facts.update(sentence)
        facts.set_class(sentence.startswith("Rien"), "-trouble")
        checked = self._checked
        self.query_one(FilePreview).preview = checked.facts.preview if checked else None
        self.query_one("#send-name", Label).update(checked.name if checked else words.PREVIEW_HERE)

    # --- whom it is for, what it is -------------------------------------------------------------------

    @on(Select.Changed, "#owner")
    def show_kinds(self) -> None:
        owner = self._owner()
        kinds = self.query_one("#kind", Select)
        choices = owner.choices if owner else ()
        kinds.set_options([(Text(_choice_words(one)), index) for index, one in enumerate(choices)])
        wanted = [index for index, one in enumerate(choices) if one.type_id == self._wanted]
        if wanted or (choices and choices[0].is_to_send):
            kinds.value = wanted[0] if wanted else 0

    @on(Select.Changed, "#kind")
    def show_note(self) -> None:
        choice = self._choice()
        self.query_one("#send-note", Label).update("" if choice is None else words.choice_note(choice))

    def _owner(self) -> DocumentOwner | None:
        chosen = self.query_one("#owner", Select).value
        owners = self._view.owners if self._view else ()
        return next((one for one in owners if (one.child_id or FAMILY) == chosen), None)

    def _choice(self) -> DocumentChoice | None:
        owner, chosen = self._owner(), self.query_one("#kind", Select).value
        return owner.choices[chosen] if owner and isinstance(chosen, int) else None

    # --- sending ----------------------------------------------------------------------------------------

    @on(Button.Pressed, "#save")
    def save(self) -> None:
        self.action_send()

    @on(Button.Pressed, "#documents")
    def documents(self) -> None:
        self.portail.open_page(PAGES.DOCUMENTS)

    @work(group="send")
    async def action_send(self) -> None:
        if not self._takes_files:
            if self._view is not None and self._view.takes_from_afar:
                await self._send_from_afar()
            else:
                await self.tell(Refused(Reason.NO_FILE_FROM_HERE))
            return
        owner, choice, picked = self._owner(), self._choice(), self._picked
        if picked is None or owner is None or choice is None:
            self._ask_for_rest()
            return
        actor, family_id, operation_id = self.session.actor, self.family_id, self.portail.start.new_id()
        sent = await self.ask(
            lambda portal: portal.send_document(
                operation_id=operation_id,
                actor=actor,
                family_id=family_id,
                child_id=owner.child_id,
                type_id=choice.type_id,
                school_year_id=choice.school_year_id,
                name=picked.name,
                content=picked.content,
            ),
            writing=True,
        )
        if isinstance(sent, Refused):
            await self.tell(sent)
        elif sent is not None:
            await self._receive(sent)

    @on(Button.Pressed, "#phone")
    @work(group="send")
    async def send_from_phone(self) -> None:
        await self._send_from_afar()

    async def _send_from_afar(self) -> None:
        """Open an address for what was chosen, and wait for what comes by it."""
        owner, choice = self._owner(), self._choice()
        if owner is None or choice is None:
            self.query_one("#send-note", Label).update(words.SAY_WHAT_FIRST)
            self.query_one("#owner" if owner is None else "#kind").focus()
            return
        actor, family_id = self.session.actor, self.family_id
        operation_id, secret = self.portail.start.new_id(), self.portail.start.new_id()
        opened = await self.ask(
            lambda portal: portal.open_deposit(
                operation_id=operation_id,
                actor=actor,
                family_id=family_id,
                child_id=owner.child_id,
                type_id=choice.type_id,
                school_year_id=choice.school_year_id,
                secret=secret,
            ),
            writing=True,
        )
        if isinstance(opened, Refused):
            await self.tell(opened)
        elif opened is not None:
            whose = f"{choice.label}, {_owner_words(owner)}"
            sent = await self.portail.push_screen_wait(DepositDialog(opened, whose))
            if sent is not None:
                await self._receive(sent)

    def _ask_for_rest(self) -> None:
        """Say what is not chosen yet, first things first, and go there."""
        if self._picked is None:
            if not self.query_one("#send-facts").has_class("-trouble"):
                self._show_file("Rien n'est envoyé : choisissez d'abord le fichier.")
            self.query("#path, #scan").first().focus()
            return
        missing = "#owner" if self._owner() is None else "#kind"
        self.query_one("#send-note", Label).update(words.SAY_WHAT_FIRST)
        self.query_one(missing).focus()

    async def _receive(self, sent: DocumentSent) -> None:
        """The receipt; then back to what asked for the document, or another one."""
        inlets, scan = self.portail.start.inlets, self._scan
        if inlets is not None and scan and not inlets.has_disk:  # a public scanner keeps nothing
            await asyncio.to_thread(inlets.forget_scan, scan)
        self._forget_file()
        wants_list = await self.portail.push_screen_wait(ReceiptDialog(sent))
        if wants_list:
            self.documents()
        elif self._wanted is not None:
            self.action_back()
        else:
            self.load()

    def _forget_file(self) -> None:
        self._picked, self._checked, self._scan, self._looked_at = None, None, "", ""
        for path in self.query("#path").results(Input):
            path.value = ""
        self._show_file(self._first_words)


def _first_owner(view: DocumentsView, child_id: int | None, type_id: int | None) -> DocumentOwner:
    """Whom the page begins with: whoever a type was asked of, or the first of whom something is asked."""
    for one in view.owners:
        if type_id is not None and one.child_id == child_id:
            return one
    asked = [one for one in view.owners if any(choice.is_to_send for choice in one.choices)]
    return asked[0] if asked else view.owners[0]


def _owner_words(owner: DocumentOwner) -> str:
    return clean(owner.name) or words.THE_FAMILY


def _choice_words(choice: DocumentChoice) -> str:
    return f"! {choice.label}" if choice.is_to_send else choice.label
