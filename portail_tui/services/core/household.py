"""A family's children and documents, read once for a page, as the rules need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.documents.requirements import (
    DocumentState,
    SentDocument,
    last_good_day,
    state_of_document,
    unlocks,
)
from portail_tui.domain.families.facts import FamilyFacts, Means, child_facts, enrolment_in_the_way
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.quotients import QuotientRecord
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.access import Admitted
from portail_tui.store.queries.families import family_facts, members
from portail_tui.store.queries.families.members import ChildRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A family's children and documents, as far as its own home may know them."""

    rulebook: Rulebook
    today: date
    family: FamilyFacts
    means: Means
    children: tuple[ChildRow, ...]
    documents: tuple[SentDocument, ...]

    @property
    def quotients(self) -> tuple[QuotientRecord, ...]:
        return self.family.quotients

    def facts(
        self, child: ChildRow, activity: Activity, day: date, *, together: Iterable[ChildRow] = ()
    ) -> ChildFacts:
        """Facts about the child for an activity's rules, in the school year of ``day``. ``together``:
        children booked with it, who count for its rank among siblings."""
        year = self.rulebook.year_of(day)
        return child_facts(
            child.pupil,
            self.family,
            self.means,
            activity_id=activity.id,
            school_year_id=year.id if year else None,
            siblings=[(one.id, one.birth_on) for one in together],
        )

    def missing_enrolment(self, activity: Activity, child_id: int, day: date) -> Refused | None:
        """ENROLMENT_FIRST where the activity accepts enrolments first and has not accepted this one for the
        school year of ``day``; else None."""
        year = self.rulebook.year_for(day)
        if not activity.enrolment_first or year is None:
            return None
        return enrolment_in_the_way(self.family.enrolment(child_id, activity.id, year.id))

    def child(self, child_id: int) -> ChildRow | None:
        """The child with that identifier, or None where it is not of this home."""
        return next((child for child in self.children if child.id == child_id), None)

    def activities(self, child: ChildRow) -> Sequence[Activity]:
        """Activities that concern the child today or later in the open school years, in the town's order."""
        days = self._telling_days(child)
        return [one for one in self.rulebook.activities.values() if _concerns(one, child, days)]

    def concerns(self, activity: Activity, child: ChildRow) -> bool:
        """Whether it is one of the child's ``activities``."""
        return _concerns(activity, child, self._telling_days(child))

    def _telling_days(self, child: ChildRow) -> list[date]:
        """Days to test for whether an activity ever concerns the child: starts and ends of school years,
        changes of school. An age lasts a year."""
        open_years = [year for year in self.rulebook.years if year.last_on >= self.today]
        ends = [max(self.today, year.first_on) for year in open_years] + [year.last_on for year in open_years]
        begins = [one.from_on for one in child.schoolings if one.from_on > self.today]
        return [self.today, *ends, *begins]

    def state_of(self, kind: DocumentType, child_id: int, day: date) -> tuple[DocumentState, str]:
        """State of a document for a child, for the school year of ``day``, with the reason of a refusal."""
        return document_state(self.rulebook, kind, self.documents, child_id, day, self.today)

    def last_day_of(self, kind: DocumentType, child_id: int) -> date | None:
        """Last day on which a document is valid, where it is valid today, has an end, and nothing was sent to
        replace it."""
        year = self.rulebook.year_for(self.today)
        return last_good_day(
            kind,
            self.documents,
            child_id=child_id,
            school_year_id=year.id if year else None,
            today=self.today,
        )

    def is_known_by_other_home_only(self, kind: DocumentType, child_id: int) -> bool:
        """Whether only the other home sent a child's accepted documents of a kind: its details are then not
        shown."""
        accepted = [
            one
            for one in self.documents
            if (one.type_id, one.child_id, one.status) == (kind.id, child_id, DocumentState.ACCEPTED)
        ]
        return bool(accepted) and all(one.by_other_home for one in accepted)

    def missing(self, activity: Activity, child_id: int, day: date) -> list[DocumentType]:
        """Document types still missing for the child's activity, for the school year of ``day``."""
        return missing_documents(self.rulebook, activity, self.documents, child_id, day, self.today)


def _concerns(activity: Activity, child: ChildRow, days: Iterable[date]) -> bool:
    return not activity.is_closed and any(
        activity.eligibility.admits(child.birth_on, child.schoolings, day) for day in days
    )


def siblings_at(home: Household, activity: Activity) -> tuple[ChildRow, ...]:
    """The children of the home whom an activity concerns, oldest first."""
    return tuple(child for child in home.children if home.concerns(activity, child))


def household(
    connection: Connection, admitted: Admitted, child_ids: Collection[int] = (), *, papers: bool = True
) -> Household:
    """The family's children (or those of ``child_ids``) with its documents; three statements, or two without
    ``papers``."""
    children = members.children(connection, admitted.family_id)
    if child_ids:
        children = tuple(child for child in children if child.id in child_ids)
    facts = family_facts.facts(connection, [admitted.family_id])
    ids = [child.id for child in children]
    sent = family_facts.documents(connection, [admitted.family_id], ids) if papers else []
    return Household(
        rulebook=admitted.rulebook,
        today=admitted.today,
        family=facts[admitted.family_id],
        means=admitted.family.means,
        children=children,
        documents=family_facts.seen_by(admitted.family_id, sent),
    )


def missing_documents(
    rulebook: Rulebook,
    activity: Activity,
    sent: Iterable[SentDocument],
    child_id: int,
    day: date,
    today: date,
) -> list[DocumentType]:
    """Document types that the activity asks for and that are not valid yet, for the year of ``day``."""
    sent = tuple(sent)
    kinds = [rulebook.document_types[type_id] for type_id in activity.document_ids]
    return [
        kind
        for kind in kinds
        if not unlocks(kind, document_state(rulebook, kind, sent, child_id, day, today)[0])
    ]


def missing_refusal(missing: Sequence[DocumentType], child_id: int) -> Refused:
    """DOCUMENT_MISSING with the labels, and with what the screen needs to send the first of them."""
    labels = sorted({kind.label for kind in missing})
    first = next(kind for kind in missing if kind.label == labels[0])
    details: dict[str, str | int] = {"documents": "\n".join(labels), "type_id": first.id}
    return Refused(Reason.DOCUMENT_MISSING, details | ({"child_id": child_id} if first.for_child else {}))


def document_state(
    rulebook: Rulebook,
    kind: DocumentType,
    sent: Iterable[SentDocument],
    child_id: int,
    day: date,
    today: date,
) -> tuple[DocumentState, str]:
    """The state of a document for a child and the school year that holds ``day`` (or comes next)."""
    year = rulebook.year_for(day)
    return state_of_document(
        kind, sent, child_id=child_id, school_year_id=year.id if year else None, today=today
    )
