"""Base of every dialog: « Échap » closes it, the arrows scroll it, a touch outside cancels it."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.screen import ModalScreen, ScreenResultType

from portail_tui.screens.base.portal_screen import PortalScreen


class Dialog(PortalScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A question or a message above a page; « Échap » gives it up."""

    BINDINGS = [
        Binding("escape", "dismiss_dialog", "Fermer"),
        Binding("down", "scroll_body(1)", "Descendre", show=False),
        Binding("up", "scroll_body(-1)", "Monter", show=False),
        Binding("question_mark", "app.keys", "Touches", show=False),
    ]

    def action_dismiss_dialog(self) -> None:
        self.dismiss(None)

    def action_scroll_body(self, rows: int) -> None:
        """Scroll a long text by the arrows while the focus stays on the button."""
        for body in self.query(".dialog-body"):
            body.scroll_relative(y=rows, animate=False)

    def on_click(self, event: events.Click) -> None:
        """A touch beside the dialog closes it."""
        inside = any(box.region.contains(event.screen_x, event.screen_y) for box in self.query(".dialog"))
        if not inside and self.is_current:
            self.action_dismiss_dialog()
