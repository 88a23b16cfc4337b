"""A quotient out of an income: what the income is divided by, as the town defines it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from portail_tui.domain.rules.schema import NUMBER, Field, Got, Inline, OneOf, Rows, Shape, Whole, optional
from portail_tui.domain.shared.invalid_rule import InvalidRule


class PartsBy(StrEnum):
    """Ways to count the parts of a family."""

    FISCAL = "parts_fiscales"
    """As the tax notice says."""
    PERSONS = "personnes"
    CHILDREN = "enfants"
    """A table by number of dependent children, as the CAF's."""


class QuotientRounding(StrEnum):
    HUNDREDTH = "centime"
    EURO = "euro"
    EURO_DOWN = "euro_inferieur"


CAF_PARTS = (Decimal(2), Decimal("2.5"), Decimal(3), Decimal(4), Decimal("4.5"), Decimal(5))
"""For 0, 1, 2… dependent children, of one parent or two; then half a part for each more."""
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientHousehold:
    """Household by which an income is divided; a town uses one of the first three counts."""

    fiscal_parts: Decimal | None = None
    persons: int | None = None
    children: int | None = None
    disabled_children: int = 0
    is_lone_parent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsRule:
    """Rule by which a town divides an income.

    Source: the CAF's parts (2 to 5 for 0 to 5 children, half a part for a disabled child); towns that divide
    by persons, with one more for a lone parent.
    """

    by: PartsBy = PartsBy.FISCAL
    lone_parent: Decimal = Decimal(0)
    """Parts more for a lone parent."""
    disabled_child: Decimal = Decimal(0)
    """Parts more for each disabled child."""
    table: tuple[Decimal, ...] = CAF_PARTS
    """Parts for 0, 1, 2… children, where they are counted by children."""
    further_child: Decimal = HALF
    """Parts for each child beyond the table."""
    rounding: QuotientRounding = QuotientRounding.HUNDREDTH

    def parts(self, home: QuotientHousehold) -> Decimal | None:
        """The parts of a family; None where what this town counts by is not known."""
        match self.by:
            case PartsBy.FISCAL:
                parts = home.fiscal_parts
            case PartsBy.PERSONS:
                parts = None if home.persons is None else Decimal(home.persons)
            case PartsBy.CHILDREN:
                parts = None if home.children is None else self._of_children(home.children)
        if not parts:
            return None
        return parts + self.lone_parent * home.is_lone_parent + self.disabled_child * home.disabled_children

    def _of_children(self, children: int) -> Decimal:
        last = len(self.table) - 1
        return self.table[min(children, last)] + self.further_child * max(0, children - last)

    def quotient(self, income_cents: int, home: QuotientHousehold, *, benefits_cents: int = 0) -> int | None:
        """(A year's income / 12 + a month's benefits) / parts, in hundredths; None without parts."""
        parts = self.parts(home)
        if parts is None:
            return None
        # multiplied before it is divided: what is exact stays exact
        quotient = Decimal(income_cents + 12 * benefits_cents) / (12 * parts)
        if self.rounding is QuotientRounding.HUNDREDTH:
            return int(quotient.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        mode = ROUND_HALF_UP if self.rounding is QuotientRounding.EURO else ROUND_DOWN
        return int((quotient / 100).quantize(Decimal(1), rounding=mode)) * 100


_USUAL: Mapping[PartsBy, tuple[Decimal, Decimal]] = {
    PartsBy.FISCAL: (Decimal(0), Decimal(0)),  # the tax notice has counted them
    PartsBy.PERSONS: (Decimal(1), HALF),
    PartsBy.CHILDREN: (Decimal(0), HALF),
}
"""Parts more for a lone parent and for a disabled child, where the town does not say."""

_BY = Field(
    "calcul",
    OneOf({by.value: by for by in PartsBy}),
    "Par quoi le douzième du revenu est divisé : les parts de l'avis d'imposition, le nombre de personnes du "
    "foyer, ou un barème selon le nombre d'enfants (celui de la CAF).",
    attr="by",
)
_LONE = optional("parent_isole", NUMBER, "Parts de plus pour un parent isolé.", attr="lone_parent")
_DISABLED = optional(
    "enfant_handicape", NUMBER, "Parts de plus par enfant en situation de handicap.", attr="disabled_child"
)
_CHILDREN = Field("enfants", Whole(0, 20), "Nombre d'enfants à charge.", attr=0)
_PARTS = Field("parts", NUMBER, "Parts de la famille.", attr=1)
_TABLE: Field[tuple[tuple[int, Decimal], ...]] = Field(
    "bareme",
    Rows(Inline(Shape(_CHILDREN, _PARTS), lambda got: (got[_CHILDREN], got[_PARTS]))),
    "Les parts selon le nombre d'enfants, à partir de 0 ; sans lui, le barème de la CAF.",
    (),
    attr=lambda rule: tuple(enumerate(rule.table)) if rule.by is PartsBy.CHILDREN else (),
)
_FURTHER = optional(
    "enfant_de_plus",
    NUMBER,
    "Parts par enfant au-delà du barème.",
    attr=lambda rule: rule.further_child if rule.by is PartsBy.CHILDREN else None,
)
_ROUNDING = Field(
    "arrondi",
    OneOf({rounding.value: rounding for rounding in QuotientRounding}),
    "Comment le quotient calculé est arrondi.",
    QuotientRounding.HUNDREDTH,
    attr="rounding",
)


def _rule(got: Got) -> PartsRule:
    by, table = got[_BY], got[_TABLE]
    for number, (children, parts) in enumerate(table):
        if children != number:
            raise InvalidRule("le barème commence à 0 enfant, puis va un par un.", _TABLE.name, number)
        if not parts:
            raise InvalidRule("les parts ne peuvent pas être nulles.", _TABLE.name, number, _PARTS.name)
    lone, disabled, further = got[_LONE], got[_DISABLED], got[_FURTHER]
    usual = _USUAL[by]
    return PartsRule(
        by=by,
        lone_parent=usual[0] if lone is None else lone,
        disabled_child=usual[1] if disabled is None else disabled,
        table=tuple(parts for _, parts in table) or CAF_PARTS,
        further_child=HALF if further is None else further,
        rounding=got[_ROUNDING],
    )


PARTS = Inline(Shape(_BY, _LONE, _DISABLED, _TABLE, _FURTHER, _ROUNDING), _rule)
"""« [quotient] », in the town's file."""


def parts_rule(data: Mapping[str, Any]) -> PartsRule:
    """Read the rule from plain values; raises InvalidRule."""
    return PARTS.one(data)


def usual_rule(by: PartsBy) -> PartsRule:
    """The rule of a town that says no more than what it counts by."""
    lone_parent, disabled_child = _USUAL[by]
    return PartsRule(by=by, lone_parent=lone_parent, disabled_child=disabled_child)
