"""Encrypted values, and the keys they are encrypted with."""

from __future__ import annotations

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import count, identifier, instant, refers, text


class DataKeyTable(SQLModel, table=True):
    """A key that encrypts rows, itself encrypted under a key that the store does not hold."""

    __tablename__ = "data_key"

    id: int = identifier()
    wrapped: str = text()
    wrapped_by: str = text()
    """Name of the wrapping key; it reveals nothing about the key."""
    made_at: int = instant()


class ChildHealthTable(SQLModel, table=True):
    """A child's diet, allergies, PAI and doctor, in one encrypted value."""

    __tablename__ = "child_health"

    child_id: int = refers("child.id", key=True)
    key_id: int = refers("data_key.id")
    sealed: str = text()
    version: int = count(1)
    changed_at: int = instant()
