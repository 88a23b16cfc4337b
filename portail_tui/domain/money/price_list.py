"""A town's tariffs as families read them: the lines of a grid, which are a family's own, what it pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portail_tui.domain.rules.quotient_formula import PartsBy
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.rules.tariffs import (
    Adjusted,
    Aid,
    Basis,
    Brackets,
    Clamps,
    Conditions,
    EffortRate,
    Fixed,
    GridForm,
    Linear,
    Measure,
    Payer,
    Price,
    RateByBracket,
    RateByChildren,
    Reduction,
    Surcharge,
    TariffGrid,
    UnitPrice,
    bracket_bounds,
    case_of,
)
from portail_tui.domain.rules.what_if import Supposed


class LineKind(StrEnum):
    EVERYONE = "everyone"
    BRACKET = "bracket"
    """From ``low`` to ``high`` (excluded; None: no end), at ``cents`` or at the rate ``percent``."""
    POINT = "point"
    """The price at ``low``; between two points it changes evenly."""
    RATE = "rate"
    CHILDREN = "children"
    """The rate from ``low`` dependent children on."""
    BOUNDS = "bounds"
    """Between what the price of the rates above is held: own where it was, and where the maximum applies."""
    OUTSIDE = "outside"
    """Price of families who live elsewhere."""
    CASE = "case"
    """Heading of a special case: at ``cents``, ``adjusted``, or at the price of the lines that follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A line of a council's grid. Bounds in hundredths (of a quotient or of euros), prices in cents."""

    kind: LineKind
    is_own: bool = False
    """Whether the line gives the price of one of the family's children."""
    measure: Measure = Measure.QUOTIENT
    low: int = 0
    high: int | None = None
    cents: int | None = None
    percent: Decimal | None = None
    clamps: Clamps | None = None
    name: str = ""
    """Of a case, where the town names it."""
    when: Conditions | None = None
    """Of a case."""
    adjusted: Adjusted | None = None
    is_of_case: bool = False
    """One of the lines below a case."""


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """Price of a day for children of the family, grouped where it is the same."""

    children: tuple[str, ...]
    """Empty: any child of the family, where the activity concerns none of its own today."""
    ordinary: Price
    """Booked day by day (« Occasionnelle »)."""
    regular: Price | None
    """Booked by the week (« Régulière »), where that is another price."""
    late: Price | None
    """Booked late, surcharge included; None where late booking is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffPart:
    """A grid of an activity: of the units that it prices, or of a package."""

    units: tuple[str, ...]
    """Labels; empty for a package."""
    package: str
    """The label of the package that this is the price of, or empty."""
    minutes: int | None
    """The price is for so many minutes begun; None: for the unit as a whole."""
    quantity: int
    """Number of times that price is counted for one unit."""
    lines: tuple[GridLine, ...]
    reductions: tuple[Reduction, ...]
    aids: tuple[Aid, ...]
    from_on: date
    decision: str
    prices: tuple[OwnPrice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityTariff:
    activity_id: int
    name: str
    summary: str
    is_prepaid: bool
    surcharge: Surcharge | None
    """Surcharge of a late booking; None where late booking is not offered."""
    parts: tuple[TariffPart, ...]
    """Empty where no tariff is in force or voted."""


@dataclass(frozen=True, slots=True)
class TariffTitle:
    """A type of activity, which unfolds."""

    code: str
    label: str
    activities: tuple[ActivityTariff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffsView:
    """« Tarifs »: what the family pays on ``day`` (local), and why."""

    day: date
    titles: tuple[TariffTitle, ...]
    quotient: int | WhyMaximum
    """In hundredths, or why there is none."""
    quotient_until: date | None
    is_resident: bool
    why_maximum: WhyMaximum | None
    """Why the maximum applies somewhere, most useful first; None where it applies nowhere."""
    proof_type_id: int | None
    """The document to send where sending one may mend it; None: the town hall is asked."""
    pays_outside: bool
    """Whether somewhere the price of those who live elsewhere applies."""
    divided_by: PartsBy
    """Divisor applied here to a supposed income."""
    supposed: Supposed | None
    """The means that these prices are for, where they are not the family's own."""
    balance_cents: int
    contact: TownContact


def grid_lines(grid: TariffGrid, payers: Iterable[Payer]) -> tuple[GridLine, ...]:
    """Lines of a grid, in its order. Lines that give ``payers`` their price are marked as own; where the
    maximum applies, the dearest line is."""
    whose = [(payer, case_of(grid.cases, payer)) for payer in payers]
    kept = [payer for payer, case in whose if case is None or isinstance(case.tariff, Adjusted)]
    outside = [payer for payer in kept if grid.outside_cents is not None and not payer.is_resident]
    lines = list(_form_lines(grid.form, [payer for payer in kept if payer not in outside]))
    if grid.outside_cents is not None:
        lines.append(GridLine(kind=LineKind.OUTSIDE, is_own=bool(outside), cents=grid.outside_cents))
    for case in grid.cases:
        own = [payer for payer, found in whose if found is case]
        about = GridLine(kind=LineKind.CASE, is_own=bool(own), name=case.name, when=case.when)
        lines += _case_lines(about, case.tariff, own)
    return tuple(lines)


def _case_lines(about: GridLine, tariff: GridForm | Adjusted, own: list[Payer]) -> Iterator[GridLine]:
    if isinstance(tariff, Adjusted):
        yield replace(about, adjusted=tariff)
    elif isinstance(tariff, Fixed):
        yield replace(about, cents=tariff.cents)
    else:
        yield replace(about, is_own=False)
        for line in _form_lines(tariff, own):
            yield replace(line, is_of_case=True)


def _form_lines(form: GridForm, payers: list[Payer]) -> Iterator[GridLine]:
    found = [form.price(payer) for payer in payers]
    for line in _bare_lines(form):
        yield replace(line, is_own=any(_gives(line, unit) for unit in found))


def _bare_lines(form: GridForm) -> Iterator[GridLine]:
    match form:
        case Fixed():
            yield GridLine(kind=LineKind.EVERYONE, cents=form.cents)
        case Brackets():
            for number, cents in enumerate(form.cents):
                low, high = bracket_bounds(form.lower_bounds, number)
                yield GridLine(kind=LineKind.BRACKET, measure=form.measure, low=low, high=high, cents=cents)
        case Linear():
            for at, cents in form.points:
                yield GridLine(kind=LineKind.POINT, measure=form.measure, low=at, cents=cents)
        case EffortRate():
            yield GridLine(kind=LineKind.RATE, measure=form.clamps.measure, percent=form.percent)
            yield _bounds_line(form.clamps)
        case RateByBracket():
            for number, percent in enumerate(form.percents):
                low, high = bracket_bounds(form.lower_bounds, number)
                measure = form.clamps.measure
                yield GridLine(kind=LineKind.BRACKET, measure=measure, low=low, high=high, percent=percent)
            yield _bounds_line(form.clamps)
        case RateByChildren():
            for children, percent in form.steps:
                yield GridLine(
                    kind=LineKind.CHILDREN, measure=form.clamps.measure, low=children, percent=percent
                )
            yield _bounds_line(form.clamps)


def _bounds_line(clamps: Clamps) -> GridLine:
    return GridLine(kind=LineKind.BOUNDS, measure=clamps.measure, clamps=clamps)


def _gives(line: GridLine, unit: UnitPrice) -> bool:
    match line.kind:
        case LineKind.EVERYONE:
            return True
        case LineKind.RATE:
            return unit.basis is not Basis.MAXIMUM
        case LineKind.BOUNDS:
            return unit.basis in (Basis.RATE_LEAST, Basis.RATE_MOST, Basis.MAXIMUM)
        case LineKind.CHILDREN:
            return unit.children == line.low
        case LineKind.BRACKET if unit.basis is not Basis.MAXIMUM:
            return unit.bracket_from == line.low
        case LineKind.BRACKET:
            return line.cents == unit.cents
    return False
