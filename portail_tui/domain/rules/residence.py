"""Residence of a family on a day, with a town's exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.rules.eligibility import Schooling, schooling_on
from portail_tui.domain.rules.schema import TEXT_SET, Field, Scalar, Section, Shape, make
from portail_tui.domain.shared.text import fold


@dataclass(frozen=True, slots=True)
class Residence:
    """Place where a family lives, from a local date on."""

    from_on: date
    is_resident: bool
    city: str = ""


@dataclass(frozen=True, slots=True)
class ResidentExceptions:
    """Families counted as residents without living in the town."""

    cities: frozenset[str] = frozenset()
    """Folded names of towns with an agreement."""
    schools: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    """Grades whose pupils count as residents (« ULIS »), whatever their school."""

    def hold(self, residence: Residence | None, schooling: Schooling | None) -> bool:
        if residence is not None and fold(residence.city) in self.cities:
            return True
        return schooling is not None and (schooling.school in self.schools or schooling.grade in self.grades)


_FOLDED: Scalar[frozenset[str]] = Scalar(
    lambda value: frozenset(map(fold, TEXT_SET.reader(value))), frozenset(), TEXT_SET.schema({}), sorted
)
_CITIES = Field(
    "communes",
    _FOLDED,
    "Communes dont les familles comptent comme habitantes (convention).",
    frozenset(),
    attr="cities",
)
_SCHOOLS = Field(
    "ecoles",
    TEXT_SET,
    "Codes des écoles dont tous les enfants comptent comme habitants.",
    frozenset(),
    attr="schools",
)
_GRADES = Field(
    "niveaux",
    TEXT_SET,
    "Niveaux dont tous les enfants comptent comme habitants : « ULIS ».",
    frozenset(),
    attr="grades",
)
RESIDENTS = Section(Shape(_CITIES, _SCHOOLS, _GRADES), make(ResidentExceptions))
"""« [habitants] », in the town's file."""

NO_EXCEPTIONS = ResidentExceptions()


def residence_on(residences: Iterable[Residence], day: date) -> Residence | None:
    """The residence in force on ``day``: the last to have begun."""
    begun = [one for one in residences if one.from_on <= day]
    return max(begun, key=lambda one: one.from_on, default=None)


def is_resident_on(
    residences: Iterable[Residence],
    schoolings: Iterable[Schooling],
    day: date,
    exceptions: ResidentExceptions,
) -> bool:
    """Whether a child's family pays and books as a resident on ``day``; false where its residence is
    unknown."""
    residence = residence_on(residences, day)
    if residence is not None and residence.is_resident:
        return True
    return exceptions.hold(residence, schooling_on(schoolings, day))
