"""News written by the town."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import identifier, text


class NewsItemTable(SQLModel, table=True):
    __tablename__ = "news_item"

    id: int = identifier()
    position: int
    title: str = text()
    summary: str = text()
    body: str = text()
    """Markdown."""
    published_on: date
    expires_on: date | None = None
