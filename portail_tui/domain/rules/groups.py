"""The parts of an activity that have places of their own, by age or grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.rules.eligibility import (
    GRADE_SET,
    MAX_AGE,
    MIN_AGE,
    Eligibility,
    Schooling,
    check_ages,
)
from portail_tui.domain.rules.schema import TEXT, Field, Part, Section, Shape, Whole, make, optional

PLACES = Whole(0, 100_000)


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    eligibility: Eligibility
    places: int | None
    """In each unit, within the unit's own; None where only those count."""


_CODE = Field("code", TEXT, "Le code du groupe.", attr="code")
_LABEL = Field("libelle", TEXT, "Ce que les familles lisent : « Les petits (3-5 ans) ».", attr="label")
_ELIGIBILITY = Part("eligibility", Shape(MIN_AGE, MAX_AGE, GRADE_SET), make(Eligibility))
_PLACES = optional(
    "places", PLACES, "Ses places dans chaque unité, en plus de celles de l'unité.", attr="places"
)
GROUP = Section(Shape(_CODE, _LABEL, _ELIGIBILITY, _PLACES), make(Group), check_ages)
"""A row of « groupes », in the town's file."""


def group_of(
    groups: Iterable[Group], birth_on: date, schoolings: Iterable[Schooling], day: date
) -> Group | None:
    """The group of a child on the day served; None for a child that is in none, and so is not eligible."""
    known = tuple(schoolings)
    return next((group for group in groups if group.eligibility.admits(birth_on, known, day)), None)
