"""« Fiches enfants »: a card for each child of the family."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from portail_tui.domain.families.views import ChildCard
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.shared.formats import counted, listed, long_date


class ChildButton(Button):
    """Opens a page of one child."""

    def __init__(self, child: ChildCard, label: str, opens: Callable[[ChildCard], object]) -> None:
        super().__init__(label, classes="line")
        self.child, self.opens = child, opens


class ChildrenScreen(PageScreen):
    """School, custody, documents and activities of each child; nothing of another home."""

    CSS_PATH = "profile.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous voyez ce que la mairie sait de chaque enfant : son école, ses activités, ses documents. "
        "« Santé » ouvre sa fiche : menu à la cantine, allergies, médecin. "
        "« Qui vient le chercher » et « Autorisations » ouvrent vos listes. "
        "Pour l'école ou la date de naissance, adressez-vous à la mairie."
    )

    def compose(self) -> ComposeResult:
        yield self.title_bar("Fiches enfants")
        yield VerticalScroll(id="cards", can_focus=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        family = await self.ask_or_leave(lambda portal: portal.family(actor=actor, family_id=family_id))
        if family is None:
            return
        self.show_balance(family.balance_cents)
        cards = self.query_one("#cards")
        await cards.remove_children()
        await cards.mount_all(self._card(child) for child in family.children)
        if buttons := self.query(ChildButton):
            buttons.first().focus(scroll_visible=False)

    def _card(self, child: ChildCard) -> Vertical:
        health = "Voir la fiche santé" if self.session.acts_for_another else "Santé"
        buttons = Horizontal(
            ChildButton(child, health, self.open_health),
            ChildButton(child, "Qui vient le chercher", self.open_collectors),
            ChildButton(child, "Autorisations", self.open_consents),
            classes="card-buttons",
        )
        card = Vertical(Static(_facts(child), markup=False), buttons, classes="card")
        card.border_title = Content(f"{child.first_name} {child.last_name}")
        return card

    @on(Button.Pressed)
    def open_child(self, event: Button.Pressed) -> None:
        if isinstance(event.button, ChildButton):
            event.button.opens(event.button.child)

    @work(group="opening", exclusive=True)
    async def open_health(self, child: ChildCard) -> None:
        from portail_tui.screens.dialogs.ask_reason import ReasonDialog
        from portail_tui.screens.family.household.health import HealthScreen

        reason = ""
        if self.session.acts_for_another:
            sentence = f"Pourquoi ouvrez-vous la fiche de {child.first_name} ? Cette lecture est notée.\n"
            dialog = ReasonDialog("Voir la fiche santé", sentence, action="Voir la fiche")
            reason = await self.portail.push_screen_wait(dialog) or ""
            if not reason:
                return
        page: Screen[None] = HealthScreen(child.child_id, child.first_name, reason)
        self.app.push_screen(page)

    def open_collectors(self, child: ChildCard) -> None:
        from portail_tui.screens.family.household.pickup import CollectorsScreen

        page: Screen[None] = CollectorsScreen(child.child_id, child.first_name)
        self.app.push_screen(page)

    def open_consents(self, child: ChildCard) -> None:
        from portail_tui.screens.family.household.consents import ConsentsScreen

        page: Screen[None] = ConsentsScreen(child.child_id, child.first_name)
        self.app.push_screen(page)


def _facts(child: ChildCard) -> str:
    birth = long_date(child.birth_date, weekday=False)
    lines = [f"Date de naissance : {birth}, {counted(child.age, 'an', 'ans')}"]
    if child.school:
        lines.append(f"École : {child.school}, {child.grade}")
    if child.shared_custody:
        lines.append(child.shared_custody)
    if child.activities:
        lines.append(f"Activités : {listed(list(child.activities))}")
    lines += [f"{one.label} : {one.state} {one.reason}".strip() for one in child.documents]
    return "\n".join(lines)
