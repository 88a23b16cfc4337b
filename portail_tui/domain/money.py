"""Amounts are integer cents; decimals appear only between a rule and its rounding."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from portail_tui.domain.deadlines import InvalidRule


class Rounding(StrEnum):
    """How a town brings a price to the cent. Bubry's published half prices need half-up on decimals;
    some towns truncate."""

    HALF_UP = "au_plus_proche"
    TRUNCATED = "tronque"


def to_cents(cents: Decimal, rounding: Rounding = Rounding.HALF_UP) -> int:
    """A number of cents with decimals, brought to the cent."""
    mode = ROUND_HALF_UP if rounding is Rounding.HALF_UP else ROUND_DOWN
    return int(cents.quantize(Decimal(1), rounding=mode))


def read_decimal(value: object, name: str) -> Decimal:
    """A number as règlements write it (« 2,50 », 2.5, 3); floats are refused, they lose cents."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise InvalidRule(f"« {name} » est un nombre.")
    try:
        number = Decimal(value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value)
    except InvalidOperation:
        raise InvalidRule(f"« {name} » est un nombre.") from None
    if not number.is_finite() or number < 0:
        raise InvalidRule(f"« {name} » est un nombre positif.")
    return number


def read_hundredths(value: object, name: str) -> int:
    """A number with at most two decimals, in hundredths: euros to cents, a quotient to hundredths."""
    hundredths = read_decimal(value, name) * 100
    if hundredths != hundredths.to_integral_value():
        raise InvalidRule(f"« {name} » a au plus deux décimales.")
    return int(hundredths)


def write_hundredths(hundredths: int) -> str:
    """250 → « 2.50 », as the town's file and the store write it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
