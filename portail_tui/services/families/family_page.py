"""« MA FAMILLE », and the search for families by staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.families.views import ChildCard, DocumentLine, FamilyHit, FamilyView, GuardianCard
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.eligibility import age_on, schooling_on
from portail_tui.domain.rules.quotients import WhyMaximum, covered_until, quotient_on
from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import Admitted, show_to, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household
from portail_tui.store.queries.bookings import enrolments
from portail_tui.store.queries.families import members, search
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.families import family as words
from portail_tui.texts.money.why_maximum import WHY_MAXIMUM
from portail_tui.texts.shared.formats import hundredths

MOST_HITS = 50


def show_family(context: ServiceContext, *, actor: Actor, family_id: int) -> FamilyView | Refused:
    """What the town knows about a household, without anything of a shared child's other home."""

    def show(connection: Connection, admitted: Admitted) -> FamilyView:
        home = household(connection, admitted)
        adults = members.guardians(connection, family_id)
        year = admitted.rulebook.year_of(admitted.today)
        enrolled = enrolments.enrolled(connection, family_id, year.id) if year else []
        return _view(admitted, home, adults, enrolled)

    return show_to(context, actor, family_id, "family", show)


def find_families(context: ServiceContext, *, actor: Actor, text: str) -> tuple[FamilyHit, ...] | Refused:
    """Families that hold every word of ``text``, for the town's staff alone. Nothing typed finds nothing."""

    def show(connection: Connection) -> tuple[FamilyHit, ...]:
        if not clean(text):
            return ()
        found = {row.id: row for row in search.search(connection, text, MOST_HITS)}
        children = search.children_of(connection, list(found))
        return tuple(
            FamilyHit(
                family_id=row.id,
                number=row.number,
                name=row.name,
                children=tuple(children[row.id]),
                email=row.email or "",
                town=row.city,
            )
            for row in found.values()
        )

    return show_to_staff(context, actor, Permission.FIND_FAMILIES, "find_families", show)


def _view(
    admitted: Admitted,
    home: Household,
    adults: Iterable[members.GuardianRow],
    enrolled: Iterable[tuple[int, int]],
) -> FamilyView:
    family = admitted.family
    activities: dict[int, list[str]] = defaultdict(list)
    for child_id, activity_id in enrolled:
        if (activity := admitted.rulebook.activities.get(activity_id)) is not None:
            activities[child_id].append(activity.name)
    quotient = quotient_on(home.quotients, admitted.today)
    known = not isinstance(quotient, WhyMaximum)
    return FamilyView(
        family_id=admitted.family_id,
        name=family.name,
        number=family.number,
        active=family.is_active,
        balance_cents=family.balance_cents,
        address=tuple(line for line in (*family.address.splitlines(), _city(admitted)) if line),
        resident=family.is_resident,
        quotient=WHY_MAXIMUM[quotient] if isinstance(quotient, WhyMaximum) else hundredths(quotient),
        quotient_until=covered_until(home.quotients, admitted.today) if known else None,
        guardians=tuple(_guardian(row) for row in adults),
        children=tuple(_child(home, child, tuple(activities[child.id])) for child in home.children),
        documents=_documents_of_family(home),
        contact=admitted.rulebook.town.contact,
    )


def _city(admitted: Admitted) -> str:
    return f"{admitted.family.postcode} {admitted.family.city}".strip()


def _guardian(row: members.GuardianRow) -> GuardianCard:
    name = " ".join(part for part in (row.civility, row.first_name, row.last_name) if part)
    may = words.guardian_may(books=row.may_book, collects=row.may_collect, is_informed=row.is_informed)
    return GuardianCard(name, row.email or "", row.phone, may)


def _child(home: Household, child: ChildRow, activities: tuple[str, ...]) -> ChildCard:
    schooling = schooling_on(child.schoolings, home.today)
    asked = {
        type_id: home.rulebook.document_types[type_id]
        for activity in home.activities(child)
        for type_id in activity.document_ids
    }
    lines = tuple(_document(home, kind, child.id) for _, kind in sorted(asked.items()) if kind.for_child)
    return ChildCard(
        child_id=child.id,
        first_name=child.first_name,
        last_name=child.last_name,
        birth_date=child.birth_on,
        age=age_on(child.birth_on, home.today),
        school=child.school_name if schooling else "",
        grade=schooling.grade if schooling else "",
        shared_custody=words.shared_custody(child.custody_weeks) if child.custody == "shared" else "",
        documents=lines,
        activities=activities,
    )


def _documents_of_family(home: Household) -> tuple[DocumentLine, ...]:
    """Documents about the household itself that its children's activities ask for."""
    asked = {
        type_id: home.rulebook.document_types[type_id]
        for child in home.children
        for activity in home.activities(child)
        for type_id in activity.document_ids
    }
    return tuple(_document(home, kind, 0) for _, kind in sorted(asked.items()) if not kind.for_child)


def _document(home: Household, kind: DocumentType, child_id: int) -> DocumentLine:
    state, reason = home.state_of(kind, child_id, home.today)
    if state is DocumentState.ACCEPTED and home.is_known_by_other_home_only(kind, child_id):
        return DocumentLine(kind.label, words.RECEIVED)
    return DocumentLine(kind.label, words.DOCUMENT_STATES[state], reason)
