"""The booking calendar: pick days, see the total and the balance after, « Valider »."""

from __future__ import annotations

from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Footer, Static

from portail_tui.domain.bookings.views import CalendarMonth, DayCell, UnitCell, WeekOffer
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.packages import monday_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.family.bookings.basket import Basket, effect
from portail_tui.screens.family.bookings.picks_screen import PicksScreen
from portail_tui.texts.bookings.calendar import whole_week
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import short_day
from portail_tui.widgets.calendar import ActivityCalendar, CalendarLegend, DayDetail, Scope
from portail_tui.widgets.title_bar import TitleBar


class CalendarScreen(PicksScreen):
    """One child, one activity, one month at a time."""

    EXPLAINED = (
        "Les jours orange peuvent être réservés. Choisissez-en un : il devient bleu. "
        "Le total et le solde d'après suivent vos choix ; rien n'est débité avant « Valider ». "
        "Pour annuler un jour vert, choisissez-le aussi, puis validez. "
        "La légende explique les couleurs ; la ligne sous le calendrier dit le prix et la date limite."
    )

    CSS_PATH = "calendar.tcss"
    BINDINGS = [
        Binding("v", "validate", "Valider", show=False),
        Binding("l", "legend", "Légende"),
        Binding("f", "whole_week", "Forfait"),
    ]

    def __init__(self, child_id: int, activity_id: int, day: date | None = None) -> None:
        super().__init__(child_id, activity_id)
        self._day = day
        """Initial day of the cursor; None: today."""
        self._month: CalendarMonth | None = None
        self._basket = Basket()
        self._under_cursor: tuple[DayCell, UnitCell | None] | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        yield Button("", classes="link", id="calendar-band")
        with Horizontal(id="calendar-middle"):
            with Vertical(id="calendar-left"):
                yield ActivityCalendar()
                yield DayDetail()
                yield Button("", classes="link", id="calendar-week")
            with VerticalScroll(id="calendar-side", can_focus=False):
                yield CalendarLegend()
                yield Static("", id="basket", markup=False)
        with Horizontal(id="calendar-foot"):
            yield Static("", id="total", markup=False)
            yield Button("Légende", id="legend")
            yield Button("Aussi pour…", id="siblings", disabled=True)
            yield Button("Valider", id="validate", variant="primary", disabled=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#calendar-band").display = False
        self.query_one("#calendar-week").display = False
        self.query_one(ActivityCalendar).focus()

    def visited(self) -> None:
        if self._month is not None:
            self.show_month(self._month.year, self._month.month, None)
            return
        day = self._day or local_day(self.portail.start.clock.now())
        self.show_month(day.year, day.month, day)

    # --- the month --------------------------------------------------------------------------------

    @on(ActivityCalendar.MonthAsked)
    def change_month(self, event: ActivityCalendar.MonthAsked) -> None:
        self.show_month(event.year, event.month, event.cursor)

    @work(group="month", exclusive=True)
    async def show_month(self, year: int, month: int, cursor: date | None) -> None:
        actor, family_id = self.session.actor, self.family_id
        child_id, activity_id = self.child_id, self.activity_id
        answer = await self.ask(
            lambda portal: portal.calendar_month(
                actor=actor,
                family_id=family_id,
                child_id=child_id,
                activity_id=activity_id,
                year=year,
                month=month,
            )
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
        if not isinstance(answer, CalendarMonth):
            if self._month is None:
                self.action_leave()
            return
        self._month = answer
        calendar = self.query_one(ActivityCalendar)
        calendar.show(answer, cursor=cursor)
        # told at once, in the frame that shows the month; what the calendar says comes after it
        self._under_cursor = (calendar.cursor_day, calendar.cursor_cell) if calendar.cursor_day else None
        self.query_one(TitleBar).title = f"{answer.child_name} · {answer.activity_name}"
        self.show_balance(answer.balance_cents)
        self._show_band(answer)
        self._show_basket()

    def _show_band(self, month: CalendarMonth) -> None:
        """Show one line above the calendar: the obstacle, the opening of bookings, or projected holidays."""
        sentence = month.opening
        if month.holidays_projected and not sentence:
            sentence = "Vacances prévues : le calendrier officiel n'est pas encore publié."
        if month.blocked is not None:
            sentence = f"! {_last_sentences(refusal(month.blocked))}"
        band = self.query_one("#calendar-band", Button)
        band.display = bool(sentence)
        band.label = Content(sentence)
        band.set_class(month.blocked is not None, "-blocked")

    @on(Button.Pressed, "#calendar-band")
    @work
    async def mend(self) -> None:
        """Open the page that remedies the obstacle."""
        if self._month is not None and self._month.blocked is not None:
            await self.tell(self._month.blocked)

    def asked_for(self) -> tuple[tuple[int, ...], date] | None:
        month = self._month
        if month is None:
            return None
        return (self.child_id,), max(month.today, date(month.year, month.month, 1))

    def enrolment_asked(self) -> None:
        if self._month is not None:
            self.show_month(self._month.year, self._month.month, None)

    # --- picking ----------------------------------------------------------------------------------

    @on(ActivityCalendar.DaysToggled)
    def toggle(self, event: ActivityCalendar.DaysToggled) -> None:
        self._basket.toggle(event.cells, pick=event.pick)
        self._show_basket()

    @on(ActivityCalendar.CursorMoved)
    def follow_cursor(self, event: ActivityCalendar.CursorMoved) -> None:
        self._under_cursor = (event.day, event.cell)
        self._describe()

    @on(ActivityCalendar.PickRefused)
    def say_why_not(self, event: ActivityCalendar.PickRefused) -> None:
        """Show why a pick is refused: a day has its line below the grid, a week or a column a message of
        its own."""
        if event.scope is not Scope.DAY:
            self._show_total(_NOTHING_TO_PICK[event.scope])
        elif event.cell is None or event.cell.choice is None:
            self.app.bell()

    def _show_total(self, first_line: str) -> None:
        if self._month is not None:
            words = f"{first_line}\n{self._basket.money_words(self._month)}"
            total = self.query_one("#total", Static)
            if total.content != words:
                total.update(words, layout=False)  # its size is given

    def _describe(self) -> None:
        if self._month is None or self._under_cursor is None:
            return
        day, cell = self._under_cursor
        labels = {unit.code: unit.label for unit in self._month.units}
        label = labels.get(cell.unit, "") if cell and len(labels) > 1 else ""
        picked = cell is not None and cell.slot_id in self._basket.slot_ids
        self.query_one(DayDetail).show(day, cell, unit_label=label, is_picked=picked)
        self._offer_week()

    def _week(self) -> WeekOffer | None:
        """The package of the week under the cursor, where there is one to pick."""
        if self._month is None or self._under_cursor is None:
            return None
        monday = monday_of(self._under_cursor[0].day)
        return next((week for week in self._month.weeks if week.monday == monday), None)

    def _offer_week(self) -> None:
        week, line = self._week(), self.query_one("#calendar-week", Button)
        if line.display != (week is not None):
            line.display = week is not None
            self.refresh_bindings()
        if week is not None:
            line.label = Content(whole_week(week, is_picked=self._basket.holds(week.cell.package)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """« Forfait » is a key only where there is one."""
        if action == "whole_week":
            return self._week() is not None
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#calendar-week")
    def action_whole_week(self) -> None:
        if (week := self._week()) is not None:
            self._basket.toggle_week(week.day, week.cell)
            self._show_basket()
            self.query_one(ActivityCalendar).focus()

    def _show_basket(self) -> None:
        month = self._month
        if month is None:
            return
        self.query_one(ActivityCalendar).picked = self._basket.slot_ids
        self._show_total(self._basket.summary())
        short = month.prepaid and month.balance_cents < self._basket.total_cents
        self.query_one("#total").set_class(short, "-short")
        self.query_one("#validate", Button).disabled = not self._basket
        siblings = self.query_one("#siblings", Button)
        siblings.display = month.has_siblings
        siblings.disabled = not self._basket.booking_picks
        lines = [f"{short_day(one.day):<13} {effect(one):>14}" for one in self._basket.days]
        basket = self.query_one("#basket", Static)
        if basket.content != "\n".join(lines):  # another month changes no pick
            basket.update("\n".join(lines))
        self._describe()

    # --- validating -------------------------------------------------------------------------------

    @work(group="write")
    async def validate(self) -> None:
        """Send the picks, once however often the button is pressed."""
        picks = self._basket.picks
        if not picks:
            await self.tell(Refused(Reason.NOTHING_CHOSEN))
            return
        # where the keys go once the answer is read: a button that is switched off would hand them on
        self.query_one(ActivityCalendar).focus()
        answer = await self.send(picks)
        if answer is not None:
            self._basket.clear()
            self._show_basket()
            await self.confirm(answer)

    @on(Button.Pressed, "#siblings")
    def book_siblings(self) -> None:
        """The days to be booked, for brothers and sisters too."""
        from portail_tui.screens.family.bookings.sibling_plan import TogetherScreen

        self.query_one(ActivityCalendar).focus()
        if picks := self._basket.booking_picks:
            self.app.push_screen(
                TogetherScreen(
                    self.child_id, self.activity_id, picks, is_regular=False, saved=self._forget_booked
                )
            )

    def _forget_booked(self) -> None:
        """Drop picks that were saved from another page."""
        self._basket.forget_booking()
        self._show_basket()

    # --- leaving ----------------------------------------------------------------------------------

    def action_back(self) -> None:
        self.leave()

    @work(group="leave", exclusive=True)
    async def leave(self) -> None:
        """Nothing picked is lost without a word."""
        from portail_tui.screens.base.message import MessageDialog

        if self._basket:
            sentence = f"{self._basket.summary().capitalize()} : ce n'est pas encore validé."
            dialog = MessageDialog(
                "Quitter sans valider ?", sentence, action="Rester ici", back="Quitter sans valider"
            )
            if await self.app.push_screen_wait(dialog) is not False:
                return
        self.action_leave()

    def action_leave(self) -> None:
        self.app.pop_screen()

    @on(Button.Pressed, "#legend")
    def action_legend(self) -> None:
        from portail_tui.screens.dialogs.legend import LegendDialog

        self.app.push_screen(LegendDialog())


_NOTHING_TO_PICK = {
    Scope.WEEK: "Aucun jour à choisir cette semaine.",
    Scope.WEEKDAY: "Aucun jour à choisir dans cette colonne.",
}


def _last_sentences(sentence: str) -> str:
    """A refusal without its opening « Rien n'a été débité. », for days that are only being looked at."""
    return sentence.removeprefix("Rien n'a été débité. ")
