"""Documents that families send, and the town's news."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import identifier, instant, one_of, refers, text


class Document(SQLModel, table=True):
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


class NewsItem(SQLModel, table=True):
    __tablename__ = "news_item"

    id: int = identifier()
    position: int
    title: str = text()
    summary: str = text()
    body: str = text()
    """Markdown."""
    published_on: date
    expires_on: date | None = None
