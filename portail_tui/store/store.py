"""The way in to the store: one URL, two kinds of transaction, and faults said in the domain's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import SqliteAddress, read_address
from portail_tui.domain.shared.clock import Clock
from portail_tui.store.engines.engine import Mode, StoreEngine
from portail_tui.store.engines.retry import RetryPauses, TransientTrouble

T = TypeVar("T")


class Store:
    """A town's store. It holds no connection while it is idle."""

    def __init__(
        self, engine: StoreEngine, clock: Clock, *, pauses: RetryPauses, clock_decides: bool = False
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._pauses = pauses
        self._ask_time = None if clock_decides else engine.ask_time

    @property
    def engine(self) -> Engine:
        return self._engine.engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and waits for nobody. Raises StoreTrouble."""
        with self._transaction(Mode.READING) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept at the end, or nothing. Raises StoreTrouble.

        On SQLite it takes the one write lock at once: what it reads cannot change before it writes. On
        PostgreSQL others write beside it: what decides is read after locks (docs/locking.md).
        """
        with self._transaction(Mode.WRITING) as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A writing transaction that no other write runs beside: to change the règlement."""
        with self._transaction(Mode.ALONE) as connection:
            yield connection

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """As ``alone``, to change the tables. Whoever does checks at the end that no row lost what it refers
        to."""
        with self._transaction(Mode.TABLES) as connection:
            yield connection

    def write(self, do: Callable[[Connection], T], *, safe_twice: bool = False) -> T:
        """What ``do`` answers in a writing transaction, tried again where the store undid it because of
        another's. ``do`` changes nothing but through its connection: it may be called several times.

        ``safe_twice``: whether done twice is as good as once, so that it may also be tried again after the
        connection was lost at the very end, when nobody knows whether it was kept.
        Raises StoreTrouble: BUSY where it stays so, ANSWER_LOST where nobody knows.
        """
        number = 1
        while True:
            try:
                with self.writing() as connection:
                    return do(connection)
            except TransientTrouble as trouble:
                unsure = trouble.fault is StoreFault.ANSWER_LOST and not safe_twice
                if number >= trouble.tries or unsure:
                    raise
            number += 1
            self._pauses.before_try(number)

    def now(self, connection: Connection) -> datetime:
        """The store's own clock, which decides deadlines (UTC): a remote store's server's, at this instant;
        on SQLite, this machine's."""
        return self._clock.now() if self._ask_time is None else self._ask_time(connection)

    def may_be_written(self, connection: Connection) -> bool:
        """Whether the store can be written to, as far as can be known without writing."""
        return self._engine.may_be_written(connection)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _transaction(self, mode: Mode) -> Iterator[Connection]:
        with self._open(mode) as connection:
            is_done = False
            try:
                with connection.get_transaction() or connection.begin():
                    yield connection
                    is_done = True
            except IntegrityError:
                raise
            except DBAPIError as error:
                if (trouble := self._engine.trouble_of(error)) is None:
                    raise
                if trouble.fault is StoreFault.READ_ONLY and not connection.invalidated:
                    connection.invalidate()  # the next one finds who may be written to now
                if is_done and trouble.fault is StoreFault.UNREACHABLE and mode is not Mode.READING:
                    raise TransientTrouble(StoreFault.ANSWER_LOST, trouble.where, tries=2) from error
                raise trouble from error

    def _open(self, mode: Mode) -> Connection:
        """A connection with its transaction begun; tried again here, where nothing has been done yet."""
        number = 1
        while True:
            try:
                return self._begin(mode)
            except TransientTrouble as trouble:
                if number >= trouble.tries:
                    raise StoreTrouble(trouble.fault, trouble.where) from trouble
            number += 1
            self._pauses.before_try(number)

    def _begin(self, mode: Mode) -> Connection:
        connection = None
        try:
            connection = self.engine.connect().execution_options(mode=mode)
            connection.begin()
        except DBAPIError as error:
            if connection is not None:
                connection.close()
            if (trouble := self._engine.trouble_of(error)) is not None:
                raise trouble from error
            raise
        except StoreTrouble:
            if connection is not None:
                connection.close()
            raise
        return connection


def open_store(
    url: str,
    clock: Clock,
    *,
    password: Callable[[], str | None] | None = None,
    pauses: RetryPauses | None = None,
    clock_decides: bool = False,
) -> Store:
    """The store named by ``url`` (``domain.store_address``). Connects only when first used.

    ``password``: where a remote store's is kept, asked for only where it is needed.
    ``clock_decides``: whether ``clock`` decides deadlines even where the store has a clock of its own.
    Raises InvalidAddress.
    """
    address = read_address(url)
    if isinstance(address, SqliteAddress):
        from portail_tui.store.engines import sqlite  # noqa: PLC0415 (each engine is imported where it is used)

        engine = sqlite.store_engine(address.path)
    else:
        from portail_tui.store.engines import postgresql  # noqa: PLC0415

        engine = postgresql.store_engine(address, password)
    return Store(engine, clock, pauses=pauses or RetryPauses(), clock_decides=clock_decides)


def sqlite_path(url: str) -> Path:
    """The file that a SQLite URL names. Raises ValueError."""
    address = read_address(url)
    if not isinstance(address, SqliteAddress):
        raise ValueError("the URL names no file")
    return address.path
