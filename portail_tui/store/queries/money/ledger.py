"""Balances, statements and movements of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    bindparam,
    cast,
    func,
    insert,
    select,
)

from portail_tui.domain.money.ledger import LedgerAccount, Movement, wallet_of
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.ledger_accounts import make_accounts
from portail_tui.store.queries.core.rows import rows_of


def balance_under(key: ColumnElement[Any]) -> ScalarSelect[Any]:
    """The balance of the account with that key: the sum of its entries, computed each time. NULL where it has
    none."""
    return (
        # PostgreSQL adds big integers up to a decimal
        select(cast(func.sum(t.ledger_entry.c.cents), BigInteger))
        .join(t.ledger_account, t.ledger_account.c.id == t.ledger_entry.c.account_id)
        .where(t.ledger_account.c.key == key)
        .scalar_subquery()
    )


_BALANCES = CompiledStatement(
    select(t.ledger_account.c.key, func.sum(t.ledger_entry.c.cents).label("cents"))
    .join(t.ledger_entry, t.ledger_entry.c.account_id == t.ledger_account.c.id)
    .where(t.ledger_account.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(t.ledger_account.c.key)
)


def balances(connection: Connection, wallets: Collection[LedgerAccount]) -> dict[LedgerAccount, int]:
    """The wallets' balances in cents."""
    rows = _BALANCES.rows(connection, {"keys": [wallet.key for wallet in wallets]})
    found = {row.key: row.cents for row in rows}
    return {wallet: int(found.get(wallet.key) or 0) for wallet in wallets}


_ADD_MOVEMENTS = CompiledStatement(
    insert(t.ledger_movement).returning(t.ledger_movement.c.id, sort_by_parameter_order=True)
)
_ADD_ENTRIES = CompiledStatement(insert(t.ledger_entry))


def post(connection: Connection, movements: Sequence[Movement], operation_id: str, at: datetime) -> None:
    """Write all the movements of an operation, numbered within it: once an operation. ``at``: UTC instant."""
    if not movements:
        return
    ids = _account_ids(
        connection, {posting.account for movement in movements for posting in movement.postings}
    )
    rows = [
        {
            "regie_id": movement.postings[0].account.regie_id,
            "operation_id": operation_id,
            "ordinal": ordinal,
            "cause": movement.cause.value,
            "label": movement.label,
            "family_id": movement.family_id,
            "booking_id": movement.booking_id,
            "on_day": movement.on_day,
            "made_at": to_stored(at),
        }
        for ordinal, movement in enumerate(movements)
    ]
    movement_ids = [row.id for row in _ADD_MOVEMENTS.returned(connection, rows)]
    _ADD_ENTRIES.run_each(
        connection,
        [
            {"movement_id": movement_id, "account_id": ids[posting.account], "cents": posting.cents}
            for movement_id, movement in zip(movement_ids, movements, strict=True)
            for posting in movement.postings
        ],
    )


class StatementLine(NamedTuple):
    """A movement of a family's wallet."""

    made_at: datetime
    """UTC instant."""
    label: str
    cause: str
    cents: int
    """Negative where the wallet pays."""
    child_id: int | None
    first_name: str | None
    activity_id: int | None
    """The child and the activity of the booking that caused it; None where no booking did."""


_STATEMENT = (
    select(
        instant(t.ledger_movement.c.made_at),
        t.ledger_movement.c.label,
        t.ledger_movement.c.cause,
        t.ledger_entry.c.cents,
        t.booking.c.child_id,
        t.child.c.first_name,
        t.unit.c.activity_id,
    )
    .select_from(
        t.ledger_entry.join(t.ledger_movement, t.ledger_movement.c.id == t.ledger_entry.c.movement_id)
        .join(t.ledger_account, t.ledger_account.c.id == t.ledger_entry.c.account_id)
        .outerjoin(t.booking, t.booking.c.id == t.ledger_movement.c.booking_id)
        .outerjoin(t.child, t.child.c.id == t.booking.c.child_id)
        .outerjoin(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .outerjoin(t.unit, t.unit.c.id == t.slot.c.unit_id)
    )
    .where(t.ledger_account.c.key == bindparam("wallet"))
    .order_by(t.ledger_entry.c.movement_id.desc())
    .limit(bindparam("most", type_=Integer))
)


def statement_of(connection: Connection, family_id: int, regie_id: int, most: int) -> list[StatementLine]:
    """The newest movements of the family's wallet in a régie, newest first; at most ``most``."""
    values = {"wallet": wallet_of(family_id, regie_id).key, "most": most}
    return rows_of(StatementLine, connection.execute(_STATEMENT, values).all())


_ACCOUNTS = CompiledStatement(
    select(t.ledger_account.c.key, t.ledger_account.c.id).where(
        t.ledger_account.c.key.in_(bindparam("keys", expanding=True))
    )
)


def _account_ids(connection: Connection, accounts: Collection[LedgerAccount]) -> dict[LedgerAccount, int]:
    """The accounts' rows, made when first needed."""
    wanted = {"keys": [account.key for account in accounts]}
    found = {row.key: row.id for row in _ACCOUNTS.rows(connection, wanted)}
    if missing := [account for account in accounts if account.key not in found]:
        make_accounts(connection, missing)
        found = {row.key: row.id for row in _ACCOUNTS.rows(connection, wanted)}
    return {account: int(found[account.key]) for account in accounts}
