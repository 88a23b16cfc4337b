"""The parts of an activity that have places of their own, by age or grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.eligibility import Eligibility, Schooling


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    eligibility: Eligibility
    places: int | None
    """In each unit, within the unit's own; None where only those count."""


def group_of(
    groups: Iterable[Group], birth_on: date, schoolings: Iterable[Schooling], day: date
) -> Group | None:
    """The group of a child on the day served; None for a child that is in none, and so is not eligible."""
    known = tuple(schoolings)
    return next((group for group in groups if group.eligibility.admits(birth_on, known, day)), None)
