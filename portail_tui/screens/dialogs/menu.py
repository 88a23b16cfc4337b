"""The whole menu, from any page."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from portail_tui.screens.dialogs.dialog import Dialog
from portail_tui.screens.pages import menu_of
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
    MenuDialog > .dialog { width: 38; height: 100%; max-height: 100%; padding: 1; }
    MenuDialog MenuTree { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "Menu"
            yield MenuTree(menu_of(self.session), unfolded=True)

    def on_mount(self) -> None:
        self.query_one(MenuTree).focus()

    @on(MenuTree.PageChosen)
    def open(self, event: MenuTree.PageChosen) -> None:
        self.portail.open_page(event.page)  # which leaves this menu with the pages below it
