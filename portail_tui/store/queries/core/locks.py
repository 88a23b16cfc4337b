"""Row locks of a write, in one order everywhere (docs/locking.md): the operation's identifier, then children,
slots and wallets, each by id.

On SQLite a write locks the whole store already. On PostgreSQL rows are locked FOR NO KEY UPDATE: two writes
that would change them wait for each other, and rows that only refer to them can be written meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select

from portail_tui.domain.money.ledger import LedgerAccount
from portail_tui.domain.ops.store_errors import StoreFault
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.engines.retry import TRIES, TransientTrouble
from portail_tui.store.queries.core.ledger_accounts import make_accounts


def _held_by_id(table: Table, *, skip_locked: bool = False) -> Select[Any]:
    return (
        select(table.c.id)
        .where(table.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(table.c.id)
        .with_for_update(key_share=True, skip_locked=skip_locked)
    )


_CHILDREN = CompiledStatement(_held_by_id(t.child))
_FREE_CHILDREN = CompiledStatement(_held_by_id(t.child, skip_locked=True))
_SLOTS = CompiledStatement(_held_by_id(t.slot))
_WALLETS = CompiledStatement(
    select(t.ledger_account.c.key)
    .where(t.ledger_account.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(t.ledger_account.c.id)
    .with_for_update(key_share=True)
)


def hold_children(connection: Connection, child_ids: Collection[int]) -> None:
    """Hold children, before their slots: where else each is expected cannot change meanwhile."""
    if _locks_rows(connection) and child_ids:
        _CHILDREN.rows(connection, {"ids": list(child_ids)})


def hold_late_children(connection: Connection, child_ids: Collection[int]) -> None:
    """Lock children that were found only once slots are locked, too late to wait for anybody. Raises
    TransientTrouble where another write holds one of them: this write is undone, and finds them first at its
    next try."""
    if not _locks_rows(connection) or not child_ids:
        return
    held = _FREE_CHILDREN.rows(connection, {"ids": list(child_ids)})
    if len(held) < len(set(child_ids)):
        raise TransientTrouble(StoreFault.BUSY, "a child that joined a list meanwhile is held", tries=TRIES)


def hold_slots(connection: Connection, slot_ids: Collection[int]) -> None:
    """Hold slots: their places and their lists cannot change meanwhile."""
    if _locks_rows(connection) and slot_ids:
        _SLOTS.rows(connection, {"ids": list(slot_ids)})


def hold_wallets(connection: Connection, wallets: Collection[LedgerAccount]) -> None:
    """Lock wallets, so that their balances cannot change. Missing ones are created first."""
    if not _locks_rows(connection) or not wallets:
        return
    wanted = {"keys": [wallet.key for wallet in wallets]}
    held = {row.key for row in _WALLETS.rows(connection, wanted)}
    if missing := [wallet for wallet in wallets if wallet.key not in held]:
        make_accounts(connection, missing)
        _WALLETS.rows(connection, wanted)


def _locks_rows(connection: Connection) -> bool:
    return connection.dialect.name != "sqlite"
