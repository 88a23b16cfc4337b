"""Kinds of numbers: amounts in euros and quotients, both in hundredths; rates."""

from __future__ import annotations

from decimal import Decimal

from portail_tui.domain.rules.schema.scalars import Scalar
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import read_decimal, read_hundredths, write_decimal, write_hundredths

_SCHEMA = {"type": ["number", "string"], "minimum": 0}


def _hundred_at_most(value: object) -> Decimal:
    number = read_decimal(value)
    if number > 100:
        raise InvalidRule("un pourcentage va de 0 à 100.")
    return number


def _signed(value: object) -> int:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value < 0:
        return -read_hundredths(-value)
    if isinstance(value, str) and value.lstrip().startswith("-"):
        return -read_hundredths(value.lstrip()[1:])
    return read_hundredths(value)


HUNDREDTHS = Scalar(read_hundredths, 0, _SCHEMA, write_hundredths)
"""Euros to cents, a quotient to hundredths: at most two decimals, never negative."""
SIGNED = Scalar(_signed, 0, {"type": ["number", "string"]})
"""As above, and maybe negative."""
NUMBER: Scalar[Decimal] = Scalar(read_decimal, Decimal(0), _SCHEMA, write_decimal)
PERCENT: Scalar[Decimal] = Scalar(_hundred_at_most, Decimal(0), {**_SCHEMA, "maximum": 100}, write_decimal)
"""A part of something, from 0 to 100."""
