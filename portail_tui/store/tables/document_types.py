"""Types of documents that the town asks for, and which activities ask for them."""

from __future__ import annotations

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import (
    identifier,
    refers,
    text,
    unique_text,
)


class DocumentTypeTable(SQLModel, table=True):
    __tablename__ = "document_type"

    id: int = identifier()
    code: str = unique_text()
    label: str = text()
    for_child: bool
    is_yearly: bool
    needs_validation: bool


class ActivityDocumentTable(SQLModel, table=True):
    """A document that an activity asks for."""

    __tablename__ = "activity_document"

    activity_id: int = refers("activity.id", key=True)
    document_type_id: int = refers("document_type.id", key=True)
