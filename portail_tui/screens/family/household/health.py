"""« Santé »: a child's diet, allergies, PAI and doctor."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Checkbox, Footer, Input, Select, Static

from portail_tui.domain.families.health import LONGEST, Diet, Health, HealthCard
from portail_tui.screens.base.form_page import FormScreen, field
from portail_tui.texts.families.people import DIETS, FIELDS
from portail_tui.texts.shared.formats import long_date


class HealthScreen(FormScreen):
    """Opened for one child; an agent has said why."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous dites ce que la cantine et les animateurs doivent savoir pour la santé de votre enfant. "
        "Choisissez son menu, écrivez ses allergies, puis appuyez sur « Enregistrer ». "
        "Un PAI est un protocole signé avec le médecin scolaire : cochez la case s'il y en a un. "
        "Seuls les responsables de l'enfant et les agents qui en ont besoin lisent cette fiche. "
        "Chaque lecture est notée."
    )

    def __init__(self, child_id: int, child_name: str, reason: str = "") -> None:
        super().__init__()
        self._child_id, self._child_name, self._reason = child_id, child_name, reason
        self._version = 0

    def compose(self) -> ComposeResult:
        yield self.title_bar(f"Santé : {self._child_name}")
        with VerticalScroll(classes="form", can_focus=False):
            yield Static("", id="health-note", classes="form-note", markup=False)
            diets = [(words, diet.value) for diet, words in DIETS.items()]
            yield field(Select(diets, id="diet", allow_blank=False), "Menu à la cantine")
            yield field(Input(id="allergies", max_length=LONGEST["allergies"]), FIELDS["allergies"])
            yield Checkbox("Un projet d'accueil individualisé (PAI) est signé", id="has_pai", compact=True)
            yield field(Input(id="pai", max_length=LONGEST["pai"]), FIELDS["pai"])
            with Horizontal(classes="form-row"):
                yield field(Input(id="doctor", max_length=LONGEST["doctor"]), FIELDS["doctor"])
                yield field(Input(id="doctor_phone", max_length=30), FIELDS["doctor_phone"])
        yield from self.foot()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#diet").focus(scroll_visible=False)
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        card = await self.ask_or_leave(
            lambda portal: portal.health(
                actor=actor, family_id=family_id, child_id=self._child_id, reason=self._reason
            )
        )
        if card is None:
            return
        self._show(card)

    def _show(self, card: HealthCard) -> None:
        health, self._version = card.health, card.version
        written = f"Fiche du {long_date(card.changed_on, weekday=False)}. " if card.changed_on else ""
        self.query_one("#health-note", Static).update(
            f"{written}Chiffrée, lue par les responsables de l'enfant et les agents qui en ont besoin. "
            "Chaque lecture est notée."
        )
        self.query_one("#diet", Select).value = health.diet.value
        self.query_one("#has_pai", Checkbox).value = health.has_pai
        for name in ("allergies", "pai", "doctor", "doctor_phone"):
            self.query_one(f"#{name}", Input).value = getattr(health, name)
        self.keep()

    @work(group="write")
    async def save(self) -> None:
        typed = self.typed()
        health = Health(**{**typed, "diet": Diet(typed["diet"])})
        actor, family_id, version = self.session.actor, self.family_id, self._version
        saved = await self.sends(
            lambda portal, operation: portal.save_health(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=self._child_id,
                health=health,
                version=version,
            )
        )
        if saved is not None:
            self._version = saved.version
            self.keep()
            self.answer("C'est enregistré.")
