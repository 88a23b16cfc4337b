"""Changes of e-mail that wait for the code mailed to the new address."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from portail_tui.domain.shared.text import fold_email
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import columns_of, row_of

_change = t.email_change.c


def ask(connection: Connection, account_id: int, email: str, *, at: datetime, until: datetime) -> None:
    """A change that waits, in the place of any before it; to no address, and it never serves."""
    connection.execute(delete(t.email_change).where(_change.account_id == account_id))
    values = {"email": email, "code_hash": "", "tries": 0}
    connection.execute(
        insert(t.email_change).values(
            account_id=account_id, asked_at=to_stored(at), expires_at=to_stored(until), **values
        )
    )


def keep_code(connection: Connection, account_id: int, code_hash: str, now: datetime) -> bool:
    """The code that leaves now is the one that serves; False where no change waits any more."""
    kept = (
        update(t.email_change)
        .where(_change.account_id == account_id, _change.email != "", _change.expires_at > to_stored(now))
        .values(code_hash=code_hash)
    )
    return bool(connection.execute(kept).rowcount)


class EmailChange(NamedTuple):
    """A change of e-mail whose code is being tried."""

    email: str
    """The new address."""
    code_hash: str
    tries: int
    """Tries of the code so far, this one included."""


def take_try(connection: Connection, account_id: int, *, most: int, at: datetime) -> EmailChange | None:
    """Count a try of the code. None where the account has no code that is still valid at ``at`` (UTC) and was
    tried less than ``most`` times."""
    taken = (
        update(t.email_change)
        .where(
            _change.account_id == account_id,
            _change.code_hash != "",
            _change.tries < most,
            _change.expires_at > to_stored(at),
        )
        .values(tries=_change.tries + 1)
        .returning(*columns_of(t.email_change, EmailChange))
    )
    return row_of(EmailChange, connection.execute(taken).one_or_none())


def use(connection: Connection, account_id: int, code_hash: str) -> bool:
    """The code has served; False where it had already, or another took its place."""
    used = delete(t.email_change).where(_change.account_id == account_id, _change.code_hash == code_hash)
    return bool(connection.execute(used).rowcount)


def set_email(
    connection: Connection, account_id: int, family_id: int | None, before: str, email: str
) -> None:
    """The account's e-mail, and that of the household's adult who had the old one."""
    connection.execute(
        update(t.account)
        .where(t.account.c.id == account_id)
        .values(email=email, email_sort=fold_email(email))
    )
    adults = select(t.guardian.c.id, t.guardian.c.email).where(
        t.guardian.c.family_id == family_id, t.guardian.c.email.is_not(None)
    )
    same = [row.id for row in connection.execute(adults) if fold_email(row.email) == fold_email(before)]
    connection.execute(update(t.guardian).where(t.guardian.c.id.in_(same)).values(email=email))
