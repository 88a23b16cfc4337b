"""Columns that mean the same on SQLite and PostgreSQL.

Instants are integer microseconds since 1970 UTC (``*_at``), local days are dates (``*_on``, ``day``),
amounts integer cents, quotients and parts integer hundredths, states strings with a CHECK, rules canonical
JSON text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    false,
    true,
)
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

Identifier = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives automatic numbers to INTEGER primary keys only."""


def identifier() -> Any:
    """A numbered primary key."""
    return Field(default=None, sa_column=Column(Identifier, primary_key=True, autoincrement=True))


def refers(target: str, *, null: bool = False, index: bool = True, key: bool = False) -> Any:
    """A foreign key to ``table.column``, indexed unless it leads another index."""
    column: Column[int] = Column(
        Identifier, ForeignKey(target), nullable=null, index=index and not key, primary_key=key
    )
    return Field(default=None, sa_column=column)


def date_key() -> Any:
    """A local day that is part of the primary key."""
    return Field(sa_column=Column(Date, primary_key=True))


def instant(*, null: bool = False, index: bool = False, defaults: bool = False) -> Any:
    """A UTC instant. ``defaults``: rows that do not say have the first of all."""
    if defaults:
        return Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))
    return Field(default=None, sa_column=Column(BigInteger, nullable=null, index=index))


def text(default: str | None = None) -> Any:
    """Text of any length; ``domain`` decides what length is sensible."""
    if default is None:
        return Field(sa_column=Column(Text, nullable=False))
    return Field(default=default, sa_column=Column(Text, nullable=False, server_default=default))


def unique_text() -> Any:
    """Text that identifies its row."""
    return Field(sa_column=Column(Text, nullable=False, unique=True))


def flag(*, default: bool) -> Any:
    """Yes or no, with what rows have that do not say."""
    column = Column(Boolean, nullable=False, server_default=true() if default else false())
    return Field(default=default, sa_column=column)


def count(default: int) -> Any:
    """A small whole number, with what rows have that do not say."""
    return Field(default=default, sa_column=Column(Integer, nullable=False, server_default=str(default)))


def optional_text() -> Any:
    """Text that may be unknown."""
    return Field(default=None, sa_column=Column(Text, nullable=True))


def amount(*, null: bool = False, defaults: bool = False) -> Any:
    """An amount in integer cents. ``defaults``: rows that do not say have 0."""
    if defaults:
        return Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))
    return Field(default=None if null else 0, sa_column=Column(BigInteger, nullable=null))


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A CHECK that a string column holds one of some states."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
