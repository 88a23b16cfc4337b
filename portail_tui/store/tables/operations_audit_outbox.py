"""Traces of each write: the operation, its audit line, its mails; and facts about the store itself."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from portail_tui.store.tables.columns import identifier, instant, one_of, optional_text, refers, text


class OperationTable(SQLModel, table=True):
    """A write asked for by a screen: its identifier makes it happen once, its result can be read again."""

    __tablename__ = "operation"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    kind: str = text()
    digest: str = text()
    """SHA-256 of what was asked and by whom: the same identifier with another request is refused."""
    account_id: int = refers("account.id")
    family_id: int | None = refers("family.id", null=True)
    made_at: int = instant()
    result: str = text()
    """JSON."""


class AuditEventTable(SQLModel, table=True):
    """An audit line: who, what, for whom, when. Never a health value, a password or an IBAN."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_family_made", "family_id", "made_at"),)

    id: int = identifier()
    made_at: int = instant(index=True)
    account_id: int | None = refers("account.id", null=True)
    role: str = text()
    family_id: int | None = refers("family.id", null=True, index=False)
    action: str = text()
    detail: str = text()
    """JSON."""


class OutboxMailTable(SQLModel, table=True):
    """A mail queued in the transaction it is about, sent afterwards."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        one_of("status", ("waiting", "sent", "dead")),
        Index("ix_outbox_mail_status_next", "status", "next_try_at"),
    )

    id: int = identifier()
    kind: str = text()
    recipient: str = text()
    params: str = text()
    """JSON."""
    status: str = text()
    attempts: int = 0
    next_try_at: int = instant()
    created_at: int = instant()
    operation_id: str | None = optional_text()
    claim: str | None = optional_text()
    """Identifier of its sender."""
    claimed_until: int | None = instant(null=True)
    """End of the claim: a sender silent until then is considered dead."""
    last_error: str | None = optional_text()
    """Server's answer to the last try."""


class LeaseTable(SQLModel, table=True):
    """A task that one machine does at a time, until an instant."""

    __tablename__ = "lease"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    holder: str = text()
    until: int = instant()


class StoreMetaTable(SQLModel, table=True):
    """Facts about the store: the rulebook's revision, the demonstration's day."""

    __tablename__ = "store_meta"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    value: str = text()
