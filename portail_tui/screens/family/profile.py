"""« Mon profil »: what the town knows of the family."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Footer, Static

from portail_tui.domain.refusals import Refused
from portail_tui.domain.views import FamilyView
from portail_tui.screens.page import PageScreen
from portail_tui.screens.pages import PAGES
from portail_tui.texts.formats import listed, long_date


class ProfileScreen(PageScreen):
    """Read here, corrected by the town hall."""

    EXPLAINED = (
        "Ce que la mairie sait de votre famille : adresse, quotient, responsables, documents. "
        "Si quelque chose est faux, dites-le à la mairie avec le bouton du bas."
    )

    CSS_PATH = "profile.tcss"

    def compose(self) -> ComposeResult:
        yield self.title_bar("Mon profil")
        with VerticalScroll(id="cards", can_focus=False):
            for name, title in (
                ("household", "Le foyer"),
                ("tariff", "Vos tarifs"),
                ("adults", "Les responsables"),
                ("papers", "Les documents de la famille"),
            ):
                card = Static("", id=name, classes="card", markup=False)
                card.border_title = title
                yield card
            yield Button("Signaler une erreur à la mairie", id="contact")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#contact").focus(scroll_visible=False)
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
        for name, text in _cards(family).items():
            card = self.query_one(f"#{name}", Static)
            card.display = bool(text)
            card.update(text)

    @on(Button.Pressed, "#contact")
    def contact(self) -> None:
        from portail_tui.screens.pages import load_page

        self.app.push_screen(load_page(PAGES.CONTACT))


def _cards(family: FamilyView) -> dict[str, str]:
    """The text of each card, by its name."""
    where = "Vous habitez la commune." if family.resident else "Vous habitez hors de la commune."
    until = f", valable jusqu'au {long_date(family.quotient_until)}" if family.quotient_until else ""
    account = "Compte actif." if family.active else "Compte à activer depuis la tirelire."
    adults = [
        "\n".join([one.name, f"  {one.phone}   {one.email}", f"  {listed(list(one.may)).capitalize()}"])
        for one in family.guardians
    ]
    papers = [f"{one.label} : {one.state} {one.reason}".strip() for one in family.documents]
    return {
        "household": "\n".join([f"Famille {family.name}, numéro {family.number}", *family.address, account]),
        "tariff": f"Quotient : {family.quotient}{until}\n{where}",
        "adults": "\n".join(adults),
        "papers": "\n".join(papers),
    }
