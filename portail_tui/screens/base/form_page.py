"""A page with fields: saved by one button, left without loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Label, Select
from textual.worker import Worker

from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.screens.base.operations import Operation
from portail_tui.screens.base.page import PageScreen

Saved = TypeVar("Saved")


def field(widget: Widget, title: str) -> Widget:
    """A field under its title."""
    widget.border_title = title
    return widget


class FormScreen(PageScreen):
    """A form whose content stays until it is saved, or until the person agrees to lose it."""

    _kept: dict[str, Any] | None = None
    """Values of the fields as stored; None until they are loaded."""

    def foot(self, save: str = "Enregistrer") -> ComposeResult:
        """The line of the saving button."""
        with Horizontal(classes="form-foot"):
            yield Label("", classes="form-answer", markup=False)
            yield Button("Retour", id="form-back")
            yield Button(save, id="form-save", variant="primary")

    def typed(self) -> dict[str, Any]:
        """Current values of the fields, by widget id."""
        fields = self.query("Input, Checkbox, Select").results(Widget)
        return {one.id: one.value for one in fields if one.id and isinstance(one, Input | Checkbox | Select)}

    def keep(self) -> None:
        """Take the current values as the stored ones."""
        self._kept = self.typed()

    @property
    def is_changed(self) -> bool:
        return self._kept is not None and self.typed() != self._kept

    def answer(self, words: str) -> None:
        """A short line beside the button."""
        self.query_one(".form-answer", Label).update(words)

    async def sends(self, call: Callable[[Portal, Operation], Saved | Refused]) -> Saved | None:
        """Save; None where the save was refused (already shown, with the field at fault) or given up."""
        self.answer("")
        answer = await self.write(call)
        if not isinstance(answer, Refused):
            return answer
        await self.tell(answer)
        if answer.reason is Reason.FIELD_INVALID and (at_fault := self.query(f"#{answer.details['field']}")):
            at_fault.first().focus()
        return None

    async def sends_and_leaves(self, call: Callable[[Portal, Operation], object]) -> None:
        """Save, and go back where that was done."""
        if await self.sends(call) is not None:
            self.keep()
            self.action_back()

    def save(self) -> Worker[None]:
        """Send what was typed, in a worker."""
        raise NotImplementedError

    @on(Button.Pressed, "#form-save")
    def save_pressed(self) -> None:
        self.save()

    @on(Button.Pressed, "#form-back")
    def back_pressed(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        if self.is_changed:
            self.confirm_leaving()
        else:
            super().action_back()

    @work(group="leaving", exclusive=True)
    async def confirm_leaving(self) -> None:
        from portail_tui.screens.base.message import MessageDialog

        sentence = "Ce que vous avez saisi n'est pas encore enregistré."
        dialog = MessageDialog(
            "Quitter cette page ?", sentence, action="Rester ici", back="Quitter sans enregistrer"
        )
        if await self.portail.push_screen_wait(dialog) is False:
            self._kept = None
            self.action_back()
