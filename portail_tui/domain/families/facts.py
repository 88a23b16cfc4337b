"""Facts about a family, and the part of them that the rules need for one child and one activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.domain.rules.quotients import QuotientRecord
from portail_tui.domain.rules.residence import Residence
from portail_tui.domain.rules.tariffs import GrantedAid
from portail_tui.domain.rules.tariffs.sibling_rank import rank_of
from portail_tui.domain.shared.refusals import Reason, Refused


class EnrolmentStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A child of the family in an activity for a school year, accepted or not yet."""

    child_id: int
    birth_on: date
    activity_id: int
    school_year_id: int
    status: EnrolmentStatus
    reason: str = ""
    """Why it was refused."""


def enrolment_in_the_way(enrolled: Enrolled | None) -> Refused | None:
    """The refusal of a first booking where the activity asks for an enrolment first. ``None``: none was
    asked for."""
    if enrolled is None:
        return Refused(Reason.ENROLMENT_FIRST)
    if enrolled.status is EnrolmentStatus.ACCEPTED:
        return None
    return Refused(Reason.ENROLMENT_FIRST, {"state": enrolled.status.value, "reason": enrolled.reason})


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFacts:
    """A family as tariffs and openings see it; nothing of the other home of a shared child."""

    quotients: tuple[QuotientRecord, ...] = ()
    residences: tuple[Residence, ...] = ()
    categories: frozenset[str] = frozenset()
    aids: tuple[GrantedAid, ...] = ()
    enrolments: tuple[Enrolled, ...] = ()
    own_weeks: Mapping[int, str] = field(default_factory=dict)
    """« even » or « odd » by child, where custody alternates."""

    def enrolment(self, child_id: int, activity_id: int, school_year_id: int) -> Enrolled | None:
        asked = (child_id, activity_id, school_year_id)
        return next(
            (one for one in self.enrolments if (one.child_id, one.activity_id, one.school_year_id) == asked),
            None,
        )


@dataclass(frozen=True, slots=True)
class Means:
    """Size of the household, as the family declared it."""

    children: int = 1
    """Dependent children."""
    disabled_children: int = 0
    is_lone_parent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A child, whatever its homes."""

    id: int
    first_name: str
    birth_on: date
    schoolings: tuple[Schooling, ...]
    brings_meal: bool = False


def child_facts(
    pupil: Pupil,
    family: FamilyFacts,
    means: Means,
    *,
    activity_id: int,
    school_year_id: int | None,
    siblings: Iterable[tuple[int, date]] = (),
) -> ChildFacts:
    """Facts that decide for ``pupil`` in an activity and a school year. ``siblings``: (id, birth date) of
    children booked in the same request; they count for the rank as if enrolled already."""
    enrolled = {
        one.child_id: one.birth_on
        for one in family.enrolments
        if (one.activity_id, one.school_year_id, one.status)
        == (activity_id, school_year_id, EnrolmentStatus.ACCEPTED)
    }
    enrolled |= {**dict(siblings), pupil.id: pupil.birth_on}
    return ChildFacts(
        birth_on=pupil.birth_on,
        schoolings=pupil.schoolings,
        is_resident=False,
        quotients=family.quotients,
        residences=family.residences,
        children=means.children,
        disabled_children=means.disabled_children,
        is_lone_parent=means.is_lone_parent,
        rank=rank_of(pupil.id, enrolled.items()),
        brings_meal=pupil.brings_meal,
        aids=family.aids,
        categories=family.categories,
        own_weeks=family.own_weeks.get(pupil.id, ""),
    )
