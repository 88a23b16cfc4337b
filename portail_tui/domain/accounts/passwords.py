"""Passwords that people choose, and secrets that the town hands out for a day."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portail_tui.domain.shared.generated_files import MadeFile
from portail_tui.domain.shared.text import fold

LEAST_OF_FAMILIES, LEAST_OF_STAFF, MOST = 12, 15, 128
"""Characters. No rule on which (ASVS 5.0, 6.2.5)."""
LEAST_BITS = 50
"""Least strength of a password, in bits: its length × log2(size of the alphabet used)."""


class Weakness(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SIMPLE = "too_simple"
    """Few signs, a suite, or what everybody chooses."""
    TOO_CLOSE = "too_close"
    """Made of the person's own name or address, or of the town's."""
    SAME = "same"
    """It is the present one, or the one that was handed out."""


_COMMON = (
    "motdepasse", "password", "azerty", "qwerty", "jetaime", "bonjour", "soleil",
    "doudou", "loulou", "chouchou", "coucou", "nicolas", "camille", "marseille", "france", "football",
    "princesse", "chocolat", "vacances", "famille", "enfant", "maman", "papa", "mairie", "portail", "cantine",
    "ecole", "bienvenue", "welcome", "letmein", "iloveyou", "dragon", "monkey", "sunshine", "admin", "secret",
)  # fmt: skip
"""Beginnings of what everybody chooses: each counts as one sign."""
_SUITES = ("abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "0123456789")
_YEAR = re.compile(r"(19|20)\d\d")
_REPEATED = re.compile(r"(.{1,3}?)\1+")
_LEAST_OF_A_SUITE = 3
_LEAST_OF_A_WORD = 3


def weakness_of(password: str, *, least: int, own_words: Iterable[str]) -> Weakness | None:
    """Why ``password`` is not taken; None where it is. ``least``: characters; ``own_words``: names and
    addresses of the person and of the town."""
    if len(password) < least:
        return Weakness.TOO_SHORT
    if len(password) > MOST:
        return Weakness.TOO_LONG
    if _bits(password, _common_removed(password)) < LEAST_BITS:
        return Weakness.TOO_SIMPLE
    own = {part for word in map(_plain, own_words) for part in (word, *re.split(r"[^\w]+", word))}
    if _bits(password, _words_removed(_common_removed(password), own)) < LEAST_BITS:
        return Weakness.TOO_CLOSE
    return None


def _bits(password: str, reduced: str) -> float:
    """Strength, in bits, of ``reduced`` (a password without its guessable parts) in the alphabet of
    ``password``."""
    sizes = (
        (26, str.islower),
        (26, str.isupper),
        (10, str.isdecimal),
        (33, lambda char: not char.isalnum()),
    )
    alphabet = sum(size for size, holds in sizes if any(holds(char) for char in password))
    return len(reduced) * math.log2(max(2, alphabet))


def _plain(text: str) -> str:
    """Text in lower case, without accents; signs stay."""
    return "".join(fold(char) or char for char in text)


def _common_removed(password: str) -> str:
    """Each suite, repetition, year and common word is one sign."""
    plain = _words_removed(_plain(password), _COMMON)
    for suite in _SUITES:
        for way in (suite, suite[::-1]):
            plain = _suite_removed(plain, way)
    return _REPEATED.sub(lambda found: found[1], _YEAR.sub("\0", plain))


def _words_removed(plain: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _LEAST_OF_A_WORD:
            plain = plain.replace(word, "\0")
    return plain


def _suite_removed(plain: str, suite: str) -> str:
    kept, start = [], 0
    while start < len(plain):
        end = start + 1
        while end < len(plain) and plain[start : end + 1] in suite:
            end += 1
        kept.append("\0" if end - start >= _LEAST_OF_A_SUITE else plain[start:end])
        start = end
    return "".join(kept)


# --- secrets handed out ---------------------------------------------------------------------------------

SYMBOLS = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that nobody takes for another, in either case: no B and 8, I and 1, O and 0, S and 5,
Z and 2."""
SECRET_LENGTH = 20
"""94 bits."""
GROUP = 4
SECRET_LASTS = timedelta(hours=24)
SECRET_TRIES = 5


def draw_secret(draw: Callable[[int], bytes]) -> str:
    """A fresh secret, without its hyphens. ``draw`` answers so many random bytes."""
    fair = 256 - 256 % len(SYMBOLS)  # bytes beyond would make the first symbols more likely
    drawn = ""
    while len(drawn) < SECRET_LENGTH:
        drawn += "".join(SYMBOLS[byte % len(SYMBOLS)] for byte in draw(SECRET_LENGTH) if byte < fair)
    return drawn[:SECRET_LENGTH]


def grouped(secret: str) -> str:
    """« ACDE-FGHJ-KLMN-PQRT-UVWX »: how it is written for people."""
    return "-".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))


def read_secret(typed: str) -> str | None:
    """The secret as it was drawn, however it was typed: any case, with or without hyphens and spaces. None
    where it cannot be one."""
    plain = "".join(char for char in typed.upper() if char.isalnum())
    return plain if len(plain) == SECRET_LENGTH and set(plain) <= set(SYMBOLS) else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A new password was asked for. The same for an address that is known and for one that is not."""

    by_mail: bool
    """Whether the town sends mails at all."""


@dataclass(frozen=True, slots=True)
class ChooseFirst:
    """A log-in that lets in only to choose a new password."""

    ticket: str
    """Proof that the person may choose a password: valid once, for a quarter of an hour."""
    name: str
    least: int
    """Minimum number of characters of the new password."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The new password is saved; the person now logs in with it."""


@dataclass(frozen=True, slots=True)
class Provisional:
    """A provisional password that an agent hands out."""

    email: str
    """The account's."""
    until: datetime
    """UTC; it is good until then."""
    secret: str = ""
    """In groups of four. Empty where the same request is asked again: it is shown once."""
    slip: MadeFile | None = None
    """The slip to print and hand over, available while the secret is on screen."""
