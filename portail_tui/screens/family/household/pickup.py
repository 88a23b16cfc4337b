"""« Qui vient le chercher »: people that this household authorised to collect a child."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Checkbox, Footer, Input, RadioButton, RadioSet, Static

from portail_tui.domain.families.people import NewPerson, PersonLine
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.form_page import FormScreen, field
from portail_tui.screens.base.message import MessageDialog
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.families.people import FIELDS, OWN_LIST
from portail_tui.texts.shared.formats import listed


class RemoveButton(Button):
    """Takes one person off the list."""

    def __init__(self, person: PersonLine) -> None:
        super().__init__("Retirer", classes="line")
        self.person = person


class CollectorsScreen(PageScreen):
    """The household's own list; nothing of another home's."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Ici, vous dites qui peut venir chercher votre enfant à la sortie. "
        "« Ajouter une personne » ouvre une page où vous donnez son nom et son téléphone. "
        "« Retirer » l'ôte de la liste tout de suite. "
        "Vous pouvez aussi nommer une personne à qui l'enfant ne doit pas être remis. "
        "Les animateurs demandent une pièce d'identité."
    )

    def __init__(self, child_id: int, child_name: str) -> None:
        super().__init__()
        self._child_id, self._child_name = child_id, child_name

    def compose(self) -> ComposeResult:
        yield self.title_bar(f"Qui vient chercher {self._child_name}")
        with VerticalScroll(classes="form", can_focus=False):
            yield Static("", id="adults", classes="form-note", markup=False)
            yield Vertical(id="people")
        with Horizontal(classes="form-foot"):
            yield Static("", classes="form-answer")
            yield Button("Retour", id="form-back")
            yield Button("Ajouter une personne", id="add", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#add").focus(scroll_visible=False)

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id, child_id = self.session.actor, self.family_id, self._child_id
        found = await self.ask_or_leave(
            lambda portal: portal.collectors(actor=actor, family_id=family_id, child_id=child_id)
        )
        if found is None:
            return
        who = listed(list(found.adults)) or "aucun responsable"
        note = f"De votre foyer : {who}."
        self.query_one("#adults", Static).update(f"{note}\n{OWN_LIST}" if found.is_shared else note)
        people = self.query_one("#people")
        await people.remove_children()
        if not found.people:
            await people.mount(Static("Personne d'autre pour l'instant.", classes="form-note"))
        await people.mount_all(_line(person) for person in found.people)

    @on(Button.Pressed, "#add")
    def add(self) -> None:
        self.app.push_screen(NewCollectorScreen(self._child_id, self._child_name))

    @on(Button.Pressed, "#form-back")
    def back_pressed(self) -> None:
        self.action_back()

    @on(Button.Pressed)
    def remove_pressed(self, event: Button.Pressed) -> None:
        if isinstance(event.button, RemoveButton):
            self.remove_person(event.button.person)

    @work(group="write")
    async def remove_person(self, person: PersonLine) -> None:
        whom = "pour tous vos enfants" if person.for_all else f"pour {self._child_name}"
        sentence = f"{person.name} ne sera plus sur votre liste, {whom}."
        dialog = MessageDialog("Retirer cette personne ?", sentence, action="Retirer", back="Garder")
        if not await self.portail.push_screen_wait(dialog):
            return
        actor, family_id = self.session.actor, self.family_id
        answer = await self.write(
            lambda portal, operation: portal.remove_collector(
                operation_id=operation.id, actor=actor, family_id=family_id, person_id=person.person_id
            ),
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
        self.query_one("#add").focus()
        self.load()


def _line(person: PersonLine) -> Horizontal:
    """One person: what may be done, the name, the way to call."""
    what = "✗ Ne pas remettre l'enfant à" if person.is_forbidden else "✓"
    more = [part for part in (person.relation, person.phone) if part]
    scope = " (tous vos enfants)" if person.for_all else ""
    words = f"{what} {person.name}{scope}\n  {'   '.join(more)}".rstrip()
    text = Static(words, markup=False, classes="person-words")
    return Horizontal(text, RemoveButton(person), classes="person")


class NewCollectorScreen(FormScreen):
    """Somebody is named for a child, or for all."""

    CSS_PATH = "../../base/form_page.tcss"
    EXPLAINED: ClassVar[str] = (
        "Donnez le nom et le téléphone de la personne, puis appuyez sur « Enregistrer ». "
        "Cochez « pour tous mes enfants » si elle peut venir chercher chacun d'eux. "
        "Pour interdire qu'on lui remette l'enfant, choisissez « Ne pas remettre l'enfant » : "
        "la mairie peut vous demander un jugement."
    )

    def __init__(self, child_id: int, child_name: str) -> None:
        super().__init__()
        self._child_id, self._child_name = child_id, child_name

    def compose(self) -> ComposeResult:
        yield self.title_bar(f"Une personne pour {self._child_name}")
        with VerticalScroll(classes="form", can_focus=False):
            yield field(Input(id="name", max_length=80), FIELDS["name"])
            with Horizontal(classes="form-row"):
                yield field(Input(id="phone", max_length=30), FIELDS["phone"])
                yield field(Input(id="relation", max_length=80), FIELDS["relation"])
            with RadioSet(id="kind", compact=True):
                yield RadioButton("Peut venir chercher l'enfant", value=True)
                yield RadioButton("Ne pas remettre l'enfant à cette personne", id="forbidden")
            yield Checkbox("Pour tous mes enfants", id="for_all", compact=True)
        yield from self.foot()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#name").focus()
        self.keep()

    @on(Input.Submitted)
    def entered(self) -> None:
        self.save()

    @work(group="write")
    async def save(self) -> None:
        typed = self.typed()
        person = NewPerson(
            child_id=None if typed["for_all"] else self._child_id,
            name=typed["name"],
            phone=typed["phone"],
            relation=typed["relation"],
            is_forbidden=self.query_one("#forbidden", RadioButton).value,
        )
        actor, family_id = self.session.actor, self.family_id
        await self.sends_and_leaves(
            lambda portal, operation: portal.add_collector(
                operation_id=operation.id, actor=actor, family_id=family_id, person=person
            )
        )
