"""Log-ins, and the tries that failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from portail_tui.store import core as t
from portail_tui.store.tables.columns import from_stored, to_stored


def by_email(connection: Connection, email_sort: str) -> Any:
    """The open account of an e-mail (already folded), or None."""
    account = t.account.c
    statement = select(t.account).where(account.email_sort == email_sort, account.closed_at.is_(None))
    return connection.execute(statement).one_or_none()


def failures(connection: Connection, key: str) -> tuple[int, datetime] | None:
    """How many tries failed in a row, and when the last did (UTC)."""
    throttle = t.login_throttle.c
    statement = select(throttle.failures, throttle.last_failure_at).where(throttle.key == key)
    row = connection.execute(statement).one_or_none()
    return None if row is None else (row.failures, from_stored(row.last_failure_at))


def add_failure(connection: Connection, key: str, failed: int, at: datetime) -> None:
    """Note that ``failed`` tries have now failed."""
    throttle = t.login_throttle
    values = {"failures": failed, "last_failure_at": to_stored(at)}
    done = connection.execute(update(throttle).where(throttle.c.key == key).values(**values))
    if not done.rowcount:
        connection.execute(insert(throttle).values(key=key, **values))


def forget_failures(connection: Connection, key: str) -> None:
    connection.execute(delete(t.login_throttle).where(t.login_throttle.c.key == key))
