"""The keys of what is stored encrypted: health data, and whatever else a reader of the store must not read.

A data key encrypts; it lies in the store, itself wrapped by the town's wrapping key, which never does.
Neither is ever shown, logged or given on a command line.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

_PREFIX = "portail-cle-1:"
BYTES = 32
"""Of a key: AES-256."""


class KeyFault(StrEnum):
    """Why what is encrypted cannot be read or written now."""

    NONE_MADE = "none_made"
    """The town has made no key yet."""
    NOT_HERE = "not_here"
    """The town has one, and this machine does not hold it."""
    TOO_OPEN = "too_open"
    """The key's file can be read by others than its owner."""
    UNREADABLE = "unreadable"
    """The key's file does not hold a key, or cannot be read."""
    DAMAGED = "damaged"
    """The stored value was written under another key, altered, or moved to another row."""


class KeyTrouble(Exception):
    """Nothing encrypted can be read or written. ``where``: the file at fault."""

    def __init__(self, fault: KeyFault, where: str = "") -> None:
        super().__init__(f"{fault}: {where}" if where else str(fault))
        self.fault = fault
        self.where = where


@dataclass(frozen=True, slots=True)
class WrappingKey:
    """The key that a machine of the town holds, and that opens the store's data keys."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Identifies the key without revealing it."""
        return hashlib.sha256(b"portail wrapping key " + self.secret).hexdigest()[:16]

    def written(self) -> str:
        """The key as text, for a file or a keyring."""
        return _PREFIX + base64.b64encode(self.secret).decode()

    @classmethod
    def read(cls, text: str) -> WrappingKey:
        """The key that ``text`` holds. Raises KeyTrouble (UNREADABLE), which does not repeat it."""
        try:
            secret = base64.b64decode(text.strip().removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            raise KeyTrouble(KeyFault.UNREADABLE) from None
        if not text.strip().startswith(_PREFIX) or len(secret) != BYTES:
            raise KeyTrouble(KeyFault.UNREADABLE)
        return cls(secret)


def wrapped_about(key_id: int) -> str:
    """The context a wrapped data key is bound to: it opens in no other row."""
    return f"portail data_key {key_id}"


def value_about(key_id: int, table: str, row_id: int) -> str:
    """The context an encrypted value is bound to: it opens in no other row or table, nor under another
    key."""
    return f"portail {table} {row_id} key {key_id}"
