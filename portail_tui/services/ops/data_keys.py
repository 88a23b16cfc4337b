"""Making and changing the town's data keys; by commands only, with no account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Table

from portail_tui.domain.ops.data_keys import KeyTrouble, WrappingKey
from portail_tui.services.core.audit import audit_command
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.vault import Sealed, Vault
from portail_tui.store.queries.ops import data_keys

BATCH = 200
"""Rows re-encrypted in one transaction."""


class KeyState(StrEnum):
    NONE = "none"
    """The town has made none yet."""
    HERE = "here"
    """It has one, and this machine opens it."""
    AWAY = "away"
    """It has one, and this machine does not."""


@dataclass(frozen=True, slots=True)
class Turned:
    rows: int
    """Written anew under the new key."""


def state_of_keys(connection: Connection, vault: Vault) -> tuple[KeyState, KeyTrouble | None]:
    """Whether this machine can open the town's key, and why not."""
    if data_keys.newest_id(connection) is None:
        return KeyState.NONE, None
    try:
        vault.fingerprint(connection, b"")
    except KeyTrouble as trouble:
        return KeyState.AWAY, trouble
    return KeyState.HERE, None


def make_first_key(context: ServiceContext, wrapping: WrappingKey) -> bool:
    """Make the town's first data key, wrapped; False where it has one already."""
    with context.store.alone() as connection:
        if data_keys.newest_id(connection) is not None:
            return False
        _make(context, connection, wrapping)
    return True


def wrapping_key(context: ServiceContext) -> WrappingKey:
    """The key that opens the town's newest data key. Raises KeyTrouble."""
    with context.store.reading() as connection:
        context.vault.fingerprint(connection, b"")  # proves that it does
        newest = data_keys.newest_id(connection)
        assert newest is not None
        return context.vault.wrapping_key(data_keys.find(connection, newest).wrapped_by)


def turn_key(context: ServiceContext) -> Turned:
    """Make a new data key and write every encrypted row anew under it, then forget the old one.

    Interrupted at any point, everything can be read, and calling it again ends what was begun rather than
    begin anew. Raises KeyTrouble.
    """
    wrapping = wrapping_key(context)
    with context.store.alone() as connection:  # nobody still writes under the old one after this
        newest = data_keys.newest_id(connection)
        if data_keys.count(connection) == 1:
            newest = _make(context, connection, wrapping)
    assert newest is not None
    rows = sum(_turn_table(context, table, newest) for table in data_keys.SEALED)
    context.store.write(lambda connection: data_keys.forget_unused(connection, newest), safe_twice=True)
    return Turned(rows)


def _turn_table(context: ServiceContext, table: Table, newest: int) -> int:
    def turn_some(connection: Connection) -> int:
        rows = data_keys.under_old_keys(connection, table, newest, BATCH)
        for row in rows:
            plain = context.vault.open(connection, table, row.row_id, Sealed(row.key_id, row.sealed))
            sealed = context.vault.seal(connection, table, row.row_id, plain)
            data_keys.reseal(connection, table, row.row_id, sealed.key_id, sealed.text)
        return len(rows)

    total = 0
    while done := context.store.write(turn_some, safe_twice=True):
        total += done
    return total


def _make(context: ServiceContext, connection: Connection, wrapping: WrappingKey) -> int:
    key_id = (data_keys.newest_id(connection) or 0) + 1
    now = context.store.now(connection)
    wrapped = context.vault.wrap(key_id, wrapping)
    data_keys.add(connection, key_id, wrapped=wrapped, wrapped_by=wrapping.name, at=now)
    audit_command(connection, "data_key_made", {"key": key_id}, at=now)
    return key_id
