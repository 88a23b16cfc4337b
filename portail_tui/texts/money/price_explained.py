"""Steps of a price's calculation, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import Basis, Bound, Measure, Price
from portail_tui.texts.shared.formats import NBSP, hundredths, long_date, money

_MAXIMUM = {
    WhyMaximum.NONE: "ni quotient ni revenu connus",
    WhyMaximum.SENT: "le quotient attend un agent",
    WhyMaximum.REFUSED: "l'attestation de quotient a été refusée",
    WhyMaximum.EXPIRED: "le quotient n'est plus valable",
    WhyMaximum.NO_INCOME: "le revenu n'est pas connu",
}
_MEANS = {
    Measure.QUOTIENT: "Quotient",
    Measure.MONTHLY: "Revenu d'un mois",
    Measure.YEARLY: "Revenu de l'année",
}
_RANK = {1: "1er enfant", 2: "2e enfant", 3: "3e enfant"}


def steps(price: Price) -> list[str]:
    """Steps in order: the grid, its line that applies, reduction, quantity, surcharge, third parties' shares."""
    decision = f" ({price.decision})" if price.decision else ""
    said = [f"Tarif {price.grid_code} depuis le {long_date(price.grid_from, weekday=False)}{decision}"]
    if price.case:
        said.append(f"Cas particulier{NBSP}: {price.case}")
    said += _line(price)
    said += _reduction(price)
    if price.quantity != 1:
        said.append(f"{price.quantity} × {money(price.unit_cents)} = {money(_base(price))}")
    if price.line_surcharge_cents:
        said.append(f"Majoration hors délai{NBSP}: {money(price.line_surcharge_cents)}")
    said += (f"Part payée par {name}{NBSP}: {money(cents)}" for name, cents in price.shares)
    return said


def _base(price: Price) -> int:
    return price.line_cents - price.line_surcharge_cents


def _line(price: Price) -> Iterator[str]:
    full = money(price.unit_cents + price.reduced_cents)
    match price.basis:
        case Basis.FIXED:
            yield f"Prix unique{NBSP}: {full}"
        case Basis.OUTSIDE:
            yield f"La famille n'habite pas la commune{NBSP}: {full}"
        case Basis.MAXIMUM:
            why = _MAXIMUM[price.why_maximum or WhyMaximum.NONE]
            yield f"Tarif maximum, {why}{NBSP}: {full}"
        case Basis.BRACKET:
            yield f"{_means(price)}, {_bracket(price)}{NBSP}: {full}"
        case Basis.LINEAR:
            yield f"{_means(price)}, entre deux points de la grille{NBSP}: {full}"
        case _:
            yield from _rate(price, full)


def _rate(price: Price, full: str) -> Iterator[str]:
    bracket = f", {_bracket(price)}" if price.bracket_from is not None else ""
    row = "" if price.children is None else f" (barème de {_children(price.children)})"
    yield f"{_means(price)}{bracket} × {_percent(price.percent)}{row}"
    if price.bound is not None:
        name = "quotient" if price.measure is Measure.QUOTIENT else "revenu"
        yield f"Ramené au {name} {'minimum' if price.bound is Bound.LEAST else 'maximum'} de la grille"
    match price.basis:
        case Basis.RATE_LEAST:
            yield f"Relevé au prix minimum{NBSP}: {full}"
        case Basis.RATE_MOST:
            yield f"Ramené au prix maximum{NBSP}: {full}"
        case _:
            yield f"Soit {full}"


def _means(price: Price) -> str:
    measure = price.measure or Measure.QUOTIENT
    if measure is Measure.QUOTIENT:
        return f"{_MEANS[measure]} {hundredths(price.quotient_hundredths or 0)}"
    amount = (price.income_cents or 0) // measure.divisor
    return f"{_MEANS[measure]} {money(amount)}"


def _children(children: int) -> str:
    return "1 enfant" if children == 1 else f"{children} enfants"


def _bracket(price: Price) -> str:
    low = hundredths(price.bracket_from or 0)
    if price.bracket_to is None:
        return f"tranche à partir de {low}"
    return f"tranche de {low} à moins de {hundredths(price.bracket_to)}"


def _percent(percent: Decimal | None) -> str:
    return f"{percent or Decimal(0):f}".replace(".", ",") + f"{NBSP}%"


def _reduction(price: Price) -> Iterator[str]:
    if not price.reduced_cents:
        return
    who = "" if price.rank is None else f" ({_RANK.get(price.rank, f'{price.rank}e enfant')})"
    less = f"{money(abs(price.reduced_cents))} de {'moins' if price.reduced_cents > 0 else 'plus'}"
    yield f"Réduction{who}{NBSP}: {less}, soit {money(price.unit_cents)}"
