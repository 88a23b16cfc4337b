"""Choosing a password: after a temporary one, or in place of the current one."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.accounts.passwords import LEAST_OF_FAMILIES, LEAST_OF_STAFF, Chosen
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.accounts import passwords as words

Answer = Actor | Chosen


class PasswordDialog(Dialog[bool]):
    """Form for a new password, typed twice; answers whether it was saved. The typed text stays until then."""

    DEFAULT_CSS = """
    PasswordDialog #password-answer { color: $error; text-style: bold; }
    """
    TITLE: ClassVar[str]
    WHY: ClassVar[str] = ""
    """Text above the fields."""
    ASKS_CURRENT: ClassVar[bool] = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self.TITLE)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                if self.WHY:
                    yield Static(self.WHY, classes="dialog-text strong", markup=False)
                yield Static(words.advice(self.least), classes="dialog-text muted", markup=False)
                if self.ASKS_CURRENT:
                    yield _field("current", "Votre mot de passe actuel")
                yield _field("new", "Le nouveau mot de passe")
                yield _field("again", "Le nouveau, encore une fois")
                yield Checkbox("Afficher ce que je tape", id="show", compact=True)
                yield Static("", id="password-answer", classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Annuler", id="back")
                yield Button("Enregistrer", id="save", variant="primary")

    @property
    def least(self) -> int:
        """Minimum number of characters."""
        raise NotImplementedError

    async def send(self, password: str) -> Answer | Refused | None:
        """Keep the password; None where the store could not and the person gave up."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query(Input).first().focus()

    def on_click(self, event: events.Click) -> None:
        """A touch beside it would lose what was typed."""
        event.prevent_default()

    @on(Checkbox.Changed, "#show")
    def show(self, event: Checkbox.Changed) -> None:
        for field in self.query(Input):
            field.password = not event.value

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        fields = list(self.query(Input))
        at = fields.index(event.input)
        if at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self.ask_to_save()

    @on(Button.Pressed, "#save")
    def ask_to_save(self) -> None:
        for field in self.query(Input):
            if not field.value:
                self._say("Remplissez chaque ligne.", field)
                return
        new, again = self.query_one("#new", Input), self.query_one("#again", Input)
        if new.value != again.value:
            self._say(words.NOT_THE_SAME, again)
            return
        self.save(new.value)

    @work(group="password", exclusive=True)
    async def save(self, password: str) -> None:
        answer = await self.send(password)
        if isinstance(answer, Refused):
            from portail_tui.texts.refusals import refusal

            self._say(refusal(answer), self.query_one("#new", Input))
        elif answer is not None:
            self.kept(answer)
            self.dismiss(True)

    def kept(self, answer: Answer) -> None:
        """Continue the session after the save."""

    @on(Button.Pressed, "#back")
    def give_up(self) -> None:
        self.dismiss(False)

    def _say(self, sentence: str, field: Input) -> None:
        answer = self.query_one("#password-answer", Static)
        answer.update(sentence)
        field.focus()
        answer.scroll_visible()


class ChooseDialog(PasswordDialog):
    """After a log-in that lets in for nothing else."""

    EXPLAINED: ClassVar[str] = (
        "Votre mot de passe provisoire ne sert qu'une fois. Choisissez ici le vôtre. Tapez-le deux fois, "
        "puis « Enregistrer ». Ensuite, connectez-vous avec lui."
    )
    TITLE = "Choisissez votre mot de passe"
    WHY = "Le mot de passe provisoire ne sert qu'une fois : choisissez maintenant le vôtre."

    def __init__(self, ticket: str, least: int) -> None:
        super().__init__()
        self._ticket = ticket
        self._least = least

    @property
    def least(self) -> int:
        return self._least

    async def send(self, password: str) -> Answer | Refused | None:
        ticket = self._ticket
        return await self.write(
            lambda portal, _: portal.choose_password(ticket=ticket, password=password),
        )


class ChangeDialog(PasswordDialog):
    """Change of the current password during a session."""

    EXPLAINED: ClassVar[str] = (
        "Ici, vous changez de mot de passe. Tapez celui que vous avez, puis le nouveau, deux fois. "
        "Choisissez « Enregistrer ». Les autres écrans ouverts avec votre compte se ferment. Celui-ci reste."
    )
    TITLE = "Changer de mot de passe"
    ASKS_CURRENT = True

    @property
    def least(self) -> int:
        return LEAST_OF_FAMILIES if self.session.actor.role is Role.FAMILY else LEAST_OF_STAFF

    async def send(self, password: str) -> Answer | Refused | None:
        actor = self.session.actor
        current = self.query_one("#current", Input).value
        return await self.write(
            lambda portal, operation: portal.change_password(
                operation_id=operation.id, actor=actor, current=current, password=password
            ),
        )

    def kept(self, answer: Answer) -> None:
        assert isinstance(answer, Actor)
        self.portail.renew(answer)
        self.notify("Votre mot de passe est changé.")


def _field(name: str, title: str) -> Input:
    field = Input(id=name, password=True)
    field.border_title = title
    return field
