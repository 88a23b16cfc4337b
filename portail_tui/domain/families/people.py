"""The people of a household: what they type of themselves; who collects a child; what is agreed to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean


class FieldWhy(StrEnum):
    """The flaw of a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"


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


def postcode_of(text: str) -> str | None:
    """Five digits, or a foreign code of letters and digits; None for anything else."""
    typed = clean(text).upper()
    return typed if re.fullmatch(r"[0-9A-Z][0-9A-Z -]{2,9}", typed) else None


def checked_fields(
    typed: Mapping[str, str], *, longest: int, required: tuple[str, ...] = ()
) -> dict[str, str] | Refused:
    """Some fields cleaned: ``phone`` as a telephone, ``postcode`` as a postcode. Refused: FIELD_INVALID, with
    ``field`` and ``why`` (a FieldWhy)."""
    kept = {}
    for name, text in typed.items():
        value: str | None = clean(text)
        why = FieldWhy.MISSING if name in required and not value else None
        if why is None and value and len(value) > longest:
            why = FieldWhy.TOO_LONG
        elif why is None and name == "phone":
            value = phone_of(text)
            why = FieldWhy.PHONE if value is None else None
        elif why is None and name == "postcode":
            value = postcode_of(text)
            why = FieldWhy.POSTCODE if value is None else None
        if why is not None or value is None:
            return Refused(Reason.FIELD_INVALID, {"field": name, "why": (why or FieldWhy.MISSING).value})
        kept[name] = value
    return kept


@dataclass(frozen=True, slots=True)
class EmailCodeAsked:
    """A code was mailed to this address, whether or not it is already somebody's account."""

    email: str


class ConsentCode(StrEnum):
    """Subjects to which a household may consent, and withdraw at any time. Their words are in
    ``texts.families.people``."""

    PHOTO = "photo"
    OUTINGS = "outings"
    ALONE = "alone"
    NEWS = "news"
    """For the household itself; the others are for each child."""


CHILD_CONSENTS = (ConsentCode.PHOTO, ConsentCode.OUTINGS, ConsentCode.ALONE)
FAMILY_CONSENTS = (ConsentCode.NEWS,)


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent as it stands. With two homes, each gives its own: what the town does asks for both."""

    code: ConsentCode
    given_on: date | None
    """Since when; None where it is not given, or was taken back."""
    withdrawn_on: date | None = None
    """Date of the last withdrawal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person that a household authorised for a child."""

    person_id: int
    name: str
    phone: str
    relation: str
    is_forbidden: bool
    """« Ne pas remettre l'enfant à »."""
    for_all: bool
    """For all the household's children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collectors:
    """People who may collect a child, as named by one household; the other home has its own list."""

    child_id: int
    child_name: str
    is_shared: bool
    adults: tuple[str, ...]
    """Of the household itself, who may collect."""
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class Consents:
    child_id: int | None
    child_name: str
    is_shared: bool
    lines: tuple[ConsentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be named; ``child_id`` None: for all the household's children."""

    child_id: int | None
    name: str
    phone: str
    relation: str
    is_forbidden: bool = False
