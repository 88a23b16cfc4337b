"""Filling a new SQLite file with very many rows: the bare driver, no journal, indexes made at the end.

Only for a draft that nobody reads yet and that is thrown away if anything fails: it is not safe against a
power cut while it is written. The tables' own constraints hold; foreign keys are not checked.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Table

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble


class Bulk:
    """Many rows into one file. Made by ``bulk_load``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows, each the values of ``columns`` in their order. Dates are ISO text."""
        names = ", ".join(table.c[column].name for column in columns)
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def bulk_load(path: Path) -> Iterator[Bulk]:
    """Load a draft that holds its tables already. At the end its indexes are made again and it is a file like
    any other, in WAL mode and safe on disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {setting}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        yield Bulk(connection)
        for _, statement in indexes:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StoreTrouble(StoreFault.DISK_FULL, str(path)) from error
        raise
    finally:
        connection.close()
