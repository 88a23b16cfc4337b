"""Families and bookings that have a price of their own in a grid: residence, occasional, own meal…"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from portail_tui.domain.rules.schema import (
    FLAG,
    HUNDREDTHS,
    NUMBER,
    OPTIONAL_TEXT,
    TEXT_SET,
    Field,
    Form,
    FormKind,
    Got,
    Part,
    Rows,
    Scalar,
    Shape,
    Whole,
    make,
    optional,
)
from portail_tui.domain.rules.tariffs.effort_rates import RATE_FORMS
from portail_tui.domain.rules.tariffs.listed_prices import LISTING_FORMS, Fixed, GridForm
from portail_tui.domain.rules.tariffs.payer import Payer
from portail_tui.domain.rules.tariffs.sibling_reductions import REDUCTIONS, Reduction
from portail_tui.domain.rules.tariffs.unit_price import UnitPrice
from portail_tui.domain.shared.invalid_rule import InvalidRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Conditions of a special case; None accepts everyone."""

    is_resident: bool | None = None
    is_occasional: bool | None = None
    brings_meal: bool | None = None
    is_lone_parent: bool | None = None
    rank_least: int | None = None
    rank_most: int | None = None
    children_least: int | None = None
    children_most: int | None = None
    age_least: int | None = None
    age_most: int | None = None
    grades: frozenset[str] = frozenset()
    """Empty: any grade. ``schools``: codes, empty for any school."""
    schools: frozenset[str] = frozenset()
    category: str = ""
    """Of the family, as the town names it; empty: any."""

    def hold(self, payer: Payer) -> bool:
        flags = (
            (self.is_resident, payer.is_resident),
            (self.is_occasional, payer.is_occasional),
            (self.brings_meal, payer.brings_meal),
            (self.is_lone_parent, payer.is_lone_parent),
        )
        ranges = (
            (self.rank_least, payer.rank, self.rank_most),
            (self.children_least, payer.children, self.children_most),
            (self.age_least, payer.age, self.age_most),
        )
        return (
            all(asked is None or asked is actual for asked, actual in flags)
            and all(_within(*one) for one in ranges)
            and (not self.grades or payer.grade in self.grades)
            and (not self.schools or payer.school in self.schools)
            and (not self.category or self.category in payer.categories)
        )


def _within(least: int | None, actual: int | None, most: int | None) -> bool:
    """Whether a condition on a number is met; an unknown number meets none."""
    if actual is None:
        return least is None and most is None
    return (least is None or least <= actual) and (most is None or actual <= most)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The grid's own price × ``coefficient``, then so many cents more or less."""

    form: ClassVar[str] = "ajuste"
    coefficient: Decimal = Decimal(1)
    plus_cents: int = 0
    """Negative where it is taken off."""

    def adjust(self, cents: Decimal) -> Decimal:
        return max(Decimal(0), cents * self.coefficient + self.plus_cents)


@dataclass(frozen=True, slots=True)
class Case:
    """A special case: a price of its own for families that meet its conditions.

    It has its own reductions, unless it only adjusts the grid's price: the grid's reductions apply then.
    """

    when: Conditions
    tariff: GridForm | Adjusted
    name: str = ""
    reductions: tuple[Reduction, ...] = ()


_NAME = Field("nom", OPTIONAL_TEXT, "Comment ce cas s'appelle, pour expliquer un prix.", "", attr="name")
_NOT = Scalar(lambda value: not FLAG.reader(value), False, FLAG.schema({}), operator.not_)
_CONDITIONS = Shape(
    optional(
        "exterieur",
        _NOT,
        "Les familles qui n'habitent pas la commune ; false : celles qui l'habitent.",
        attr="is_resident",
    ),
    optional(
        "occasionnel", FLAG, "Les réservations occasionnelles ; false : les régulières.", attr="is_occasional"
    ),
    optional(
        "pai",
        FLAG,
        "Les enfants qui apportent leur repas (projet d'accueil individualisé).",
        attr="brings_meal",
    ),
    optional("parent_isole", FLAG, "Les familles d'un seul parent.", attr="is_lone_parent"),
    optional(
        "rang_au_moins",
        Whole(1, 20),
        "À partir de cet enfant inscrit, par ordre de naissance.",
        attr="rank_least",
    ),
    optional("rang_au_plus", Whole(1, 20), "Jusqu'à cet enfant inscrit, compris.", attr="rank_most"),
    optional("enfants_au_moins", Whole(0, 20), "À partir de tant d'enfants à charge.", attr="children_least"),
    optional(
        "enfants_au_plus", Whole(0, 20), "Jusqu'à tant d'enfants à charge, compris.", attr="children_most"
    ),
    optional("age_au_moins", Whole(0, 25), "À partir de cet âge le jour servi.", attr="age_least"),
    optional("age_au_plus", Whole(0, 25), "Jusqu'à cet âge le jour servi, compris.", attr="age_most"),
    Field(
        "niveaux",
        TEXT_SET,
        "Les enfants de ces niveaux : « PS », « MS », « GS ».",
        frozenset(),
        attr="grades",
    ),
    Field("ecoles", TEXT_SET, "Les enfants de ces écoles (leurs codes).", frozenset(), attr="schools"),
    Field(
        "categorie",
        OPTIONAL_TEXT,
        "Les familles que la commune a rangées sous ce nom : « CAF », « AGENT »…",
        "",
        attr="category",
    ),
)
_COEFFICIENT = Field(
    "coefficient", NUMBER, "Le prix de la grille est multiplié par ce nombre.", Decimal(1), attr="coefficient"
)
_MORE = Field(
    "supplement",
    HUNDREDTHS,
    "Puis tant d'euros de plus.",
    0,
    attr=lambda adjustment: max(0, adjustment.plus_cents),
)
_LESS = Field(
    "remise",
    HUNDREDTHS,
    "Puis tant d'euros de moins.",
    0,
    attr=lambda adjustment: max(0, -adjustment.plus_cents),
)


def _adjusted(got: Got) -> Adjusted:
    found = Adjusted(got[_COEFFICIENT], got[_MORE] - got[_LESS])
    if found == Adjusted():
        raise InvalidRule("un prix ajusté a un « coefficient », un « supplement » ou une « remise ».")
    return found


_ADJUSTED = Form(
    Adjusted.form,
    "Le prix de la grille, multiplié, augmenté ou diminué.",
    Shape(_COEFFICIENT, _MORE, _LESS),
    _adjusted,
)


def _conditions(got: Got) -> Conditions:
    when = got.make(Conditions)
    if when == Conditions():
        known = ", ".join(f"« {field.name} »" for field in _CONDITIONS.fields)
        raise InvalidRule(f"un cas dit à qui il s'applique : {known}.")
    return when


_WHEN = Part("when", _CONDITIONS, _conditions)


def _case_form(form: Form[Any]) -> Form[Case]:
    """A case priced by ``form``."""
    own = () if form is _ADJUSTED else (REDUCTIONS,)
    return Form(form.name, form.doc, Shape(_NAME, _WHEN, form.part("tariff"), *own), make(Case))


_CASE: FormKind[Case] = FormKind(
    "cas",
    lambda: [_case_form(form) for form in (*LISTING_FORMS, *RATE_FORMS, _ADJUSTED)],
    default=Fixed.form,
    form_of=lambda case: case.tariff.form,
)
CASES: Field[tuple[Case, ...]] = Field(
    "cas",
    Rows(_CASE),
    "Les prix particuliers : le premier cas qui convient à la famille et à la réservation l'emporte.",
    (),
    attr="cases",
)


def case_of(cases: tuple[Case, ...], payer: Payer) -> Case | None:
    """The first case that holds, in the file's order."""
    return next((case for case in cases if case.when.hold(payer)), None)


def adjusted(unit: UnitPrice, adjustment: Adjusted) -> UnitPrice:
    """The same line of the grid, at its adjusted price."""
    return UnitPrice(
        cents=adjustment.adjust(unit.cents),
        basis=unit.basis,
        measure=unit.measure,
        bracket_from=unit.bracket_from,
        bracket_to=unit.bracket_to,
        percent=unit.percent,
        bound=unit.bound,
        children=unit.children,
    )
