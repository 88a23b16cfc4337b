"""Families and bookings that have a price of their own in a grid: residence, occasional, own meal…"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from portail_tui.domain.rules.schema import (
    FLAG,
    HUNDREDTHS,
    NUMBER,
    OPTIONAL_TEXT,
    TEXTS,
    Field,
    Form,
    FormKind,
    Got,
    Rows,
    Shape,
    Whole,
    optional,
)
from portail_tui.domain.rules.tariffs.effort_rates import RATE_FORMS
from portail_tui.domain.rules.tariffs.listed_prices import LISTING_FORMS, Fixed, GridForm
from portail_tui.domain.rules.tariffs.payer import Payer
from portail_tui.domain.rules.tariffs.sibling_reductions import REDUCTIONS, Reduction
from portail_tui.domain.rules.tariffs.unit_price import UnitPrice
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import write_decimal, write_hundredths


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

    def to_data(self) -> dict[str, Any]:
        said = {
            "exterieur": None if self.is_resident is None else not self.is_resident,
            "occasionnel": self.is_occasional,
            "pai": self.brings_meal,
            "parent_isole": self.is_lone_parent,
            "rang_au_moins": self.rank_least,
            "rang_au_plus": self.rank_most,
            "enfants_au_moins": self.children_least,
            "enfants_au_plus": self.children_most,
            "age_au_moins": self.age_least,
            "age_au_plus": self.age_most,
            "niveaux": sorted(self.grades) or None,
            "ecoles": sorted(self.schools) or None,
            "categorie": self.category or None,
        }
        return {key: value for key, value in said.items() if value is not None}


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

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"forme": self.form}
        if self.coefficient != 1:
            data["coefficient"] = write_decimal(self.coefficient)
        if self.plus_cents:
            key = "supplement" if self.plus_cents > 0 else "remise"
            data[key] = write_hundredths(abs(self.plus_cents))
        return data


@dataclass(frozen=True, slots=True)
class Case:
    """A special case: a price of its own for families that meet its conditions.

    It has its own reductions, unless it only adjusts the grid's price: the grid's reductions apply then.
    """

    when: Conditions
    tariff: GridForm | Adjusted
    name: str = ""
    reductions: tuple[Reduction, ...] = ()

    def to_data(self) -> dict[str, Any]:
        data = {**self.when.to_data(), **self.tariff.to_data()}
        if self.name:
            data["nom"] = self.name
        if self.reductions:
            data["reductions"] = [reduction.to_data() for reduction in self.reductions]
        return data


_NAME = Field("nom", OPTIONAL_TEXT, "Comment ce cas s'appelle, pour expliquer un prix.", "")
_OUTSIDE = optional(
    "exterieur", FLAG, "Les familles qui n'habitent pas la commune ; false : celles qui l'habitent."
)
_OCCASIONAL = optional("occasionnel", FLAG, "Les réservations occasionnelles ; false : les régulières.")
_OWN_MEAL = optional("pai", FLAG, "Les enfants qui apportent leur repas (projet d'accueil individualisé).")
_LONE = optional("parent_isole", FLAG, "Les familles d'un seul parent.")
_RANK_LEAST = optional(
    "rang_au_moins", Whole(1, 20), "À partir de cet enfant inscrit, par ordre de naissance."
)
_RANK_MOST = optional("rang_au_plus", Whole(1, 20), "Jusqu'à cet enfant inscrit, compris.")
_CHILDREN_LEAST = optional("enfants_au_moins", Whole(0, 20), "À partir de tant d'enfants à charge.")
_CHILDREN_MOST = optional("enfants_au_plus", Whole(0, 20), "Jusqu'à tant d'enfants à charge, compris.")
_AGE_LEAST = optional("age_au_moins", Whole(0, 25), "À partir de cet âge le jour servi.")
_AGE_MOST = optional("age_au_plus", Whole(0, 25), "Jusqu'à cet âge le jour servi, compris.")
_GRADES: Field[tuple[str, ...]] = Field(
    "niveaux", TEXTS, "Les enfants de ces niveaux : « PS », « MS », « GS ».", ()
)
_SCHOOLS: Field[tuple[str, ...]] = Field("ecoles", TEXTS, "Les enfants de ces écoles (leurs codes).", ())
_CATEGORY = Field(
    "categorie", OPTIONAL_TEXT, "Les familles que la commune a rangées sous ce nom : « CAF », « AGENT »…", ""
)
_CONDITIONS = (
    _OUTSIDE,
    _OCCASIONAL,
    _OWN_MEAL,
    _LONE,
    _RANK_LEAST,
    _RANK_MOST,
    _CHILDREN_LEAST,
    _CHILDREN_MOST,
    _AGE_LEAST,
    _AGE_MOST,
    _GRADES,
    _SCHOOLS,
    _CATEGORY,
)
_COEFFICIENT = Field("coefficient", NUMBER, "Le prix de la grille est multiplié par ce nombre.", Decimal(1))
_MORE = Field("supplement", HUNDREDTHS, "Puis tant d'euros de plus.", 0)
_LESS = Field("remise", HUNDREDTHS, "Puis tant d'euros de moins.", 0)


def _adjusted(got: Got) -> Adjusted:
    found = Adjusted(got[_COEFFICIENT], got[_MORE] - got[_LESS])
    if not found.to_data().keys() - {"forme"}:
        raise InvalidRule("un prix ajusté a un « coefficient », un « supplement » ou une « remise ».")
    return found


_ADJUSTED = Form(
    Adjusted.form,
    "Le prix de la grille, multiplié, augmenté ou diminué.",
    Shape(_COEFFICIENT, _MORE, _LESS),
    _adjusted,
)


def _conditions(got: Got) -> Conditions:
    outside = got[_OUTSIDE]
    when = Conditions(
        is_resident=None if outside is None else not outside,
        is_occasional=got[_OCCASIONAL],
        brings_meal=got[_OWN_MEAL],
        is_lone_parent=got[_LONE],
        rank_least=got[_RANK_LEAST],
        rank_most=got[_RANK_MOST],
        children_least=got[_CHILDREN_LEAST],
        children_most=got[_CHILDREN_MOST],
        age_least=got[_AGE_LEAST],
        age_most=got[_AGE_MOST],
        grades=frozenset(got[_GRADES]),
        schools=frozenset(got[_SCHOOLS]),
        category=got[_CATEGORY],
    )
    if when == Conditions():
        known = ", ".join(f"« {field.name} »" for field in _CONDITIONS)
        raise InvalidRule(f"un cas dit à qui il s'applique : {known}.")
    return when


def _case_form(form: Form[Any]) -> Form[Case]:
    """A case priced by ``form``."""
    keeps_reductions = form is _ADJUSTED
    own = () if keeps_reductions else (REDUCTIONS,)
    fields = [field for field in form.shape.fields if field.name != "forme"]

    def build(got: Got) -> Case:
        reductions = () if keeps_reductions else got[REDUCTIONS]
        return Case(_conditions(got), form.build(got), got[_NAME], reductions)

    return Form(form.name, form.doc, Shape(_NAME, *_CONDITIONS, *fields, *own), build)


_CASE: FormKind[Case] = FormKind(
    "cas",
    lambda: [_case_form(form) for form in (*LISTING_FORMS, *RATE_FORMS, _ADJUSTED)],
    default=Fixed.form,
)
CASES: Field[tuple[Case, ...]] = Field(
    "cas",
    Rows(_CASE),
    "Les prix particuliers : le premier cas qui convient à la famille et à la réservation l'emporte.",
    (),
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
