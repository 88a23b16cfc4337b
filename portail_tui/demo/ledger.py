"""From a household's bookings to rows: bookings, and the movements of money that they made, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, NamedTuple

from portail_tui.demo.household_bookings import DAY, MINUTE, Entry, HomeBookings
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.money.ledger import (
    AccountKind,
    Cause,
    LedgerAccount,
    Movement,
    charge,
    give_back,
    top_up,
)
from portail_tui.domain.rules.rulebook import Town
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import Bulk
from portail_tui.texts.money import statement_labels

TEN_EUROS = 1000
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
    """Money that comes to a wallet by a means of payment, or (negative) goes back by it, whatever the cause;
    ``at`` is a stored instant."""

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


class LedgerRows:
    """Numbers bookings, movements and accounts, and gathers their rows until ``write``."""

    def __init__(self, random: Random, town: Town) -> None:
        self.random = random
        self.regie_id = town.regie_id
        self.most_top_up_cents = town.top_up_most_cents
        self._accounts: dict[LedgerAccount, int] = {}
        self._booked = self._moved = 0
        self._bookings: list[Row] = []
        self._movements: list[Row] = []
        self._entries: list[Row] = []

    def close(self, book: HomeBookings, extras: Iterable[Extra] = ()) -> int:
        """Keep one home's bookings and money, in the order they happened; its balance in cents."""
        events = _events(book, extras)
        spent: dict[int, int] = defaultdict(int)
        for event in events:
            if isinstance(event.what, Entry) and not event.is_credit and event.what.is_prepaid:
                spent[event.at] += event.what.cents
        wallet = _Wallet(ledger_rows=self, book=book)
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

    def add_movement(self, movement: Movement, operation: str, ordinal: int, at: int) -> None:
        self._moved += 1
        day = None if movement.on_day is None else movement.on_day.isoformat()
        self._movements.append(
            (
                *(self._moved, self.regie_id, operation, ordinal, movement.cause.value, movement.label),
                *(movement.family_id, movement.booking_id, day, at),
            )
        )
        # a wallet is numbered after the account that its first money comes from
        numbers = [self._account_id(account) for account, _ in reversed(movement.postings)]
        for number, (_, cents) in zip(reversed(numbers), movement.postings, strict=True):
            self._entries.append((self._moved, number, cents))

    def _account_id(self, account: LedgerAccount) -> int:
        if (found := self._accounts.get(account)) is None:
            found = self._accounts[account] = len(self._accounts) + 1
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
                (number, one.key, one.regie_id, one.kind.value, one.family_id, one.activity_id, one.means)
                for one, number in self._accounts.items()
            ),
        )


def _events(book: HomeBookings, extras: Iterable[Extra]) -> list[_Event]:
    events = [_Event(extra.at, 0, order, extra) for order, extra in enumerate(extras)]
    for order, entry in enumerate(book.entries):
        events.append(_Event(entry.created, entry.kid.id * 1000 + entry.place.activity.id, order, entry))
        if entry.changed > entry.created and entry.status is BookingStatus.CANCELLED:
            events.append(_Event(entry.changed, 1, order, entry, is_credit=True))
    events.sort(key=lambda event: event[:3])
    return events


@dataclass(slots=True, kw_only=True)
class _Wallet:
    """Wallet of one home while its movements are generated."""

    ledger_rows: LedgerRows
    book: HomeBookings
    balance: int = 0
    _operations: int = 0
    _operation: str = ""
    _ordinal: int = 0
    _last_at: int = 0

    def begin(self) -> None:
        """Start another operation."""
        self._operations += 1
        self._operation, self._ordinal = f"{self.book.home.number}-{self._operations:04d}", 0

    def follow(self, event: _Event) -> None:
        entry = event.what
        if isinstance(entry, Extra):
            self._bring(entry.cause, entry.cents, entry.means, entry.label, entry.at)
            return
        if not event.is_credit:
            self.ledger_rows.add_booking(self.book.home.id, entry, self._operation)
        if not (entry.cents and entry.is_prepaid):
            return
        place = entry.place
        label = statement_labels.booked(place.activity, place.unit, place.day, entry.kid.first_name)
        day: dict[str, Any] = {
            "family_id": self.book.home.id,
            "regie_id": self.ledger_rows.regie_id,
            "activity_id": place.activity.id,
            "booking_id": entry.id,
            "day": place.day,
        }
        if event.is_credit:
            words = statement_labels.cancelled(label)
            self._post(give_back(cents=entry.cents, label=words, **day), event.at)
            return
        for movement in charge(
            cents=entry.cents,
            surcharge_cents=entry.surcharge_cents,
            label=label,
            surcharge_label=statement_labels.surcharge(label),
            **day,
        ):
            self._post(movement, event.at)

    def afford(self, cents: int, before: int) -> None:
        """Top up, shortly before an instant, what is missing for ``cents``."""
        if cents <= self.balance:
            return
        total, pick = cents - self.balance, self.ledger_rows.random
        if not self.book.exact_wallet:
            total += pick.choice((0, 500, TEN_EUROS, 2000, 3000))
            total = -(-total // TEN_EUROS) * TEN_EUROS
        means, label = pick.choice(MEANS)
        at = max(self._last_at, before - (5 * MINUTE if means == CARD[0] else DAY // 2))
        self.begin()
        while total:
            part = min(total, self.ledger_rows.most_top_up_cents)
            self._bring(Cause.TOP_UP, part, means, label, at)
            total -= part

    def _bring(self, cause: Cause, cents: int, means: str, label: str, at: int) -> None:
        brought = top_up(
            family_id=self.book.home.id,
            regie_id=self.ledger_rows.regie_id,
            means=means,
            cents=cents,
            label=label,
        )
        self._post(replace(brought, cause=cause), at)

    def _post(self, movement: Movement, at: int) -> None:
        self.ledger_rows.add_movement(movement, self._operation, self._ordinal, at)
        for one in movement.postings:
            if one.account.kind is AccountKind.WALLET:
                self.balance += one.cents
        self._ordinal += 1
        self._last_at = at


def enrolments(book: HomeBookings) -> Iterable[Row]:
    """One enrolment a child, activity and school year, made by the first booking."""
    first: dict[tuple[int, int, int], int] = {}
    for entry in book.entries:
        if entry.status is BookingStatus.WAITING:
            continue
        key = (entry.kid.id, entry.place.activity.id, book.year_ids[entry.place.year])
        first[key] = min(first.get(key, entry.created), entry.created)
    for (kid_id, activity_id, year_id), at in first.items():
        yield (book.home.id, kid_id, activity_id, year_id, "accepted", at)
