"""Help on the screen below, in plain French, with links to the keys and to the guide."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from portail_tui.screens.base.dialog import Dialog
from portail_tui.screens.base.portal_screen import PortalScreen


class HelpDialog(Dialog[None]):
    """The screen's own words (``EXPLAINED``), its keys, the user's guide."""

    EXPLAINED = (
        "L'aide explique l'écran du dessous. "
        "« Les touches » montre ce que fait chaque touche ; « Mode d'emploi » ouvre le guide complet. "
        "Fermez pour revenir où vous étiez."
    )

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        explained = self._below.EXPLAINED if isinstance(self._below, PortalScreen) else ""
        with Vertical(classes="dialog") as box:
            box.border_title = "Aide"
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for sentence in paragraphs(explained):
                    yield Static(f"{sentence}\n", classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Mode d'emploi", id="guide")
                yield Button("Les touches", id="keys")
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#keys")
    def show_keys(self) -> None:
        from portail_tui.screens.base.key_list import KeysDialog

        self.dismiss(None)
        self.app.push_screen(KeysDialog(self._below))

    @on(Button.Pressed, "#guide")
    def show_guide(self) -> None:
        from portail_tui.screens.base.pages import PAGES, load_page

        self.dismiss(None)
        self.app.push_screen(load_page(PAGES.GUIDE))

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)


def paragraphs(explained: str) -> list[str]:
    """The text with one sentence a paragraph, easier for weak readers."""
    return [f"{sentence}." for sentence in explained.removesuffix(".").split(". ") if sentence]
