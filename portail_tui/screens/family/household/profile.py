"""« Mon profil »: what the town knows of the family, and what the family corrects itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from portail_tui.domain.families.profile import AddressState, Adult, ErasureState, ProfileView
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.base.pages import PAGES
from portail_tui.texts.shared.formats import listed, long_date

ASK = "Pour un nom, une date de naissance ou un droit, adressez-vous à la mairie."


class ProfileButton(Button):
    """Opens what corrects a part of the profile."""

    def __init__(self, label: str, opens: Callable[[], object]) -> None:
        super().__init__(label, classes="line")
        self.opens = opens


class ProfileScreen(PageScreen):
    """A card for each subject, its buttons under it."""

    CSS_PATH = "profile.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous voyez ce que la mairie sait de votre foyer. "
        "Sous chaque partie, un bouton permet de la corriger. "
        "Une nouvelle adresse est vérifiée par un agent avant de compter pour vos tarifs. "
        "Vous pouvez aussi prendre une copie de vos données, ou demander leur effacement."
    )

    def compose(self) -> ComposeResult:
        yield self.title_bar("Mon profil")
        yield VerticalScroll(id="cards", can_focus=False)
        yield Footer(show_command_palette=False, compact=True)

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        found = await self.ask_or_leave(lambda portal: portal.profile(actor=actor, family_id=family_id))
        if found is None:
            return
        self.show_balance(found.balance_cents)
        cards = self.query_one("#cards")
        held = self.focused.id if isinstance(self.focused, ProfileButton) else None
        async with self.batch():
            await cards.remove_children()
            await cards.mount_all(self._cards(found))
        again = self.query(f"#{held}") if held else None
        (again or self.query(ProfileButton)).first().focus(scroll_visible=bool(again))

    def _cards(self, view: ProfileView) -> list[Vertical]:
        return [
            _card("Le foyer", _household(view), self._button("address", "Changer d'adresse", self.move)),
            *(
                _card(
                    one.name,
                    _adult(one),
                    self._button(f"adult-{one.guardian_id}", "Modifier", partial(self.edit_adult, one)),
                )
                for one in view.adults
            ),
            *self._account(view),
            _card("Vos tarifs", _tariff(view)),
            _card("Vos accords et vos données", _data(view), *self._data_buttons(view)),
            _card("Une erreur ?", ASK, self._button("contact", "Contacter la mairie", self.contact)),
        ]

    def _account(self, view: ProfileView) -> list[Vertical]:
        """Log-in of the person at the screen; not shown to staff on a family's page."""
        if self.session.acts_for_another:
            return []
        return [
            _card(
                "Votre compte",
                f"Vous vous connectez avec {view.email}",
                self._button("email", "Changer d'adresse e-mail", partial(self.change_email, view.email)),
                self._button("password", "Changer de mot de passe", self.change_password),
            )
        ]

    def _button(self, name: str, label: str, opens: Callable[[], object]) -> ProfileButton:
        button = ProfileButton(label, opens)
        button.id = f"profile-{name}"
        return button

    def _data_buttons(self, view: ProfileView) -> list[ProfileButton]:
        buttons = [self._button("consents", "Vos accords", self.open_consents)]
        buttons.append(self._button("copy", "Télécharger mes données", self.download))
        if view.erasure is not None and view.erasure.state is ErasureState.ASKED:
            request_id = view.erasure.request_id
            label = "Retirer ma demande"
            buttons.append(self._button("erasure", label, lambda: self.withdraw_erasure(request_id)))
        else:
            buttons.append(self._button("erasure", "Demander l'effacement", self.open_erasure))
        return buttons

    @on(Button.Pressed)
    def open_part(self, event: Button.Pressed) -> None:
        if isinstance(event.button, ProfileButton):
            event.button.opens()

    # --- what the buttons open --------------------------------------------------------------------------

    def move(self) -> None:
        from portail_tui.screens.family.household.correct_details import AddressScreen

        self._open(AddressScreen())

    def edit_adult(self, adult: Adult) -> None:
        from portail_tui.screens.family.household.correct_details import AdultScreen

        self._open(AdultScreen(adult))

    def change_email(self, present: str) -> None:
        from portail_tui.screens.family.household.change_email import EmailScreen

        self._open(EmailScreen(present))

    def change_password(self) -> None:
        from portail_tui.screens.dialogs.password import ChangeDialog

        self.app.push_screen(ChangeDialog())

    def open_consents(self) -> None:
        from portail_tui.screens.family.household.consents import ConsentsScreen

        self._open(ConsentsScreen())

    def open_erasure(self) -> None:
        from portail_tui.screens.family.household.erasure import ErasureScreen

        self._open(ErasureScreen())

    def contact(self) -> None:
        from portail_tui.screens.base.pages import load_page

        self.app.push_screen(load_page(PAGES.CONTACT))

    def _open(self, page: Screen[None]) -> None:
        self.app.push_screen(page)

    @work(group="write")
    async def download(self) -> None:
        """The copy, then what this session can do with it."""
        from portail_tui.screens.dialogs.deliver_file import DeliverDialog

        actor, family_id = self.session.actor, self.family_id
        made = await self.ask(lambda portal: portal.own_data(actor=actor, family_id=family_id))
        if isinstance(made, Refused):
            await self.tell(made)
        elif made is not None:
            await self.portail.push_screen_wait(DeliverDialog(made))

    @work(group="write")
    async def withdraw_erasure(self, request_id: int) -> None:
        actor, family_id = self.session.actor, self.family_id
        answer = await self.write(
            lambda portal, operation: portal.withdraw_erasure(
                operation_id=operation.id, actor=actor, family_id=family_id, request_id=request_id
            ),
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
        self.load()


def _card(title: str, text: str, *buttons: ProfileButton) -> Vertical:
    parts: list[Static | Horizontal] = [Static(text, markup=False)]
    if buttons:
        parts.append(Horizontal(*buttons, classes="card-buttons"))
    card = Vertical(*parts, classes="card")
    card.border_title = Content(title)
    return card


def _household(view: ProfileView) -> str:
    place = f"{view.address.postcode} {view.address.city}".strip()
    account = "Compte actif." if view.active else "Compte à activer depuis la tirelire."
    lines = [f"Famille {view.name}, numéro {view.number}. {account}"]
    lines += [line for line in (*view.address.street.splitlines(), place) if line]
    if (declared := view.declared) is not None:
        to = f"{declared.address.street}, {declared.address.postcode} {declared.address.city}"
        if declared.state is AddressState.SENT:
            since = long_date(declared.declared_on, weekday=False)
            lines.append(f"Nouvelle adresse déclarée le {since}, la mairie la vérifie : {to}")
        else:
            lines.append(f"Adresse refusée ({to}). {declared.reason}")
    return "\n".join(lines)


def _adult(adult: Adult) -> str:
    reach = "   ".join(part for part in (adult.phone, adult.email) if part)
    confidential = ["Adresse confidentielle"] if adult.is_confidential else []
    return "\n".join([reach or "Ni téléphone ni e-mail", listed([*adult.may, *confidential]).capitalize()])


def _tariff(view: ProfileView) -> str:
    until = f", valable jusqu'au {long_date(view.quotient_until)}" if view.quotient_until else ""
    where = "Vous habitez la commune." if view.resident else "Vous habitez hors de la commune."
    return f"Quotient : {view.quotient}{until}\n{where}"


def _data(view: ProfileView) -> str:
    if (erasure := view.erasure) is None:
        return "Ce que vous acceptez, et ce que la mairie garde de vous."
    asked = long_date(erasure.asked_on, weekday=False)
    if erasure.state is ErasureState.ASKED:
        return f"Effacement demandé le {asked}. Un agent va vous répondre."
    return f"Effacement demandé le {asked}. La mairie répond : {erasure.answer}"
