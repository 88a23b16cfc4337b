"""Enrolments of children in activities, for activities where the town accepts each child first."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Integer, bindparam, select, update

from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import row_of, rows_of
from portail_tui.store.tables_core import insert_or_ignore


def ask(
    connection: Connection,
    *,
    family_id: int,
    child_id: int,
    activity_id: int,
    school_year_id: int,
    at: datetime,
) -> None:
    """Write an enrolment that waits for an agent, anew where it was refused before. The child is locked.
    ``at``: UTC instant."""
    key = {
        "family_id": family_id,
        "child_id": child_id,
        "activity_id": activity_id,
        "school_year_id": school_year_id,
    }
    asked = {"status": EnrolmentStatus.PENDING.value, "reason": "", "created_at": to_stored(at)}
    made = insert_or_ignore(connection, t.enrolment).returning(t.enrolment.c.id)
    if connection.execute(made, {**key, **asked}).scalar() is None:
        same = [t.enrolment.c[column] == value for column, value in key.items()]
        connection.execute(update(t.enrolment).where(*same).values(**asked))


class EnrolmentRow(NamedTuple):
    """A child's enrolment in an activity for a school year."""

    id: int
    status: str
    created_at: datetime
    """UTC instant at which it was asked for."""
    family_id: int
    family_name: str
    family_number: str
    child_id: int
    first_name: str
    birth_on: date
    activity_name: str
    school_year: str
    """Code of the school year."""


_ENROLMENTS = select(
    t.enrolment.c.id,
    t.enrolment.c.status,
    instant(t.enrolment.c.created_at),
    t.enrolment.c.family_id,
    t.family.c.name.label("family_name"),
    t.family.c.number.label("family_number"),
    t.enrolment.c.child_id,
    t.child.c.first_name,
    t.child.c.birth_on,
    t.activity.c.name.label("activity_name"),
    t.school_year.c.code.label("school_year"),
).select_from(
    t.enrolment.join(t.family, t.family.c.id == t.enrolment.c.family_id)
    .join(t.child, t.child.c.id == t.enrolment.c.child_id)
    .join(t.activity, t.activity.c.id == t.enrolment.c.activity_id)
    .join(t.school_year, t.school_year.c.id == t.enrolment.c.school_year_id)
)
_QUEUE = (
    _ENROLMENTS.where(t.enrolment.c.status == EnrolmentStatus.PENDING.value)
    .order_by(t.enrolment.c.created_at, t.enrolment.c.id)
    .limit(bindparam("most", type_=Integer))
)
_ONE = _ENROLMENTS.where(t.enrolment.c.id == bindparam("enrolment"))


def queue(connection: Connection, most: int) -> list[EnrolmentRow]:
    """Enrolments that wait for an agent, oldest first; at most ``most`` of them."""
    return rows_of(EnrolmentRow, connection.execute(_QUEUE, {"most": most}).all())


def find(connection: Connection, enrolment_id: int) -> EnrolmentRow | None:
    """An enrolment in any state; None where there is none by that id."""
    return row_of(EnrolmentRow, connection.execute(_ONE, {"enrolment": enrolment_id}).one_or_none())


def decide(connection: Connection, enrolment_id: int, to: EnrolmentStatus, reason: str) -> None:
    """Write an agent's decision on an enrolment, with the reason that the family reads. The caller holds the
    child."""
    connection.execute(
        update(t.enrolment).where(t.enrolment.c.id == enrolment_id).values(status=to.value, reason=reason)
    )


_ENROLLED = (
    select(t.enrolment.c.child_id, t.enrolment.c.activity_id, t.enrolment.c.school_year_id)
    .where(
        t.enrolment.c.family_id == bindparam("family"), t.enrolment.c.status == EnrolmentStatus.ACCEPTED.value
    )
    .order_by(t.enrolment.c.id)
)


def enrolled(connection: Connection, family_id: int, school_year_id: int) -> list[tuple[int, int]]:
    """The family's accepted enrolments of a school year: (child id, activity id), in the order of asking."""
    rows = connection.execute(_ENROLLED, {"family": family_id})
    return [(row.child_id, row.activity_id) for row in rows if row.school_year_id == school_year_id]
