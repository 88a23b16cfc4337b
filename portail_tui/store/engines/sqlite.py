"""A store in a SQLite file: one writer at a time, readers who wait for nobody."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.store.engines import retry
from portail_tui.store.engines.engine import Mode, StoreEngine, mode_of
from portail_tui.store.engines.idle_pool import BriefPool
from portail_tui.store.engines.retry import TransientTrouble

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FAULTS = {
    sqlite3.SQLITE_READONLY: StoreFault.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreFault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StoreFault.MISSING,
    sqlite3.SQLITE_CORRUPT: StoreFault.CORRUPT,
    sqlite3.SQLITE_NOTADB: StoreFault.CORRUPT,
    sqlite3.SQLITE_FULL: StoreFault.DISK_FULL,
    sqlite3.SQLITE_IOERR: StoreFault.UNREACHABLE,
}

TURN_MILLISECONDS = 18
"""SQLite asks for the lock after 1, 2, 5 and 10 ms, then ever more seldom, up to 100 ms: whoever has waited
for so long starts over, or the lock would lie idle between two writers of a crowd."""

_BEGIN = {
    Mode.READING: "BEGIN DEFERRED",
    # takes the one write lock at once: what is read after it cannot change before it is written
    Mode.WRITING: "BEGIN IMMEDIATE",
    Mode.ALONE: "BEGIN IMMEDIATE",
    Mode.TABLES: "BEGIN IMMEDIATE",
}


def store_engine(path: Path) -> StoreEngine:
    """The store in the file at ``path``. Connects only when first used."""

    def connect() -> sqlite3.Connection:
        # mode=rw: a store that is missing is said to be missing, not made empty
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=retry.BUSY_SECONDS / retry.WAITS,
            check_same_thread=False,
        )

    def recognise(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_FILE] = _identity(path)

    def check_file(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info[_FILE] != _identity(path):
            raise DisconnectionError  # another file is there now: a kept connection would read the old one

    engine = create_engine("sqlite://", pool=BriefPool(connect))
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "connect", recognise)
    event.listen(engine, "checkout", check_file)
    event.listen(engine, "begin", _begin)

    def may_be_written(_connection: Connection) -> bool:
        # the log and the journal live beside the file
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)

    return StoreEngine(engine, trouble_of, may_be_written)


_FILE = "file"


def _identity(path: Path) -> tuple[int, int] | None:
    """Identity of the file at the path now; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def trouble_of(error: DBAPIError) -> StoreTrouble | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return None
    if code & 0xFF in _BUSY:
        return TransientTrouble(StoreFault.BUSY, str(error.orig), tries=retry.WAITS)
    fault = _FAULTS.get(code & 0xFF)
    return None if fault is None else StoreTrouble(fault, str(error.orig))


def _prepare_connection(connection: Any, _record: object) -> None:
    # the driver starts no transaction by itself: ``_begin`` does, with the lock that the caller asked for
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    mode = mode_of(connection)
    if mode is Mode.READING:
        connection.exec_driver_sql(_BEGIN[mode])
        return
    seconds = retry.BUSY_SECONDS / retry.WAITS
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout={TURN_MILLISECONDS}")
    # a table is changed by being made again, and others refer to it meanwhile; no effect within a transaction
    driver.execute(f"PRAGMA foreign_keys={'OFF' if mode is Mode.TABLES else 'ON'}")
    try:
        for turn in range(round(seconds * 1000) // TURN_MILLISECONDS, -1, -1):
            try:
                connection.exec_driver_sql(_BEGIN[mode])
                break
            except DBAPIError as error:
                if not turn or not isinstance(trouble_of(error), TransientTrouble):
                    raise
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")
