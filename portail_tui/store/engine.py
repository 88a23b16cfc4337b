"""The way in to the store: one URL, two kinds of transaction, and faults said in the domain's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from portail_tui.domain.clock import Clock
from portail_tui.domain.refusals import StoreFault, StoreTrouble

BUSY_SECONDS = 5.0
"""How long a write waits for another before the store is said to be busy."""

_FAULTS = {
    sqlite3.SQLITE_BUSY: StoreFault.BUSY,
    sqlite3.SQLITE_LOCKED: StoreFault.BUSY,
    sqlite3.SQLITE_READONLY: StoreFault.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreFault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StoreFault.MISSING,
    sqlite3.SQLITE_CORRUPT: StoreFault.CORRUPT,
    sqlite3.SQLITE_NOTADB: StoreFault.CORRUPT,
    sqlite3.SQLITE_FULL: StoreFault.DISK_FULL,
    sqlite3.SQLITE_IOERR: StoreFault.UNREACHABLE,
}


class Store:
    """A town's store. It holds no connection between two calls; each call opens one and closes it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self._clock = clock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and waits for nobody. Raises StoreTrouble."""
        with self._transaction("BEGIN DEFERRED") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept at the end, or nothing. Raises StoreTrouble.

        On SQLite it takes the one write lock at once: what it reads cannot change before it writes.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def now(self, connection: Connection) -> datetime:  # noqa: ARG002 (a remote store asks its own)
        """The store's own clock, which decides deadlines: on SQLite, this machine's (UTC)."""
        return self._clock.now()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with self.engine.connect().execution_options(begin_with=begin) as connection, connection.begin():
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as error:
            if (trouble := trouble_of(error)) is not None:
                raise trouble from error
            raise


def open_store(url: str, clock: Clock) -> Store:
    """The store named by ``url`` (``sqlite:////folder/file.db``). Connects only when first used."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"no engine for {parsed.get_backend_name()}")
    path = sqlite_path(url)

    def connect() -> sqlite3.Connection:
        # mode=rw: a store that is missing is said to be missing, not made empty
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return Store(engine, clock)


def sqlite_path(url: str) -> Path:
    """The file that a SQLite URL names."""
    database = make_url(url).database
    if not database:
        raise ValueError("the URL names no file")
    return Path(database)


def trouble_of(error: DBAPIError) -> StoreTrouble | None:
    """The fault behind a driver's error; None where it is not the store's state but a mistake of ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    fault = _FAULTS.get(code & 0xFF) if code is not None else None
    return None if fault is None else StoreTrouble(fault, str(error.orig))


def _prepare_connection(connection: Any, _record: object) -> None:
    # the driver starts no transaction by itself: ``_begin`` does, with the lock that the caller asked for
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin_with", "BEGIN DEFERRED"))
