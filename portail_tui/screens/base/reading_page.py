"""A page to read: it stands above any other, the log-in screen too, and goes back there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Footer, Label

from portail_tui.screens.base.page import PageScreen


class ReadingScreen(PageScreen):
    """Long text scrolls by arrows, pages, wheel or finger."""

    CSS_PATH = str(Path(__file__).with_name("reading_page.tcss"))
    """Whole: a page made from this one in another folder has the same styles."""
    BINDINGS = [
        Binding("pagedown", "page(1)", "Plus bas", show=False),
        Binding("pageup", "page(-1)", "Plus haut", show=False),
    ]

    def framed(self, title: str, *read: Widget) -> Iterator[Widget]:
        """The page around what is read."""
        if self.portail.session is None:
            yield Label(title, id="reading-title", markup=False)
        else:
            yield self.title_bar(title)
        yield VerticalScroll(*read, id="reading")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#reading").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is always something below; nobody's menu where nobody is logged in."""
        if action == "back":
            return True
        if action == "menu" and self.portail.session is None:
            return False
        return super().check_action(action, parameters)

    def action_page(self, pages: int) -> None:
        body = self.query_one("#reading", VerticalScroll)
        body.scroll_relative(y=pages * (body.size.height - 1), animate=False)
