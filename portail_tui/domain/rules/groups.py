"""The parts of an activity that have places of their own, by age or grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portail_tui.domain.rules.eligibility import (
    GRADE_LIST,
    MAX_AGE,
    MIN_AGE,
    Eligibility,
    Schooling,
    check_ages,
)
from portail_tui.domain.rules.schema import TEXT, Field, Section, Shape, Whole, optional

PLACES = Whole(0, 100_000)


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    eligibility: Eligibility
    places: int | None
    """In each unit, within the unit's own; None where only those count."""

    def to_data(self) -> dict[str, Any]:
        """Plain values, in the words of the town's file."""
        data = {_CODE.name: self.code, _LABEL.name: self.label, **self.eligibility.to_data()}
        return data if self.places is None else {**data, _PLACES.name: self.places}


_CODE = Field("code", TEXT, "Le code du groupe.")
_LABEL = Field("libelle", TEXT, "Ce que les familles lisent : « Les petits (3-5 ans) ».")
_PLACES = optional("places", PLACES, "Ses places dans chaque unité, en plus de celles de l'unité.")
GROUP = Section(
    Shape(_CODE, _LABEL, MIN_AGE, MAX_AGE, GRADE_LIST, _PLACES),
    lambda got: Group(
        got[_CODE],
        got[_LABEL],
        Eligibility(got[MIN_AGE], got[MAX_AGE], frozenset(got[GRADE_LIST])),
        got[_PLACES],
    ),
    check_ages,
)
"""A row of « groupes », in the town's file."""


def group_of(
    groups: Iterable[Group], birth_on: date, schoolings: Iterable[Schooling], day: date
) -> Group | None:
    """The group of a child on the day served; None for a child that is in none, and so is not eligible."""
    known = tuple(schoolings)
    return next((group for group in groups if group.eligibility.admits(birth_on, known, day)), None)
