"""Corrections by the family: an adult's telephone, a new address."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Checkbox, Footer, Input, Static

from portail_tui.domain.families.profile import Address, Adult
from portail_tui.screens.base.form_page import FormScreen, field
from portail_tui.texts.families.people import FIELDS
from portail_tui.texts.shared.formats import listed


class AdultScreen(FormScreen):
    """An adult of the household; what the town alone corrects is said."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous corrigez le téléphone d'un responsable. "
        "Si vous cochez « Adresse confidentielle », la mairie ne dit votre adresse à personne. "
        "Pour un nom ou un droit, adressez-vous à la mairie."
    )

    def __init__(self, adult: Adult) -> None:
        super().__init__()
        self._adult = adult

    def compose(self) -> ComposeResult:
        yield self.title_bar(self._adult.name)
        with VerticalScroll(classes="form", can_focus=False):
            may = listed(list(self._adult.may)).capitalize() or "Aucun droit"
            note = f"{may}. Pour un nom ou un droit, adressez-vous à la mairie."
            yield Static(note, classes="form-note", markup=False)
            yield field(Input(self._adult.phone, id="phone", max_length=30), FIELDS["phone"])
            yield Checkbox(
                "Adresse confidentielle : ne la dire à personne",
                self._adult.is_confidential,
                id="is_confidential",
                compact=True,
            )
        yield from self.foot()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#phone").focus()
        self.keep()

    @on(Input.Submitted)
    def entered(self) -> None:
        self.save()

    @work(group="write")
    async def save(self) -> None:
        typed = self.typed()
        actor, family_id = self.session.actor, self.family_id
        await self.sends_and_leaves(
            lambda portal, operation: portal.save_adult(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                guardian_id=self._adult.guardian_id,
                phone=typed["phone"],
                is_confidential=typed["is_confidential"],
            )
        )


class AddressScreen(FormScreen):
    """A new address, which an agent verifies."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous donnez votre nouvelle adresse. "
        "Un agent de la mairie la vérifie : il peut vous demander un justificatif de domicile. "
        "Jusque-là, rien ne change, ni votre adresse ni vos tarifs."
    )

    def compose(self) -> ComposeResult:
        yield self.title_bar("Changer d'adresse")
        with VerticalScroll(classes="form", can_focus=False):
            note = "La mairie vérifie votre nouvelle adresse avant de changer vos tarifs."
            yield Static(note, classes="form-note", markup=False)
            yield field(Input(id="street", max_length=120), FIELDS["street"])
            with Horizontal(classes="form-row"):
                yield field(Input(id="postcode", max_length=10), FIELDS["postcode"])
                yield field(Input(id="city", max_length=80), FIELDS["city"])
        yield from self.foot("Envoyer à la mairie")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#street").focus()
        self.keep()

    @on(Input.Submitted)
    def entered(self) -> None:
        self.save()

    @work(group="write")
    async def save(self) -> None:
        address = Address(**self.typed())
        actor, family_id = self.session.actor, self.family_id
        await self.sends_and_leaves(
            lambda portal, operation: portal.declare_address(
                operation_id=operation.id, actor=actor, family_id=family_id, address=address
            )
        )
