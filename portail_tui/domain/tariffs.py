"""What a day costs a family, found in the order of the règlement, and able to explain itself.

Clamp the quotient → rate or bracket → clamp the price → round → × quantity → surcharge → round.
A form of tariff is one frozen class, named in ``FORMS``; a form of surcharge, in ``SURCHARGES``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, ClassVar

from portail_tui.domain.invalid import InvalidRule
from portail_tui.domain.money import Rounding, read_decimal, read_hundredths, to_cents, write_hundredths
from portail_tui.domain.quotients import WhyMaximum


class Basis(StrEnum):
    """Which line of the grid gave the price."""

    FIXED = "fixed"
    BRACKET = "bracket"
    RATE = "rate"
    RATE_LEAST = "rate_least"
    RATE_MOST = "rate_most"
    OUTSIDE = "outside"
    """The price of those who live elsewhere."""
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price before quantity and surcharge."""

    cents: Decimal
    basis: Basis
    bracket_from: int | None = None
    """Lower bound of the bracket, in hundredths of quotient."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One price for every family."""

    form: ClassVar[str] = "fixe"
    cents: int

    def price(self, quotient: int | None) -> UnitPrice:  # noqa: ARG002 (one shape for all forms)
        return UnitPrice(Decimal(self.cents), Basis.FIXED)

    def to_data(self) -> dict[str, Any]:
        return {"forme": self.form, "prix": write_hundredths(self.cents)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Fixed:
        return cls(read_hundredths(data.get("prix")))


@dataclass(frozen=True, slots=True)
class Brackets:
    """Half-open brackets by lower bound, the first from 0: every quotient falls in exactly one.

    Published grids have integer bounds (« 0–622, 623–1000 »): only lower bounds are stored, so that 622.50
    is in the first. Source: Roncq, meals from 01/09/2025.
    """

    form: ClassVar[str] = "tranches"
    lower_bounds: tuple[int, ...]
    """Hundredths of quotient, strictly increasing from 0."""
    cents: tuple[int, ...]

    def __post_init__(self) -> None:
        bounds = self.lower_bounds
        if not bounds or bounds[0] != 0 or len(bounds) != len(self.cents):
            raise InvalidRule("La première tranche commence à 0, pour qu'aucun quotient ne soit oublié.")
        if any(low >= high for low, high in pairwise(bounds)):
            raise InvalidRule("Les tranches se suivent, de la plus basse à la plus haute, sans se répéter.")

    def price(self, quotient: int | None) -> UnitPrice:
        if quotient is None:
            return UnitPrice(Decimal(max(self.cents)), Basis.MAXIMUM)
        found = bisect_right(self.lower_bounds, quotient) - 1
        return UnitPrice(Decimal(self.cents[found]), Basis.BRACKET, self.lower_bounds[found])

    def to_data(self) -> dict[str, Any]:
        return {
            "forme": self.form,
            "tranches": [
                {"a_partir_de": write_hundredths(low), "prix": write_hundredths(cents)}
                for low, cents in zip(self.lower_bounds, self.cents, strict=True)
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Brackets:
        rows = data.get("tranches")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise InvalidRule("« tranches » est une liste de tranches.")
        return cls(
            tuple(read_hundredths(row.get("a_partir_de")) for row in rows),
            tuple(read_hundredths(row.get("prix")) for row in rows),
        )


@dataclass(frozen=True, slots=True)
class EffortRate:
    """Quotient × rate, the price clamped between a floor and a ceiling, the quotient too where asked.

    Source: Fay-aux-Loges (0.36 % of the quotient, at least 2.60 €, at most 4.50 €).
    """

    form: ClassVar[str] = "taux_effort"
    percent: Decimal
    most_cents: int
    """A ceiling is compulsory: it is the maximum that applies without a quotient."""
    least_cents: int = 0
    quotient_least: int = 0
    quotient_most: int | None = None

    def __post_init__(self) -> None:
        if self.most_cents < self.least_cents:
            raise InvalidRule("« au_plus » est au moins égal à « au_moins ».")
        if self.quotient_most is not None and self.quotient_most < self.quotient_least:
            raise InvalidRule("« quotient_au_plus » est au moins égal à « quotient_au_moins ».")

    def price(self, quotient: int | None) -> UnitPrice:
        if quotient is None:
            return UnitPrice(Decimal(self.most_cents), Basis.MAXIMUM)
        quotient = max(quotient, self.quotient_least)
        if self.quotient_most is not None:
            quotient = min(quotient, self.quotient_most)
        # a quotient in hundredths of euro is a number of cents, so that quotient × rate is cents already
        cents = Decimal(quotient) * self.percent / 100
        if cents < self.least_cents:
            return UnitPrice(Decimal(self.least_cents), Basis.RATE_LEAST)
        if cents > self.most_cents:
            return UnitPrice(Decimal(self.most_cents), Basis.RATE_MOST)
        return UnitPrice(cents, Basis.RATE)

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "forme": self.form,
            "taux": str(self.percent),
            "au_moins": write_hundredths(self.least_cents),
            "au_plus": write_hundredths(self.most_cents),
        }
        if self.quotient_least:
            data["quotient_au_moins"] = write_hundredths(self.quotient_least)
        if self.quotient_most is not None:
            data["quotient_au_plus"] = write_hundredths(self.quotient_most)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> EffortRate:
        if "au_plus" not in data:
            raise InvalidRule("Un taux d'effort a un prix maximum : « au_plus ».")
        most = data.get("quotient_au_plus")
        return cls(
            percent=read_decimal(data.get("taux")),
            most_cents=read_hundredths(data["au_plus"]),
            least_cents=read_hundredths(data.get("au_moins", 0)),
            quotient_least=read_hundredths(data.get("quotient_au_moins", 0)),
            quotient_most=None if most is None else read_hundredths(most),
        )


GridForm = Fixed | Brackets | EffortRate
FORMS: Mapping[str, Callable[[Mapping[str, Any]], GridForm]] = {
    Fixed.form: Fixed.from_data,
    Brackets.form: Brackets.from_data,
    EffortRate.form: EffortRate.from_data,
}


def grid_form_from_data(data: Mapping[str, Any]) -> GridForm:
    """Read a tariff's form from plain values; raises InvalidRule with a French sentence."""
    read = FORMS.get(str(data.get("forme")))
    if read is None:
        raise InvalidRule(f"« forme » est l'une de : {', '.join(FORMS)}.")
    return read(data)


@dataclass(frozen=True, slots=True)
class TariffGrid:
    """A council's tariff, from a date on."""

    code: str
    from_on: date
    """First day served at this tariff."""
    decision: str
    """Number and date of the council's « délibération », as printed."""
    form: GridForm
    outside_cents: int | None = None
    """Price of those who live elsewhere; None where they pay as residents do."""
    rounding: Rounding = Rounding.HALF_UP

    def to_data(self) -> dict[str, Any]:
        data = self.form.to_data()
        if self.outside_cents is not None:
            data["exterieur"] = write_hundredths(self.outside_cents)
        if self.rounding is not Rounding.HALF_UP:
            data["arrondi"] = self.rounding.value
        return data

    @classmethod
    def from_data(cls, code: str, from_on: date, decision: str, data: Mapping[str, Any]) -> TariffGrid:
        """Read a grid from plain values (the form's own, with « exterieur » and « arrondi »)."""
        outside = data.get("exterieur")
        if (rounding := data.get("arrondi", Rounding.HALF_UP)) not in set(Rounding):
            raise InvalidRule(f"« arrondi » est l'un de : {', '.join(Rounding)}.")
        return cls(
            code,
            from_on,
            decision,
            grid_form_from_data(data),
            None if outside is None else read_hundredths(outside),
            Rounding(rounding),
        )


@dataclass(frozen=True, slots=True)
class PercentSurcharge:
    """Late booking costs a percentage more, rounded to the cent."""

    form: ClassVar[str] = "pourcentage"
    percent: Decimal

    def cents(self, base_cents: int, rounding: Rounding) -> int:
        return to_cents(base_cents * self.percent / 100, rounding)

    def to_data(self) -> dict[str, Any]:
        return {"forme": self.form, "taux": str(self.percent)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PercentSurcharge:
        return cls(read_decimal(data.get("taux")))


@dataclass(frozen=True, slots=True)
class FixedSurcharge:
    """Late booking costs a fixed amount more, once whatever the quantity. Source: Roncq (+2.50 €)."""

    form: ClassVar[str] = "montant"
    amount_cents: int

    def cents(self, base_cents: int, rounding: Rounding) -> int:  # noqa: ARG002
        return self.amount_cents

    def to_data(self) -> dict[str, Any]:
        return {"forme": self.form, "montant": write_hundredths(self.amount_cents)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FixedSurcharge:
        return cls(read_hundredths(data.get("montant")))


Surcharge = PercentSurcharge | FixedSurcharge
SURCHARGES: Mapping[str, Callable[[Mapping[str, Any]], Surcharge]] = {
    PercentSurcharge.form: PercentSurcharge.from_data,
    FixedSurcharge.form: FixedSurcharge.from_data,
}


def surcharge_from_data(data: Mapping[str, Any]) -> Surcharge:
    """Read a surcharge from plain values; raises InvalidRule with a French sentence."""
    read = SURCHARGES.get(str(data.get("forme")))
    if read is None:
        raise InvalidRule(f"« forme » est l'une de : {', '.join(SURCHARGES)}.")
    return read(data)


@dataclass(frozen=True, slots=True)
class Price:
    """What is charged, and all that explains it. Stored with the booking."""

    cents: int
    """Everything included."""
    unit_cents: int
    quantity: int
    surcharge_cents: int
    grid_code: str
    grid_from: date
    decision: str
    basis: Basis
    quotient_hundredths: int | None = None
    bracket_from: int | None = None
    why_maximum: WhyMaximum | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain values for the store, what does not apply left out."""
        data = {
            "centimes": self.cents,
            "unite": self.unit_cents,
            "quantite": self.quantity,
            "majoration": self.surcharge_cents,
            "grille": self.grid_code,
            "depuis": self.grid_from.isoformat(),
            "deliberation": self.decision,
            "base": self.basis.value,
            "quotient": self.quotient_hundredths,
            "tranche": self.bracket_from,
            "maximum": self.why_maximum and self.why_maximum.value,
        }
        return {key: value for key, value in data.items() if value is not None}


def price_of(
    grid: TariffGrid,
    *,
    quotient: int | WhyMaximum,
    is_resident: bool,
    quantity: int = 1,
    surcharge: Surcharge | None = None,
) -> Price:
    """The price of a day. ``quotient`` in hundredths, or why there is none and the maximum applies;
    ``surcharge`` only where the booking is late.

    Who lives elsewhere pays the outside price where the grid has one, whatever the quotient.
    """
    known = quotient if not isinstance(quotient, WhyMaximum) else None
    if not is_resident and grid.outside_cents is not None:
        unit = UnitPrice(Decimal(grid.outside_cents), Basis.OUTSIDE)
    else:
        unit = grid.form.price(known)
    unit_cents = to_cents(unit.cents, grid.rounding)
    base_cents = unit_cents * quantity
    extra = surcharge.cents(base_cents, grid.rounding) if surcharge else 0
    used = known if unit.basis in _READS_QUOTIENT else None
    why = quotient if unit.basis is Basis.MAXIMUM and isinstance(quotient, WhyMaximum) else None
    return Price(
        base_cents + extra,
        unit_cents,
        quantity,
        extra,
        grid.code,
        grid.from_on,
        grid.decision,
        unit.basis,
        used,
        unit.bracket_from,
        why,
    )


_READS_QUOTIENT = frozenset({Basis.BRACKET, Basis.RATE, Basis.RATE_LEAST, Basis.RATE_MOST})


def grid_on(grids: tuple[TariffGrid, ...], day: date) -> TariffGrid | None:
    """The grid in force on the day served: the last to have begun."""
    begun = [grid for grid in grids if grid.from_on <= day]
    return max(begun, key=lambda grid: grid.from_on, default=None)
