"""One-use addresses by which documents come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored


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
    """Keep a new address by the hash of its secret; its identifier."""
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


def by_id(connection: Connection, deposit_id: int) -> Any:
    return connection.execute(select(t.deposit).where(t.deposit.c.id == deposit_id)).first()


def _told() -> Select[Any]:
    return select(t.deposit, t.document_type.c.label, t.child.c.first_name, t.account.c.role).select_from(
        t.deposit.join(t.document_type, t.document_type.c.id == t.deposit.c.document_type_id)
        .join(t.account, t.account.c.id == t.deposit.c.account_id)
        .outerjoin(t.child, t.child.c.id == t.deposit.c.child_id)
    )


def by_hash(connection: Connection, hashed: str) -> Any:
    """An address with what it is for, or None."""
    return connection.execute(_told().where(t.deposit.c.secret_hash == hashed)).first()


def take_try(connection: Connection, deposit_id: int, most: int) -> bool:
    """Count a file that came; False where too many have."""
    statement = (
        update(t.deposit)
        .where(t.deposit.c.id == deposit_id, t.deposit.c.tries < most)
        .values(tries=t.deposit.c.tries + 1)
    )
    return bool(connection.execute(statement).rowcount)


def close(connection: Connection, deposit_id: int, document_id: int, at: datetime) -> bool:
    """The address has served; False where it had already, or is over."""
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
    """Forget addresses that were over before an instant (UTC): how many."""
    return connection.execute(delete(t.deposit).where(t.deposit.c.expires_at < to_stored(before))).rowcount
