"""« Envoyer un document »: the file, its owner, its type, « Enregistrer », the receipt (section 8 of the
leaflet)."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Footer, Input, Label, Select

from portail_tui.domain.documents.views import DocumentChoice, DocumentOwner, DocumentSent, DocumentsView
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.screens.base.pages import PAGES
from portail_tui.screens.dialogs.upload_from_phone import UploadLinkDialog
from portail_tui.screens.dialogs.upload_receipt import ReceiptDialog
from portail_tui.screens.family.documents.picked_file_screen import PickedFileScreen
from portail_tui.texts.documents import documents as words
from portail_tui.widgets.file_preview import FilePreview

FAMILY = 0
"""The value of « La famille » among the members."""


class SendDocumentScreen(PickedFileScreen):
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

    def compose(self) -> ComposeResult:
        file_sources = self.portail.start.file_sources
        yield self.title_bar("Envoyer un document")
        with Horizontal(id="send"):
            with Vertical(id="send-form"):
                with Vertical(id="send-file"):
                    if file_sources is not None and file_sources.has_disk:
                        path = Input(id="path", placeholder="Tapez son chemin, ou glissez-le ici")
                        path.border_title = "Le fichier"
                        yield path
                    with Horizontal(id="send-ways"):
                        if file_sources is not None and file_sources.has_disk:
                            yield Button("Parcourir", id="browse", classes="line")
                        if file_sources is not None and file_sources.has_scanner:
                            yield Button("Numériseur", id="scan", classes="line")
                        yield Button("Téléphone", id="phone", classes="line")
                yield Label(self.first_words, id="send-facts", markup=False)
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

    def _offer_ways(self, *, from_afar: bool) -> None:
        """Show the ways by which a file may come here; where there is none, say where to go."""
        self.query_one("#phone").display = from_afar
        for way in self.query("#path, #scan, #phone"):
            way.set_class(way.display, "-offered")
        if not self.takes_files:
            self.query_one("#send-file").display = from_afar
            self.query_one("#send-facts", Label).update(words.FROM_PHONE if from_afar else words.NO_WAY)
            self.query_one("#save", Button).label = (
                "Obtenir l'adresse" if from_afar else "Contacter la mairie"
            )

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.documents(actor=actor, family_id=family_id))
        if view is None:
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
        return super().check_action(action, parameters) and (action != "send" or self.takes_files)

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
        if not self.takes_files:
            if self._view is not None and self._view.takes_from_afar:
                await self._send_from_afar()
            else:
                await self.tell(Refused(Reason.NO_FILE_FROM_HERE))
            return
        owner, choice, picked = self._owner(), self._choice(), self.picked
        if picked is None or owner is None or choice is None:
            self._ask_for_rest()
            return
        actor, family_id = self.session.actor, self.family_id
        sent = await self.write(
            lambda portal, operation: portal.send_document(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=owner.child_id,
                type_id=choice.type_id,
                school_year_id=choice.school_year_id,
                name=picked.name,
                content=picked.content,
            ),
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
        opened = await self.write(
            lambda portal, operation: portal.open_upload_link(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=owner.child_id,
                type_id=choice.type_id,
                school_year_id=choice.school_year_id,
                secret=operation.secret,
            ),
        )
        if isinstance(opened, Refused):
            await self.tell(opened)
        elif opened is not None:
            whose = f"{choice.label}, {_owner_words(owner)}"
            sent = await self.portail.push_screen_wait(UploadLinkDialog(opened, whose))
            if sent is not None:
                await self._receive(sent)

    def _ask_for_rest(self) -> None:
        """Say what is not chosen yet, first things first, and go there."""
        if self.picked is None:
            if not self.query_one("#send-facts").has_class("-trouble"):
                self.show_file("Rien n'est envoyé : choisissez d'abord le fichier.")
            self.query("#path, #scan").first().focus()
            return
        missing = "#owner" if self._owner() is None else "#kind"
        self.query_one("#send-note", Label).update(words.SAY_WHAT_FIRST)
        self.query_one(missing).focus()

    async def _receive(self, sent: DocumentSent) -> None:
        """The receipt; then back to what asked for the document, or another one."""
        file_sources, scan = self.portail.start.file_sources, self.scan
        if file_sources is not None and scan and not file_sources.has_disk:  # a public scanner keeps nothing
            await asyncio.to_thread(file_sources.forget_scan, scan)
        self.forget_file()
        wants_list = await self.portail.push_screen_wait(ReceiptDialog(sent))
        if wants_list:
            self.documents()
        elif self._wanted is not None:
            self.action_back()
        else:
            self.load()


def _first_owner(view: DocumentsView, child_id: int | None, type_id: int | None) -> DocumentOwner:
    """Owner selected first: the one a type was asked of, otherwise the first with a missing document."""
    for one in view.owners:
        if type_id is not None and one.child_id == child_id:
            return one
    asked = [one for one in view.owners if any(choice.is_to_send for choice in one.choices)]
    return asked[0] if asked else view.owners[0]


def _owner_words(owner: DocumentOwner) -> str:
    return clean(owner.name) or words.THE_FAMILY


def _choice_words(choice: DocumentChoice) -> str:
    return f"! {choice.label}" if choice.is_to_send else choice.label
