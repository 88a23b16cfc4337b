"""The town hall: address, telephone, hours."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.dialog import Dialog


class ContactDialog(Dialog[None]):
    """Contact details of the town hall, under the reason to use them."""

    EXPLAINED = (
        "L'adresse, le téléphone, le courriel et les horaires de la mairie. "
        "Appelez, écrivez ou passez à l'accueil : un agent peut tout faire pour vous."
    )

    def __init__(self, title: str = "Contacter la mairie", reason: str = "") -> None:
        super().__init__()
        self._title = title
        self._reason = reason

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                if self._reason:
                    yield Static(f"{self._reason}\n", classes="dialog-text strong", markup=False)
                yield Static("", classes="dialog-text", id="contact", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()
        self.load()

    @work
    async def load(self) -> None:
        contact = await self.ask(lambda portal: portal.town_contact())
        if contact is None:
            self.dismiss(None)
        elif not isinstance(contact, Refused):
            self.query_one("#contact", Static).update(contact_text(contact))

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)


def contact_text(contact: TownContact) -> str:
    """Name, address and opening hours of the contact, as lines."""
    lines = [contact.name, contact.service, *contact.address, "", f"Téléphone   {contact.phone}"]
    lines += [f"Courriel    {contact.email}", "", "À l'accueil", *(f"  {hours}" for hours in contact.hours)]
    return "\n".join(lines)
