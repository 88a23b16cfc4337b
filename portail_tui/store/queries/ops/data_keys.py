"""The town's data keys, and the rows that were encrypted under each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, insert, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import columns_of, rows_of

SEALED: Sequence[Table] = (t.child_health,)
"""Tables of encrypted rows: their key is ``key_id``, their value ``sealed``, their row the primary key."""

_NEWEST = CompiledStatement(select(func.max(t.data_key.c.id)))


class DataKeyRow(NamedTuple):
    """A data key, encrypted under a wrapping key."""

    wrapped: str
    wrapped_by: str
    """Name of the wrapping key."""


_FIND = CompiledStatement(
    select(*columns_of(t.data_key, DataKeyRow)).where(t.data_key.c.id == bindparam("key_id"))
)


def newest_id(connection: Connection) -> int | None:
    """The key under which rows are encrypted now; None where the town has made none."""
    found: int | None = _NEWEST.scalar(connection, {})
    return found


def find(connection: Connection, key_id: int) -> DataKeyRow:
    """A data key by its id, which an encrypted row refers to. Raises ValueError where there is none."""
    (found,) = rows_of(DataKeyRow, _FIND.rows(connection, {"key_id": key_id}))
    return found


def add(connection: Connection, key_id: int, *, wrapped: str, wrapped_by: str, at: datetime) -> None:
    """Write a new data key, encrypted under the wrapping key named ``wrapped_by``. ``at``: UTC instant."""
    values = {"id": key_id, "wrapped": wrapped, "wrapped_by": wrapped_by, "made_at": to_stored(at)}
    connection.execute(insert(t.data_key).values(**values))


class SealedRow(NamedTuple):
    """An encrypted row of one of the ``SEALED`` tables."""

    row_id: int
    key_id: int
    """The data key under which it was encrypted."""
    sealed: str


def under_old_keys(connection: Connection, table: Table, newest: int, most: int) -> list[SealedRow]:
    """At most ``most`` rows of a table that were encrypted under another key than ``newest``, by id; locked
    until the transaction ends."""
    (row_id,) = table.primary_key.columns
    statement = (
        select(row_id.label("row_id"), table.c.key_id, table.c.sealed)
        .where(table.c.key_id != newest)
        .order_by(row_id)
        .limit(most)
        .with_for_update()
    )
    return rows_of(SealedRow, connection.execute(statement).all())


def reseal(connection: Connection, table: Table, row_id: int, key_id: int, sealed: str) -> None:
    """Write a row's value as encrypted under another key."""
    (column,) = table.primary_key.columns
    connection.execute(update(table).where(column == row_id).values(key_id=key_id, sealed=sealed))


def forget_unused(connection: Connection, newest: int) -> int:
    """Delete the keys under which no row is encrypted any more, except the newest; how many."""
    used = [~exists().where(table.c.key_id == t.data_key.c.id) for table in SEALED]
    return connection.execute(delete(t.data_key).where(t.data_key.c.id != newest, *used)).rowcount


def count(connection: Connection) -> int:
    """Number of the town's data keys."""
    return connection.execute(select(func.count()).select_from(t.data_key)).scalar_one()
