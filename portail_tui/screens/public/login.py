"""The log-in screen: e-mail, password, « Mot de passe oublié »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Checkbox, Footer, Input, Label, Static

from portail_tui.domain.ops.store_errors import StoreTrouble
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.portal_screen import PortalScreen
from portail_tui.widgets.pixel_picture import Picture
from portail_tui.widgets.town_hall_picture import TOWN_HALL, TOWN_HALL_PALETTE

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import LoggedIn
    from portail_tui.domain.accounts.passwords import ChooseFirst
    from portail_tui.domain.rules.rulebook import TownContact
    from portail_tui.portal import Portal

DEMO_OLD_DAYS = 7
"""From this age on, the demonstration's days around today begin to lack: a new one is offered."""


class LoginScreen(PortalScreen[None], Screen[None]):
    """The first screen, painted before anything is asked of the store."""

    EXPLAINED = (
        "Ici vous entrez dans le portail. "
        "Saisissez votre email, puis votre mot de passe, et choisissez « Se connecter ». "
        "Pas encore de mot de passe : saisissez votre email, puis « Première connexion ». "
        "Mot de passe perdu : saisissez votre email, puis « Mot de passe oublié »."
    )

    BINDINGS = [
        # like Tab: the password typed at once after it must not land in the e-mail
        Binding("enter", "to_password", "Champ suivant", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Horizontal(id="halves"):
            with Vertical(id="welcome"):
                yield Picture(TOWN_HALL, TOWN_HALL_PALETTE)
                yield Label("Portail famille", id="brand")
                yield Label("", id="town", markup=False)
                yield Static("", id="town-contact", markup=False)
            with VerticalScroll(id="entry", can_focus=False):
                yield Label("Se connecter à son compte", id="entry-title")
                email = Input(id="email", placeholder="prenom.nom@exemple.fr")
                email.border_title = "Votre email"
                yield email
                password = Input(id="password", password=True)
                password.border_title = "Votre mot de passe"
                yield password
                yield Checkbox("Afficher le mot de passe", id="show-password", compact=True)
                yield Label("", id="answer", markup=False)
                with Horizontal(id="entry-buttons"):
                    yield Button("Se connecter", variant="primary", id="log-in")
                    with Vertical(id="entry-links"):
                        yield Button("Mot de passe oublié", classes="link", id="forgotten")
                        yield Button("Première connexion", classes="link", id="first-time")
                if self.portail.start.demo is not None:
                    yield from self._compose_demo()
        yield Footer(show_command_palette=False, compact=True)

    def _compose_demo(self) -> ComposeResult:
        demo = self.portail.start.demo
        assert demo is not None
        with Vertical(id="demo", classes="card") as card:
            card.border_title = "Commune de démonstration"
            for number, login in enumerate(demo.logins):
                yield Button(f"{login.email}  {login.who}", classes="link", id=f"demo-{number}")
            yield Label(f"Mot de passe : {demo.logins[0].password}", classes="muted", markup=False)
            if demo.age_days > DEMO_OLD_DAYS:
                yield Button(f"Elle a {demo.age_days} jours. La refaire à neuf", classes="link", id="renew")

    def on_mount(self) -> None:
        self.query_one("#email", Input).focus()
        self.show_town()

    def forget(self) -> None:
        """Nothing that the last person typed is left."""
        for field in self.query(Input):
            field.value = ""
        self._say("")
        self.query_one("#email", Input).focus()

    @work(group="town", exclusive=True)
    async def show_town(self) -> None:
        """Name the town once its store is open, or say why it can't be opened."""
        try:
            contact = await self.portail.ask(lambda portal: portal.town_contact())
        except StoreTrouble as trouble:
            self._say(self._words_of(trouble))
            return
        self.query_one("#town", Label).update(contact.name)
        self.query_one("#town-contact", Static).update(_contact_lines(contact))

    @on(Checkbox.Changed, "#show-password")
    def show_password(self, event: Checkbox.Changed) -> None:
        self.query_one("#password", Input).password = not event.value

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Enter leaves the e-mail; everywhere else it keeps its own meaning."""
        return action != "to_password" or self.query_one("#email").has_focus

    def action_to_password(self) -> None:
        self.query_one("#password", Input).focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#log-in")
    def send(self) -> None:
        email = self.query_one("#email", Input).value.strip()
        password = self.query_one("#password", Input).value
        if not email or not password:
            self._say("Saisissez votre email et votre mot de passe.")
            self.query_one("#email" if not email else "#password", Input).focus()
            return
        self._say("Un instant…", trouble=False)
        self.query_one("#log-in", Button).disabled = True
        self.log_in(email, password)

    @work(group="log-in", exclusive=True)
    async def log_in(self, email: str, password: str) -> None:
        from portail_tui.domain.accounts.passwords import ChooseFirst

        origin = self.portail.start.origin

        def call(portal: Portal) -> LoggedIn | ChooseFirst | Refused:
            return portal.log_in(email=email, password=password, origin=origin)

        answer: LoggedIn | ChooseFirst | Refused | None = await self.ask(call)
        self.query_one("#log-in", Button).disabled = False
        field = self.query_one("#password", Input)
        if answer is None or isinstance(answer, Refused):
            self._say(self._words_of(answer) if answer else "")
        elif isinstance(answer, ChooseFirst):
            await self._choose(answer)
        else:
            from portail_tui.screens.base.session import Session

            actor = answer.actor
            self.portail.log_in(Session(actor, actor.family_id, actor.name))
            return
        field.focus()
        field.action_end()

    async def _choose(self, first: ChooseFirst) -> None:
        """Let in for nothing but to choose a password; one logs in with it afterwards."""
        from portail_tui.screens.dialogs.password import ChooseDialog
        from portail_tui.texts.accounts import passwords

        is_chosen = await self.portail.push_screen_wait(ChooseDialog(first.ticket, first.least))
        self.query_one("#password", Input).value = ""
        if is_chosen:
            self._say(passwords.NEW_IS_CHOSEN, trouble=False)
        else:
            self._say(passwords.ASK_AGAIN)

    @on(Button.Pressed, "#forgotten")
    @on(Button.Pressed, "#first-time")
    def forgotten(self, event: Button.Pressed) -> None:
        email = self.query_one("#email", Input)
        if not email.value.strip():
            self._say(f"Saisissez votre email, puis « {event.button.label} ».")
            email.focus()
            return
        self._say("Un instant…", trouble=False)
        self.ask_new_password(email.value.strip(), str(event.button.label))

    @work(group="log-in", exclusive=True)
    async def ask_new_password(self, email: str, title: str) -> None:
        """Have a temporary password mailed. The same is said of every address."""
        from portail_tui.screens.dialogs.contact import ContactDialog
        from portail_tui.texts.accounts import passwords

        start = self.portail.start
        answer = await self.ask(lambda portal: portal.ask_new_password(email=email, origin=start.origin))
        if answer is None or isinstance(answer, Refused):
            self._say(self._words_of(answer) if answer else "")
            return
        self._say("")
        if answer.by_mail or start.demo is not None:
            sentence = passwords.asked(is_demo=start.demo is not None)
        else:
            sentence = passwords.ASK_THE_TOWN_HALL
        await self.portail.push_screen_wait(ContactDialog(title, sentence))
        self.query_one("#password", Input).focus()

    @on(Button.Pressed)
    def fill_in(self, event: Button.Pressed) -> None:
        """A touch on one of the demonstration's log-ins fills the fields."""
        demo = self.portail.start.demo
        prefix, _, number = (event.button.id or "").partition("-")
        if demo is None or prefix != "demo":
            return
        login = demo.logins[int(number)]
        self.query_one("#email", Input).value = login.email
        self.query_one("#password", Input).value = login.password
        self.query_one("#log-in", Button).focus()

    @on(Button.Pressed, "#renew")
    def renew(self, event: Button.Pressed) -> None:
        demo = self.portail.start.demo
        assert demo is not None
        event.button.display = False
        self._say("La commune de démonstration est refaite à neuf…", trouble=False)
        self.portail.open_portal(demo.renew)
        self.renewed()

    @work(group="town", exclusive=True)
    async def renewed(self) -> None:
        try:
            await self.portail.portal()
        except StoreTrouble as trouble:
            self._say(self._words_of(trouble))
        else:
            self._say("La commune de démonstration est prête.", trouble=False)

    def _words_of(self, what: Refused | StoreTrouble) -> str:
        from portail_tui.texts.refusals import refusal
        from portail_tui.texts.shared.store_faults import store_fault

        return refusal(what) if isinstance(what, Refused) else store_fault(what.fault, writing=False)

    def _say(self, sentence: str, *, trouble: bool = True) -> None:
        answer = self.query_one("#answer", Label)
        answer.update(sentence)
        answer.set_class(trouble and bool(sentence), "-trouble")


def _contact_lines(contact: TownContact) -> str:
    return "\n".join(["", contact.phone, *contact.hours])
