"""A piece of news, whole."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Label, Markdown

from portail_tui.domain.views import NewsVignette
from portail_tui.screens.dialogs.dialog import Dialog
from portail_tui.texts.formats import long_date


class NewsDialog(Dialog[None]):
    """Its links lead nowhere from a terminal: the address is part of the text."""

    def __init__(self, news: NewsVignette) -> None:
        super().__init__()
        self._news = news

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "Actualité"
            yield Label(self._news.title, classes="strong", markup=False)
            yield Label(long_date(self._news.published_on), classes="muted", markup=False)
            with VerticalScroll(classes="dialog-body"):
                yield Markdown(self._news.body, open_links=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)
