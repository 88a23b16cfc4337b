"""Documents that families send, and their files."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from portail_tui.store.tables.columns import count, identifier, instant, one_of, refers, text


class DocumentTable(SQLModel, table=True):
    __tablename__ = "document"
    __table_args__ = (one_of("status", ("sent", "accepted", "refused", "expired")),)

    id: int = identifier()
    document_type_id: int = refers("document_type.id")
    family_id: int = refers("family.id")
    child_id: int | None = refers("child.id", null=True)
    school_year_id: int | None = refers("school_year.id", null=True)
    status: str = text()
    reason: str = text()
    """Of a refusal, for the family."""
    sent_at: int = instant()
    decided_at: int | None = instant(null=True)
    expires_on: date | None = None
    file_name: str = text("")
    """As it is shown, never a path; empty where the document was handed over on paper."""
    file_kind: str = text("")
    file_size: int = count(0)
    """Bytes."""
    file_digest: str = text("")
    """SHA-256 of what came, in hexadecimal."""


class DocumentFileTable(SQLModel, table=True):
    """Content of a sent file, byte for byte: in a table of its own, so that lists never read it."""

    __tablename__ = "document_file"

    document_id: int = refers("document.id", key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
