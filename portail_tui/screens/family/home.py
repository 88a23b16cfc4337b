"""The family's home: what needs doing, the menu, the piggy bank, activities, days to come, news."""

from __future__ import annotations

from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, ItemGrid, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Label

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.families.views import (
    ActivityCard,
    ComingDay,
    HomeView,
    NewsCard,
    Todo,
    TodoKind,
)
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.screens.base.pages import PAGES, load_page, menu_of
from portail_tui.texts.bookings.day_states import STATES
from portail_tui.texts.refusals import NOTHING_FOR_CHILD
from portail_tui.texts.shared.formats import listed, long_date, short_day
from portail_tui.texts.shared.legal_notices import ACCESSIBILITY, LEGAL, PERSONAL_DATA
from portail_tui.texts.todos import todo as todo_words
from portail_tui.widgets.first_visit_hints import Hints
from portail_tui.widgets.home_card import HomeCard
from portail_tui.widgets.menu_tree import MenuTree
from portail_tui.widgets.piggy_bank import PiggyBank

_TODO_PAGES = {
    TodoKind.ACCOUNT_INACTIVE: PAGES.WALLET,
    TodoKind.LOW_BALANCE: PAGES.WALLET,
    TodoKind.BALANCE_TO_SETTLE: PAGES.WALLET,
    TodoKind.INVOICE_DUE: PAGES.INVOICES,
}
"""Page on which each thing to do is done; the others are done at the town hall."""


class HomeScreen(PageScreen):
    """The first page of a family's session."""

    EXPLAINED = (
        "C'est la première page. Ce que vous avez à faire est écrit tout en haut. "
        "Dépliez le menu pour trouver toutes les démarches, ou choisissez une activité pour la réserver. "
        "La tirelire ouvre votre porte-monnaie. "
        "Les actualités de la mairie sont en bas de la page : choisissez-en une pour la lire."
    )

    CSS_PATH = "home.tcss"
    BINDINGS = [Binding("n", "news", "Actualités")]

    _view: HomeView | None = None
    """View on screen; redrawn only when it changes."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Horizontal(id="home"):
            with Vertical(id="home-side"):
                yield PiggyBank()
                yield MenuTree(menu_of(self.session))
            with VerticalScroll(id="home-main", can_focus=False):
                yield Label("", id="home-today")
                yield Vertical(id="home-hints")
                yield Vertical(id="home-todos")
                yield Label("Réserver une activité", classes="home-heading")
                yield ItemGrid(id="home-activities", min_column_width=24, stretch_height=True)
                yield Label(NOTHING_FOR_CHILD, id="home-nothing", markup=False)
                yield Label("Les prochains jours", classes="home-heading", id="home-coming-heading")
                yield Label("", id="home-coming", markup=False)
                yield Label("Actualités", classes="home-heading")
                yield ItemGrid(id="home-news", min_column_width=24, stretch_height=True)
                with ItemGrid(id="home-foot", min_column_width=30):
                    for title in (ACCESSIBILITY, LEGAL, PERSONAL_DATA):
                        yield Button(title, classes="link foot", name=title)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#home-nothing").display = False
        self.query_one(MenuTree).focus()

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        view = await self.ask(lambda portal: portal.home(actor=actor, family_id=family_id))
        if isinstance(view, Refused):
            await self.tell(view)
        elif view is not None and view != self._view:
            self._view = view
            await self._draw(view)

    async def _draw(self, view: HomeView) -> None:
        self.show_balance(view.balance_cents)
        piggy = self.query_one(PiggyBank)
        piggy.balance_cents, piggy.active = view.balance_cents, view.active
        self.query_one("#home-today", Label).update(long_date(view.today).capitalize())
        await self._show_hints(view.has_hints)
        await self._fill("#home-todos", [_todo_card(item) for item in view.todos])
        await self._fill("#home-activities", [_activity_card(one) for one in view.activities])
        self.query_one("#home-nothing").display = not view.activities
        await self._fill("#home-news", [_news_card(one) for one in view.news])
        self.query_one("#home-coming-heading").display = bool(view.coming)
        coming = self.query_one("#home-coming", Label)
        coming.display = bool(view.coming)
        coming.update("\n".join(_coming_line(day) for day in view.coming))

    async def _show_hints(self, has_hints: bool) -> None:
        hints = self.query_one("#home-hints")
        hints.display = has_hints
        if has_hints and not hints.children:
            await hints.mount(Hints())

    @on(Hints.Dismissed)
    def hints_read(self) -> None:
        """Out of the way at once; written down meanwhile."""
        self.query_one("#home-hints").display = False
        self.query_one(MenuTree).focus()
        self.dismiss_hints()

    @work(group="hints")
    async def dismiss_hints(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        await self.write(
            lambda portal, operation: portal.dismiss_hints(
                operation_id=operation.id, actor=actor, family_id=family_id
            ),
            unseen=True,
        )

    async def _fill(self, where: str, cards: list[HomeCard]) -> None:
        place = self.query_one(where)
        place.display = bool(cards)
        await place.remove_children()
        await place.mount_all(cards)

    @on(HomeCard.CardChosen)
    def open_card(self, event: HomeCard.CardChosen) -> None:
        from portail_tui.screens.dialogs.contact import ContactDialog
        from portail_tui.screens.family.bookings.calendar import CalendarScreen
        from portail_tui.screens.family.bookings.choose_activity import ChoicesScreen
        from portail_tui.screens.family.documents.send_document import SendDocumentScreen
        from portail_tui.screens.family.news import NewsScreen

        match event.card.value:
            case ActivityCard(activity_id=activity_id):
                self.app.push_screen(ChoicesScreen(activity_id))
            case NewsCard() as news:
                self.app.push_screen(NewsScreen(news))
            case Todo(kind=TodoKind.PLACE_OFFERED, details=details):
                day = date.fromisoformat(str(details["day"]))
                calendar = CalendarScreen(int(details["child_id"]), int(details["activity_id"]), day)
                self.app.push_screen(calendar)
            case Todo(details=details) if "type_id" in details:
                child_id, type_id = int(details.get("child_id", 0)) or None, int(details["type_id"])
                self.app.push_screen(SendDocumentScreen(child_id, type_id))
            case Todo(kind=kind) as item if kind not in _TODO_PAGES:
                words = todo_words(item)
                self.app.push_screen(ContactDialog(words.title, words.sentence))
            case Todo(kind=kind):
                self.app.push_screen(load_page(_TODO_PAGES[kind]))

    def action_news(self) -> None:
        """Down to the news, whatever stands above."""
        for news in self.query("#home-news HomeCard").results(HomeCard):
            news.focus()
            return

    @on(Button.Pressed, ".foot")
    def open_notice(self, event: Button.Pressed) -> None:
        self.app.push_screen(load_page(PAGES.NOTICES, event.button.name or LEGAL))

    @on(PiggyBank.PiggyBankChosen)
    def open_wallet(self) -> None:
        self.portail.open_page(PAGES.WALLET)

    @on(MenuTree.PageChosen)
    def open_page(self, event: MenuTree.PageChosen) -> None:
        self.portail.open_page(event.page)


def _todo_card(item: Todo) -> HomeCard:
    words = todo_words(item)
    return HomeCard(f"! {words.title}", words.sentence, value=item, classes="todo")


def _activity_card(one: ActivityCard) -> HomeCard:
    whom = f"Pour {listed(list(one.children))}" if one.children else ""
    return HomeCard(one.name, f"{one.type_code} · {one.summary}", whom, value=one)


def _news_card(news: NewsCard) -> HomeCard:
    return HomeCard(news.title, news.summary, value=news)


_NOT_SURE = {DayState.PENDING: "à valider par un agent", DayState.WAITLISTED: "en attente"}
"""States that must not look like a booking."""


def _coming_line(day: ComingDay) -> str:
    words = STATES[day.state]
    what = f"{day.child_name} · {day.activity_name}, {day.unit_label.lower()}"
    mine = _NOT_SURE.get(day.state)
    return f"{words.glyph} {short_day(day.day):<13} {what}{f' · {mine}' if mine else ''}"
