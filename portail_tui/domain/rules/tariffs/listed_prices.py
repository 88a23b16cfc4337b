"""Grids that list prices: one for all, one by bracket, a line between points."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Protocol

from portail_tui.domain.rules.schema import HUNDREDTHS, Field, Form, Got, Inline, OneOf, Rows, Shape, make
from portail_tui.domain.rules.tariffs.brackets import BracketRow, bounds, check_bounds, row_fields
from portail_tui.domain.rules.tariffs.payer import Measure, Payer
from portail_tui.domain.rules.tariffs.unit_price import Basis, UnitPrice
from portail_tui.domain.shared.invalid_rule import InvalidRule


class GridForm(Protocol):
    """A way to find a unit price."""

    form: ClassVar[str]

    def price(self, payer: Payer) -> UnitPrice:
        """The price of one unit; the maximum where the family's means are not known."""
        ...

    def most(self) -> Decimal:
        """The highest price that any family pays, in cents."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """One price for every family."""

    form: ClassVar[str] = "fixe"
    cents: int

    def price(self, payer: Payer) -> UnitPrice:  # noqa: ARG002 (one shape for all forms)
        return UnitPrice(cents=Decimal(self.cents), basis=Basis.FIXED)

    def most(self) -> Decimal:
        return Decimal(self.cents)


@dataclass(frozen=True, slots=True)
class Brackets:
    """Half-open brackets by lower bound, the first from 0: every quotient falls in exactly one.

    Published grids have integer bounds (« 0–622, 623–1000 »): only lower bounds are kept, so that 622.50
    is in the first. Source: Roncq, meals from 01/09/2025.
    """

    form: ClassVar[str] = "tranches"
    lower_bounds: tuple[int, ...]
    """Hundredths, strictly increasing from 0."""
    cents: tuple[int, ...]
    measure: Measure = Measure.QUOTIENT

    def __post_init__(self) -> None:
        check_bounds(self.lower_bounds, self.cents)

    def price(self, payer: Payer) -> UnitPrice:
        known = self.measure.of(payer)
        if known is None:
            return UnitPrice(cents=self.most(), basis=Basis.MAXIMUM, measure=self.measure)
        found = bisect_right(self.lower_bounds, Decimal(known) / self.measure.divisor) - 1
        low, high = bounds(self.lower_bounds, found)
        return UnitPrice(
            cents=Decimal(self.cents[found]),
            basis=Basis.BRACKET,
            measure=self.measure,
            bracket_from=low,
            bracket_to=high,
        )

    def most(self) -> Decimal:
        return Decimal(max(self.cents))

    @property
    def rows(self) -> tuple[tuple[int, int], ...]:
        """(lower bound, price) of each bracket."""
        return tuple(zip(self.lower_bounds, self.cents, strict=True))


@dataclass(frozen=True, slots=True)
class Linear:
    """A price that rises (or falls) evenly between published points, and stays level beyond the first and
    the last."""

    form: ClassVar[str] = "lineaire"
    points: tuple[tuple[int, int], ...]
    """(hundredths of quotient or income, cents), the first ones strictly increasing."""
    measure: Measure = Measure.QUOTIENT

    def __post_init__(self) -> None:
        for number, (one, other) in enumerate(pairwise(self.points), 1):
            if one[0] >= other[0]:
                raise InvalidRule("ce point vient après le précédent.", "points", number)

    def price(self, payer: Payer) -> UnitPrice:
        known = self.measure.of(payer)
        if known is None:
            return UnitPrice(cents=self.most(), basis=Basis.MAXIMUM, measure=self.measure)
        scale = self.measure.divisor
        after = bisect_right([at * scale for at, _ in self.points], known)
        if after in (0, len(self.points)):
            cents = Decimal(self.points[max(0, after - 1)][1])
        else:
            (low, cheap), (high, dear) = self.points[after - 1], self.points[after]
            rise = Decimal((known - low * scale) * (dear - cheap)) / ((high - low) * scale)
            cents = cheap + rise
        return UnitPrice(cents=cents, basis=Basis.LINEAR, measure=self.measure)

    def most(self) -> Decimal:
        return Decimal(max(cents for _, cents in self.points))


PRICE = Field("prix", HUNDREDTHS, "Le prix, en euros.", attr="cents")
_ROW_PRICE = PRICE.held_at(1)
MEASURE = Field(
    "sur",
    OneOf({measure.value: measure for measure in Measure}),
    "Ce que la grille regarde : le quotient, le revenu d'un mois ou celui d'une année.",
    Measure.QUOTIENT,
    attr="measure",
)
_BRACKETS = Field(
    "tranches",
    Rows(Inline(Shape(*row_fields, _ROW_PRICE), lambda got: BracketRow.of(got, got[_ROW_PRICE])), least=1),
    "Les tranches.",
    attr="rows",
)
_POINT_AT = Field("a", HUNDREDTHS, "Le quotient ou le revenu.", attr=0)
_POINTS = Field(
    "points",
    Rows(Inline(Shape(_POINT_AT, _ROW_PRICE), lambda got: (got[_POINT_AT], got[_ROW_PRICE])), least=2),
    "Les points entre lesquels le prix varie d'un trait.",
    attr="points",
)


def _brackets(got: Got) -> Brackets:
    rows = got[_BRACKETS]
    return Brackets(
        BracketRow.lower_bounds(rows, _BRACKETS.name), tuple(row.value for row in rows), got[MEASURE]
    )


LISTING_FORMS = (
    Form(Fixed.form, "Un prix pour toutes les familles.", Shape(PRICE), make(Fixed)),
    Form(
        Brackets.form,
        "Un prix par tranche de quotient ou de revenu.",
        Shape(_BRACKETS, MEASURE),
        _brackets,
    ),
    Form(
        Linear.form,
        "Un prix qui varie d'un trait entre deux points, et ne bouge plus au-delà.",
        Shape(_POINTS, MEASURE),
        make(Linear),
    ),
)
