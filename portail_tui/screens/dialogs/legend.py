"""The legend of the calendar, one key away where there is no room beside it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from portail_tui.screens.base.dialog import Dialog
from portail_tui.widgets.calendar import CalendarLegend


class LegendDialog(Dialog[None]):
    """The leaflet's words beside each colour and glyph."""

    EXPLAINED = (
        "Ce que veut dire chaque couleur du calendrier. "
        "Chaque couleur a aussi un signe et un mot : on peut la lire sans voir les couleurs."
    )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "La légende du calendrier"
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield CalendarLegend()
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)
