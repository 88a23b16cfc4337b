"""« Fiches enfants »: a card for each child of the family."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from portail_tui.domain.refusals import Refused
from portail_tui.domain.views import ChildCard, FamilyView
from portail_tui.screens.page import PageScreen
from portail_tui.texts.formats import counted, listed, long_date


class ChildrenScreen(PageScreen):
    """School, custody, documents and activities of each child; nothing of another home."""

    CSS_PATH = "profile.tcss"

    def compose(self) -> ComposeResult:
        yield self.title_bar("Fiches enfants")
        yield VerticalScroll(id="cards")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#cards").focus()
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        family = await self.ask(lambda portal: portal.family(actor=actor, family_id=family_id))
        if isinstance(family, Refused):
            await self.tell(family)
        if not isinstance(family, FamilyView):
            self.action_back()
            return
        self.show_balance(family.balance_cents)
        cards = self.query_one("#cards")
        await cards.remove_children()
        await cards.mount_all(_card(child) for child in family.children)


def _card(child: ChildCard) -> Static:
    birth = long_date(child.birth_date, weekday=False)
    lines = [f"Date de naissance : {birth}, {counted(child.age, 'an', 'ans')}"]
    if child.school:
        lines.append(f"École : {child.school}, {child.grade}")
    if child.shared_custody:
        lines.append(child.shared_custody)
    if child.activities:
        lines.append(f"Activités : {listed(list(child.activities))}")
    lines += [f"{one.label} : {one.state} {one.reason}".strip() for one in child.documents]
    card = Static("\n".join(lines), classes="card", markup=False)
    card.border_title = Content(f"{child.first_name} {child.last_name}")
    return card
