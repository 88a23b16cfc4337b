"""What a day costs a family, found in the order of the règlement, and able to explain itself.

Clamp the quotient → rate or bracket → clamp the price → reduction by rank → round → × quantity → round →
surcharge → round → the third party's share, rounded: the family owes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs.grid import TariffGrid
from portail_tui.domain.rules.tariffs.late_surcharges import OtherTariff, Surcharge
from portail_tui.domain.rules.tariffs.payer import Measure, Payer
from portail_tui.domain.rules.tariffs.sibling_reductions import Reduction, reduction_for
from portail_tui.domain.rules.tariffs.special_cases import Adjusted, adjusted, case_of
from portail_tui.domain.rules.tariffs.third_party_aids import Aid, Shares, shares
from portail_tui.domain.rules.tariffs.unit_price import Basis, Bound, UnitPrice
from portail_tui.domain.shared.money import to_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price charged, with its whole explanation. Stored with the booking."""

    cents: int
    """Amount that the family owes, everything included."""
    unit_cents: int
    """Of one unit, reductions included."""
    quantity: int
    surcharge_cents: int
    """Of ``cents``, what late booking adds."""
    grid_code: str
    grid_from: date
    decision: str
    basis: Basis
    quotient_hundredths: int | None = None
    """The quotient that was read, where one was."""
    bracket_from: int | None = None
    why_maximum: WhyMaximum | None = None
    bracket_to: int | None = None
    """Excluded; None for the last bracket too."""
    income_cents: int | None = None
    """The year's income that was read, where one was."""
    measure: Measure | None = None
    percent: Decimal | None = None
    bound: Bound | None = None
    children: int | None = None
    """Number of children that selected the rate."""
    case: str = ""
    """The special case that gave the price, by its name or by its number."""
    rank: int | None = None
    """The child's rank, where it reduced the price."""
    reduced_cents: int = 0
    """Amount that the reduction takes off one unit."""
    line_cents: int = 0
    """The whole price, third parties' shares included."""
    line_surcharge_cents: int = 0
    shares: Shares = ()

    package_cents: int | None = None
    """The whole price of the package that this is a day's part of."""

    @property
    def third_party_cents(self) -> int:
        """Amount that third parties owe for the same day."""
        return sum(cents for _, cents in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A unit price brought to the cent, and what led there."""

    unit: UnitPrice
    cents: int
    case: str = ""
    rank: int | None = None
    reduced_cents: int = 0


def price_of(
    grid: TariffGrid,
    payer: Payer,
    *,
    quantity: int = 1,
    surcharge: Surcharge | None = None,
    late_grid: TariffGrid | None = None,
    aids: Sequence[Aid] = (),
) -> Price:
    """The price of a day. ``surcharge`` only where the booking is late, with ``late_grid`` where that is
    another tariff's price; ``aids``: the family's own, after those of the grid.

    Who lives elsewhere pays the outside price where the grid has one and no case of it is theirs, whatever
    the quotient.
    """
    found = _unit(grid, payer)
    rounding, step = grid.rounding, grid.rounding_step
    base = to_cents(Decimal(found.cents * quantity), rounding, step)
    extra = 0
    if isinstance(surcharge, OtherTariff):
        if late_grid is not None:
            extra = max(0, price_of(late_grid, payer, quantity=quantity).line_cents - base)
    elif surcharge is not None:
        extra = surcharge.cents(base, rounding, step)
    line = base + extra
    paid = shares((*grid.aids, *aids), payer, line, rounding)
    owed = line - sum(cents for _, cents in paid)
    unit = found.unit
    return Price(
        cents=owed,
        unit_cents=found.cents,
        quantity=quantity,
        surcharge_cents=min(extra, owed),
        grid_code=grid.code,
        grid_from=grid.from_on,
        decision=grid.decision,
        basis=unit.basis,
        quotient_hundredths=_quotient_read(unit, payer),
        bracket_from=unit.bracket_from,
        why_maximum=unit.measure.why_unknown(payer) if unit.basis is Basis.MAXIMUM and unit.measure else None,
        bracket_to=unit.bracket_to,
        income_cents=payer.income_cents if unit.measure in (Measure.MONTHLY, Measure.YEARLY) else None,
        measure=unit.measure,
        percent=unit.percent,
        bound=unit.bound,
        children=unit.children,
        case=found.case,
        rank=found.rank,
        reduced_cents=found.reduced_cents,
        line_cents=line,
        line_surcharge_cents=extra,
        shares=paid,
    )


def _unit(grid: TariffGrid, payer: Payer) -> _Found:
    """The price of one unit: the grid's line or the case's, reduced by rank, then rounded."""
    case, name = case_of(grid.cases, payer), ""
    if not payer.is_resident and grid.outside_cents is not None:
        unit = UnitPrice(cents=Decimal(grid.outside_cents), basis=Basis.OUTSIDE)
        reductions: tuple[Reduction, ...] = ()
    else:
        unit, reductions = grid.form.price(payer), grid.reductions
    if case is not None:
        name = case.name or f"n° {grid.cases.index(case) + 1}"
        if isinstance(case.tariff, Adjusted):
            unit = adjusted(unit, case.tariff)
        else:
            unit, reductions = case.tariff.price(payer), case.reductions
    full = to_cents(unit.cents, grid.rounding, grid.rounding_step)
    reduction = reduction_for(reductions, payer)
    if reduction is None:
        return _Found(unit=unit, cents=full, case=name)
    cents = to_cents(reduction.apply(unit, payer), grid.rounding, grid.rounding_step)
    by_rank = cents != full and reduction.from_rank > 1
    return _Found(
        unit=unit, cents=cents, case=name, rank=payer.rank if by_rank else None, reduced_cents=full - cents
    )


def _quotient_read(unit: UnitPrice, payer: Payer) -> int | None:
    if unit.measure is not Measure.QUOTIENT or isinstance(payer.quotient, WhyMaximum):
        return None
    return payer.quotient
