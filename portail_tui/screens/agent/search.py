"""The front desk: find a family by any part of a name, an e-mail, a child or a number."""

from __future__ import annotations

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import DataTable, Footer, Input, Label

from portail_tui.domain.families.views import FamilyHit
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.base.session import Session
from portail_tui.texts.shared.formats import counted, listed
from portail_tui.widgets.title_bar import TitleBar

LEAST_LETTERS = 2


class SearchScreen(PageScreen):
    """The results follow what is typed; Enter opens the first, or the chosen one."""

    EXPLAINED = (
        "Cherchez une famille par un bout de son nom, d'un prénom, d'un email ou de son numéro. "
        "La liste suit ce que vous tapez, sans tenir compte des accents. "
        "Entrée ouvre la première famille, ou celle que vous avez choisie. "
        "Un bandeau rappelle ensuite que vous agissez pour elle."
    )

    CSS_PATH = "search.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[FamilyHit, ...] = ()

    def compose(self) -> ComposeResult:
        yield TitleBar("Chercher une famille", family=self.session.actor.name)
        with Vertical(id="search"):
            field = Input(id="text", placeholder="lefevre, léa, 00123, @exemple.fr")
            field.border_title = "Nom, enfant, courriel ou numéro"
            yield field
            yield Label("", id="found", markup=False)
            table: DataTable[Text] = DataTable(id="hits", cursor_type="row", zebra_stripes=True)
            yield table
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        table = self.query_one("#hits", DataTable)
        for title in ("Famille", "Numéro", "Enfants", "Courriel", "Commune"):
            table.add_column(title)
        self.query_one("#text", Input).focus()

    @on(Input.Changed, "#text")
    def typed(self, event: Input.Changed) -> None:
        self.search(event.value.strip())

    @work(group="search", exclusive=True)
    async def search(self, text: str) -> None:
        if len(text) < LEAST_LETTERS:
            self._show((), "")
            return
        actor = self.session.actor
        hits = await self.ask(lambda portal: portal.find_families(actor=actor, text=text))
        if isinstance(hits, Refused):
            await self.tell(hits)
        elif hits is not None:
            many = counted(len(hits), "famille", "familles")
            self._show(
                hits, many if hits else "Aucune famille. Essayez une partie du nom ou le prénom d'un enfant."
            )

    def _show(self, hits: tuple[FamilyHit, ...], words: str) -> None:
        self._hits = hits
        table = self.query_one("#hits", DataTable)
        table.clear()
        for hit in hits:
            cells = (hit.name, hit.number, listed(list(hit.children)), hit.email, hit.town)
            table.add_row(*map(Text, cells))  # as text: a plain string would be read as markup
        self.query_one("#found", Label).update(words)

    @on(Input.Submitted, "#text")
    def open_first(self) -> None:
        if self._hits:
            self._open(self._hits[0])

    @on(DataTable.RowSelected)
    def open_row(self, event: DataTable.RowSelected) -> None:
        self._open(self._hits[event.cursor_row])

    def _open(self, hit: FamilyHit) -> None:
        self.portail.log_in(Session(self.session.actor, hit.family_id, hit.name))
