"""Upload links: web addresses that each receive one document, from a phone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import row_of


def open_one(
    connection: Connection,
    *,
    hashed: str,
    account_id: int,
    family_id: int,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
    at: datetime,
    until: datetime,
) -> int:
    """Write a new link by the hash of its secret; its id. ``at``: when it opens, ``until``: from when it is
    over. UTC instants."""
    done = connection.execute(
        insert(t.deposit).values(
            secret_hash=hashed,
            account_id=account_id,
            family_id=family_id,
            child_id=child_id,
            document_type_id=type_id,
            school_year_id=school_year_id,
            opened_at=to_stored(at),
            expires_at=to_stored(until),
        )
    )
    assert done.inserted_primary_key is not None, "one row was inserted"
    return int(done.inserted_primary_key[0])


class UploadLink(NamedTuple):
    """An upload link with the document that it is for and the account that opened it."""

    id: int
    account_id: int
    family_id: int
    child_id: int | None
    """None for a document about the family."""
    document_type_id: int
    school_year_id: int | None
    opened_at: datetime
    expires_at: datetime
    """UTC instants; over from ``expires_at`` on."""
    tries: int
    """Number of files received, accepted or not."""
    document_id: int | None
    """The document that came by it."""
    label: str
    """Of the document's type."""
    first_name: str | None
    """Of the child."""
    role: str
    """Of the account that opened the link."""


_LINKS = select(
    t.deposit.c.id,
    t.deposit.c.account_id,
    t.deposit.c.family_id,
    t.deposit.c.child_id,
    t.deposit.c.document_type_id,
    t.deposit.c.school_year_id,
    instant(t.deposit.c.opened_at),
    instant(t.deposit.c.expires_at),
    t.deposit.c.tries,
    t.deposit.c.document_id,
    t.document_type.c.label,
    t.child.c.first_name,
    t.account.c.role,
).select_from(
    t.deposit.join(t.document_type, t.document_type.c.id == t.deposit.c.document_type_id)
    .join(t.account, t.account.c.id == t.deposit.c.account_id)
    .outerjoin(t.child, t.child.c.id == t.deposit.c.child_id)
)


def by_id(connection: Connection, deposit_id: int) -> UploadLink | None:
    """A link, used or over or not; None where there is none by that id."""
    return row_of(UploadLink, connection.execute(_LINKS.where(t.deposit.c.id == deposit_id)).first())


def by_hash(connection: Connection, hashed: str) -> UploadLink | None:
    """A link by the hash of its secret, used or over or not; None where there is none."""
    return row_of(UploadLink, connection.execute(_LINKS.where(t.deposit.c.secret_hash == hashed)).first())


def take_try(connection: Connection, deposit_id: int, most: int) -> bool:
    """Count a file that came by a link; False where ``most`` have already come."""
    statement = (
        update(t.deposit)
        .where(t.deposit.c.id == deposit_id, t.deposit.c.tries < most)
        .values(tries=t.deposit.c.tries + 1)
    )
    return bool(connection.execute(statement).rowcount)


def close(connection: Connection, deposit_id: int, document_id: int, at: datetime) -> bool:
    """Mark a link as used by a document; False where it was used already, or is over at ``at`` (UTC)."""
    statement = (
        update(t.deposit)
        .where(
            t.deposit.c.id == deposit_id,
            t.deposit.c.document_id.is_(None),
            t.deposit.c.expires_at > to_stored(at),
        )
        .values(document_id=document_id)
    )
    return bool(connection.execute(statement).rowcount)


def sweep(connection: Connection, before: datetime) -> int:
    """Delete the links that were over before an instant (UTC): how many."""
    return connection.execute(delete(t.deposit).where(t.deposit.c.expires_at < to_stored(before))).rowcount
