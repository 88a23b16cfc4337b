"""The means that somebody supposes, to see the prices that they would give."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Label, Static

from portail_tui.domain.rules.quotient_formula import PartsBy, QuotientHousehold
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import read_decimal, read_hundredths, write_decimal, write_hundredths
from portail_tui.screens.base.dialog import Dialog
from portail_tui.texts.money.price_list import DIVIDED_BY

MOST_PERSONS = 30


class SimulationDialog(Dialog[Supposed | None]):
    """Answers what was typed, or None; nothing is written anywhere."""

    EXPLAINED = (
        "Essayez un autre quotient, ou un autre revenu, pour voir ce que vous paieriez. "
        "Remplissez le quotient seul, ou le revenu et ce qui l'accompagne, puis choisissez « Simuler ». "
        "Rien n'est enregistré : vos vrais tarifs ne changent pas."
    )
    CSS = """
    SimulationDialog .simulation-fields { height: 3; }
    SimulationDialog .simulation-fields Input { width: 1fr; }
    SimulationDialog #simulation-answer { width: 1fr; color: $error; text-style: bold; }
    """

    def __init__(self, divided_by: PartsBy, last: Supposed | None) -> None:
        super().__init__()
        self._divided_by, self._last = divided_by, last or Supposed()

    def compose(self) -> ComposeResult:
        last, home = self._last, self._last.home
        with Vertical(classes="dialog") as box:
            box.border_title = "Simuler un tarif"
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static("Votre quotient (donné par la CAF) :", classes="dialog-text", markup=False)
                yield self._field("quotient", "Quotient", _written(last.quotient_hundredths))
                yield Static(
                    "ou bien votre revenu fiscal de référence :", classes="dialog-text", markup=False
                )
                with Horizontal(classes="simulation-fields"):
                    yield self._field("income", "Revenu annuel (€)", _written(last.income_cents))
                    if self._divided_by is PartsBy.FISCAL:
                        parts = "" if home.fiscal_parts is None else write_decimal(home.fiscal_parts)
                        yield self._field("divisor", DIVIDED_BY[PartsBy.FISCAL], parts.replace(".", ","))
                    elif self._divided_by is PartsBy.PERSONS:
                        yield self._field("divisor", DIVIDED_BY[PartsBy.PERSONS], str(home.persons or ""))
                yield Label("", id="simulation-answer", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Fermer", id="close")
                yield Button("Simuler", id="simulate", variant="primary")

    @staticmethod
    def _field(name: str, title: str, value: str) -> Input:
        field = Input(value, id=name)
        field.border_title = title
        return field

    def on_mount(self) -> None:
        self.query_one("#income" if self._last.income_cents is not None else "#quotient", Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#simulate")
    def simulate(self) -> None:
        """Show the price, or the mistake; the typed text stays."""
        try:
            self.dismiss(self._supposed())
        except _WrongField as wrong:
            self.query_one("#simulation-answer", Label).update(str(wrong))
            self.query_one(f"#{wrong.field}", Input).focus()

    def _supposed(self) -> Supposed:
        quotient, income = self._typed("quotient"), self._typed("income")
        if quotient and income:
            raise _WrongField("quotient", "Remplissez le quotient ou le revenu, pas les deux.")
        if not quotient and not income:
            raise _WrongField("quotient", "Écrivez votre quotient, ou votre revenu.")
        if quotient:
            return Supposed(self._hundredths("quotient", quotient, "Le quotient", "622,50"))
        return Supposed(None, self._hundredths("income", income, "Le revenu", "30 000"), self._home())

    def _home(self) -> QuotientHousehold:
        if self._divided_by is PartsBy.CHILDREN:
            return QuotientHousehold()
        typed = self._typed("divisor")
        if self._divided_by is PartsBy.PERSONS:
            if not typed.isdecimal() or not 1 <= int(typed) <= MOST_PERSONS:
                raise _WrongField(
                    "divisor", "Écrivez combien de personnes vivent au foyer, par exemple « 4 »."
                )
            return QuotientHousehold(persons=int(typed))
        try:
            parts = read_decimal(typed)
        except InvalidRule:
            parts = None
        if not parts or parts > MOST_PERSONS:
            raise _WrongField(
                "divisor", "Écrivez le nombre de parts de l'avis d'imposition, par exemple « 2,5 »."
            )
        return QuotientHousehold(fiscal_parts=parts)

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip().removesuffix("€").strip()

    @staticmethod
    def _hundredths(name: str, typed: str, what: str, example: str) -> int:
        try:
            return read_hundredths(typed)
        except InvalidRule:
            raise _WrongField(name, f"{what} s'écrit par exemple « {example} ».") from None

    @on(Button.Pressed, "#close")
    def close(self) -> None:
        self.dismiss(None)


class _WrongField(ValueError):
    """A mistake, and the field that holds it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def _written(hundredths: int | None) -> str:
    return "" if hundredths is None else write_hundredths(hundredths).removesuffix(".00").replace(".", ",")
