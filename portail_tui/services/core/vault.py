"""Encryption of stored values: written under the newest data key, read under the key of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table

from portail_tui.domain.ops.data_keys import KeyFault, KeyTrouble, WrappingKey, value_about, wrapped_about
from portail_tui.gateways.protocols import Encryption, NotOpened
from portail_tui.store.queries.ops import data_keys

Held = Callable[[], Iterable[WrappingKey]]
"""The wrapping keys that this machine holds, asked when one is first needed. May raise KeyTrouble."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted value, as it lies in its row."""

    key_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Vault:
    """The town's data keys, each opened when first needed."""

    held: Held = field(repr=False)
    draw: Callable[[int], bytes] = field(repr=False)
    """Draws this many random bytes."""
    encryption: Encryption = field(repr=False)
    _opened: dict[int, bytes] = field(default_factory=dict, repr=False)

    def seal(self, connection: Connection, table: Table, row_id: int, plain: bytes) -> Sealed:
        """Encrypt the value of a row under the newest key. Raises KeyTrouble."""
        key_id, secret = self._newest(connection)
        about = value_about(key_id, table.name, row_id)
        nonce = self.draw(self.encryption.NONCE_BYTES)
        return Sealed(key_id, self.encryption.seal(secret, plain, about, nonce))

    def open(self, connection: Connection, table: Table, row_id: int, value: Sealed) -> bytes:
        """Decrypt the value of a row. Raises KeyTrouble."""
        secret = self._secret(connection, value.key_id)
        try:
            return self.encryption.open_sealed(
                secret, value.text, value_about(value.key_id, table.name, row_id)
            )
        except NotOpened:
            raise KeyTrouble(KeyFault.DAMAGED) from None

    def fingerprint(self, connection: Connection, plain: bytes) -> str:
        """Digest by key of a value: tells two requests apart without showing what they hold. Raises
        KeyTrouble."""
        return self.encryption.fingerprint(self._newest(connection)[1], plain)

    def wrap(self, key_id: int, wrapping: WrappingKey) -> str:
        """A new data key, wrapped."""
        secret = self.draw(len(wrapping.secret))
        about = wrapped_about(key_id)
        return self.encryption.seal(wrapping.secret, secret, about, self.draw(self.encryption.NONCE_BYTES))

    def wrapping_key(self, name: str) -> WrappingKey:
        """The key of that name, where this machine holds it. Raises KeyTrouble."""
        for key in self.held():
            if key.name == name:
                return key
        raise KeyTrouble(KeyFault.NOT_HERE)

    def _newest(self, connection: Connection) -> tuple[int, bytes]:
        key_id = data_keys.newest_id(connection)
        if key_id is None:
            raise KeyTrouble(KeyFault.NONE_MADE)
        return key_id, self._secret(connection, key_id)

    def _secret(self, connection: Connection, key_id: int) -> bytes:
        if (known := self._opened.get(key_id)) is not None:
            return known
        row = data_keys.find(connection, key_id)
        wrapping = self.wrapping_key(row.wrapped_by)
        try:
            secret = self.encryption.open_sealed(wrapping.secret, row.wrapped, wrapped_about(key_id))
        except NotOpened:
            raise KeyTrouble(KeyFault.DAMAGED) from None
        self._opened[key_id] = secret
        return secret
