"""Password hashes: Argon2id, imported only when a password is hashed or checked."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MOST_CHARACTERS = 128

_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$zS4aKC3lRmDVp0VhNlHxfXBLvNQwTQ0dHiFzUjhUR3U"
"""A hash that no password has: checking an unknown account takes as long as a known one."""


def hash_password(password: str) -> str:
    """The hash to keep. Raises ValueError for more than 128 characters."""
    if len(password) > MOST_CHARACTERS:
        raise ValueError("at most 128 characters")
    return _hasher().hash(_normal(password))


def is_password(password: str, kept: str | None) -> bool:
    """Whether ``password`` matches a stored hash; without a hash it takes as long, and answers False."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        _hasher().verify(kept or _NOBODY, _normal(password[:MOST_CHARACTERS]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= MOST_CHARACTERS


def _normal(password: str) -> str:
    """The text with its characters composed in one way (NFC), whatever keyboard typed them."""
    return unicodedata.normalize("NFC", password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type  # noqa: PLC0415

    # OWASP's least for Argon2id: 19 MiB, two passes, one lane
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
