"""Rows of a statement as named tuples of a declared type, so that a misspelt column is a type error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Table

R = TypeVar("R", bound=NamedTuple)


def columns_of(table: Table, kind: type[R]) -> list[ColumnElement[Any]]:
    """The columns of ``table`` that the fields of ``kind`` are named after, in their order."""
    return [table.c[name] for name in kind._fields]


def rows_of(kind: type[R], found: Sequence[Any]) -> list[R]:
    """Rows that a statement answered, each as a ``kind``.

    Raises TypeError where the columns of the statement are not the fields of ``kind``, in their order.
    """
    if found and found[0]._fields != kind._fields:
        raise TypeError(f"{kind.__name__} has {kind._fields}, the statement answers {found[0]._fields}")
    return [kind._make(row) for row in found]


def row_of(kind: type[R], found: Any) -> R | None:
    """One row as a ``kind``, or None. Raises TypeError in the same cases as ``rows_of``."""
    return None if found is None else rows_of(kind, [found])[0]
