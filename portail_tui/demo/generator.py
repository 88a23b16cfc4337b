"""Makes a whole town, deterministic for a seed and an instant: the demonstration, and towns of any size."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from itertools import chain
from pathlib import Path
from random import Random

from portail_tui.demo import logins, news, special
from portail_tui.demo.board import Board, Place
from portail_tui.demo.books import DAY, HomeBook
from portail_tui.demo.habits import Habits
from portail_tui.demo.holidays import public_holidays, school_year, starting_year
from portail_tui.demo.money import Ledgers, Row, enrolments
from portail_tui.demo.people import Census, Home
from portail_tui.demo.rows import write_homes
from portail_tui.demo.showcase import Showcase
from portail_tui.domain.clock import Clock
from portail_tui.domain.deadlines import local_day
from portail_tui.domain.rulebook import Rulebook
from portail_tui.domain.town_file import TownFile, parse
from portail_tui.domain.town_file.expansion import YearPlan
from portail_tui.store import core as t
from portail_tui.store import schema
from portail_tui.store.bulk import Bulk, bulk_load
from portail_tui.store.queries import rulebook as rulebook_queries
from portail_tui.store.queries import town_rows
from portail_tui.store.tables.columns import to_stored

FAMILIES = 400
BOOKINGS_PER_CHILD = 26
"""What the places of the town's file are meant for; larger towns have more in proportion."""
SEED = 2026
BATCH = 2000
"""Homes whose rows are sent at once."""
LOOK_BACK = timedelta(days=56)
"""The school year of so long ago is there too, so that the last weeks are never empty."""
STRIKE = "Grève du personnel"
TRIP = "Sortie annulée, alerte météo"


def town_file() -> TownFile:
    """The demonstration town's file."""
    text = resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8")
    return parse(text)


def years_around(today: date, file: TownFile) -> tuple[YearPlan, ...]:
    """The school year of ``today``, the last one in its first weeks, the next one once it is prepared."""
    this = starting_year(today)
    starts = {starting_year(today - LOOK_BACK), this}
    month, day = file.town.next_year_from
    if today >= date(this + 1, month, day):
        starts.add(this + 1)
    return tuple(school_year(start, file.town.school_zone) for start in sorted(starts))


def generate(
    path: Path,
    *,
    clock: Clock,
    families: int = FAMILIES,
    bookings_per_child: int = BOOKINGS_PER_CHILD,
    seed: int = SEED,
) -> Path:
    """Make a town of ``families`` ordinary families, besides the special ones, in a new file at ``path``.

    The file is made beside its place and moved there: killed on the way, nothing is half-made. Raises
    FileExistsError rather than replace a store, StoreTrouble where the folder cannot be written.
    """
    draft = schema.draft_of(path)
    try:
        _fill(draft, clock, families, bookings_per_child, seed)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def make_demo(path: Path, clock: Clock) -> Path:
    """The demonstration's town, of its usual size."""
    return generate(path, clock=clock)


def _fill(draft: Path, clock: Clock, families: int, bookings_per_child: int, seed: int) -> None:
    now = clock.now()
    today = local_day(now)
    file = town_file()
    years = years_around(today, file)
    store = schema.make_file(draft, clock)
    with store.writing() as connection:
        days = dict(chain.from_iterable(public_holidays(year).items() for year in _civil_years(years)))
        town_rows.write_town(
            connection, file, years=years, public_holidays=days, is_demo=True, at=now - timedelta(days=200)
        )
    with store.reading() as connection:
        rulebook = rulebook_queries.load(connection)
        ids = _Ids(
            town_rows.ids_by_code(connection, t.school),
            town_rows.ids_by_code(connection, t.document_type),
            tuple(town_rows.ids_by_code(connection, t.school_year)[year.code] for year in years),
        )
    store.close()
    random = Random(f"{seed} {today.isoformat()}")  # noqa: S311 (a town of invented people, no secret)
    scale = max(1.0, families / FAMILIES) * max(1.0, bookings_per_child / BOOKINGS_PER_CHILD)
    town = _Town(
        random, file, rulebook, years, ids, Board(rulebook, file, years, scale), today, to_stored(now)
    )
    with bulk_load(draft) as bulk:
        town.make(bulk, families, bookings_per_child)


def _civil_years(years: Sequence[YearPlan]) -> Sequence[int]:
    return sorted({day.year for year in years for day in (year.first_on, year.last_on)})


@dataclass(frozen=True, slots=True)
class _Ids:
    schools: dict[str, int]
    documents: dict[str, int]
    years: tuple[int, ...]


@dataclass(slots=True)
class _Town:
    random: Random
    file: TownFile
    rulebook: Rulebook
    years: tuple[YearPlan, ...]
    ids: _Ids
    board: Board
    today: date
    now: int

    def make(self, bulk: Bulk, families: int, bookings_per_child: int) -> None:
        strike_on = self._cancel_days()
        census = Census(self.random, self.file, self.years, self.today)
        cast = special.cast(census)
        homes = [*cast.values(), *(census.home() for _ in range(families))]
        habits = Habits(self.random, self.board, self.today, self.now)
        books = [self._open_book(home, habits) for home in homes]
        by_login = dict(zip(cast, books, strict=False))
        self._play_special(by_login, books[len(cast) :], habits)
        self._write_people(bulk, homes)
        self._write_bookings(bulk, books, by_login, habits, bookings_per_child)
        self._write_slots(bulk)
        self._write_news(bulk, strike_on)

    def _open_book(self, home: Home, habits: Habits) -> HomeBook:
        return HomeBook(home, self.board, self.ids.years, self.now, self.today, habits.sessions())

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

    def _play_special(
        self, by_login: dict[str, HomeBook], ordinary: Sequence[HomeBook], habits: Habits
    ) -> None:
        last = (self.today.replace(day=1) + timedelta(days=62)).replace(day=1) - timedelta(days=1)
        show = Showcase(by_login[logins.FAMILY], self.board, last)
        show.play()
        for want in show.wanted:
            shuffled = self.random.sample(ordinary, len(ordinary))
            habits.fill(want.place, (book for book in shuffled if book.home.is_active), want.waiting_first)
        show.join_lists()
        for login, parity in ((logins.SHARED_A, 0), (logins.SHARED_B, 1)):
            book = by_login[login]
            special.book_weeks(book, self.board, book.home.kids[0], parity)
        for login, every, most in (
            (logins.EXPIRED_QUOTIENT, 2, 12),
            (logins.MISSING_DOCUMENT, 3, 8),
            (logins.EMPTY_WALLET, 2, 10),
            (logins.IN_DEBT, 2, 10),
            (logins.OUTSIDE, 3, 8),
        ):
            special.book_some(by_login[login], self.board, every, most)
        for login in (logins.EMPTY_WALLET, logins.IN_DEBT):
            by_login[login].exact_wallet = True

    def _write_people(self, bulk: Bulk, homes: Sequence[Home]) -> None:
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
        books: Sequence[HomeBook],
        by_login: dict[str, HomeBook],
        habits: Habits,
        bookings_per_child: int,
    ) -> None:
        ledgers = Ledgers(self.random, self.rulebook.town.regie_id)
        specials = {id(book): login for login, book in by_login.items()}
        enrolled: list[Row] = []
        for number, book in enumerate(books, 1):
            login = specials.get(id(book))
            if login is None and book.home.is_active:
                for kid in book.home.kids:
                    quota = round(bookings_per_child * self.random.uniform(0.3, 1.7))
                    habits.book(book, kid, quota)
            ledgers.close(book, special.movements(login, self.now) if login else ())
            enrolled += enrolments(book)
            book.entries.clear()
            if number % BATCH == 0:
                ledgers.write(bulk)
        ledgers.write(bulk)
        ledgers.write_accounts(bulk)
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


def _slot_row(place: Place) -> tuple[object, ...]:
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
