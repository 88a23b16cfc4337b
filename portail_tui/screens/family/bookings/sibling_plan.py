"""« Aussi pour… »: the days picked for one child, booked for its brothers and sisters in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Footer, Static

from portail_tui.domain.bookings.sibling_plan import TogetherPlan
from portail_tui.domain.bookings.views import BookedTogether, ChildPicks, Pick, PickAction
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.family.bookings.picks_screen import PicksScreen
from portail_tui.screens.family.bookings.plan_lines import told_of
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import counted, money
from portail_tui.widgets.title_bar import TitleBar

ALL_OR_NONE = "Tous ou aucun, chaque jour"
CHOOSE = "Cochez au moins un enfant."


class TogetherScreen(PicksScreen):
    """Several children, one activity, the same days: what each would get, then one validation."""

    CSS_PATH = "sibling_plan.tcss"
    EXPLAINED: ClassVar[str] = (
        "Les jours que vous avez choisis peuvent être réservés pour plusieurs enfants à la fois. "
        "Cochez les enfants. "
        "« Tous ou aucun » : un jour n'est réservé que si tous peuvent venir. "
        "Chaque date est annoncée avec son prix ; « Valider » réserve tout en une fois."
    )
    BINDINGS = [Binding("v", "validate", "Valider", show=False)]

    def __init__(
        self,
        child_id: int,
        activity_id: int,
        picks: tuple[Pick, ...],
        *,
        is_regular: bool,
        saved: Callable[[], None],
    ) -> None:
        """``picks``: picks already made for ``child_id``; ``saved``: called once they are saved."""
        super().__init__(child_id, activity_id)
        self._picks = picks
        self._is_regular = is_regular
        self._saved = saved
        self._waits = any(pick.action is PickAction.WAIT for pick in picks)
        self._plan: TogetherPlan | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Plusieurs enfants")
        with Vertical(id="together"):
            with Horizontal(id="together-who") as who:
                who.border_title = "Pour qui ?"
            with VerticalScroll(id="together-plan") as plan:
                plan.border_title = "Ce qui sera réservé"
                yield Static("", id="plan", markup=False)
        with Horizontal(id="together-foot"):
            yield Static("", id="total", markup=False)
            yield Checkbox(ALL_OR_NONE, id="all-or-none", compact=True)
            yield Button("Valider", id="validate", variant="primary", disabled=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.plan((self.child_id,))

    def _children(self) -> tuple[int, ...]:
        boxes = self.query("#together-who Checkbox").results(Checkbox)
        return tuple(int(box.name or 0) for box in boxes if box.value)

    @on(Checkbox.Changed)
    def tell_plan(self) -> None:
        """Show the outcome each time the choice of children changes."""
        children = self._children()
        if children:
            self.plan(children)
        else:
            self._show_plan(None)

    @work(group="plan", exclusive=True)
    async def plan(self, children: tuple[int, ...]) -> None:
        actor, family_id, activity_id = self.session.actor, self.family_id, self.activity_id
        picks, is_regular, waits = self._picks, self._is_regular, self._waits
        all_or_none = self.query_one("#all-or-none", Checkbox).value
        answer = await self.ask(
            lambda portal: portal.plan_together(
                actor=actor,
                family_id=family_id,
                activity_id=activity_id,
                child_ids=children,
                picks=picks,
                is_regular=is_regular,
                all_or_none=all_or_none,
                waits=waits,
            )
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
        if not isinstance(answer, TogetherPlan):
            if self._plan is None:
                self.action_back()
            return
        if self._plan is None:
            await self._offer_children(answer)
            return
        self._show_plan(answer)

    async def _offer_children(self, plan: TogetherPlan) -> None:
        """One box for each child that may come, all ticked at first."""
        self._plan = plan
        self.query_one(TitleBar).title = plan.activity_name
        self.show_balance(plan.balance_cents)
        who = self.query_one("#together-who")
        await who.mount_all(
            Checkbox(Content(one.first_name), True, name=str(one.child_id), compact=True)
            for one in plan.siblings
        )
        self.query("#together-who Checkbox").first().focus()
        self.tell_plan()

    def _show_plan(self, plan: TogetherPlan | None) -> None:
        told, total = self.query_one("#plan", Static), self.query_one("#total", Static)
        self.query_one("#validate", Button).disabled = plan is None or not plan.picks
        total.set_class(plan is not None and plan.blocked is not None, "-short")
        if plan is None:
            told.update(CHOOSE)
            total.update("")
            return
        self._plan = plan
        lines = []
        for _, one in plan.plans:
            heading = f"{one.child_name} : {counted(len(one.picks), 'jour', 'jours')}"
            if plan.prepaid and one.picks:
                heading = f"{heading}, {money(one.total_cents)}"
            lines += [Content.styled(heading, "bold"), *told_of(one)]
        if plan.blocked is not None:
            lines.insert(0, Content.styled(f"! {refusal(plan.blocked)}", "bold $error"))
        told.update(Content("\n").join(lines))
        days = counted(sum(len(one.picks) for one in plan.picks), "réservation", "réservations")
        after = f"Solde après {money(plan.balance_cents - plan.total_cents)}"
        total.update(
            f"{days} · {money(plan.total_cents)}\n{after}"
            if plan.prepaid
            else f"{days}\nSur la facture de fin de mois"
        )

    def asked_for(self) -> tuple[tuple[int, ...], date] | None:
        days = [day.line.day for _, one in self._plan.plans for day in one.days] if self._plan else []
        return (self._children(), min(days)) if days else None

    def enrolment_asked(self) -> None:
        self.tell_plan()

    # --- validating -------------------------------------------------------------------------------

    @work(group="write")
    async def validate(self) -> None:
        """Send the plan, once however often the button is pressed."""
        plan = self._plan
        if plan is None or not plan.picks or self.query_one("#validate", Button).disabled:
            self.app.bell()
            return
        children = await self.told_how_to_wait(plan.picks)
        if children is None:
            return
        answer = await self._send_together(children)
        if answer is None:
            return
        self._saved()
        if await self.confirm(*answer.children):
            self.action_back()

    async def _send_together(self, children: tuple[ChildPicks, ...]) -> BookedTogether | None:
        all_or_none = self.query_one("#all-or-none", Checkbox).value
        actor, family_id, activity_id = self.session.actor, self.family_id, self.activity_id
        is_regular = self._is_regular
        answer = await self.write(
            lambda portal, operation: portal.book_together(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                activity_id=activity_id,
                children=children,
                is_regular=is_regular,
                all_or_none=all_or_none,
            ),
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
            return None
        return answer
