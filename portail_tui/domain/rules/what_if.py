"""Means of a family supposed by somebody, as a quotient or an income: for the price simulation and
`portail tarif`, under the same rule as real means."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portail_tui.domain.rules.quotient_formula import PartsRule, QuotientHousehold
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import Payer
from portail_tui.domain.shared.invalid_rule import InvalidRule

NOBODY = QuotientHousehold()


@dataclass(frozen=True, slots=True)
class Supposed:
    """A quotient in hundredths, or a year's reference income in cents with what it is divided for; neither:
    means that are not known. Raises InvalidRule where both are given."""

    quotient_hundredths: int | None = None
    income_cents: int | None = None
    home: QuotientHousehold = NOBODY

    def __post_init__(self) -> None:
        if self.quotient_hundredths is not None and self.income_cents is not None:
            raise InvalidRule("donnez le quotient ou le revenu, pas les deux.")

    def quotient(self, rule: PartsRule | None) -> int | WhyMaximum:
        """Quotient in hundredths, or the reason why there is none. ``rule``: the town's formula; None
        where unknown."""
        if self.quotient_hundredths is not None:
            return self.quotient_hundredths
        if self.income_cents is None or rule is None:
            return WhyMaximum.NONE
        found = rule.quotient(self.income_cents, self.home)
        return WhyMaximum.NONE if found is None else found

    def instead_of(self, payer: Payer, rule: PartsRule | None) -> Payer:
        """``payer`` with these means, and nothing else changed."""
        return replace(payer, quotient=self.quotient(rule), income_cents=self.income_cents)
