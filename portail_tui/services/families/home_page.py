"""The home page: what needs doing, the piggy bank, activities, news, the next days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.availability import price_for
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.families.views import (
    ActivityCard,
    ComingDay,
    HomeView,
    NewsCard,
    Todo,
    TodoKind,
)
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.legal_notices import Notices
from portail_tui.domain.rules.quotients import WhyMaximum, covered_until
from portail_tui.domain.rules.rulebook import Activity, TownContact
from portail_tui.domain.rules.tariffs import Price
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.bookings.booking_list import state_of_row, until_start
from portail_tui.services.core.access import Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household
from portail_tui.store.queries.bookings import family_bookings
from portail_tui.store.queries.bookings.family_bookings import FamilyBooking
from portail_tui.store.queries.families import news
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.store.queries.families.news import Debt
from portail_tui.texts.shared.legal_notices import complete

MOST_COMING = 8
MOST_NEWS = 8
EXPIRES_SOON = timedelta(days=30)
"""How long before its quotient ends a family is warned."""

Concerned = list[tuple[Activity, list[ChildRow]]]


def show_contact(context: ServiceContext) -> TownContact:
    """The town hall's contact, for everyone, logged in or not."""
    with context.store.reading() as connection:
        return context.rulebooks.latest(connection).town.contact


def show_notices(context: ServiceContext) -> Notices:
    """Legal notices, for everyone, logged in or not."""
    with context.store.reading() as connection:
        town = context.rulebooks.latest(connection).town
    return complete(town.notices, town.contact)


def show_home(context: ServiceContext, *, actor: Actor, family_id: int) -> HomeView | Refused:
    """The family's home page; what needs doing comes first, by urgency."""

    def show(connection: Connection, admitted: Admitted) -> HomeView:
        home = household(connection, admitted)
        concerned = _concerned(home)
        # some of today's are over and some waits have lapsed: a few more are read than shown
        rows = family_bookings.bookings_of(connection, family_id, admitted.today, MOST_COMING * 3)
        published, debt = news.current(connection, family_id, admitted.today, MOST_NEWS)
        town = admitted.rulebook.town
        return HomeView(
            family_name=admitted.family.name,
            family_number=admitted.family.number,
            active=admitted.family.is_active,
            balance_cents=admitted.family.balance_cents,
            today=admitted.today,
            todos=tuple(_todos(admitted, home, concerned, rows, debt)),
            activities=tuple(_activity_card(activity, children) for activity, children in concerned),
            has_hints=admitted.family.has_hints and admitted.role == Role.FAMILY.value,
            news=tuple(map(_news, published)),
            coming=_coming(admitted, rows),
            contact=town.contact,
        )

    return show_to(context, actor, family_id, "home", show)


def _concerned(home: Household) -> Concerned:
    """Activities with the family's children whom they concern; those that concern none are left out."""
    by_activity: dict[int, list[ChildRow]] = {}
    for child in home.children:
        for activity in home.activities(child):
            by_activity.setdefault(activity.id, []).append(child)
    activities = home.rulebook.activities.values()
    return [(activity, by_activity[activity.id]) for activity in activities if activity.id in by_activity]


def _activity_card(activity: Activity, children: list[ChildRow]) -> ActivityCard:
    return ActivityCard(
        activity_id=activity.id,
        name=activity.name,
        type_code=activity.type_code,
        summary=activity.summary,
        children=tuple(child.first_name for child in children),
    )


def _news(row: news.News) -> NewsCard:
    return NewsCard(row.title, row.published_on, row.summary, row.body)


def _coming(admitted: Admitted, rows: Sequence[FamilyBooking]) -> tuple[ComingDay, ...]:
    days = []
    for row in sorted(rows, key=lambda row: row.day):
        found = state_of_row(admitted, row)
        if found is not None and until_start(row, admitted.now):
            name = admitted.rulebook.activities[row.activity_id].name
            days.append(
                ComingDay(
                    day=row.day,
                    child_name=row.first_name,
                    activity_name=name,
                    unit_label=row.unit_label,
                    state=found[0],
                )
            )
    return tuple(days[:MOST_COMING])


# --- what needs doing --------------------------------------------------------------------------------


def _todos(
    admitted: Admitted,
    home: Household,
    concerned: Concerned,
    rows: Sequence[FamilyBooking],
    debt: Debt | None,
) -> Iterator[Todo]:
    """By urgency: places that will be lost, money owed, what prevents booking, what makes it dearer.
    ``rows``: the family's days to come; ``debt``: on its invoices."""
    yield from _offered(admitted, rows)
    town, family = admitted.rulebook.town, admitted.family
    any_prepaid = any(activity.is_prepaid for activity, _ in concerned)
    if family.balance_cents < town.floor_cents:
        yield Todo(TodoKind.BALANCE_TO_SETTLE, {"cents": family.balance_cents - town.floor_cents})
    yield from _invoices_due(debt)
    if not family.is_active and any_prepaid:
        yield Todo(TodoKind.ACCOUNT_INACTIVE, {})
    yield from _documents_to_send(home, concerned)
    is_low = town.floor_cents <= family.balance_cents < town.low_balance_cents
    if family.is_active and any_prepaid and is_low:
        yield Todo(TodoKind.LOW_BALANCE, {"cents": family.balance_cents})
    yield from _documents_that_end(home, concerned)
    yield from _quotient(home, concerned)


def _invoices_due(debt: Debt | None) -> Iterator[Todo]:
    """The unpaid invoices as one thing to do; the list of invoices shows them one by one."""
    if debt is not None:
        yield Todo(
            TodoKind.INVOICE_DUE,
            {
                "cents": debt.cents,
                "overdue_cents": debt.overdue_cents,
                "day": debt.next_on.isoformat(),
            },
        )


def _offered(admitted: Admitted, rows: Sequence[FamilyBooking]) -> Iterator[Todo]:
    """Places offered to the family; for a package, its first day."""
    told: set[tuple[int, int, str]] = set()
    for row in rows:
        whole = (row.child_id, row.activity_id, row.package or row.day.isoformat())
        until = row.offered_until if row.status == BookingStatus.OFFERED.value else None
        if until is None or whole in told or state_of_row(admitted, row) is None:
            continue
        told.add(whole)
        details: dict[str, str | int] = {
            "child": row.first_name,
            "child_id": row.child_id,
            "activity": admitted.rulebook.activities[row.activity_id].name,
            "activity_id": row.activity_id,
            "day": row.day.isoformat(),
            "until": until.isoformat(),
        }
        yield Todo(TodoKind.PLACE_OFFERED, details)


_TO_SEND = frozenset({DocumentState.MISSING, DocumentState.REFUSED, DocumentState.EXPIRED})


def _documents_to_send(home: Household, concerned: Concerned) -> Iterator[Todo]:
    """Documents to send, each once: per family or per child."""
    told: set[tuple[int, int | None]] = set()
    for activity, children in concerned:
        for child in children:
            for kind in home.missing(activity, child.id, home.today):
                whose = child.id if kind.for_child else None
                state, _ = home.state_of(kind, child.id, home.today)
                if (kind.id, whose) in told or state not in _TO_SEND:
                    continue
                told.add((kind.id, whose))
                yield Todo(TodoKind.DOCUMENT_MISSING, _document(kind, child))


def _documents_that_end(home: Household, concerned: Concerned) -> Iterator[Todo]:
    """Documents valid today and no longer in 30 days, each once."""
    told: set[tuple[int, int | None]] = set()
    for activity, children in concerned:
        for child in children:
            for kind in (home.rulebook.document_types[type_id] for type_id in activity.document_ids):
                whose = child.id if kind.for_child else None
                last = home.last_day_of(kind, child.id)
                if (kind.id, whose) in told or last is None or last - home.today > EXPIRES_SOON:
                    continue
                told.add((kind.id, whose))
                yield Todo(
                    TodoKind.DOCUMENT_EXPIRES_SOON, {**_document(kind, child), "day": last.isoformat()}
                )


def _document(kind: DocumentType, child: ChildRow) -> dict[str, str | int]:
    of_child: dict[str, str | int] = (
        {"child": child.first_name, "child_id": child.id} if kind.for_child else {}
    )
    return {"document": kind.label, "type_id": kind.id, **of_child}


def _quotient(home: Household, concerned: Concerned) -> Iterator[Todo]:
    """Only where a price depends on the quotient: a town of fixed prices asks for none."""
    prices = list(_prices_today(home, concerned))
    reasons = {price.why_maximum for price in prices}
    proof = home.rulebook.means_proof
    to_send = {"type_id": proof.id} if proof else {}
    if WhyMaximum.EXPIRED in reasons:
        yield Todo(TodoKind.QUOTIENT_EXPIRED, to_send)
    elif WhyMaximum.REFUSED in reasons:
        yield Todo(TodoKind.QUOTIENT_REFUSED, to_send)
    elif WhyMaximum.NONE in reasons:
        yield Todo(TodoKind.QUOTIENT_MISSING, to_send)
    elif any(price.quotient_hundredths is not None for price in prices):
        last = covered_until(home.quotients, home.today)
        if last is not None and last - home.today <= EXPIRES_SOON:
            yield Todo(TodoKind.QUOTIENT_EXPIRES_SOON, {"day": last.isoformat(), **to_send})


def _prices_today(home: Household, concerned: Concerned) -> Iterator[Price]:
    for activity, children in concerned:
        price = price_for(
            home.rulebook, activity, home.today, home.facts(children[0], activity, home.today), is_late=False
        )
        if price is not None:
            yield price
