"""Instants as the store keeps them: whole microseconds since 1970-01-01 00:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Label, TypeDecorator, type_coerce

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_stored(instant: datetime) -> int:
    """An aware instant as the store writes it."""
    return (instant - EPOCH) // MICROSECOND


def from_stored(micros: int) -> datetime:
    """The UTC instant that the store wrote."""
    return EPOCH + timedelta(microseconds=micros)


class _Instant(TypeDecorator[datetime]):
    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_stored(value)


def instant(column: ColumnElement[Any], name: str | None = None) -> Label[datetime]:
    """A column of instants under its own name (or ``name``), answered as UTC instants (NULL as None)."""
    return type_coerce(column, _Instant()).label(name or column.key)
