"""From a household's bookings to rows: bookings, and the movements of money that they made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from portail_tui.demo.books import DAY, MINUTE, Entry, HomeBook
from portail_tui.demo.people import Home
from portail_tui.domain.days import BookingStatus
from portail_tui.domain.ledger import AccountKind, Cause, LedgerAccount, wallet_of
from portail_tui.store import core as t
from portail_tui.store.bulk import Bulk
from portail_tui.texts.formats import day_month

TEN_EUROS = 1000
MOST_TOP_UP = 30_000
MEANS = (
    ("card", "Versement par carte bancaire"),
    ("card", "Versement par carte bancaire"),
    ("card", "Versement par carte bancaire"),
    ("cheque", "Versement par chèque"),
    ("cash", "Versement en espèces"),
)

Row = tuple[Any, ...]
BOOKING = (
    "id",
    "slot_id",
    "child_id",
    "family_id",
    "status",
    "cents",
    "surcharge_cents",
    "quantity",
    "tariff",
    "wait_order",
    "reason",
    "operation_id",
    "created_at",
    "changed_at",
)
MOVEMENT = (
    "id",
    "regie_id",
    "operation_id",
    "ordinal",
    "cause",
    "label",
    "family_id",
    "booking_id",
    "on_day",
    "made_at",
)


class Ledgers:
    """Numbers bookings, movements and accounts, and gathers their rows until ``write``."""

    def __init__(self, random: Random, regie_id: int) -> None:
        self._random = random
        self._regie_id = regie_id
        self._accounts: dict[str, tuple[int, LedgerAccount]] = {}
        self._booked = self._moved = 0
        self._labels: dict[tuple[int, date], str] = {}
        self.bookings: list[Row] = []
        self.movements: list[Row] = []
        self.entries: list[Row] = []

    def close(self, book: HomeBook, extra: Iterable[tuple[int, Cause, int, str, str]] = ()) -> int:
        """Write one home's bookings and money, in the order they happened; its balance in cents.

        ``extra``: other movements of its wallet: instant, cause, cents, means, label.
        """
        home = book.home
        happened: list[tuple[int, int, int, Any]] = []
        for order, entry in enumerate(book.entries):
            happened.append((entry.created, entry.kid.id * 1000 + entry.place.activity.id, order, entry))
            if entry.changed > entry.created and entry.status is BookingStatus.CANCELLED:
                happened.append((entry.changed, 0, order, entry.cents))
        for order, other in enumerate(extra):
            happened.append((other[0], -1, order, other))
        happened.sort(key=lambda event: event[:3])
        return self._walk(home, book, happened)

    def _walk(self, home: Home, book: HomeBook, happened: list[tuple[int, int, int, Any]]) -> int:
        balance, operations, operation, last_key, ordinal = 0, 0, "", None, 0
        spent = _spending(happened)
        for at, who, order, event in happened:
            key = (at, who)
            if key != last_key:
                if (needed := spent.get(key, 0)) > balance:
                    operations += 1
                    balance += self._top_up(
                        home, book, needed - balance, f"{home.number}-{operations:04d}", at
                    )
                operations += 1
                operation, last_key, ordinal = f"{home.number}-{operations:04d}", key, 0
            if isinstance(event, Entry):
                self._booked += 1
                event.id, event.operation = self._booked, operation
                self._booking(home, event)
                if event.cents and event.place.activity.is_prepaid:
                    self._charge(home, event, Cause.BOOKING, -event.cents, operation, ordinal, at)
                    balance -= event.cents
                    ordinal += 1
            elif isinstance(event, int):
                entry = book.entries[order]
                if event and entry.place.activity.is_prepaid:
                    self._charge(home, entry, Cause.CANCELLATION, event, operation, ordinal, at)
                    balance += event
                    ordinal += 1
            else:
                _, cause, cents, means, label = event
                self._move(home, cause, cents, self._clearing(means), label, operation, ordinal, at)
                balance += cents
                ordinal += 1
        return balance

    def _booking(self, home: Home, entry: Entry) -> None:
        self.bookings.append(
            (
                entry.id,
                entry.place.id,
                entry.kid.id,
                home.id,
                entry.status.value,
                entry.cents,
                entry.surcharge_cents,
                1,
                entry.tariff,
                entry.wait_order,
                entry.reason,
                entry.operation,
                entry.created,
                entry.changed,
            )
        )

    def _top_up(self, home: Home, book: HomeBook, missing: int, operation: str, before: int) -> int:
        """Enough top-ups for what follows, shortly before it; what they brought."""
        pick = self._random
        total = missing
        if not book.exact_wallet:
            total += pick.choice((0, 500, TEN_EUROS, 2000, 3000))
            total = -(-total // TEN_EUROS) * TEN_EUROS
        means, label = pick.choice(MEANS)
        left, ordinal = total, 0
        at = before - (5 * MINUTE if means == "card" else DAY // 2)
        while left:
            cents = min(left, MOST_TOP_UP)
            self._move(home, Cause.TOP_UP, cents, self._clearing(means), label, operation, ordinal, at)
            left -= cents
            ordinal += 1
        return total

    def _charge(
        self, home: Home, entry: Entry, cause: Cause, cents: int, operation: str, ordinal: int, at: int
    ) -> None:
        activity, day = entry.place.activity, entry.place.day
        revenue = LedgerAccount(AccountKind.REVENUE, self._regie_id, activity_id=activity.id)
        if (label := self._labels.get((activity.id, day))) is None:
            label = self._labels[activity.id, day] = f"{activity.name}, {day_month(day)}"
        label = f"{label} ({entry.kid.first_name})"
        self._move(home, cause, cents, revenue, label, operation, ordinal, at, entry.id, day.isoformat())

    def _move(
        self,
        home: Home,
        cause: Cause,
        cents: int,
        other: LedgerAccount,
        label: str,
        operation: str,
        ordinal: int,
        at: int,
        booking_id: int | None = None,
        day: str | None = None,
    ) -> None:
        """``cents`` to the wallet (from it where negative), the contrary to ``other``."""
        self._moved += 1
        self.movements.append(
            (
                self._moved,
                self._regie_id,
                operation,
                ordinal,
                cause.value,
                label,
                home.id,
                booking_id,
                day,
                at,
            )
        )
        wallet = self._account_id(wallet_of(home.id, self._regie_id))
        self.entries.append((self._moved, wallet, cents))
        self.entries.append((self._moved, self._account_id(other), -cents))

    def _clearing(self, means: str) -> LedgerAccount:
        return LedgerAccount(AccountKind.CLEARING, self._regie_id, means=means)

    def _account_id(self, account: LedgerAccount) -> int:
        key = account.key
        if (found := self._accounts.get(key)) is None:
            found = self._accounts[key] = (len(self._accounts) + 1, account)
        return found[0]

    def write(self, bulk: Bulk) -> None:
        """Send what was gathered, and forget it."""
        bulk.insert(t.booking, BOOKING, self.bookings)
        bulk.insert(t.ledger_movement, MOVEMENT, self.movements)
        bulk.insert(t.ledger_entry, ("movement_id", "account_id", "cents"), self.entries)
        for rows in (self.bookings, self.movements, self.entries):
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


def _spending(happened: Iterable[tuple[int, int, int, Any]]) -> dict[tuple[int, int], int]:
    """What each operation takes from the wallet, by instant, child and activity."""
    spent: dict[tuple[int, int], int] = {}
    for at, who, _, event in happened:
        if isinstance(event, Entry) and event.place.activity.is_prepaid:
            spent[at, who] = spent.get((at, who), 0) + event.cents
    return spent


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
