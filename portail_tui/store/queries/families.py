"""Who is asking, for which family, and what the rules need to know of its children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, or_, select, true

from portail_tui.domain.documents import DocumentState, SentDocument
from portail_tui.domain.eligibility import Schooling
from portail_tui.domain.quotients import ProofStatus, QuotientRecord
from portail_tui.domain.text import fold
from portail_tui.store import core as t
from portail_tui.store.queries.ledger import balance_of
from portail_tui.store.queries.rulebook import REVISION


@dataclass(frozen=True, slots=True)
class Visit:
    """An account that asks something for a family, in one row."""

    role: str
    own_family_id: int | None
    """The family of a parent's account."""
    account_closed: bool
    family_id: int | None
    """None where there is no such family."""
    name: str
    number: str
    is_active: bool
    is_resident: bool
    balance_cents: int
    revision: int
    """Of the rulebook."""
    email: str


def visit(
    connection: Connection, account_id: int, family_id: int, regie_id: int, today: date
) -> Visit | None:
    """The account and the family, whatever the rights; None where there is no such account.

    ``today`` (local date) tells where the family lives now; the balance is that of ``regie_id``.
    """
    statement = select(
        t.account.c.role,
        t.account.c.family_id.label("own_family_id"),
        t.account.c.closed_at.is_not(None).label("account_closed"),
        t.family.c.id.label("family_id"),
        func.coalesce(t.family.c.name, "").label("name"),
        func.coalesce(t.family.c.number, "").label("number"),
        func.coalesce(t.family.c.is_active, False).label("is_active"),
        func.coalesce(residence(family_id, today), False).label("is_resident"),
        func.coalesce(balance_of(family_id, regie_id), 0).label("balance_cents"),
        select(t.store_meta.c.value)
        .where(t.store_meta.c.key == REVISION)
        .scalar_subquery()
        .label("revision"),
        t.account.c.email,
    ).select_from(t.account.outerjoin(t.family, t.family.c.id == family_id))
    row = connection.execute(statement.where(t.account.c.id == account_id)).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    values["revision"] = int(values["revision"] or 0)
    return Visit(**values)


def residence(family_id: int | ColumnElement[int], today: date) -> ScalarSelect[Any]:
    """Whether a family lives in the town on ``today``."""
    return (
        select(t.family_residence.c.is_resident)
        .where(t.family_residence.c.family_id == family_id, t.family_residence.c.from_on <= today)
        .order_by(t.family_residence.c.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class ChildRow:
    id: int
    first_name: str
    last_name: str
    birth_on: date
    custody: str
    custody_weeks: str | None
    schoolings: tuple[Schooling, ...]
    school_name: str
    """Of the newest schooling, for display."""


def children(connection: Connection, family_id: int, child_id: int | None = None) -> tuple[ChildRow, ...]:
    """The family's children, oldest first (or the one asked for), with their schooling."""
    of_family = t.family_child.c.family_id == family_id
    statement = (
        select(
            t.child.c.id,
            t.child.c.first_name,
            t.child.c.last_name,
            t.child.c.birth_on,
            t.family_child.c.custody,
            t.family_child.c.custody_weeks,
            t.child_schooling.c.grade,
            t.child_schooling.c.from_on,
            t.child_schooling.c.to_on,
            t.school.c.code.label("school"),
            t.school.c.name.label("school_name"),
        )
        .select_from(
            t.family_child.join(t.child)
            .outerjoin(t.child_schooling, t.child_schooling.c.child_id == t.child.c.id)
            .outerjoin(t.school, t.school.c.id == t.child_schooling.c.school_id)
        )
        .where(of_family, true() if child_id is None else t.child.c.id == child_id)
        .order_by(t.child.c.birth_on, t.child.c.id, t.child_schooling.c.from_on)
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(statement):
        rows[row.id].append(row)
    return tuple(
        ChildRow(
            last.id,
            last.first_name,
            last.last_name,
            last.birth_on,
            last.custody,
            last.custody_weeks,
            tuple(Schooling(r.school, r.grade, r.from_on, r.to_on) for r in history if r.grade is not None),
            last.school_name or "",
        )
        for history in rows.values()
        for last in history[-1:]
    )


def quotients(connection: Connection, family_ids: Sequence[int]) -> dict[int, tuple[QuotientRecord, ...]]:
    """The families' dated quotients."""
    found: dict[int, list[QuotientRecord]] = {family_id: [] for family_id in family_ids}
    statement = select(t.family_quotient).where(t.family_quotient.c.family_id.in_(family_ids))
    for row in connection.execute(statement.order_by(t.family_quotient.c.from_on)):
        found[row.family_id].append(
            QuotientRecord(
                row.value_hundredths,
                row.income_cents,
                row.parts_hundredths,
                row.from_on,
                row.to_on,
                ProofStatus(row.status),
            )
        )
    return {family_id: tuple(records) for family_id, records in found.items()}


def documents(connection: Connection, family_id: int, child_ids: Sequence[int]) -> tuple[SentDocument, ...]:
    """What was sent about the family by itself, and about its children by any home (SPEC: a document about a
    child counts for both)."""
    doc = t.document.c
    statement = select(t.document).where(
        or_(doc.child_id.in_(child_ids), (doc.family_id == family_id) & doc.child_id.is_(None))
    )
    return tuple(
        SentDocument(
            row.document_type_id,
            row.child_id,
            row.school_year_id,
            DocumentState(row.status),
            row.reason,
            row.expires_on,
            row.id,
        )
        for row in connection.execute(statement)
    )


def guardians(connection: Connection, family_id: int) -> Sequence[Any]:
    """The adults of one household, in its own order."""
    statement = select(t.guardian).where(t.guardian.c.family_id == family_id)
    return connection.execute(statement.order_by(t.guardian.c.position)).all()


def identity(connection: Connection, family_id: int) -> Any:
    """The family's row."""
    return connection.execute(select(t.family).where(t.family.c.id == family_id)).one()


def search(connection: Connection, text: str, most: int) -> Sequence[Any]:
    """Families whose name, number, e-mail, adult or child holds every word of ``text``, accents ignored."""
    matching = [
        or_(
            t.family.c.name_sort.contains(word, autoescape=True),
            func.lower(t.family.c.number).contains(word, autoescape=True),
            t.family.c.id.in_(
                select(t.guardian.c.family_id).where(t.guardian.c.name_sort.contains(word, autoescape=True))
            ),
            t.family.c.id.in_(
                select(t.family_child.c.family_id)
                .join(t.child)
                .where(t.child.c.name_sort.contains(word, autoescape=True))
            ),
            t.family.c.id.in_(
                select(t.account.c.family_id).where(
                    t.account.c.family_id.is_not(None), t.account.c.email_sort.contains(word, autoescape=True)
                )
            ),
        )
        for word in (text.casefold().split() if "@" in text else fold(text).split())
    ]
    statement = (
        select(t.family, t.account.c.email)
        .select_from(t.family.outerjoin(t.account, t.account.c.family_id == t.family.c.id))
        .where(*matching)
        .order_by(t.family.c.name_sort, t.family.c.id)
        .limit(most)
    )
    return connection.execute(statement).all()


def children_of(connection: Connection, family_ids: Sequence[int]) -> dict[int, list[str]]:
    """First names of the children of several families."""
    names: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(t.family_child.c.family_id, t.child.c.first_name)
        .join(t.child)
        .where(t.family_child.c.family_id.in_(family_ids))
        .order_by(t.child.c.birth_on)
    )
    for row in connection.execute(statement):
        names[row.family_id].append(row.first_name)
    return names


def activate(connection: Connection, family_id: int, at: int) -> None:
    """The family has accepted the rules: its account is active. ``at``: stored instant."""
    family = t.family
    connection.execute(
        family.update()
        .where(family.c.id == family_id)
        .values(is_active=True, activated_at=at, rules_accepted_at=at)
    )
