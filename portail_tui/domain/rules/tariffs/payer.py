"""A family and its child on the day served, as a tariff sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portail_tui.domain.rules.quotients import WhyMaximum


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    quotient: int | WhyMaximum = WhyMaximum.NONE
    """In hundredths, or why there is none and the maximum applies."""
    income_cents: int | None = None
    """Reference income of a year."""
    is_resident: bool = True
    children: int = 1
    """Dependent children of the household."""
    disabled_children: int = 0
    is_lone_parent: bool = False
    rank: int = 1
    """Of the child, by birth, among the household's children enrolled in the activity."""
    is_occasional: bool = False
    """Booked day by day, not by the year."""
    brings_meal: bool = False
    """Has its own meal (PAI)."""
    age: int | None = None
    """Of the child, in whole years on the day served; None where it is not known."""
    grade: str = ""
    school: str = ""
    categories: frozenset[str] = frozenset()
    """Categories in which the town has put the family: « CAF », « AGENT »…"""


class Measure(StrEnum):
    """Measure of a family's means that a grid uses."""

    QUOTIENT = "quotient"
    MONTHLY = "revenu_mensuel"
    YEARLY = "revenu_annuel"

    @property
    def divisor(self) -> int:
        """``of`` is so many times what the grid's own numbers count: a twelfth of an income is never
        rounded on the way."""
        return 12 if self is Measure.MONTHLY else 1

    def of(self, payer: Payer) -> int | None:
        """Hundredths, times ``divisor``; None where it is not known."""
        if self is not Measure.QUOTIENT:
            return payer.income_cents
        return None if isinstance(payer.quotient, WhyMaximum) else payer.quotient

    def why_unknown(self, payer: Payer) -> WhyMaximum:
        """Reason why the maximum applies to a family whose means are unknown."""
        if isinstance(payer.quotient, WhyMaximum):
            return payer.quotient
        return WhyMaximum.NO_INCOME
