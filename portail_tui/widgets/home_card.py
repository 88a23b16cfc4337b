"""A card that opens: an activity, a piece of news, something to do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Label


class HomeCard(Vertical, can_focus=True):
    """A title, a line or two; Enter, Space or a touch opens it."""

    BINDINGS = [Binding("enter,space", "open", "Ouvrir")]
    DEFAULT_CSS = """
    HomeCard {
        height: auto;
        padding: 0 1;
        background: $surface;
        border-left: outer $secondary;
        & Label { width: 1fr; }
        & .home-card--title { text-style: bold; color: $primary; }
        & .home-card--tag { color: $foreground-muted; }
        &:hover { background: $panel; }
        &:focus { background: $panel; border-left: outer $accent; }
        &:focus .home-card--title { color: $accent; text-style: bold underline; }
    }
    """

    class CardChosen(Message):
        """The card was chosen."""

        def __init__(self, card: HomeCard) -> None:
            super().__init__()
            self.card = card

        @property
        def control(self) -> HomeCard:
            return self.card

    def __init__(self, title: str, *lines: str, value: object = None, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.value = value
        """Value of the card, sent with ``CardChosen``."""
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield Label(self._title, classes="home-card--title", markup=False)
        for line in self._lines:
            if line:
                yield Label(line, classes="home-card--tag", markup=False)

    def action_open(self) -> None:
        self.post_message(self.CardChosen(self))

    def on_click(self) -> None:
        self.focus()
        self.action_open()
