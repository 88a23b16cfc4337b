"""Addresses of one use, by which a telephone sends a document."""

from __future__ import annotations

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import count, identifier, instant, refers, unique_text


class UploadLinkTable(SQLModel, table=True):
    """An address of one use by which a document comes."""

    __tablename__ = "deposit"

    id: int = identifier()
    secret_hash: str = unique_text()
    """SHA-256 of what the address holds, in hexadecimal."""
    account_id: int = refers("account.id")
    """Account in whose name the document is sent."""
    family_id: int = refers("family.id")
    child_id: int | None = refers("child.id", null=True)
    document_type_id: int = refers("document_type.id")
    school_year_id: int | None = refers("school_year.id", null=True)
    opened_at: int = instant()
    expires_at: int = instant(index=True)
    tries: int = count(0)
    document_id: int | None = refers("document.id", null=True)
    """Document received; the link has then served."""
