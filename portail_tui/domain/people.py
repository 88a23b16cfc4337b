"""What people type about themselves, checked: telephones, e-mails, postcodes, names."""

from __future__ import annotations

import re
from enum import StrEnum

from portail_tui.domain.text import clean


class FieldWhy(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"


_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s.,;<>\"()]{2,}")
EMAIL_LONGEST = 254
"""RFC 5321."""


def phone_of(text: str) -> str | None:
    """« 06 12 34 56 78 » for a French number however it was typed, a foreign one by groups after its « + »;
    empty for nothing; None for what is no telephone."""
    typed = clean(text)
    digits = re.sub(r"[\s./()-]", "", typed)
    if not digits:
        return ""
    digits = re.sub(r"^(\+33|0033)0?(?=[1-9]\d{8}$)", "0", digits)
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"\+\d{7,15}", digits):
        return digits
    return None


def email_of(text: str) -> str | None:
    """An address as it is kept; None for what cannot be one. Whether it exists, only a mail tells."""
    typed = clean(text)
    if len(typed) > EMAIL_LONGEST or not _EMAIL.fullmatch(typed) or ".." in typed:
        return None
    return typed


def postcode_of(text: str) -> str | None:
    """Five digits, or a foreign code of letters and digits; None for anything else."""
    typed = clean(text).upper()
    return typed if re.fullmatch(r"[0-9A-Z][0-9A-Z -]{2,9}", typed) else None
