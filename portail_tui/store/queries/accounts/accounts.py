"""Log-ins, and the tries that failed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, case, select, update

from portail_tui.domain.shared.text import fold_email
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored, to_stored
from portail_tui.store.queries.core.rows import columns_of, row_of
from portail_tui.store.tables_core import insert_or_ignore


class AccountRow(NamedTuple):
    """An account that is not closed."""

    id: int
    role: str
    family_id: int | None
    """None for staff."""
    email: str
    email_sort: str
    """The e-mail, folded for comparison."""
    display_name: str
    password_hash: str
    must_change_password: bool


ACCOUNT_COLUMNS = columns_of(t.account, AccountRow)


def by_email(connection: Connection, email_sort: str) -> AccountRow | None:
    """The open account of an e-mail (already folded), or None."""
    account = t.account.c
    statement = select(*ACCOUNT_COLUMNS).where(account.email_sort == email_sort, account.closed_at.is_(None))
    return row_of(AccountRow, connection.execute(statement).one_or_none())


def open_role(connection: Connection, account_id: int, opened_at: datetime) -> str | None:
    """The role of an account that may enter, its session having begun at ``opened_at`` (UTC); None where it
    may not."""
    account = t.account.c
    statement = select(account.role).where(
        account.id == account_id,
        account.closed_at.is_(None),
        account.must_change_password.is_(False),
        account.sessions_from <= to_stored(opened_at),
    )
    return connection.execute(statement).scalar_one_or_none()


def is_of_family(connection: Connection, account_id: int, family_id: int) -> bool:
    """Whether the account's e-mail belongs to an adult of the family."""
    mine = select(t.account.c.email_sort).where(t.account.c.id == account_id)
    theirs = select(t.guardian.c.email).where(
        t.guardian.c.family_id == family_id, t.guardian.c.email.is_not(None)
    )
    email = connection.execute(mine).scalar()
    return any(fold_email(one) == email for one in connection.execute(theirs).scalars() if one)


def dismiss_hints(connection: Connection, account_id: int, at: datetime) -> bool:
    """Note that an account has read its hints; False where it had."""
    account = t.account.c
    statement = (
        update(t.account)
        .where(account.id == account_id, account.hints_read_at.is_(None))
        .values(hints_read_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)


_FAILURES = (
    select(t.login_throttle.c.failures, t.login_throttle.c.last_failure_at)
    .where(t.login_throttle.c.key == bindparam("key"))
    .with_for_update()
)


def hold_failures(connection: Connection, key: str, now: datetime) -> tuple[int, datetime]:
    """Number of consecutive failed tries, and instant of the last one (UTC; ``now`` where there is none).
    The row is locked until the transaction ends, so that simultaneous tries are counted one after the
    other."""
    row = connection.execute(_FAILURES, {"key": key}).one_or_none()
    if row is None:
        first = {"key": key, "failures": 0, "last_failure_at": to_stored(now)}
        connection.execute(insert_or_ignore(connection, t.login_throttle), first)
        row = connection.execute(_FAILURES, {"key": key}).one()
    return row.failures, from_stored(row.last_failure_at)


def set_failures(connection: Connection, key: str, failed: int, at: datetime) -> None:
    """Note that ``failed`` tries have now failed. The key is held."""
    values = {"failures": failed, "last_failure_at": to_stored(at)}
    connection.execute(update(t.login_throttle).where(t.login_throttle.c.key == key).values(**values))


def take_back_failure(connection: Connection, key: str, counted_at: datetime, before: datetime) -> None:
    """The try counted as failed at ``counted_at`` was right: the last failure is again that of ``before``,
    unless another came meanwhile."""
    throttle = t.login_throttle
    mine = throttle.c.last_failure_at == to_stored(counted_at)
    connection.execute(
        update(throttle)
        .where(throttle.c.key == key, throttle.c.failures > 0)
        .values(
            failures=throttle.c.failures - 1,
            last_failure_at=case((mine, to_stored(before)), else_=throttle.c.last_failure_at),
        )
    )


def forget_failures(connection: Connection, key: str) -> None:
    """Reset the failure counter. The row is kept because others may be waiting for its lock."""
    connection.execute(update(t.login_throttle).where(t.login_throttle.c.key == key).values(failures=0))
