"""Passwords chosen, secrets handed out, and the right to choose that these give."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.accounts.accounts import ACCOUNT_COLUMNS, AccountRow
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import row_of
from portail_tui.store.tables_core import insert_or_ignore

_account = t.account.c
_temporary = t.temporary_password.c


def keep_secret(
    connection: Connection, account_id: int, secret_hash: str, *, at: datetime, until: datetime
) -> bool:
    """Keep the hash of a secret handed out, in the place of any before it; False where the account is closed
    or gone. UTC."""
    statement = select(_account.id).where(_account.id == account_id, _account.closed_at.is_(None))
    if connection.execute(statement).scalar() is None:
        return False
    values = {
        "secret_hash": secret_hash,
        "made_at": to_stored(at),
        "expires_at": to_stored(until),
        "tries": 0,
        "used_at": None,
    }
    _make_row(connection, account_id, at)
    connection.execute(
        update(t.temporary_password).where(_temporary.account_id == account_id).values(**values)
    )
    return True


def take_try(connection: Connection, account_id: int, *, most: int, at: datetime) -> str | None:
    """Count a try of the account's secret; its hash, or None where it has none that is still good."""
    taken = (
        update(t.temporary_password)
        .where(
            _temporary.account_id == account_id,
            _temporary.secret_hash != "",
            _temporary.used_at.is_(None),
            _temporary.tries < most,
            _temporary.expires_at > to_stored(at),
        )
        .values(tries=_temporary.tries + 1)
        .returning(_temporary.secret_hash)
    )
    return connection.execute(taken).scalar()


def use_secret(connection: Connection, account_id: int, secret_hash: str, *, at: datetime) -> bool:
    """The secret has served; False where it had already, or another was handed out since."""
    used = (
        update(t.temporary_password)
        .where(
            _temporary.account_id == account_id,
            _temporary.secret_hash == secret_hash,
            _temporary.used_at.is_(None),
        )
        .values(used_at=to_stored(at))
    )
    return bool(connection.execute(used).rowcount)


def give_ticket(
    connection: Connection, account_id: int, digest: str, *, at: datetime, until: datetime
) -> None:
    """Store the digest of a ticket: its owner may choose the account's password until then (UTC)."""
    _make_row(connection, account_id, at)
    connection.execute(
        update(t.temporary_password)
        .where(_temporary.account_id == account_id)
        .values(ticket_digest=digest, ticket_until=to_stored(until))
    )


class Ticket(NamedTuple):
    """The right to choose an account's password, given by a log-in that allowed nothing else."""

    account: AccountRow
    secret_hash: str
    """Hash of the secret that was typed at that log-in."""
    is_used: bool


def by_ticket(connection: Connection, digest: str) -> Ticket | None:
    """The ticket of a digest, used or over or not; None where there is none, or the account is closed."""
    statement = (
        select(*ACCOUNT_COLUMNS, _temporary.secret_hash, _temporary.ticket_until)
        .join_from(t.temporary_password, t.account)
        .where(_temporary.ticket_digest == digest, _account.closed_at.is_(None))
    )
    found = connection.execute(statement).one_or_none()
    if found is None:
        return None
    *account, secret_hash, valid_until = found
    return Ticket(AccountRow(*account), secret_hash, is_used=valid_until == 0)


def use_ticket(connection: Connection, digest: str, at: datetime) -> bool:
    """The ticket has served, and the secret that gave it; False where it had already, or is over."""
    used = (
        update(t.temporary_password)
        .where(_temporary.ticket_digest == digest, _temporary.ticket_until > to_stored(at))
        .values(ticket_until=0, secret_hash="")
    )
    return bool(connection.execute(used).rowcount)


def forget_secret(connection: Connection, account_id: int) -> None:
    """Nothing that was handed out for the account is good any more."""
    connection.execute(delete(t.temporary_password).where(_temporary.account_id == account_id))


def open_account(connection: Connection, account_id: int, opened_at: datetime) -> AccountRow | None:
    """The account, or None where a session begun at ``opened_at`` (UTC) has ended."""
    statement = select(*ACCOUNT_COLUMNS).where(
        _account.id == account_id,
        _account.closed_at.is_(None),
        _account.must_change_password.is_(False),
        _account.sessions_from <= to_stored(opened_at),
    )
    return row_of(AccountRow, connection.execute(statement).one_or_none())


def set_password(
    connection: Connection, account_id: int, before: str, password_hash: str, at: datetime
) -> bool:
    """Replace the password whose hash is ``before``, and end the sessions begun before ``at``. False where
    another password was chosen meanwhile."""
    changed = (
        update(t.account)
        .where(_account.id == account_id, _account.password_hash == before)
        .values(password_hash=password_hash, must_change_password=False, sessions_from=to_stored(at))
    )
    return bool(connection.execute(changed).rowcount)


def own_words(connection: Connection, account: AccountRow) -> list[str]:
    """The words that a password of this account must not be made of: names and e-mails of the account, the
    town and the family."""
    words = [account.email, account.display_name]
    town = connection.execute(select(t.town.c.name, t.town.c.service)).one()
    words += [town.name, town.service]
    if account.family_id is not None:
        family = select(t.family.c.name).where(t.family.c.id == account.family_id)
        adults = select(t.guardian.c.first_name, t.guardian.c.last_name).where(
            t.guardian.c.family_id == account.family_id
        )
        children = (
            select(t.child.c.first_name, t.child.c.last_name)
            .join_from(t.child, t.family_child)
            .where(t.family_child.c.family_id == account.family_id)
        )
        for statement in (family, adults, children):
            words += [str(word) for row in connection.execute(statement) for word in row if word]
    return words


def _make_row(connection: Connection, account_id: int, at: datetime) -> None:
    row = {
        "account_id": account_id,
        "secret_hash": "",
        "made_at": to_stored(at),
        "expires_at": to_stored(at),
        "tries": 0,
    }
    connection.execute(insert_or_ignore(connection, t.temporary_password), row)
