"""The one-use address by which a document comes from a telephone or another computer."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from portail_tui.domain.documents.views import DocumentSent, UploadLinkOpened, UploadLinkState
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.shared.formats import local_hour
from portail_tui.widgets.qr_code import QrCode

SECONDS = 2.0
"""Seconds between two checks for a received file."""


class UploadLinkDialog(Dialog[DocumentSent | None]):
    """Answers what came; closed before, the address still serves until its hour."""

    CSS_PATH = "upload_from_phone.tcss"
    EXPLAINED: ClassVar[str] = (
        "Visez ce carré avec l'appareil photo de votre téléphone, ou tapez l'adresse dans un navigateur. Une "
        "page s'ouvre : choisissez-y votre fichier ou prenez une photo, puis « Enregistrer ». L'adresse sert "
        "une seule fois. Le portail continue tout seul quand le document arrive."
    )

    def __init__(self, opened: UploadLinkOpened, label: str) -> None:
        super().__init__()
        self._opened = opened
        self._label = label
        self._is_looking = False

    def compose(self) -> ComposeResult:
        opened = self._opened
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Envoyer depuis un téléphone")
            with Horizontal():
                yield QrCode(opened.address)
                with Vertical(id="deposit-words"):
                    yield Static(self._label, classes="strong", markup=False)
                    yield Static(
                        "Visez ce carré avec votre téléphone, ou tapez cette adresse :", markup=False
                    )
                    yield Static(opened.address, id="deposit-address", markup=False)
                    yield Static(
                        f"Elle sert une fois, jusqu'à {local_hour(opened.expires_at)}.", markup=False
                    )
                    yield Static("En attente du document…", id="deposit-state", markup=False)
                    yield Button("Fermer", id="close")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()
        self.set_interval(SECONDS, self.look)

    @work(group="look")
    async def look(self) -> None:
        """See what has come. A store that does not answer is asked again at the next turn."""
        if self._is_looking:
            return
        self._is_looking = True
        actor, family_id, deposit_id = self.session.actor, self.family_id, self._opened.deposit_id
        try:
            state = await self.ask(
                lambda portal: portal.upload_link_state(
                    actor=actor, family_id=family_id, deposit_id=deposit_id
                )
            )
        finally:
            self._is_looking = False
        if not isinstance(state, UploadLinkState) or not self.is_current:
            return
        if state.sent is not None:
            self.dismiss(state.sent)
        elif state.is_over:
            self.query_one("#deposit-state", Static).update(
                "Cette adresse ne sert plus. Fermez, puis demandez-en une autre."
            )

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)
