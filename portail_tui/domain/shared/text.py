"""Text that people type: cleaned at the door, folded for searching and sorting."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that never reach the store: controls and escapes, bidirectional and zero-width marks,
surrogates, private use and unassigned, line and paragraph separators."""


def clean(text: str) -> str:
    """One line of text, NFC-normalised, without control, escape or direction marks, spaces collapsed."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in _INVISIBLE).split())


def shown(text: str) -> str:
    """Text of several lines as a terminal may be given it: laid out as it was, without marks that it would
    obey."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _INVISIBLE)


def fold(text: str) -> str:
    """The key by which text is searched and sorted, the same on every store: no accent, no case, no
    punctuation (« Lefèvre-Martin » and « LEFEVRE MARTIN » are one)."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum() or char in " -'’"
    )
    return " ".join(plain.replace("œ", "oe").replace("æ", "ae").translate(_SEPARATORS).split())


def fold_email(email: str) -> str:
    """The key by which an e-mail address is found, however it was typed."""
    return clean(email).casefold()


_SEPARATORS = str.maketrans("-'’", "   ")
