"""Accounts of the ledger: made when first needed, found by key."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import (
    Connection,
)

from portail_tui.domain.money.ledger import LedgerAccount
from portail_tui.store import tables_core as t
from portail_tui.store.tables_core import insert_or_ignore


def make_accounts(connection: Connection, accounts: Collection[LedgerAccount]) -> None:
    """Rows for accounts, unless another transaction makes them first: it is then waited for. By key, so that
    no two wait for each other."""
    connection.execute(
        insert_or_ignore(connection, t.ledger_account),
        [
            {
                "key": account.key,
                "regie_id": account.regie_id,
                "kind": account.kind.value,
                "family_id": account.family_id,
                "activity_id": account.activity_id,
                "means": account.means,
            }
            for account in sorted(accounts, key=lambda account: account.key)
        ],
    )
