"""« Changer d'adresse e-mail »: the new address, then the code mailed there."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Footer, Input, Static
from textual.worker import Worker

from portail_tui.screens.base.form_page import FormScreen, field
from portail_tui.texts.families.people import FIELDS


class EmailScreen(FormScreen):
    """Two steps on one page: what was typed in the first stays while the second is done."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous changez l'adresse e-mail avec laquelle vous vous connectez. "
        "Écrivez la nouvelle adresse et votre mot de passe, puis « Recevoir un code ». "
        "Un message part à cette adresse : recopiez son code ici, puis « Confirmer ». "
        "Jusque-là, votre ancienne adresse reste la bonne."
    )

    def __init__(self, present: str) -> None:
        super().__init__()
        self._present = present
        self._is_asked = False

    def compose(self) -> ComposeResult:
        yield self.title_bar("Changer d'adresse e-mail")
        with VerticalScroll(classes="form", can_focus=False):
            note = f"Vous vous connectez aujourd'hui avec {self._present}"
            yield Static(note, classes="form-note", markup=False)
            yield field(Input(id="email", max_length=254), "La nouvelle adresse e-mail")
            yield field(Input(id="password", password=True), "Votre mot de passe")
            yield Button("J'ai déjà un code", id="have-code", classes="line")
            with Vertical(id="code-part"):
                yield Static("", id="code-note", classes="form-text", markup=False)
                yield field(Input(id="code", max_length=20), FIELDS["code"])
        yield from self.foot("Recevoir un code")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#code-part").display = False
        self.query_one("#email").focus()
        self.keep()

    @on(Input.Submitted, "#email")
    def to_password(self) -> None:
        self.query_one("#password").focus()

    @on(Input.Changed, "#email")
    def other_address(self) -> None:
        """Another address wants a code of its own."""
        if self._is_asked:
            self._show_step(asked=False)

    @on(Button.Pressed, "#have-code")
    def has_code(self) -> None:
        self._show_step(asked=True)

    @on(Input.Submitted, "#password, #code")
    def entered(self) -> None:
        self.save()

    def save(self) -> Worker[None]:
        return self.confirm_code() if self._is_asked else self.ask_code()

    @work(group="write")
    async def ask_code(self) -> None:
        typed, actor = self.typed(), self.session.actor
        asked = await self.sends(
            lambda portal, _: portal.ask_email_change(
                actor=actor, email=typed["email"], password=typed["password"]
            )
        )
        if asked is not None:
            self._show_step(asked=True)

    def _show_step(self, *, asked: bool) -> None:
        self._is_asked = asked
        self.query_one("#code-part").display = asked
        self.query_one("#have-code").display = not asked
        self.query_one("#form-save", Button).label = "Confirmer" if asked else "Recevoir un code"
        if asked:
            self.query_one("#code-note", Static).update(
                "Un message part à la nouvelle adresse. Recopiez son code : il est valable 24 heures. "
                "Vous pouvez quitter cette page et revenir avec le code."
            )
            self.query_one("#code").focus()

    @work(group="write")
    async def confirm_code(self) -> None:
        code, actor = self.typed()["code"], self.session.actor
        changed = await self.sends(
            lambda portal, operation: portal.confirm_email_change(
                operation_id=operation.id, actor=actor, code=code
            )
        )
        if changed is not None:
            self.keep()
            self.notify("Votre adresse e-mail est changée.")
            self.action_back()
