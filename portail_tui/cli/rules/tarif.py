"""`portail tarif`: the price of a day by a town's file, and how it is found. No store is needed."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal
from typing import Any

from portail_tui.cli import exit_codes
from portail_tui.cli import output as words
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.rules.town_file_input import Question, ask
from portail_tui.domain.bookings.availability import price_for_payer
from portail_tui.domain.rules.eligibility import Schooling, age_on, usual_grade
from portail_tui.domain.rules.quotient_formula import PartsBy, PartsRule, QuotientHousehold, usual_rule
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.rulebook import Unit
from portail_tui.domain.rules.tariffs import Basis, Bound, Measure, Payer, Price
from portail_tui.domain.rules.town_file.expand_years import served_days
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import read_decimal, read_hundredths, write_decimal, write_hundredths
from portail_tui.texts.money import price_explained
from portail_tui.texts.shared.formats import long_date, money

ALWAYS = date.min
METHODS = {
    Basis.FIXED: "fixe",
    Basis.BRACKET: "tranche",
    Basis.RATE: "taux",
    Basis.RATE_LEAST: "taux",
    Basis.RATE_MOST: "taux",
    Basis.LINEAR: "lineaire",
    Basis.OUTSIDE: "exterieur",
    Basis.MAXIMUM: "maximum",
}
WHY = {
    WhyMaximum.NONE: "inconnu",
    WhyMaximum.SENT: "en_attente",
    WhyMaximum.REFUSED: "refuse",
    WhyMaximum.EXPIRED: "expire",
    WhyMaximum.NO_INCOME: "revenu_inconnu",
}
_BY = {PartsBy.FISCAL: "--parts", PartsBy.PERSONS: "--personnes", PartsBy.CHILDREN: "--enfants"}


def _parser() -> Parser:
    parser = Parser("portail tarif", "Dit le prix d'un jour selon le fichier d'une commune, et pourquoi.")
    parser.add_argument("--commune", metavar="F", required=True, help="le fichier de la commune (TOML)")
    parser.add_argument("--activite", metavar="CODE", required=True, help="l'activité")
    parser.add_argument("--unite", metavar="CODE", help="l'unité de l'activité ; sans elle, la première")
    parser.add_argument("--jour", metavar="AAAA-MM-JJ", required=True, help="le jour servi")
    means = parser.add_mutually_exclusive_group()
    means.add_argument("--quotient", metavar="Q", help="le quotient familial")
    means.add_argument("--revenu", metavar="R", help="le revenu de référence d'une année, en euros")
    divided = parser.add_mutually_exclusive_group()
    divided.add_argument("--parts", metavar="P", help="avec --revenu : les parts fiscales")
    divided.add_argument("--personnes", metavar="N", help="avec --revenu : les personnes du foyer")
    parser.add_argument("--parent-isole", action="store_true", help="un seul parent au foyer")
    parser.add_argument("--enfants-handicapes", metavar="N", help="enfants en situation de handicap")
    parser.add_argument("--quantite", metavar="N", help="combien de fois le prix d'une unité")
    parser.add_argument("--exterieur", action="store_true", help="la famille n'habite pas la commune")
    parser.add_argument("--rang", metavar="N", help="le rang de l'enfant parmi les inscrits, par naissance")
    parser.add_argument("--enfants", metavar="N", help="le nombre d'enfants à charge")
    parser.add_argument("--occasionnel", action="store_true", help="une réservation occasionnelle")
    parser.add_argument("--pai", action="store_true", help="l'enfant apporte son repas")
    parser.add_argument("--niveau", metavar="CE1", help="le niveau de l'enfant")
    parser.add_argument("--ecole", metavar="CODE", help="l'école de l'enfant")
    parser.add_argument("--naissance", metavar="AAAA-MM-JJ", help="la naissance de l'enfant")
    parser.add_argument(
        "--categorie", metavar="C", action="append", default=[], help="une catégorie de la famille"
    )
    parser.add_argument("--hors-delai", action="store_true", help="une réservation hors délai")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    return parser


def run(arguments: list[str]) -> int:
    """Answer; the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    day = words.read(parser, "--jour", chosen.jour, words.day)
    question = ask(parser, chosen.commune, chosen.activite, day)
    unit = _unit(parser, question, chosen.unite)
    if chosen.hors_delai and question.activity.surcharge is None:
        say(f"« {question.activity.name} » ne se réserve pas hors délai : ce prix n'existe pas.")
        return exit_codes.REFUSED
    quantity = chosen.quantite and words.read(parser, "--quantite", chosen.quantite, words.whole(1, 1000))
    price = price_for_payer(
        question.rulebook,
        question.activity,
        day,
        _payer(parser, chosen, question, day),
        is_late=chosen.hors_delai,
        unit=unit,
        quantity=quantity or None,
    )
    if price is None:
        code = unit.tariff_code or question.activity.tariff_code
        say(f"Aucune grille du tarif « {code} » n'est en vigueur le {long_date(day)}.")
        return exit_codes.REFUSED
    is_served = _is_served(question, day)
    if chosen.json:
        words.print_json(_data(question, unit, day, price, is_served=is_served))
        return exit_codes.OK
    print(f"{question.activity.name} ({unit.label}), {long_date(day)} : {money(price.cents)}")
    for step in price_explained.steps(price):
        print(f"  {step}")
    if not is_served:
        print("  Attention : cette activité n'a pas lieu ce jour-là.")
    return exit_codes.OK


def _unit(parser: Parser, question: Question, code: str | None) -> Unit:
    units = question.activity.units
    if code is None:
        return units[0]
    for unit in units:
        if unit.code == code:
            return unit
    known = ", ".join(unit.code for unit in units)
    raise parser.refused(f"l'unité « {code} » n'existe pas. Unités de cette activité : {known}.")


def _payer(parser: Parser, chosen: argparse.Namespace, question: Question, day: date) -> Payer:
    def number(option: str, text: str | None, least: int, most: int = 20) -> int | None:
        return None if text is None else words.read(parser, option, text, words.whole(least, most))

    rank = number("--rang", chosen.rang, 1) or 1
    disabled = number("--enfants-handicapes", chosen.enfants_handicapes, 0) or 0
    children = number("--enfants", chosen.enfants, 0)
    if children is not None and children < disabled:
        raise parser.refused("--enfants-handicapes : ils comptent parmi les enfants à charge (--enfants).")
    known = max(1, rank, disabled) if children is None else children
    home = QuotientHousehold(
        fiscal_parts=None
        if chosen.parts is None
        else words.read(parser, "--parts", chosen.parts, _some_parts),
        persons=number("--personnes", chosen.personnes, 1, 30),
        children=known,
        disabled_children=disabled,
        is_lone_parent=chosen.parent_isole,
    )
    born = (
        None if chosen.naissance is None else words.read(parser, "--naissance", chosen.naissance, words.day)
    )
    school = Schooling(chosen.ecole or "", chosen.niveau or _grade(born, day), ALWAYS)
    means = _means(parser, chosen, home)
    rule = None if means.income_cents is None else _parts_rule(parser, question, home)
    exceptions = question.rulebook.town.resident_exceptions
    payer = Payer(
        is_resident=not chosen.exterieur or exceptions.hold(None, school),
        children=known,
        disabled_children=disabled,
        is_lone_parent=chosen.parent_isole,
        rank=rank,
        is_occasional=chosen.occasionnel,
        brings_meal=chosen.pai,
        age=None if born is None else age_on(born, day),
        grade=school.grade,
        school=school.school,
        categories=frozenset(chosen.categorie),
    )
    return means.instead_of(payer, rule)


def _grade(born: date | None, day: date) -> str:
    """The grade of most children of that age; empty where the age is not known."""
    return "" if born is None else usual_grade(born, day.year if day.month >= 9 else day.year - 1)


def _some_parts(text: str) -> Decimal:
    parts = read_decimal(text)
    if not parts:
        raise InvalidRule("un nombre de parts n'est jamais nul.")
    return parts


def _means(parser: Parser, chosen: argparse.Namespace, home: QuotientHousehold) -> Supposed:
    if chosen.revenu is None:
        for option, text in (("--parts", chosen.parts), ("--personnes", chosen.personnes)):
            if text is not None:
                raise parser.refused(f"{option} va avec --revenu.")
    if chosen.quotient is not None:
        return Supposed(words.read(parser, "--quotient", chosen.quotient, read_hundredths))
    if chosen.revenu is None:
        return Supposed()
    return Supposed(None, words.read(parser, "--revenu", chosen.revenu, read_hundredths), home)


def _parts_rule(parser: Parser, question: Question, home: QuotientHousehold) -> PartsRule | None:
    """Formula of the quotient: the town's, or the given options where it has none."""
    given = [
        by
        for by, value in ((PartsBy.FISCAL, home.fiscal_parts), (PartsBy.PERSONS, home.persons))
        if value is not None
    ]
    rule = question.file.town.parts_rule
    if rule is None:
        return usual_rule(given[0]) if given else None
    if given and given[0] is not rule.by:
        raise parser.refused(
            f"cette commune divise le revenu par {_BY[rule.by]}, et non par {_BY[given[0]]}."
        )
    return rule


def _is_served(question: Question, day: date) -> bool:
    holidays = question.rulebook.school_holidays
    rulebook = question.rulebook
    return not rulebook.is_off(question.activity, day) and any(
        day in served_days(question.plan, year, holidays) for year in question.years
    )


def _data(question: Question, unit: Unit, day: date, price: Price, *, is_served: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "commune": question.file.town.contact.name,
        "activite": question.activity.code,
        "unite": unit.code,
        "jour": day.isoformat(),
        "servi": is_served,
        "centimes": price.cents,
        "centimes_unite": price.unit_cents,
        "quantite": price.quantity,
        "centimes_majoration": price.line_surcharge_cents,
        "centimes_total": price.line_cents,
        "tiers": [{"nom": name, "centimes": cents} for name, cents in price.shares],
        "grille": {
            "code": price.grid_code,
            "depuis": price.grid_from.isoformat(),
            "deliberation": price.decision,
        },
        "methode": METHODS[price.basis],
        "quotient": _hundredths(price.quotient_hundredths),
        "revenu": _hundredths(price.income_cents),
        "tranche": None,
        "taux": None if price.percent is None else write_decimal(price.percent),
        "enfants": price.children,
        "bornes": _bounds(price),
        "cas": price.case or None,
        "rang": price.rank,
        "centimes_reduction": price.reduced_cents,
        "maximum": price.why_maximum and WHY[price.why_maximum],
        "explication": price_explained.steps(price),
    }
    if price.bracket_from is not None:
        bounds = {
            "a_partir_de": _hundredths(price.bracket_from),
            "moins_de": _hundredths(price.bracket_to),
        }
        data["tranche"] = bounds
    return data


def _hundredths(value: int | None) -> str | None:
    return None if value is None else write_hundredths(value)


def _bounds(price: Price) -> list[str]:
    """Names of the bounds that applied: « quotient_au_plus », « prix_au_moins »…"""
    found = []
    if price.bound is not None:
        found.append(f"{'quotient' if price.measure is Measure.QUOTIENT else 'revenu'}_{price.bound.value}")
    by_price = {Basis.RATE_LEAST: Bound.LEAST, Basis.RATE_MOST: Bound.MOST}
    if price.basis in by_price:
        found.append(f"prix_{by_price[price.basis].value}")
    return found
