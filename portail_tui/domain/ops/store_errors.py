"""Faults of the store: the one exception that services and screens expect."""

from __future__ import annotations

from enum import StrEnum


class StoreFault(StrEnum):
    """Faults of the store itself."""

    BUSY = "busy"
    READ_ONLY = "read_only"
    CORRUPT = "corrupt"
    TOO_NEW = "too_new"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    DISK_FULL = "disk_full"
    TOO_OLD = "too_old"
    """Of an older version, and not asked to be brought up to date."""
    EMPTY = "empty"
    """Holds no town yet."""
    PASSWORD_MISSING = "password_missing"  # noqa: S105 (a fault, not a password)
    """A remote store wants one, and neither the keyring nor its own files have it."""
    NOT_ADMITTED = "not_admitted"
    """A remote store refuses this machine, its user or its password."""
    ANSWER_LOST = "answer_lost"
    """The connection was lost during the commit of a write: its outcome is unknown. Repeated with the same
    identifier, the write is done once."""


class StoreTrouble(Exception):
    """The store cannot answer now; nothing was written. ``fault`` says why, the screen says what to do."""

    def __init__(self, fault: StoreFault, where: str = "") -> None:
        super().__init__(f"{fault}: {where}" if where else str(fault))
        self.fault = fault
        self.where = where
