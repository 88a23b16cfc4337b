"""« Autorisations »: what this household agrees to, for a child or for itself."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Checkbox, Footer, Static

from portail_tui.domain.families.people import (
    CHILD_CONSENTS,
    FAMILY_CONSENTS,
    ConsentCode,
    ConsentLine,
)
from portail_tui.screens.base.form_page import FormScreen
from portail_tui.texts.families.people import CONSENTS, OWN_CONSENTS
from portail_tui.texts.shared.formats import long_date


class ConsentsScreen(FormScreen):
    """Each consent is a box, with the day since when; saved together."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous donnez vos accords à la mairie, ou vous les retirez. "
        "Cochez ce que vous acceptez, décochez ce que vous n'acceptez plus, puis « Enregistrer ». "
        "Vous pouvez changer d'avis à tout moment, sans donner de raison."
    )

    def __init__(self, child_id: int | None = None, child_name: str = "") -> None:
        super().__init__()
        self._child_id, self._child_name = child_id, child_name
        self._codes = FAMILY_CONSENTS if child_id is None else CHILD_CONSENTS

    def compose(self) -> ComposeResult:
        yield self.title_bar(f"Autorisations : {self._child_name}" if self._child_name else "Vos accords")
        with VerticalScroll(classes="form", can_focus=False):
            yield Static("Cochez ce que vous acceptez.", id="consents-note", classes="form-note")
            for code in self._codes:
                yield Checkbox(CONSENTS[code], id=code.value, compact=True)
                yield Static("", id=f"{code.value}-since", classes="form-note consent-since", markup=False)
        yield from self.foot()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query(Checkbox).first().focus(scroll_visible=False)
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        await self._read()

    async def _read(self) -> None:
        actor, family_id, child_id = self.session.actor, self.family_id, self._child_id
        found = await self.ask_or_leave(
            lambda portal: portal.consents(actor=actor, family_id=family_id, child_id=child_id)
        )
        if found is None:
            return
        note = "Cochez ce que vous acceptez. Vous pouvez changer d'avis à tout moment."
        text = f"{note}\n{OWN_CONSENTS}" if found.is_shared else note
        self.query_one("#consents-note", Static).update(text)
        for line in found.lines:
            self.query_one(f"#{line.code.value}", Checkbox).value = line.given_on is not None
            self.query_one(f"#{line.code.value}-since", Static).update(_since(line))
        self.keep()

    @work(group="write")
    async def save(self) -> None:
        given = tuple(ConsentCode(name) for name, value in self.typed().items() if value)
        actor, family_id = self.session.actor, self.family_id
        saved = await self.sends(
            lambda portal, operation: portal.save_consents(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=self._child_id,
                given=given,
            )
        )
        if saved is not None:
            await self._read()
            self.answer("C'est enregistré.")


def _since(line: ConsentLine) -> str:
    if line.given_on is not None:
        return f"    Donné le {long_date(line.given_on, weekday=False)}"
    if line.withdrawn_on is not None:
        return f"    Retiré le {long_date(line.withdrawn_on, weekday=False)}"
    return "    Pas encore donné"
