"""Eligibility of a child for an activity: age on the day served, and dated schooling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.rules.schema import TEXT_SET, Field, FilePlace, Got, Whole, optional


@dataclass(frozen=True, slots=True)
class Schooling:
    """School and grade of a child, from a local date to another (included; None: open-ended)."""

    school: str
    grade: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Conditions on a child; an empty set accepts everyone."""

    min_age: int | None = None
    """In whole years on the day served, included."""
    max_age: int | None = None
    grades: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()

    def admits(self, birth_on: date, schoolings: Iterable[Schooling], day: date) -> bool:
        """Whether a child born ``birth_on`` may come on ``day`` (local dates)."""
        age = age_on(birth_on, day)
        if self.min_age is not None and age < self.min_age:
            return False
        if self.max_age is not None and age > self.max_age:
            return False
        if not self.grades and not self.schools:
            return True
        now = schooling_on(schoolings, day)
        if now is None:
            return False
        return (not self.grades or now.grade in self.grades) and (
            not self.schools or now.school in self.schools
        )


_AGE = Whole(0, 25)
MIN_AGE = optional("age_min", _AGE, "Âge minimum le jour servi, en années révolues.", attr="min_age")
MAX_AGE = optional("age_max", _AGE, "Âge maximum le jour servi, compris.", attr="max_age")
GRADE_SET = Field("niveaux", TEXT_SET, "Niveaux admis ; sans eux, tous.", frozenset(), attr="grades")
SCHOOL_SET = Field(
    "ecoles", TEXT_SET, "Codes des écoles admises ; sans eux, toutes.", frozenset(), attr="schools"
)


def check_ages(got: Got, at: FilePlace) -> None:
    """Note ages that are not in order."""
    least, most = got[MIN_AGE], got[MAX_AGE]
    if least is not None and most is not None and least > most:
        at.note("l'âge maximum est au moins égal à l'âge minimum.", MAX_AGE.name)


GRADES = ("PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2", "6e", "5e", "4e", "3e")
"""From the school year in which a child turns three."""


def usual_grade(birth_on: date, year_start: int) -> str:
    """The grade of most children born that year, in the school year that starts in ``year_start``; empty
    before school and after « 3e ». A default: children move ahead, and stay down."""
    step = year_start - birth_on.year - 3
    return GRADES[step] if 0 <= step < len(GRADES) else ""


def age_on(birth_on: date, day: date) -> int:
    """Whole years on ``day``. A child born on 29 February is a year older on 1 March of common years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def schooling_on(schoolings: Iterable[Schooling], day: date) -> Schooling | None:
    """The schooling in force on ``day``: the last to have begun."""
    current: Schooling | None = None
    for one in schoolings:
        is_on = one.from_on <= day and (one.to_on is None or one.to_on >= day)
        if is_on and (current is None or one.from_on > current.from_on):
            current = one
    return current
