"""The children and the adults of a family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    bindparam,
    select,
)

from portail_tui.domain.families.facts import Pupil
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.rows import columns_of, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRow:
    """A child in one of its families, with its schooling."""

    id: int
    first_name: str
    last_name: str
    birth_on: date
    custody: str
    custody_weeks: str | None
    schoolings: tuple[Schooling, ...]
    school_name: str
    """School of the newest schooling, for display."""
    brings_meal: bool

    @property
    def pupil(self) -> Pupil:
        return Pupil(
            id=self.id,
            first_name=self.first_name,
            birth_on=self.birth_on,
            schoolings=self.schoolings,
            brings_meal=self.brings_meal,
        )


_CHILDREN = CompiledStatement(
    select(
        t.child.c.id,
        t.child.c.first_name,
        t.child.c.last_name,
        t.child.c.birth_on,
        t.child.c.brings_meal,
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
    .where(t.family_child.c.family_id == bindparam("family"))
    .order_by(t.child.c.birth_on, t.child.c.id, t.child_schooling.c.from_on)
)


def children(connection: Connection, family_id: int) -> tuple[ChildRow, ...]:
    """The family's children, oldest first, with their schooling."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in _CHILDREN.rows(connection, {"family": family_id}):
        rows[row.id].append(row)
    return tuple(
        ChildRow(
            id=last.id,
            first_name=last.first_name,
            last_name=last.last_name,
            birth_on=last.birth_on,
            custody=last.custody,
            custody_weeks=last.custody_weeks,
            schoolings=tuple(
                Schooling(r.school, r.grade, r.from_on, r.to_on) for r in history if r.grade is not None
            ),
            school_name=last.school_name or "",
            brings_meal=last.brings_meal,
        )
        for history in rows.values()
        for last in history[-1:]
    )


class GuardianRow(NamedTuple):
    """An adult of a family."""

    id: int
    civility: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    may_book: bool
    may_collect: bool
    is_informed: bool
    """Whether this adult receives the mails about the family's children."""
    address_confidential: bool
    has_authority: bool
    """Whether this adult holds parental authority."""


def guardians(connection: Connection, family_id: int) -> list[GuardianRow]:
    """The adults of a family, in the family's own order."""
    statement = select(*columns_of(t.guardian, GuardianRow)).where(t.guardian.c.family_id == family_id)
    return rows_of(GuardianRow, connection.execute(statement.order_by(t.guardian.c.position)).all())
