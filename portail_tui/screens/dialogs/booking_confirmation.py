"""The outcome of a booking request, line by line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from portail_tui.domain.bookings.views import Confirmation, Outcome, OutcomeLine
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.bookings.day_states import OUTCOMES
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import day_month, listed, money


class ConfirmationDialog(Dialog[bool]):
    """Answers whether the family wants to see its bookings."""

    EXPLAINED = (
        "Ce qui vient d'être enregistré, jour par jour, et ce qui n'a pas pu l'être, avec la raison. "
        "Fermez pour revenir au calendrier, ou ouvrez la liste de vos inscriptions."
    )

    def __init__(self, *confirmations: Confirmation) -> None:
        """One for each child, all of one activity."""
        super().__init__()
        self._confirmations = confirmations

    def compose(self) -> ComposeResult:
        lines = [line for one in self._confirmations for line in one.lines]
        refused = sum(line.outcome is Outcome.REFUSED for line in lines)
        children = listed([one.child_name for one in self._confirmations])
        with Vertical(classes="dialog") as box:
            box.border_title = "C'est enregistré" if refused < len(lines) else "Rien n'a été enregistré"
            yield Static(
                f"{children} · {self._confirmations[0].activity_name}",
                classes="dialog-text strong",
                markup=False,
            )
            yield Static(self._money(), classes="dialog-text", id="money", markup=False)
            with VerticalScroll(classes="dialog-body", id="lines"):
                yield Static(Content("\n").join(self._lines()), classes="dialog-text")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Vérifiez vos inscriptions", id="bookings")
                yield Button("Fermer", id="close", variant="primary")

    def _lines(self) -> list[Content]:
        """Under each child's name, where there are several."""
        found = []
        for one in self._confirmations:
            if len(self._confirmations) > 1:
                found.append(Content.styled(one.child_name, "bold"))
            found += [_line(line) for line in one.lines]
        return found

    def _money(self) -> str:
        last = self._confirmations[-1]
        debited_cents = sum(one.debited_cents for one in self._confirmations)
        if not last.prepaid:
            return "Cette activité est facturée à la fin du mois : rien n'a été débité."
        balance = f"Il reste {money(last.balance_cents)} dans votre tirelire."
        if debited_cents < 0:
            return f"{money(-debited_cents)} vous sont rendus. {balance}"
        if debited_cents == 0:
            return f"Rien n'a été débité. {balance}"
        return f"{money(debited_cents)} ont été débités. {balance}"

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(False)

    @on(Button.Pressed, "#bookings")
    def bookings(self) -> None:
        self.dismiss(True)


_MARKS = {Outcome.REFUSED: ("×", "bold $error"), Outcome.CANCELLED: ("–", "bold $foreground-muted")}


def _line(line: OutcomeLine) -> Content:
    mark, style = _MARKS.get(line.outcome, ("✓", "bold $success"))
    words = OUTCOMES[line.outcome]
    if line.rank is not None:
        words = f"{words}, rang {line.rank}"
    if line.cents:
        words = f"{words}, {money(abs(line.cents))}" + (" rendus" if line.cents < 0 else "")
    if line.refusal is not None:
        words = f"{words}. {refusal(line.refusal)}"
    when = f"{day_month(line.day).capitalize()}, {line.unit_label.lower()}"
    return Content.assemble((f"{mark} ", style), (f"{when} : ", "bold"), words)
