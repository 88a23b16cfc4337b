"""Grids that multiply a family's means by a rate: one rate, one by bracket, one by number of children."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from portail_tui.domain.rules.schema import (
    FLAG,
    HUNDREDTHS,
    PERCENT,
    Field,
    Form,
    Got,
    Inline,
    Part,
    Rows,
    Shape,
    Whole,
    make,
    optional,
)
from portail_tui.domain.rules.tariffs.brackets import BracketRow, bounds, check_bounds, row_fields
from portail_tui.domain.rules.tariffs.listed_prices import MEASURE
from portail_tui.domain.rules.tariffs.payer import Measure, Payer
from portail_tui.domain.rules.tariffs.unit_price import Basis, Bound, UnitPrice
from portail_tui.domain.shared.invalid_rule import InvalidRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamps:
    """Bounds of the means that a rate is applied to, and of the resulting price. Amounts in cents, means in
    hundredths.

    At least one upper bound is compulsory: it gives the maximum price, due by a family whose means are
    unknown.
    """

    most_cents: int | None = None
    least_cents: int = 0
    means_least: int = 0
    means_most: int | None = None
    measure: Measure = Measure.QUOTIENT
    plus_cents: int = 0
    """Added to what the rate gives, before the price is clamped."""

    def __post_init__(self) -> None:
        if self.most_cents is None and self.means_most is None:
            raise InvalidRule(
                "un taux d'effort a un prix maximum : « au_plus », ou un plafond de quotient ou de revenu."
            )
        if self.most_cents is not None and self.most_cents < self.least_cents:
            raise InvalidRule("« au_plus » est au moins égal à « au_moins ».", "au_plus")
        if self.means_most is not None and self.means_most < self.means_least:
            name = "quotient_au_plus" if self.is_of_quotient else "revenu_au_plus"
            raise InvalidRule("ce plafond est au moins égal à son plancher.", name)

    @property
    def is_of_quotient(self) -> bool:
        return self.measure is Measure.QUOTIENT

    def price(self, percent: Decimal, known: int) -> UnitPrice:
        """Price at a rate; ``known``: the means, as ``Measure.of`` gives them."""
        scale, bound = self.measure.divisor, None
        if known < self.means_least * scale:
            known, bound = self.means_least * scale, Bound.LEAST
        elif self.means_most is not None and known > self.means_most * scale:
            known, bound = self.means_most * scale, Bound.MOST
        # means in hundredths of euro are a number of cents, so that means × rate is cents already
        cents = Decimal(known) * percent / (100 * scale) + self.plus_cents
        basis = Basis.RATE
        if cents < self.least_cents:
            cents, basis = Decimal(self.least_cents), Basis.RATE_LEAST
        elif self.most_cents is not None and cents > self.most_cents:
            cents, basis = Decimal(self.most_cents), Basis.RATE_MOST
        return UnitPrice(cents=cents, basis=basis, measure=self.measure, percent=percent, bound=bound)

    def most(self, percent: Decimal) -> Decimal:
        """The highest price at a rate."""
        if self.means_most is None:
            return Decimal(self.most_cents or 0)
        return self.price(percent, self.means_most * self.measure.divisor).cents


@dataclass(frozen=True, slots=True)
class EffortRate:
    """Means × one rate. Source: Fay-aux-Loges (0.36 % of the quotient, at least 2.60 €, at most 4.50 €)."""

    form: ClassVar[str] = "taux_effort"
    percent: Decimal
    clamps: Clamps

    def price(self, payer: Payer) -> UnitPrice:
        known = self.clamps.measure.of(payer)
        if known is None:
            return _maximum(self.most(), self.clamps)
        return self.clamps.price(self.percent, known)

    def most(self) -> Decimal:
        return self.clamps.most(self.percent)


@dataclass(frozen=True, slots=True)
class RateByBracket:
    """Means × the rate of their bracket."""

    form: ClassVar[str] = "taux_par_tranche"
    lower_bounds: tuple[int, ...]
    percents: tuple[Decimal, ...]
    clamps: Clamps

    def __post_init__(self) -> None:
        check_bounds(self.lower_bounds, self.percents)

    def price(self, payer: Payer) -> UnitPrice:
        known = self.clamps.measure.of(payer)
        if known is None:
            return _maximum(self.most(), self.clamps)
        found = bisect_right(self.lower_bounds, Decimal(known) / self.clamps.measure.divisor) - 1
        at_rate = self.clamps.price(self.percents[found], known)
        low, high = bounds(self.lower_bounds, found)
        return UnitPrice(
            cents=at_rate.cents,
            basis=at_rate.basis,
            measure=at_rate.measure,
            bracket_from=low,
            bracket_to=high,
            percent=at_rate.percent,
            bound=at_rate.bound,
        )

    def most(self) -> Decimal:
        return max(self.clamps.most(percent) for percent in self.percents)

    @property
    def rows(self) -> tuple[tuple[int, Decimal], ...]:
        """(lower bound, rate) of each bracket."""
        return tuple(zip(self.lower_bounds, self.percents, strict=True))


@dataclass(frozen=True, slots=True)
class RateByChildren:
    """Means × a rate that falls with the number of dependent children; each disabled child moves one step
    down the table.

    Source: the national rates of nurseries (PSU), on a month's income.
    """

    form: ClassVar[str] = "taux_par_enfants"
    steps: tuple[tuple[int, Decimal], ...]
    """(from how many children, rate in percent), the first from one child."""
    clamps: Clamps
    counts_disabled: bool = True

    def __post_init__(self) -> None:
        if not self.steps or self.steps[0][0] != 1:
            raise InvalidRule("la première ligne est pour un enfant.", "enfants", 0)
        for number, (one, other) in enumerate(pairwise(self.steps), 1):
            if one[0] >= other[0]:
                raise InvalidRule("cette ligne a plus d'enfants que la précédente.", "enfants", number)

    def price(self, payer: Payer) -> UnitPrice:
        step = self._step(payer)
        children, percent = self.steps[step]
        known = self.clamps.measure.of(payer)
        if known is None:
            most = self.clamps.most(percent)
            return UnitPrice(
                cents=most,
                basis=Basis.MAXIMUM,
                measure=self.clamps.measure,
                percent=percent,
                children=children,
            )
        at_rate = self.clamps.price(percent, known)
        return UnitPrice(
            cents=at_rate.cents,
            basis=at_rate.basis,
            measure=at_rate.measure,
            percent=percent,
            bound=at_rate.bound,
            children=children,
        )

    def _step(self, payer: Payer) -> int:
        found = bisect_right([children for children, _ in self.steps], max(1, payer.children)) - 1
        if self.counts_disabled:
            found += payer.disabled_children
        return min(found, len(self.steps) - 1)

    def most(self) -> Decimal:
        return max(self.clamps.most(percent) for _, percent in self.steps)


def _maximum(cents: Decimal, clamps: Clamps) -> UnitPrice:
    return UnitPrice(cents=cents, basis=Basis.MAXIMUM, measure=clamps.measure)


_RATE = Field("taux", PERCENT, "Le taux, en pour cent : 0.36 est 0,36 %.", attr="percent")
_ROW_RATE = _RATE.held_at(1)
_LEAST = optional("au_moins", HUNDREDTHS, "Prix minimum, en euros.", attr="least_cents")
_MOST = optional(
    "au_plus",
    HUNDREDTHS,
    "Prix maximum, en euros ; c'est celui des familles sans quotient.",
    attr="most_cents",
)
_QUOTIENT_LEAST = Field(
    "quotient_au_moins",
    HUNDREDTHS,
    "Quotient minimum : plus bas, il compte pour lui.",
    0,
    attr=lambda clamps: clamps.means_least if clamps.is_of_quotient else 0,
)
_QUOTIENT_MOST = optional(
    "quotient_au_plus",
    HUNDREDTHS,
    "Quotient maximum : plus haut, il compte pour lui.",
    attr=lambda clamps: clamps.means_most if clamps.is_of_quotient else None,
)
_INCOME_LEAST = Field(
    "revenu_au_moins",
    HUNDREDTHS,
    "Plancher de revenu (d'un mois ou d'un an, selon « sur »).",
    0,
    attr=lambda clamps: 0 if clamps.is_of_quotient else clamps.means_least,
)
_INCOME_MOST = optional(
    "revenu_au_plus",
    HUNDREDTHS,
    "Plafond de revenu (d'un mois ou d'un an, selon « sur »).",
    attr=lambda clamps: None if clamps.is_of_quotient else clamps.means_most,
)
_PLUS = Field(
    "plus", HUNDREDTHS, "Part fixe, en euros, ajoutée à ce que donne le taux.", 0, attr="plus_cents"
)
_CLAMP_FIELDS = (_LEAST, _MOST, _QUOTIENT_LEAST, _QUOTIENT_MOST, _INCOME_LEAST, _INCOME_MOST, _PLUS)
_USUALLY_MONTHLY = optional(MEASURE.name, MEASURE.kind, MEASURE.doc, attr="measure")


def _clamps(got: Got) -> Clamps:
    measure = got[_USUALLY_MONTHLY] or Measure.MONTHLY
    wanted, other = ("quotient", "revenu") if measure is Measure.QUOTIENT else ("revenu", "quotient")
    for name in (f"{other}_au_moins", f"{other}_au_plus"):
        if name in got.given:
            raise InvalidRule(
                f"cette grille porte sur le {wanted} : « {name.replace(other, wanted)} ».", name
            )
    is_quotient = measure is Measure.QUOTIENT
    return Clamps(
        most_cents=got[_MOST],
        least_cents=got[_LEAST] or 0,
        means_least=got[_QUOTIENT_LEAST] if is_quotient else got[_INCOME_LEAST],
        means_most=got[_QUOTIENT_MOST] if is_quotient else got[_INCOME_MOST],
        measure=measure,
        plus_cents=got[_PLUS],
    )


_CLAMPS = Part("clamps", Shape(*_CLAMP_FIELDS, MEASURE), _clamps)
_MONTHLY_CLAMPS = Part("clamps", Shape(*_CLAMP_FIELDS, _USUALLY_MONTHLY), _clamps)
_BRACKETS = Field(
    "tranches",
    Rows(Inline(Shape(*row_fields, _ROW_RATE), lambda got: BracketRow.of(got, got[_ROW_RATE])), least=1),
    "Les tranches.",
    attr="rows",
)
_CHILDREN = Field("a_partir_de", Whole(1, 20), "À partir de combien d'enfants à charge.", attr=0)
_STEPS = Field(
    "enfants",
    Rows(Inline(Shape(_CHILDREN, _ROW_RATE), lambda got: (got[_CHILDREN], got[_ROW_RATE])), least=1),
    "Le taux selon le nombre d'enfants à charge.",
    attr="steps",
)
_DISABLED = Field(
    "handicap",
    FLAG,
    "Chaque enfant en situation de handicap descend d'une ligne.",
    True,
    attr="counts_disabled",
)


def _by_bracket(got: Got) -> RateByBracket:
    rows = got[_BRACKETS]
    lower_bounds = BracketRow.lower_bounds(rows, _BRACKETS.name)
    return RateByBracket(lower_bounds, tuple(row.value for row in rows), got[_CLAMPS])


RATE_FORMS = (
    Form(
        EffortRate.form,
        "Un taux d'effort : quotient ou revenu × taux, entre un plancher et un plafond.",
        Shape(_RATE, _CLAMPS),
        make(EffortRate),
    ),
    Form(
        RateByBracket.form,
        "Un taux d'effort par tranche.",
        Shape(_BRACKETS, _CLAMPS),
        _by_bracket,
    ),
    Form(
        RateByChildren.form,
        "Un taux selon le nombre d'enfants à charge (crèches, PSU), sur le revenu d'un mois.",
        Shape(_STEPS, _DISABLED, _MONTHLY_CLAMPS),
        make(RateByChildren),
    ),
)
