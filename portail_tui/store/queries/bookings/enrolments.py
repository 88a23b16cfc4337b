"""Children in activities, where the town accepts them first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select, update

from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
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
    """Ask for an enrolment, again where it was refused. The child is held."""
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


_TOLD = select(
    t.enrolment.c.id,
    t.enrolment.c.status,
    t.enrolment.c.created_at,
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
    _TOLD.where(t.enrolment.c.status == EnrolmentStatus.PENDING.value)
    .order_by(t.enrolment.c.created_at, t.enrolment.c.id)
    .limit(bindparam("most", type_=Integer))
)
_ONE = _TOLD.where(t.enrolment.c.id == bindparam("enrolment"))


def queue(connection: Connection, most: int) -> Sequence[Any]:
    """Enrolments that no agent has treated, oldest first."""
    return connection.execute(_QUEUE, {"most": most}).all()


def find(connection: Connection, enrolment_id: int) -> Any:
    """An enrolment with what is told of it, or None."""
    return connection.execute(_ONE, {"enrolment": enrolment_id}).one_or_none()


def decide(connection: Connection, enrolment_id: int, to: EnrolmentStatus, reason: str) -> None:
    """An agent's answer. The child is held."""
    connection.execute(
        update(t.enrolment).where(t.enrolment.c.id == enrolment_id).values(status=to.value, reason=reason)
    )
