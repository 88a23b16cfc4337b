"""« Demander l'effacement »: what it does, what the law keeps, and a word to the town."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from portail_tui.screens.base.form_page import FormScreen, field
from portail_tui.texts.families.people import WHAT_IS_KEPT


class ErasureScreen(FormScreen):
    """A request, which an agent treats: nothing is erased by a key."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous demandez à la mairie d'effacer les données de votre foyer. "
        "Rien n'est effacé tout de suite : un agent lit votre demande et vous répond dans le mois. "
        "La loi oblige la mairie à garder certaines choses, écrites sur la page. "
        "Vous pouvez retirer votre demande tant que l'agent n'a pas répondu."
    )

    def compose(self) -> ComposeResult:
        yield self.title_bar("Demander l'effacement")
        with VerticalScroll(classes="form", can_focus=False):
            yield Static(WHAT_IS_KEPT, classes="form-text", markup=False)
            yield field(Input(id="words", max_length=500), "Un mot pour la mairie (facultatif)")
        yield from self.foot("Envoyer ma demande")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#words").focus(scroll_visible=False)
        self.keep()

    @work(group="write")
    async def save(self) -> None:
        words = str(self.typed()["words"])
        actor, family_id = self.session.actor, self.family_id
        await self.sends_and_leaves(
            lambda portal, operation: portal.ask_erasure(
                operation_id=operation.id, actor=actor, family_id=family_id, words=words
            )
        )
