"""« Régulière »: the same days every week, or every other week, over a period; shown first, then saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Footer, Label, Select, Static

from portail_tui.domain.bookings.plan_views import RegularForm, RegularPeriod, RegularPlan
from portail_tui.domain.bookings.weekly_pattern import EVEN, ODD, WeeklyPattern
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.family.bookings.picks_screen import PicksScreen
from portail_tui.screens.family.bookings.plan_lines import told_of
from portail_tui.texts.bookings import weekly_plan as words
from portail_tui.texts.shared.formats import counted, money


class RegularScreen(PicksScreen):
    """One child, one activity: the weekdays on the left, what they come to on the right or below."""

    EXPLAINED = (
        "Réservez les mêmes jours chaque semaine, ou une semaine sur deux. "
        "Choisissez les jours et la période : chaque date est annoncée avec son prix avant d'être réservée. "
        "Les vacances et les jours fériés sont sautés. « Valider » réserve tout ce qui est annoncé."
    )

    CSS_PATH = "weekly_plan.tcss"
    BINDINGS = [Binding("v", "validate", "Valider", show=False)]

    def __init__(self, child_id: int, activity_id: int) -> None:
        super().__init__(child_id, activity_id)
        self._form: RegularForm | None = None
        self._plan: RegularPlan | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="regular"):
            with Horizontal(id="regular-when"):
                period: Select[int] = Select([], id="period", allow_blank=True, prompt="La période")
                period.border_title = "La période"
                yield period
                yield Checkbox("Une semaine sur deux", id="alternate", compact=True)
            with VerticalScroll(id="regular-days", can_focus=False) as days:
                days.border_title = "Les jours de la semaine"
            with VerticalScroll(id="regular-plan") as plan:
                plan.border_title = "Ce qui sera réservé"
                yield Static(words.CHOOSE_DAYS, id="plan", markup=False)
        with Horizontal(id="regular-foot"):
            yield Static("", id="total", markup=False)
            yield Checkbox("Attendre si complet", id="waits", compact=True)
            yield Button("Aussi pour…", id="siblings", disabled=True)
            yield Button("Valider", id="validate", variant="primary", disabled=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#waits").display = False
        self.query_one("#siblings").display = False
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        child_id, activity_id = self.child_id, self.activity_id
        form = await self.ask_or_leave(
            lambda portal: portal.regular_form(
                actor=actor, family_id=family_id, child_id=child_id, activity_id=activity_id
            )
        )
        if form is None:
            return
        self._form = form
        self.title = f"{form.child_name} · {form.activity_name}"
        from portail_tui.widgets.title_bar import TitleBar

        self.query_one(TitleBar).title = self.title
        self.show_balance(form.balance_cents)
        period = self.query_one("#period", Select)
        period.set_options([(Text(one.label), number) for number, one in enumerate(form.periods)])
        if form.periods:
            period.value = 0
        self.query_one("#waits").display = form.has_waiting_list
        self.query_one("#siblings").display = form.has_siblings
        self.query_one("#alternate", Checkbox).value = bool(form.own_weeks)
        await self._lay_out_days()
        first = next(iter(self.query(".weekday").results(Checkbox)), None)
        (first or period).focus()

    # --- the pattern ------------------------------------------------------------------------------

    async def _lay_out_days(self) -> None:
        """A row of weekdays for each unit; twice where weeks alternate."""
        form = self._form
        if form is None:
            return
        kept = self._chosen()
        days = self.query_one("#regular-days")
        await days.remove_children()
        await days.mount_all(self._rows(form, kept))

    def _rows(self, form: RegularForm, kept: set[tuple[str, int, int]]) -> Iterator[Horizontal]:
        weekdays = sorted({day for unit in form.units for day in unit.weekdays})
        for parity in self._parities():
            for unit in form.units:
                label = words.row(unit.label if len(form.units) > 1 else "", parity)
                boxes = [
                    Checkbox(
                        words.WEEKDAYS[day],
                        (parity, unit.id, day) in kept,
                        name=f"{parity}:{unit.id}:{day}",
                        classes="weekday",
                        compact=True,
                        disabled=day not in unit.weekdays,
                    )
                    for day in weekdays
                ]
                yield Horizontal(Label(label, classes="row-name", markup=False), *boxes, classes="row")

    def _parities(self) -> tuple[str, ...]:
        return words.PARITIES if self.query_one("#alternate", Checkbox).value else (words.EVERY,)

    def _chosen(self) -> set[tuple[str, int, int]]:
        """(which weeks, unit, weekday) of the ticked boxes."""
        found = set()
        for box in self.query(".weekday").results(Checkbox):
            if box.value and box.name:
                parity, unit, day = box.name.split(":")
                found.add((parity, int(unit), int(day)))
        return found

    def _pattern(self) -> WeeklyPattern:
        chosen = self._chosen()
        even = {(day, unit) for parity, unit, day in chosen if parity in (words.EVERY, EVEN)}
        odd = {(day, unit) for parity, unit, day in chosen if parity in (words.EVERY, ODD)}
        return WeeklyPattern(frozenset(even), frozenset(odd))

    @on(Checkbox.Changed, "#alternate")
    @work(group="rows", exclusive=True)
    async def change_rows(self) -> None:
        await self._lay_out_days()
        self.tell_plan()

    @on(Checkbox.Changed, ".weekday")
    @on(Checkbox.Changed, "#waits")
    @on(Select.Changed, "#period")
    def tell_plan(self) -> None:
        """Show the outcome each time the pattern changes."""
        period = self._period()
        if period is None or not self._chosen():
            self._show_plan(None)
            return
        self.plan(self._pattern(), period)

    def _period(self) -> RegularPeriod | None:
        chosen = self.query_one("#period", Select).value
        return self._form.periods[chosen] if self._form and isinstance(chosen, int) else None

    @work(group="plan", exclusive=True)
    async def plan(self, pattern: WeeklyPattern, period: RegularPeriod) -> None:
        actor, family_id = self.session.actor, self.family_id
        child_id, activity_id = self.child_id, self.activity_id
        waits = self.query_one("#waits", Checkbox).value
        answer = await self.ask(
            lambda portal: portal.plan_regular(
                actor=actor,
                family_id=family_id,
                child_id=child_id,
                activity_id=activity_id,
                pattern=pattern,
                first_on=period.first_on,
                last_on=period.last_on,
                waits=waits,
            )
        )
        if isinstance(answer, Refused) and answer.reason is not Reason.NOTHING_CHOSEN:
            await self.tell(answer)
        self._show_plan(answer if isinstance(answer, RegularPlan) else None)

    def _show_plan(self, plan: RegularPlan | None) -> None:
        self._plan = plan
        told = self.query_one("#plan", Static)
        total = self.query_one("#total", Static)
        for button in ("#validate", "#siblings"):
            self.query_one(button, Button).disabled = plan is None or not plan.picks
        total.set_class(plan is not None and plan.blocked is not None, "-short")
        if plan is None:
            nothing = words.CHOOSE_DAYS if not self._chosen() else words.NO_DAY
            told.update(nothing)
            total.update("")
            return
        told.update(Content("\n").join(told_of(plan)))
        total.update(_total(plan))

    @on(Button.Pressed, "#siblings")
    def book_siblings(self) -> None:
        """The same days, for brothers and sisters too."""
        from portail_tui.screens.family.bookings.sibling_plan import TogetherScreen

        if self._plan is not None and self._plan.picks:
            self.app.push_screen(
                TogetherScreen(
                    self.child_id, self.activity_id, self._plan.picks, is_regular=True, saved=self.tell_plan
                )
            )

    def asked_for(self) -> tuple[tuple[int, ...], date] | None:
        return ((self.child_id,), self._plan.days[0].line.day) if self._plan and self._plan.days else None

    def enrolment_asked(self) -> None:
        self.tell_plan()

    # --- validating -------------------------------------------------------------------------------

    @work(group="write")
    async def validate(self) -> None:
        """Send the plan, once however often the button is pressed."""
        plan = self._plan
        if plan is None or not plan.picks:
            self.app.bell()  # what to do is written on the page
            return
        answer = await self.send(plan.picks, is_regular=True)
        if answer is not None and await self.confirm(answer):
            self.tell_plan()


def _total(plan: RegularPlan) -> str:
    """Number of days, their cost, the balance after."""
    days = counted(len(plan.picks), "jour", "jours")
    if not plan.prepaid:
        return f"{days}\nSur la facture de fin de mois"
    after = money(plan.balance_cents - plan.total_cents)
    return f"{days} · total {money(plan.total_cents)}\nSolde après {after}"
