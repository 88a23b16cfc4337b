"""The whole menu, from any page."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button

from portail_tui.screens.base.dialog import Dialog
from portail_tui.screens.base.pages import menu_of
from portail_tui.widgets.menu_tree import MenuTree


class MenuDialog(Dialog[None]):
    """The menu unfolded; choosing a page goes there."""

    EXPLAINED = (
        "Le menu mène à toutes les pages. "
        "Montez et descendez avec les flèches, ouvrez avec Entrée, ou touchez une ligne. "
        "Une ligne précédée d'un triangle se plie et se déplie."
    )

    CSS = """
    MenuDialog { align: left top; }
    MenuDialog > .dialog { width: 38; height: 100%; max-height: 100%; padding: 0 1; }
    MenuDialog MenuTree { height: 1fr; }
    MenuDialog Button { width: 100%; margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "Menu"
            *pages, leaving = menu_of(self.session)
            yield MenuTree(pages, unfolded=True)
            # seen without scrolling, at a kiosk above all: whoever leaves logs out
            (page, words), *_ = leaving.entries
            yield Button(words, id=page, classes="line")

    def on_mount(self) -> None:
        self.query_one(MenuTree).focus()

    @on(MenuTree.PageChosen)
    def open(self, event: MenuTree.PageChosen) -> None:
        self.portail.open_page(event.page)  # which leaves this menu with the pages below it

    @on(Button.Pressed)
    def leave(self, event: Button.Pressed) -> None:
        self.portail.open_page(str(event.button.id))
