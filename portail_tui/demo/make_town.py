"""A town's people, bookings, slots and news, in the order in which they depend on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portail_tui.demo import logins, news, personas
from portail_tui.demo.habits import Habits
from portail_tui.demo.household_bookings import DAY, HomeBookings
from portail_tui.demo.ledger import LedgerRows, Row, enrolments
from portail_tui.demo.main_family_days import MainFamilyDays
from portail_tui.demo.people import DemoHome, HouseholdMaker
from portail_tui.demo.rows import write_homes
from portail_tui.demo.slot_occupancy import Board, DemoSlot
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.rules.town_file import TownFile
from portail_tui.domain.rules.town_file.expand_years import YearPlan
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import Bulk

BATCH = 2000
"""Number of homes whose rows are sent together."""
STRIKE = "Grève du personnel"


@dataclass(frozen=True, slots=True)
class Ids:
    schools: dict[str, int]
    documents: dict[str, int]
    years: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class TownMaker:
    """A town being made; ``now`` is a stored instant."""

    random: Random
    file: TownFile
    rulebook: Rulebook
    years: tuple[YearPlan, ...]
    ids: Ids
    board: Board
    today: date
    now: int

    def make(self, bulk: Bulk, families: int, bookings_per_child: int) -> Sequence[DemoHome]:
        """Write the town; its homes."""
        strike_on = self._cancel_days()
        maker = HouseholdMaker(self.random, self.file, self.years, self.today)
        special = personas.special_homes(maker)
        homes = [*special.values(), *(maker.home() for _ in range(families))]
        habits = Habits(self.random, self.board, self.today, self.now)
        books = [self._open_book(home, habits) for home in homes]
        by_login = dict(zip(special, books, strict=False))
        self._book_special(by_login, books[len(special) :], habits)
        self._write_people(bulk, homes)
        self._write_bookings(bulk, books, by_login, habits, bookings_per_child)
        self._write_slots(bulk)
        self._write_news(bulk, strike_on)
        return homes

    def _open_book(self, home: DemoHome, habits: Habits) -> HomeBookings:
        return HomeBookings(
            home=home,
            board=self.board,
            year_ids=self.ids.years,
            now=self.now,
            today=self.today,
            sessions=habits.sessions(),
        )

    def _cancel_days(self) -> date | None:
        """The town has cancelled one past and one coming day; the coming one, where there is school."""
        for back in (True, False):
            days = self._peri_days(back=back)
            if days:
                at = self.now - DAY if not back else self.now - (self.today - days[0]).days * DAY - 2 * DAY
                self.board.cancel(days[0], "PERI", STRIKE, at)
        coming = self._peri_days(back=False)
        return coming[0] if coming else None

    def _peri_days(self, *, back: bool) -> list[date]:
        """School days at least a week from today, the nearest first."""
        days = {
            place.day
            for place in self.board.places
            if place.activity.type_code == "PERI" and not place.is_closed
        }
        if back:
            return sorted(
                (day for day in days if timedelta(6) <= self.today - day <= timedelta(25)), reverse=True
            )
        return sorted(day for day in days if timedelta(8) <= day - self.today <= timedelta(25))

    def _book_special(
        self, by_login: dict[str, HomeBookings], ordinary: Sequence[HomeBookings], habits: Habits
    ) -> None:
        last = (self.today.replace(day=1) + timedelta(days=62)).replace(day=1) - timedelta(days=1)
        days = MainFamilyDays(by_login[logins.FAMILY], self.board, last)
        days.book_days()
        for wanted in days.to_fill:
            shuffled = self.random.sample(ordinary, len(ordinary))
            habits.fill(
                wanted.place,
                (book for book in shuffled if book.home.is_active),
                wanted.waiting_first,
            )
        days.join_lists()
        for login, parity in ((logins.SHARED_A, 0), (logins.SHARED_B, 1)):
            book = by_login[login]
            personas.book_weeks(book, self.board, book.home.kids[0], parity)
        for login, every, most in (
            (logins.EXPIRED_QUOTIENT, 2, 12),
            (logins.MISSING_DOCUMENT, 3, 8),
            (logins.EMPTY_WALLET, 2, 10),
            (logins.IN_DEBT, 2, 10),
            (logins.OUTSIDE, 3, 8),
        ):
            personas.book_some(by_login[login], self.board, every, most)
        for login in (logins.FAMILY, logins.IN_DEBT):
            personas.book_study(by_login[login], self.board)
        for login in (logins.EMPTY_WALLET, logins.IN_DEBT):
            by_login[login].exact_wallet = True

    def _write_people(self, bulk: Bulk, homes: Sequence[DemoHome]) -> None:
        hashed = _password_hash()
        write_homes(
            bulk,
            homes,
            now=self.now,
            today=self.today,
            password_hash=hashed,
            school_ids=self.ids.schools,
            document_ids=self.ids.documents,
            year_ids=self.ids.years,
        )
        bulk.insert(
            t.account,
            (
                "email",
                "email_sort",
                "role",
                "display_name",
                "password_hash",
                "must_change_password",
                "created_at",
            ),
            [
                (email, email, role, name, hashed, False, self.now - 200 * DAY)
                for email, role, name in (
                    (logins.AGENT, "agent", "Maryvonne Quéméner"),
                    (logins.ADMIN, "admin", "Yann Delaunay"),
                )
            ],
        )

    def _write_bookings(
        self,
        bulk: Bulk,
        books: Sequence[HomeBookings],
        by_login: dict[str, HomeBookings],
        habits: Habits,
        bookings_per_child: int,
    ) -> None:
        ledger_rows = LedgerRows(self.random, self.rulebook.town)
        specials = {id(book): login for login, book in by_login.items()}
        enrolled: list[Row] = []
        for number, book in enumerate(books, 1):
            login = specials.get(id(book))
            if login is None and book.home.is_active:
                for kid in book.home.kids:
                    quota = round(bookings_per_child * self.random.uniform(0.3, 1.7))
                    habits.book(book, kid, quota)
            ledger_rows.close(book, personas.movements(login, self.now) if login else ())
            enrolled += enrolments(book)
            book.entries.clear()
            if number % BATCH == 0:
                ledger_rows.write(bulk)
        ledger_rows.write(bulk)
        ledger_rows.write_accounts(bulk)
        bulk.insert(
            t.enrolment,
            ("family_id", "child_id", "activity_id", "school_year_id", "status", "created_at"),
            enrolled,
        )

    def _write_slots(self, bulk: Bulk) -> None:
        bulk.insert(
            t.slot,
            ("id", "unit_id", "day", "capacity", "taken", "waiting", "is_cancelled", "cancel_reason"),
            (_slot_row(place) for place in self.board.places),
        )

    def _write_news(self, bulk: Bulk, strike_on: date | None) -> None:
        coming = next((span for span in self.rulebook.school_holidays if span.last_on > self.today), None)
        bulk.insert(
            t.news_item,
            ("position", "title", "summary", "body", "published_on", "expires_on"),
            [
                (*item[:4], item[4].isoformat(), item[5].isoformat())
                for item in news.items(
                    self.today, strike_on=strike_on, holidays=coming.name if coming else "Vacances"
                )
            ],
        )
        bulk.insert(t.store_meta, ("key", "value"), [("demo_day", self.today.isoformat())])


def _slot_row(place: DemoSlot) -> tuple[object, ...]:
    return (
        place.id,
        place.unit.id,
        place.day.isoformat(),
        place.capacity,
        place.taken,
        place.waiting,
        bool(place.cancelled_at),
        place.cancel_reason,
    )


def _password_hash() -> str:
    """One hash for all, always the same: 30 000 different ones would take eight minutes."""
    from argon2 import PasswordHasher  # noqa: PLC0415 (only here)

    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    return hasher.hash(logins.PASSWORD, salt=b"valbrune-orlette")
