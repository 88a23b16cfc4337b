"""Log-ins, and the tries that slow an attacker down."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, SQLModel

from portail_tui.store.tables.columns import identifier, instant, one_of, refers, text, unique_text


class Account(SQLModel, table=True):
    __tablename__ = "account"
    __table_args__ = (
        one_of("role", ("family", "agent", "admin")),
        CheckConstraint("(role = 'family') = (family_id IS NOT NULL)", name="family_of_parents_only"),
    )

    id: int = identifier()
    email: str = text()
    email_sort: str = unique_text()
    role: str = text()
    family_id: int | None = refers("family.id", null=True)
    display_name: str = text()
    password_hash: str = text()
    """Argon2id, in its own text form."""
    must_change_password: bool
    created_at: int = instant()
    closed_at: int | None = instant(null=True)


class LoginThrottle(SQLModel, table=True):
    """Failed tries for an e-mail, known or not, or from an origin."""

    __tablename__ = "login_throttle"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    failures: int
    last_failure_at: int = instant()
