"""Enrolments: a child accepted in an activity for a school year."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import identifier, instant, one_of, refers, text


class EnrolmentTable(SQLModel, table=True):
    """A child in an activity for a school year; made by the first booking, or accepted first."""

    __tablename__ = "enrolment"
    __table_args__ = (
        one_of("status", ("pending", "accepted", "refused")),
        UniqueConstraint("family_id", "child_id", "activity_id", "school_year_id"),
    )

    id: int = identifier()
    family_id: int = refers("family.id", index=False)
    child_id: int = refers("child.id")
    activity_id: int = refers("activity.id")
    school_year_id: int = refers("school_year.id")
    status: str = text()
    reason: str = text("")
    """Why it was refused, for the family."""
    created_at: int = instant()
