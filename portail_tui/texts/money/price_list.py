"""Words of « Tarifs »: lines of a grid, special cases, reductions, surcharge of late bookings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from portail_tui.domain.money.price_list import GridLine, LineKind, OwnPrice, TariffPart, TariffsView
from portail_tui.domain.rules.quotient_formula import PartsBy
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
    Adjusted,
    Aid,
    Basis,
    Clamps,
    Conditions,
    FixedSurcharge,
    Measure,
    OtherTariff,
    PercentSurcharge,
    Price,
    Reduction,
    ReplacementPrice,
    Surcharge,
)
from portail_tui.texts.money.price_explained import steps
from portail_tui.texts.money.prices import price_words
from portail_tui.texts.money.why_maximum import WHY_MAXIMUM
from portail_tui.texts.shared.formats import NBSP, counted, hundredths, listed, long_date, money

EVERYONE = "Toutes les familles"
OUTSIDE = "Familles hors de la commune"
PAYS_OUTSIDE = (
    "Tarif extérieur, là où il y en a un : vous habitez hors de la commune. "
    "Si votre adresse a changé, dites-le à la mairie."
)
SIMULATED = "Simulation : ce ne sont pas vos prix."
_OF = {
    Measure.QUOTIENT: "du quotient",
    Measure.MONTHLY: "du revenu d'un mois",
    Measure.YEARLY: "du revenu d'une année",
}
_MEANS = {Measure.QUOTIENT: "Quotient", Measure.MONTHLY: "Revenu d'un mois", Measure.YEARLY: "Revenu annuel"}


def situation(view: TariffsView) -> str:
    """Basis of the prices shown: the family's quotient and residence, or those of the simulation."""
    known = not isinstance(view.quotient, WhyMaximum)
    number = f"quotient {hundredths(view.quotient)}" if not isinstance(view.quotient, WhyMaximum) else ""
    if view.supposed is not None:
        return f"{SIMULATED} Avec un {number}." if known else f"{SIMULATED} Sans quotient."
    lines = []
    if known:
        until = f", valable jusqu'au {long_date(view.quotient_until)}" if view.quotient_until else ""
        lines.append(f"Votre {number}{until}.")
    elif view.why_maximum is None:
        lines.append("Vos prix ne dépendent pas de votre quotient.")
    if view.why_maximum is not None:
        lines.append(WHY_MAXIMUM[view.why_maximum])
    if view.pays_outside:
        lines.append(PAYS_OUTSIDE)
    return "\n".join(lines)


# --- the lines of a grid ----------------------------------------------------------------------------


def line_words(line: GridLine) -> tuple[str, str]:
    """A line of a grid and its price: (« de 640 à moins de 860 », « 2,35 € »)."""
    match line.kind:
        case LineKind.EVERYONE:
            return EVERYONE, _price(line)
        case LineKind.BRACKET:
            return _bracket(line), _price(line)
        case LineKind.POINT:
            return f"{_MEANS[line.measure]} de {_amount(line, line.low)}", _price(line)
        case LineKind.RATE:
            return EVERYONE, _price(line)
        case LineKind.CHILDREN:
            return f"Dès {counted(line.low, 'enfant', 'enfants')} à charge", _price(line)
        case LineKind.BOUNDS:
            return _clamps(line.clamps) if line.clamps else "", ""
        case LineKind.OUTSIDE:
            return OUTSIDE, _price(line)
        case LineKind.CASE:
            return _case(line), _price(line)


def _price(line: GridLine) -> str:
    if line.adjusted is not None:
        return _adjusted(line.adjusted)
    if line.percent is not None:
        return f"{percent(line.percent)} {_OF[line.measure]}"
    return "" if line.cents is None else money(line.cents)


def _bracket(line: GridLine) -> str:
    means, low = _MEANS[line.measure], _amount(line, line.low)
    if line.high is None:
        return f"{means} à partir de {low}" if line.low else EVERYONE
    high = _amount(line, line.high)
    return f"{means} de {low} à moins de {high}" if line.low else f"{means} de moins de {high}"


def _amount(line: GridLine, value: int) -> str:
    """A bound of a grid's line, a quotient or an income: « 640 », « 622,50 »."""
    written = hundredths(value).removesuffix(",00")
    return written if line.measure is Measure.QUOTIENT else f"{written}{NBSP}€"


def percent(value: Decimal) -> str:
    """A rate: « 0,36 % »."""
    return f"{value:f}".replace(".", ",") + f"{NBSP}%"


def _clamps(clamps: Clamps) -> str:
    said = []
    if clamps.plus_cents:
        said.append(f"plus {money(clamps.plus_cents)}")
    if clamps.least_cents:
        said.append(f"au moins {money(clamps.least_cents)}")
    if clamps.most_cents is not None:
        said.append(f"au plus {money(clamps.most_cents)}")
    name = "un quotient" if clamps.measure is Measure.QUOTIENT else "un revenu"
    if clamps.means_least:
        said.append(f"{name} d'au moins {hundredths(clamps.means_least)}")
    if clamps.means_most is not None:
        said.append(f"{name} compté jusqu'à {hundredths(clamps.means_most)}")
    return ", ".join(said)


def _adjusted(tariff: Adjusted) -> str:
    said = []
    if tariff.coefficient != 1:
        said.append(f"× {f'{tariff.coefficient:f}'.replace('.', ',')}")
    if tariff.plus_cents:
        more = "de plus" if tariff.plus_cents > 0 else "de moins"
        said.append(f"{money(abs(tariff.plus_cents))} {more}")
    return ", ".join(said)


def _case(line: GridLine) -> str:
    if line.name:
        return line.name
    return ", ".join(_conditions(line.when)) if line.when else ""


_YES_NO = (
    ("is_resident", "habitants de la commune", OUTSIDE.lower()),
    ("is_occasional", "réservation occasionnelle", "réservation régulière"),
    ("brings_meal", "repas apporté (PAI)", "sans repas apporté"),
    ("is_lone_parent", "parent isolé", "deux parents"),
)


def _conditions(when: Conditions) -> Iterator[str]:
    for name, yes, no in _YES_NO:
        asked = getattr(when, name)
        if asked is not None:
            yield yes if asked else no
    ranges = (
        (when.rank_least, when.rank_most, "rang"),
        (when.children_least, when.children_most, "enfants à charge"),
        (when.age_least, when.age_most, "âge"),
    )
    for least, most, what in ranges:
        if least is not None or most is not None:
            yield _range(least, most, what)
    if when.grades:
        yield ", ".join(sorted(when.grades))
    if when.schools:
        yield f"école {', '.join(sorted(when.schools))}"
    if when.category:
        yield when.category


def _range(least: int | None, most: int | None, what: str) -> str:
    if least == most:
        return f"{what}{NBSP}: {least}"
    if most is None:
        return f"{what}{NBSP}: {least} et plus"
    return f"{what}{NBSP}: jusqu'à {most}" if least is None else f"{what}{NBSP}: de {least} à {most}"


# --- a part of an activity --------------------------------------------------------------------------


def part_title(part: TariffPart) -> str:
    """Title of a part of an activity's prices: « Midi », « Matin et soir », « Forfait : la semaine »."""
    what = f"Forfait{NBSP}: {part.package}" if part.package else listed(list(part.units))
    if part.minutes is None:
        return what
    return f"{what}, les {part.minutes}{NBSP}minutes (× {part.quantity})"


def own_price(part: TariffPart, own: OwnPrice) -> str:
    """The family's own price: « 2,35 € le midi pour Zoé et Léo », with the regular price where it differs."""
    units = [] if part.package else list(part.units)
    words = price_words(own.ordinary.cents, units)
    whom = f" pour {listed(list(own.children))}" if own.children else ""
    regular = "" if own.regular is None else f" ({money(own.regular.cents)} en régulière)"
    return f"{words}{whom}{regular}"


def short_prices(parts: Iterable[TariffPart]) -> str:
    """The family's prices for an activity, beside its title: « 2,35 € », « de 1,10 € à 2,20 € »."""
    cents = sorted({own.ordinary.cents for part in parts for own in part.prices})
    if not cents:
        return ""
    return money(cents[0]) if len(cents) == 1 else f"de {money(cents[0])} à {money(cents[-1])}"


_PLAIN = frozenset({Basis.FIXED, Basis.BRACKET, Basis.OUTSIDE, Basis.MAXIMUM})


def how_found(price: Price) -> list[str]:
    """How a price was found, where the line of the grid does not already show it."""
    if price.basis in _PLAIN and not (price.reduced_cents or price.shares or price.quantity != 1):
        return []
    return steps(price)[1:]


def late_words(surcharge: Surcharge, prices: Iterable[OwnPrice]) -> str:
    """Price of a late booking: « Hors délai : 2,50 € de plus, soit 4,85 €. »"""
    match surcharge:
        case PercentSurcharge():
            said = f"{percent(surcharge.percent)} de plus"
        case FixedSurcharge():
            said = f"{money(surcharge.amount_cents)} de plus"
        case ReplacementPrice():
            said = f"{money(surcharge.price_cents)} à la place du prix"
        case OtherTariff():
            said = "un autre tarif"
    totals = sorted({own.late.cents for own in prices if own.late is not None})
    total = f", soit {' ou '.join(money(cents) for cents in totals)}" if totals else ""
    return f"Hors délai{NBSP}: {said}{total}."


def reduction_words(reduction: Reduction) -> str:
    """A reduction: « À partir du 3e enfant inscrit : 50 % de moins. »"""
    whom = []
    if reduction.from_rank > 1:
        whom.append(f"à partir du {reduction.from_rank}e enfant inscrit")
    if reduction.from_children > 1:
        whom.append(f"dès {reduction.from_children} enfants à charge")
    if reduction.quotient_from is not None:
        whom.append(f"quotient de {hundredths(reduction.quotient_from)} et plus")
    if reduction.percent is not None:
        what = f"{percent(reduction.percent)} de moins"
    elif reduction.cents is not None:
        what = f"{money(reduction.cents)} de moins"
    else:
        what = money(reduction.price_cents or 0)
    but = ", sauf dans la première tranche" if reduction.spares_first_bracket else ""
    said = ", ".join(whom)
    return f"{said[:1].upper()}{said[1:]}{NBSP}: {what}{but}."


def aid_words(aid: Aid) -> str:
    """Share paid by a third party: « CAF : paie 20 % du prix. »"""
    share = f"{percent(aid.percent)} du prix" if aid.percent is not None else money(aid.cents or 0)
    below = (
        ""
        if aid.quotient_below is None
        else f" (quotient de moins de {hundredths(aid.quotient_below).removesuffix(',00')})"
    )
    return f"{aid.payer_name} paie {share}{below}{NBSP}; vous payez le reste."


def decision_words(part: TariffPart) -> str:
    """The council's decision that sets the prices, and the day from which it applies."""
    decision = f"{part.decision}, " if part.decision else ""
    said = f"{decision}depuis le {long_date(part.from_on, weekday=False)}."
    return said[:1].upper() + said[1:]


# --- the simulation ---------------------------------------------------------------------------------

DIVIDED_BY = {
    PartsBy.FISCAL: "Nombre de parts",
    PartsBy.PERSONS: "Personnes du foyer",
}
"""What the simulation asks beside an income; empty where the town counts the family's children."""
