"""The town's data keys, and the rows that were written under each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, insert, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import Sent
from portail_tui.store.queries.core.instants import to_stored

SEALED: Sequence[Table] = (t.child_health,)
"""Tables of encrypted rows: their key is ``key_id``, their value ``sealed``, their row the primary key."""

_NEWEST = Sent(select(func.max(t.data_key.c.id)))
_FIND = Sent(select(t.data_key).where(t.data_key.c.id == bindparam("key_id")))


def newest_id(connection: Connection) -> int | None:
    """The key that writes; None where the town has made none."""
    found: int | None = _NEWEST.scalar(connection, {})
    return found


def find(connection: Connection, key_id: int) -> Any:
    """A data key (wrapped, wrapped_by). A row's key is always there: the store holds it to it."""
    return _FIND.row(connection, {"key_id": key_id})


def add(connection: Connection, key_id: int, *, wrapped: str, wrapped_by: str, at: datetime) -> None:
    values = {"id": key_id, "wrapped": wrapped, "wrapped_by": wrapped_by, "made_at": to_stored(at)}
    connection.execute(insert(t.data_key).values(**values))


def behind(connection: Connection, table: Table, newest: int, most: int) -> Sequence[Any]:
    """Some rows that another key than the newest wrote (row_id, key_id, sealed), held until the end."""
    (row_id,) = table.primary_key.columns
    statement = (
        select(row_id.label("row_id"), table.c.key_id, table.c.sealed)
        .where(table.c.key_id != newest)
        .order_by(row_id)
        .limit(most)
        .with_for_update()
    )
    return connection.execute(statement).all()


def reseal(connection: Connection, table: Table, row_id: int, key_id: int, sealed: str) -> None:
    (column,) = table.primary_key.columns
    connection.execute(update(table).where(column == row_id).values(key_id=key_id, sealed=sealed))


def forget_unused(connection: Connection, newest: int) -> int:
    """Remove the keys that no row needs any more, the newest apart; how many."""
    used = [~exists().where(table.c.key_id == t.data_key.c.id) for table in SEALED]
    return connection.execute(delete(t.data_key).where(t.data_key.c.id != newest, *used)).rowcount


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(t.data_key)).scalar_one()
