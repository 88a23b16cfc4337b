"""A price before rank, quantity and surcharge, and the line of the grid that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portail_tui.domain.rules.tariffs.payer import Measure


class Basis(StrEnum):
    """Line of the grid that gave the price."""

    FIXED = "fixed"
    BRACKET = "bracket"
    RATE = "rate"
    RATE_LEAST = "rate_least"
    """The floor that a rate's price is raised to."""
    RATE_MOST = "rate_most"
    """The ceiling that it is brought down to."""
    LINEAR = "linear"
    OUTSIDE = "outside"
    """Price of families who live elsewhere."""
    MAXIMUM = "maximum"


class Bound(StrEnum):
    """To which end of its range a quotient or an income was brought."""

    LEAST = "au_moins"
    MOST = "au_plus"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    cents: Decimal
    basis: Basis
    measure: Measure | None = None
    """Measure used for the family; None where the grid uses none."""
    bracket_from: int | None = None
    """Lower bound of the bracket, in hundredths."""
    bracket_to: int | None = None
    """Upper bound, excluded; None for the last bracket."""
    percent: Decimal | None = None
    bound: Bound | None = None
    """Where the quotient or the income itself was clamped."""
    children: int | None = None
    """Number of children that selected the rate, disabled children counted as the grid says."""

    @property
    def is_first_bracket(self) -> bool:
        return self.bracket_from == 0
