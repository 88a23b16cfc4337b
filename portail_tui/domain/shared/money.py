"""Amounts are integer cents; decimals appear only between a rule and its rounding."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from enum import StrEnum

from portail_tui.domain.shared.invalid_rule import InvalidRule


class Rounding(StrEnum):
    """Rounding of a price to the cent.

    Source: Bubry 2023 (published half prices need half-up on decimals); other towns truncate or round up.
    """

    HALF_UP = "au_plus_proche"
    TRUNCATED = "tronque"
    UP = "superieur"


LARGEST = 10**9
"""Above any euro, quotient or rate of a règlement: a slip of the keyboard."""
_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.TRUNCATED: ROUND_DOWN, Rounding.UP: ROUND_UP}


def to_cents(cents: Decimal, rounding: Rounding = Rounding.HALF_UP, step: int = 1) -> int:
    """A number of cents with decimals, brought to the cent, or to a multiple of ``step`` cents."""
    return int((cents / step).quantize(Decimal(1), rounding=_MODES[rounding])) * step


def read_decimal(value: object) -> Decimal:
    """A number as règlements write it (« 2,50 », 2.5, 3); floats are refused, they lose cents."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise InvalidRule("un nombre est attendu.")
    try:
        number = Decimal(_plain(value) if isinstance(value, str) else value)
    except InvalidOperation:
        raise InvalidRule("un nombre est attendu.") from None
    if not number.is_finite() or number < 0:
        raise InvalidRule("un nombre positif est attendu.")
    if number > LARGEST:
        raise InvalidRule("ce nombre est trop grand.")
    return number


def read_hundredths(value: object) -> int:
    """A number with at most two decimals, in hundredths: euros to cents, a quotient to hundredths."""
    hundredths = read_decimal(value) * 100
    if hundredths != hundredths.to_integral_value():
        raise InvalidRule("ce nombre a au plus deux décimales.")
    return int(hundredths)


def write_hundredths(hundredths: int) -> str:
    """250 → « 2.50 », as the town's file and the store write it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def write_decimal(number: Decimal) -> str:
    """A rate as the store writes it: « 0.36 », « 50 », without an exponent or idle zeros."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _plain(text: str) -> str:
    return "".join(text.split()).replace(",", ".").replace("_", "")
