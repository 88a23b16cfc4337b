"""The menu that unfolds to every démarche."""

from __future__ import annotations

from collections.abc import Iterable

from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

Sections = Iterable[tuple[str, Iterable[tuple[str, str]]]]
"""Titles, each with its (page, words)."""


class MenuTree(Tree[str]):
    """Sections and their pages; Enter, Space or a touch unfolds a section or opens a page."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    DEFAULT_CSS = """
    MenuTree {
        background: transparent;
        padding: 0;
        & > .tree--guides, & > .tree--guides-selected, & > .tree--guides-hover { color: $border; }
        & > .tree--cursor { background: $panel; color: $foreground; text-style: bold; }
        &:focus { background-tint: transparent; }
        &:focus > .tree--cursor { background: $accent; color: $on-accent; text-style: bold; }
        & > .tree--highlight-line { background: $panel; }
    }
    """

    class PageChosen(Message):
        """A page of the menu was chosen."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    def __init__(self, sections: Sections, *, unfolded: bool = False) -> None:
        super().__init__("Menu")
        self.show_root = False
        self.guide_depth = 2
        self._sections = sections
        self._unfolded = unfolded

    def on_mount(self) -> None:
        for title, entries in self._sections:
            section = self.root.add(title, expand=self._unfolded)
            for page, words in entries:
                section.add_leaf(words, data=page)
        self.root.expand()
        self.call_after_refresh(lambda: setattr(self, "cursor_line", 0))

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        event.stop()
        node: TreeNode[str] = event.node
        if node.data is not None:
            self.post_message(self.PageChosen(node.data))
