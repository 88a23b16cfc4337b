"""Leases: tasks that one machine at a time may do. A lease belongs to the first that changes its row, and
ends by itself when its holder dies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored, to_stored
from portail_tui.store.tables_core import insert_or_ignore


def take(connection: Connection, key: str, holder: str, *, now: datetime, until: datetime) -> bool:
    """Take a lease, or keep for longer the one that ``holder`` has. False where another has it. UTC."""
    lease = t.lease.c
    free = {"key": key, "holder": "", "until": 0}
    connection.execute(insert_or_ignore(connection, t.lease), free)
    taken = connection.execute(
        update(t.lease)
        .where(lease.key == key, (lease.until <= to_stored(now)) | (lease.holder == holder))
        .values(holder=holder, until=to_stored(until))
    )
    return bool(taken.rowcount)


def release(connection: Connection, key: str, holder: str) -> None:
    """Let another take it at once. Nothing where it was lost meanwhile."""
    mine = (t.lease.c.key == key) & (t.lease.c.holder == holder)
    connection.execute(update(t.lease).where(mine).values(holder="", until=0))


def taken_until(connection: Connection, key: str) -> datetime:
    """End of a lease unless it is extended. UTC."""
    return from_stored(connection.execute(select(t.lease.c.until).where(t.lease.c.key == key)).scalar_one())
