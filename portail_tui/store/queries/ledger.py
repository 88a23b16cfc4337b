"""Balances, statements and movements of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, ScalarSelect, bindparam, func, insert, select

from portail_tui.domain.ledger import LedgerAccount, Movement, wallet_of
from portail_tui.store import core as t
from portail_tui.store.tables.columns import to_stored


def balance_under(key: ColumnElement[Any]) -> ScalarSelect[Any]:
    """The balance of the account with that key: the sum of its entries, computed each time. NULL where it has
    none."""
    return (
        select(func.sum(t.ledger_entry.c.cents))
        .join(t.ledger_account, t.ledger_account.c.id == t.ledger_entry.c.account_id)
        .where(t.ledger_account.c.key == key)
        .scalar_subquery()
    )


_BALANCES = (
    select(t.ledger_account.c.key, func.sum(t.ledger_entry.c.cents))
    .join(t.ledger_entry, t.ledger_entry.c.account_id == t.ledger_account.c.id)
    .where(t.ledger_account.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(t.ledger_account.c.key)
)


def balances(connection: Connection, wallets: Sequence[LedgerAccount]) -> dict[LedgerAccount, int]:
    """The wallets' balances in cents."""
    found = dict(
        row._tuple() for row in connection.execute(_BALANCES, {"keys": [wallet.key for wallet in wallets]})
    )
    return {wallet: int(found.get(wallet.key) or 0) for wallet in wallets}


def lock_wallets(connection: Connection, wallets: Sequence[LedgerAccount]) -> None:
    """Hold wallets until the end of the transaction, by id; those that don't exist yet are made first."""
    for wallet in wallets:
        _account_id(connection, wallet)
    keys = [wallet.key for wallet in wallets]
    account = t.ledger_account.c
    connection.execute(
        select(account.id).where(account.key.in_(keys)).order_by(account.id).with_for_update()
    ).all()


def post(connection: Connection, movements: Sequence[Movement], operation_id: str, at: datetime) -> None:
    """Write movements, numbered within their operation. ``at``: UTC instant."""
    used = select(func.count()).where(t.ledger_movement.c.operation_id == operation_id)
    first = connection.execute(used).scalar_one()
    ids: dict[str, int] = {}
    for ordinal, movement in enumerate(movements, first):
        regie_id = movement.postings[0].account.regie_id
        movement_id = connection.execute(
            insert(t.ledger_movement)
            .values(
                regie_id=regie_id,
                operation_id=operation_id,
                ordinal=ordinal,
                cause=movement.cause.value,
                label=movement.label,
                family_id=movement.family_id,
                booking_id=movement.booking_id,
                on_day=movement.on_day,
                made_at=to_stored(at),
            )
            .returning(t.ledger_movement.c.id)
        ).scalar_one()
        for posting in movement.postings:
            key = posting.account.key
            if key not in ids:
                ids[key] = _account_id(connection, posting.account)
        connection.execute(
            insert(t.ledger_entry),
            [
                {"movement_id": movement_id, "account_id": ids[posting.account.key], "cents": posting.cents}
                for posting in movement.postings
            ],
        )


_STATEMENT = (
    select(t.ledger_movement.c.made_at, t.ledger_movement.c.label, t.ledger_entry.c.cents)
    .join(t.ledger_entry, t.ledger_entry.c.movement_id == t.ledger_movement.c.id)
    .join(t.ledger_account, t.ledger_account.c.id == t.ledger_entry.c.account_id)
    .where(t.ledger_account.c.key == bindparam("wallet"))
    .order_by(t.ledger_entry.c.movement_id.desc())
    .limit(bindparam("most", type_=Integer))
)


def statement_of(connection: Connection, family_id: int, regie_id: int, most: int) -> Sequence[Any]:
    """The wallet's newest movements: made_at, label, cents."""
    values = {"wallet": wallet_of(family_id, regie_id).key, "most": most}
    return connection.execute(_STATEMENT, values).all()


def _account_id(connection: Connection, account: LedgerAccount) -> int:
    """The account's row, made when first needed (two transactions may make it at once)."""
    key: ColumnElement[bool] = t.ledger_account.c.key == account.key
    found = connection.execute(select(t.ledger_account.c.id).where(key)).scalar()
    if found is None:
        connection.execute(
            _insert_or_ignore(connection).values(
                key=account.key,
                regie_id=account.regie_id,
                kind=account.kind.value,
                family_id=account.family_id,
                activity_id=account.activity_id,
                means=account.means,
            )
        )
        found = connection.execute(select(t.ledger_account.c.id).where(key)).scalar_one()
    return int(found)


def _insert_or_ignore(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 (only where it is used)

        return postgresql.insert(t.ledger_account).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(t.ledger_account).on_conflict_do_nothing()
