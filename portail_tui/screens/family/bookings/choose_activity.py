"""« Réserver »: the child, the type, the activity, « Occasionnelle » or « Régulière », then its page."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Footer, Label, OptionList, RadioButton, RadioSet, Select
from textual.widgets.option_list import Option

from portail_tui.domain.bookings.choice_views import ActivityOption, ChildChoices, ChoicesView
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.family.bookings.calendar import CalendarScreen
from portail_tui.screens.family.bookings.weekly_plan import RegularScreen
from portail_tui.texts.refusals import NOTHING_FOR_CHILD
from portail_tui.texts.shared.formats import NBSP, counted, listed

ANY_TYPE = ""
"""The type filter's value for « Tous les types »."""


class ChoicesScreen(PageScreen):
    """Only what concerns the child is offered."""

    EXPLAINED = (
        "Choisissez l'enfant, puis le type d'activité, puis l'activité. "
        "Seules les activités qui concernent cet enfant sont proposées. "
        "« Occasionnelle » réserve jour par jour, « Régulière » réserve les mêmes jours chaque semaine. "
        "« Valider » ouvre alors le calendrier ; rien n'est encore réservé."
    )

    CSS_PATH = "choose_activity.tcss"
    ALL_TYPES: ClassVar[tuple[str, str]] = ("Tous les types", ANY_TYPE)

    def __init__(self, activity_id: int | None = None) -> None:
        super().__init__()
        self._wanted = activity_id
        """Activity whose card was opened: selected at once, with a child that may come to it."""
        self._view: ChoicesView | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Réserver une activité")
        with Vertical(id="choices"):
            with Horizontal(id="choices-filters"):
                child: Select[int] = Select([], id="child", prompt="Choisissez l'enfant")
                child.border_title = "L'enfant"
                yield child
                kind: Select[str] = Select([self.ALL_TYPES], id="kind", allow_blank=False)
                kind.border_title = "Le type d'activité"
                yield kind
            activities = OptionList(id="activities")
            activities.border_title = "Les activités qui le concernent"
            yield activities
            yield Label("", id="nothing", markup=False)
            with Horizontal(id="choices-foot"):
                with RadioSet(id="mode", compact=True):
                    yield RadioButton("Occasionnelle, jour par jour", value=True)
                    yield RadioButton("Régulière, chaque semaine", id="regular")
                yield Button("Son calendrier", id="child-month")
                yield Button("Contacter la mairie", id="contact")
                yield Button("Valider", id="go", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#child-month").tooltip = "Toutes ses activités, mois par mois"
        self.query_one("#nothing").display = False
        self.query_one("#contact").display = False
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask_or_leave(lambda portal: portal.choices(actor=actor, family_id=family_id))
        if view is None:
            return
        self._view = view
        kinds = [(Text(f"{kind.label} · {kind.code}"), kind.code) for kind in view.types]
        self.query_one("#kind", Select).set_options([self.ALL_TYPES, *kinds])
        children = self.query_one("#child", Select)
        children.set_options([(Text(_child_words(one)), one.child_id) for one in view.children])
        first = next((one for one in view.children if self._concerns(one)), None)
        if first is not None:
            children.value = first.child_id
        elif view.children:
            children.value = view.children[0].child_id
        (self.query_one("#activities") if self._wanted is not None else children).focus()

    def _concerns(self, child: ChildChoices) -> bool:
        """Whether the wanted activity is open to the child, which is then selected first."""
        if self._wanted is None:
            return bool(child.activities)
        return any(one.activity_id == self._wanted for one in child.activities)

    @on(Select.Changed)
    def show_activities(self) -> None:
        """List what concerns the child among the chosen type."""
        child = self._child()
        listing = self.query_one("#activities", OptionList)
        listing.clear_options()
        shown = self._shown()
        listing.add_options([Option(_activity_words(one), id=str(one.activity_id)) for one in shown])
        ids = [one.activity_id for one in shown]
        if ids:
            listing.highlighted = ids.index(self._wanted) if self._wanted in ids else 0
        nothing = self.query_one("#nothing", Label)
        nothing.update(self._why_nothing(child))
        listing.display = bool(ids)
        nothing.display = not ids and child is not None
        self.query_one("#contact").display = bool(child and not child.activities)
        self.query_one("#child-month").display = bool(child and child.activities)
        self.query_one("#mode").display = bool(ids)
        self.query_one("#go", Button).disabled = not ids

    def _why_nothing(self, child: ChildChoices | None) -> str:
        if child is None or child.activities:
            return "Aucune activité de ce type. Choisissez « Tous les types »."
        return NOTHING_FOR_CHILD

    def _child(self) -> ChildChoices | None:
        chosen = self.query_one("#child", Select).value
        children = self._view.children if self._view else ()
        return next((one for one in children if one.child_id == chosen), None)

    def _shown(self) -> list[ActivityOption]:
        child, kind = self._child(), self.query_one("#kind", Select).value
        activities = child.activities if child else ()
        return [one for one in activities if kind in (ANY_TYPE, one.type_code)]

    @on(OptionList.OptionHighlighted, "#activities")
    def remember(self, event: OptionList.OptionHighlighted) -> None:
        """Keep the chosen activity for another child, where it is open to that child."""
        if event.option.id is not None and self.query_one("#activities").has_focus:
            self._wanted = int(event.option.id)

    @on(OptionList.OptionSelected, "#activities")
    @on(Button.Pressed, "#go")
    def open_calendar(self) -> None:
        child = self._child()
        highlighted = self.query_one("#activities", OptionList).highlighted
        if child is None or highlighted is None:
            return
        activity = self._shown()[highlighted]
        if self.query_one("#regular", RadioButton).value:
            self.app.push_screen(RegularScreen(child.child_id, activity.activity_id))
        else:
            self.app.push_screen(CalendarScreen(child.child_id, activity.activity_id))

    @on(Button.Pressed, "#child-month")
    def open_child_month(self) -> None:
        """The child's calendar over all its activities."""
        from portail_tui.screens.family.bookings.family_month import FamilyMonthScreen

        if (child := self._child()) is not None:
            self.app.push_screen(FamilyMonthScreen(child.child_id))

    @on(Button.Pressed, "#contact")
    def contact(self) -> None:
        from portail_tui.screens.dialogs.contact import ContactDialog

        self.app.push_screen(ContactDialog(reason=NOTHING_FOR_CHILD))


def _child_words(child: ChildChoices) -> str:
    grade = f", {child.grade}" if child.grade else ""
    return f"{child.first_name}, {counted(child.age, 'an', 'ans')}{grade}"


def _activity_words(one: ActivityOption) -> Content:
    """Name and price, hours, then what is missing or why the price is the maximum."""
    lines = [
        Content.assemble((one.name, "bold"), "  ", (one.price, "underline")),
        Content(f"{one.type_code} · {one.summary}"),
    ]
    if one.missing_documents:
        names = listed([f"«{NBSP}{name}{NBSP}»" for name in one.missing_documents])
        lines.append(Content.assemble((f"! Document à fournir{NBSP}: {names}", "bold")))
    if one.price_why:
        lines.append(Content.assemble((one.price_why, "italic")))
    return Content("\n").join([*lines, Content("")])
