"""From a household's bookings to rows: bookings, and the movements of money that they made, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from portail_tui.demo.household_bookings import DAY, MINUTE, Entry, HomeBook
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.money.ledger import AccountKind, Cause, LedgerAccount, wallet_of
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import Bulk
from portail_tui.texts.money import statement_labels

TEN_EUROS = 1000
MOST_TOP_UP = 30_000
CARD = ("card", statement_labels.TOP_UP_BY_CARD)
MEANS = (CARD, CARD, CARD, ("cheque", "Versement par chèque"), ("cash", "Versement en espèces"))

Row = tuple[Any, ...]
BOOKING = (
    *("id", "slot_id", "child_id", "family_id", "status", "cents", "surcharge_cents", "quantity", "tariff"),
    *("wait_order", "reason", "operation_id", "created_at", "changed_at"),
)
MOVEMENT = (
    *("id", "regie_id", "operation_id", "ordinal", "cause", "label", "family_id", "booking_id", "on_day"),
    "made_at",
)


class Extra(NamedTuple):
    """A movement of a wallet apart from bookings; ``at`` is a stored instant."""

    at: int
    cause: Cause
    cents: int
    means: str
    label: str


class _Event(NamedTuple):
    at: int
    who: int
    """Child and activity: what a family does at once for them is one operation."""
    order: int
    what: Entry | Extra
    is_credit: bool = False


class Ledgers:
    """Numbers bookings, movements and accounts, and gathers their rows until ``write``."""

    def __init__(self, random: Random, regie_id: int) -> None:
        self.random = random
        self.regie_id = regie_id
        self._accounts: dict[str, tuple[int, LedgerAccount]] = {}
        self._booked = self._moved = 0
        self._revenues: dict[int, int] = {}
        self._bookings: list[Row] = []
        self._movements: list[Row] = []
        self._entries: list[Row] = []

    def close(self, book: HomeBook, extras: Iterable[Extra] = ()) -> int:
        """Keep one home's bookings and money, in the order they happened; its balance in cents."""
        events = _events(book, extras)
        spent: dict[int, int] = defaultdict(int)
        for event in events:
            if isinstance(event.what, Entry) and not event.is_credit and event.what.is_prepaid:
                spent[event.at] += event.what.cents
        wallet = _Wallet(ledgers=self, book=book)
        last = (0, 0)
        for event in events:
            if event.at != last[0]:
                wallet.afford(spent.get(event.at, 0), event.at)
            if event[:2] != last:
                wallet.begin()
                last = event[:2]
            wallet.follow(event)
        return wallet.balance

    def add_booking(self, home_id: int, entry: Entry, operation: str) -> None:
        self._booked += 1
        entry.id = self._booked
        self._bookings.append(
            (
                *(entry.id, entry.place.id, entry.kid.id, home_id, entry.status.value),
                *(entry.cents, entry.surcharge_cents, 1, entry.tariff, entry.wait_order, entry.reason),
                *(operation, entry.created, entry.changed),
            )
        )

    def add_movement(self, start: Row, rest: Row, wallet_id: int, other_id: int, cents: int) -> None:
        """``cents`` to a wallet (from it where negative), the contrary to another account."""
        self._moved += 1
        self._movements.append((self._moved, self.regie_id, *start, *rest))
        self._entries.append((self._moved, wallet_id, cents))
        self._entries.append((self._moved, other_id, -cents))

    def account_id(self, account: LedgerAccount) -> int:
        key = account.key
        if (found := self._accounts.get(key)) is None:
            found = self._accounts[key] = (len(self._accounts) + 1, account)
        return found[0]

    def revenue_id(self, activity_id: int) -> int:
        if (found := self._revenues.get(activity_id)) is None:
            account = LedgerAccount(kind=AccountKind.REVENUE, regie_id=self.regie_id, activity_id=activity_id)
            found = self._revenues[activity_id] = self.account_id(account)
        return found

    def write(self, bulk: Bulk) -> None:
        """Send what was gathered, and forget it."""
        bulk.insert(t.booking, BOOKING, self._bookings)
        bulk.insert(t.ledger_movement, MOVEMENT, self._movements)
        bulk.insert(t.ledger_entry, ("movement_id", "account_id", "cents"), self._entries)
        for rows in (self._bookings, self._movements, self._entries):
            rows.clear()

    def write_accounts(self, bulk: Bulk) -> None:
        bulk.insert(
            t.ledger_account,
            ("id", "key", "regie_id", "kind", "family_id", "activity_id", "means"),
            (
                (number, key, one.regie_id, one.kind.value, one.family_id, one.activity_id, one.means)
                for key, (number, one) in self._accounts.items()
            ),
        )


def _events(book: HomeBook, extras: Iterable[Extra]) -> list[_Event]:
    events = [_Event(extra.at, 0, order, extra) for order, extra in enumerate(extras)]
    for order, entry in enumerate(book.entries):
        events.append(_Event(entry.created, entry.kid.id * 1000 + entry.place.activity.id, order, entry))
        if entry.changed > entry.created and entry.status is BookingStatus.CANCELLED:
            events.append(_Event(entry.changed, 1, order, entry, is_credit=True))
    events.sort(key=lambda event: event[:3])
    return events


@dataclass(slots=True, kw_only=True)
class _Wallet:
    """One home's wallet while its story is told."""

    ledgers: Ledgers
    book: HomeBook
    balance: int = 0
    _operations: int = 0
    _operation: str = ""
    _ordinal: int = 0
    _last_at: int = 0
    _id: int = 0

    def begin(self) -> None:
        """What follows is another operation."""
        self._operations += 1
        self._operation, self._ordinal = f"{self.book.home.number}-{self._operations:04d}", 0

    def follow(self, event: _Event) -> None:
        entry = event.what
        if isinstance(entry, Extra):
            self._money(entry.cause, entry.cents, entry.means, entry.label, entry.at)
            return
        if not event.is_credit:
            self.ledgers.add_booking(self.book.home.id, entry, self._operation)
        if not (entry.cents and entry.is_prepaid):
            return
        label = _label(entry)
        if event.is_credit:
            self._service(Cause.CANCELLATION, entry.cents, statement_labels.cancelled(label), event.at, entry)
            return
        self._service(Cause.BOOKING, entry.surcharge_cents - entry.cents, label, event.at, entry)
        if entry.surcharge_cents:
            words = statement_labels.surcharge(label)
            self._service(Cause.SURCHARGE, -entry.surcharge_cents, words, event.at, entry)

    def afford(self, cents: int, before: int) -> None:
        """Top up, shortly before an instant, what is missing for ``cents``."""
        if cents <= self.balance:
            return
        total, pick = cents - self.balance, self.ledgers.random
        if not self.book.exact_wallet:
            total += pick.choice((0, 500, TEN_EUROS, 2000, 3000))
            total = -(-total // TEN_EUROS) * TEN_EUROS
        means, label = pick.choice(MEANS)
        at = max(self._last_at, before - (5 * MINUTE if means == CARD[0] else DAY // 2))
        self.begin()
        while total:
            part = min(total, MOST_TOP_UP)
            self._money(Cause.TOP_UP, part, means, label, at)
            total -= part

    def _money(self, cause: Cause, cents: int, means: str, label: str, at: int) -> None:
        clearing = LedgerAccount(kind=AccountKind.CLEARING, regie_id=self.ledgers.regie_id, means=means)
        self._move(cause, cents, self.ledgers.account_id(clearing), label, at)

    def _service(self, cause: Cause, cents: int, label: str, at: int, entry: Entry) -> None:
        revenue = self.ledgers.revenue_id(entry.place.activity.id)
        self._move(cause, cents, revenue, label, at, entry.id, entry.place.day.isoformat())

    def _move(
        self,
        cause: Cause,
        cents: int,
        other_id: int,
        label: str,
        at: int,
        booking_id: int | None = None,
        day: str | None = None,
    ) -> None:
        if not self._id:
            self._id = self.ledgers.account_id(wallet_of(self.book.home.id, self.ledgers.regie_id))
        start = (self._operation, self._ordinal, cause.value, label, self.book.home.id)
        self.ledgers.add_movement(start, (booking_id, day, at), self._id, other_id, cents)
        self.balance += cents
        self._ordinal += 1
        self._last_at = at


def _label(entry: Entry) -> str:
    place = entry.place
    unit = place.unit.label if len(place.activity.units) > 1 else ""
    return statement_labels.booked(place.activity.name, unit, place.day, entry.kid.first_name)


def enrolments(book: HomeBook) -> Iterable[Row]:
    """One enrolment a child, activity and school year, made by the first booking."""
    first: dict[tuple[int, int, int], int] = {}
    for entry in book.entries:
        if entry.status is BookingStatus.WAITING:
            continue
        key = (entry.kid.id, entry.place.activity.id, book.year_ids[entry.place.year])
        first[key] = min(first.get(key, entry.created), entry.created)
    for (kid_id, activity_id, year_id), at in first.items():
        yield (book.home.id, kid_id, activity_id, year_id, "accepted", at)
