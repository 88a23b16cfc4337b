"""Reductions for a family's second child, third child…"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.schema import (
    FLAG,
    HUNDREDTHS,
    PERCENT,
    Field,
    Got,
    Inline,
    Rows,
    Shape,
    Whole,
    optional,
)
from portail_tui.domain.rules.tariffs.payer import Payer
from portail_tui.domain.rules.tariffs.unit_price import UnitPrice
from portail_tui.domain.shared.invalid_rule import InvalidRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """One of ``percent`` off, ``cents`` off, or ``price_cents`` instead.

    Source: Bubry (the third child half price, except in the first bracket).
    """

    from_rank: int = 1
    """From which child by birth."""
    from_children: int = 1
    """From how many dependent children."""
    percent: Decimal | None = None
    cents: int | None = None
    price_cents: int | None = None
    spares_first_bracket: bool = False
    """True: the price of the first bracket is not reduced."""
    quotient_from: int | None = None
    """In hundredths: lower quotients are not reduced."""

    def holds(self, payer: Payer) -> bool:
        return payer.rank >= self.from_rank and payer.children >= self.from_children

    def apply(self, unit: UnitPrice, payer: Payer) -> Decimal:
        """The price in cents, reduced where this family's is."""
        if self.spares_first_bracket and unit.is_first_bracket:
            return unit.cents
        known = None if isinstance(payer.quotient, WhyMaximum) else payer.quotient
        if self.quotient_from is not None and known is not None and known < self.quotient_from:
            return unit.cents
        if self.percent is not None:
            return unit.cents * (100 - self.percent) / 100
        if self.cents is not None:
            return max(Decimal(0), unit.cents - self.cents)
        return Decimal(self.price_cents or 0)


def reduction_for(reductions: Iterable[Reduction], payer: Payer) -> Reduction | None:
    """The reduction that applies: among those whose conditions hold, the one for the highest rank, then
    for the most children."""
    holding = [reduction for reduction in reductions if reduction.holds(payer)]
    return max(holding, key=lambda one: (one.from_rank, one.from_children), default=None)


_RANK = optional(
    "rang",
    Whole(1, 20),
    "À partir de quel enfant inscrit, par ordre de naissance.",
    # written for the first child too where nothing else says to whom the reduction goes
    attr=lambda one: None if one.from_rank == 1 < one.from_children else one.from_rank,
)
_CHILDREN = Field("enfants", Whole(1, 20), "À partir de combien d'enfants à charge.", 1, attr="from_children")
_PERCENT = optional("taux", PERCENT, "Réduction en pour cent : 50 est le demi-tarif.", attr="percent")
_AMOUNT = optional("montant", HUNDREDTHS, "Réduction en euros.", attr="cents")
_PRICE = optional("prix", HUNDREDTHS, "Le prix qui remplace celui de la grille.", attr="price_cents")
_SPARES = Field(
    "sauf_premiere_tranche",
    FLAG,
    "La première tranche n'est pas réduite.",
    False,
    attr="spares_first_bracket",
)
_QUOTIENT = optional(
    "quotient_a_partir_de", HUNDREDTHS, "Les quotients plus bas ne sont pas réduits.", attr="quotient_from"
)


def _reduction(got: Got) -> Reduction:
    ways = [field for field in (_PERCENT, _AMOUNT, _PRICE) if field.name in got.given]
    if len(ways) != 1:
        raise InvalidRule("une réduction a soit « taux », soit « montant », soit « prix ».")
    if not {_RANK.name, _CHILDREN.name} & got.given:
        raise InvalidRule("une réduction dit à qui elle va : « rang » ou « enfants ».")
    return replace(got.make(Reduction), from_rank=got[_RANK] or 1)


REDUCTIONS: Field[tuple[Reduction, ...]] = Field(
    "reductions",
    Rows(
        Inline(
            Shape(_RANK, _CHILDREN, _PERCENT, _AMOUNT, _PRICE, _SPARES, _QUOTIENT),
            _reduction,
        )
    ),
    "Réductions selon le rang de l'enfant ou le nombre d'enfants.",
    (),
    attr="reductions",
)
