"""Instants as the store keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


MICROSECOND = timedelta(microseconds=1)


def to_stored(instant: datetime) -> int:
    """An aware instant as the store writes it."""
    return (instant - EPOCH) // MICROSECOND


def from_stored(micros: int) -> datetime:
    """The UTC instant that the store wrote."""
    return EPOCH + timedelta(microseconds=micros)
