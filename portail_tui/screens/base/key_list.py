"""The keys of the screen below, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.shared.key_names import key_name

ALWAYS = (
    ("Tab", "aller au champ suivant"),
    ("Maj+Tab", "revenir au champ précédent"),
    ("Entrée", "ouvrir ou valider"),
    ("F1", "expliquer l'écran"),
    ("?", "montrer ces touches"),
    ("F9", "changer les couleurs (clair, sombre, contraste)"),
    ("Ctrl+Q", "quitter le portail"),
)


def _keys_of(below: Screen[Any]) -> Iterator[tuple[str, str]]:
    """Active keys declared by our own classes; those of Textual have English labels."""
    described: dict[str, str] = {}
    for node, binding, enabled, _ in below.active_bindings.values():
        if enabled and not isinstance(node, App) and binding.action in _our_actions(type(node)):
            name = binding.key_display or key_name(binding.key)
            described.setdefault(binding.description, name)
    for description, name in described.items():
        yield name, description[:1].lower() + description[1:]


def _our_actions(node: type) -> set[str]:
    return {
        binding.action
        for one in node.__mro__
        if one.__module__.startswith("portail_tui.")
        for binding in vars(one).get("BINDINGS", ())
    }


class KeysDialog(Dialog[None]):
    """Made from the bindings that work on that screen, so that it cannot be out of date."""

    EXPLAINED = (
        "La liste des touches qui marchent sur l'écran du dessous. "
        "Aucune n'est obligatoire : tout se fait aussi à la souris ou au doigt. "
        "Fermez pour y revenir."
    )

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._keys = list(_keys_of(below))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = "Les touches de cet écran"
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(self._table(), classes="dialog-text")
                yield Static(
                    "\nTout se fait aussi à la souris ou au doigt.", classes="dialog-text muted", markup=False
                )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close", variant="primary")

    def _table(self) -> Content:
        known = {words for _, words in ALWAYS}
        rows = [*(row for row in self._keys if row[1] not in known), *ALWAYS]
        width = max(len(key) for key, _ in rows)
        return Content("\n").join(
            [Content.assemble((f" {key:<{width}} ", "bold $accent"), f" {words}") for key, words in rows]
        )

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)
