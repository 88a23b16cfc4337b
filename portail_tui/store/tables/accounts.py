"""Log-ins, and the tries that slow an attacker down."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from portail_tui.store.tables.columns import (
    count,
    identifier,
    instant,
    one_of,
    optional_text,
    refers,
    text,
    unique_text,
)


class AccountTable(SQLModel, table=True):
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
    sessions_from: int = instant(defaults=True)
    """The instant of the last choice of a password: sessions that began before are over."""
    created_at: int = instant()
    hints_read_at: int | None = instant(null=True)
    """Instant at which the hints of a first visit were dismissed for good."""
    closed_at: int | None = instant(null=True)


class LoginThrottleTable(SQLModel, table=True):
    """Failed tries for an e-mail, known or not, or from an origin."""

    __tablename__ = "login_throttle"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    failures: int
    last_failure_at: int = instant()


class TemporaryPasswordTable(SQLModel, table=True):
    """A secret handed out for an account, and the right to choose a password that it gave. The newest alone
    counts."""

    __tablename__ = "temporary_password"
    __table_args__ = (Index("ix_temporary_password_ticket_digest", "ticket_digest"),)

    account_id: int = refers("account.id", key=True)
    secret_hash: str = text()
    """Argon2id; empty where the account's own password gave the right to choose another."""
    made_at: int = instant()
    expires_at: int = instant()
    tries: int = count(0)
    used_at: int | None = instant(null=True)
    ticket_digest: str | None = optional_text()
    """SHA-256 of what proves the right to choose."""
    ticket_until: int | None = instant(null=True)


class EmailChangeTable(SQLModel, table=True):
    """Another e-mail that waits for the code mailed there; one a person."""

    __tablename__ = "email_change"

    account_id: int = refers("account.id", key=True)
    email: str = text()
    """Empty where it was somebody's already: nothing tells that from one that was not."""
    code_hash: str = text()
    """Argon2id of the code that left last; empty until one has."""
    tries: int = count(0)
    asked_at: int = instant()
    expires_at: int = instant()
