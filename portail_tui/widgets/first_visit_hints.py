"""« Bienvenue »: three hints for a first visit, with the button that puts them away for good."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Label

HINTS = (
    "1. Dépliez le menu : toutes les démarches y sont.",
    "2. Ce que vous devez faire est écrit ici.",
    "3. F1 explique chaque écran, en peu de mots.",
)
READ = "J'ai compris"


class Hints(Vertical):
    """Above everything else that the home page has to say."""

    DEFAULT_CSS = """
    Hints {
        height: auto;
        border: round $accent;
        border-title-color: $accent;
        border-title-style: bold;
        padding: 0 1;
        margin-top: 1;
        & Label { width: 1fr; }
        & Button { margin-top: 1; }
    }
    """

    class Dismissed(Message):
        """The hints were read."""

    def compose(self) -> ComposeResult:
        self.border_title = "Bienvenue"
        for hint in HINTS:
            yield Label(hint, markup=False)
        yield Button(READ, classes="line", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Dismissed())
