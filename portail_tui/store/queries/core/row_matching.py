"""Synchronisation of a table with wanted rows: missing ones are inserted, different ones updated, others
untouched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, insert, select, true, update

TableRow = Mapping[str, object]
"""A row of some table, by column."""


class Matching:
    """Matches tables within a transaction, and remembers whether anything had to change."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_changed = False

    def rows(
        self,
        table: Table,
        wanted: Sequence[TableRow],
        key: str | tuple[str, ...] = "code",
        *,
        among: ColumnElement[bool] | None = None,
        once: frozenset[str] = frozenset(),
    ) -> list[TableRow]:
        """Insert and update rows so that ``wanted`` are present; answers the rows that nobody wants.
        ``key``: columns that identify a row; ``among``: rows considered; ``once``: columns written at
        insertion only."""
        keys = (key,) if isinstance(key, str) else key
        condition = true() if among is None else among
        there = {
            tuple(row[name] for name in keys): dict(row)
            for row in self.connection.execute(select(table).where(condition)).mappings()
        }
        new = []
        for row in wanted:
            name = tuple(row[name] for name in keys)
            old = there.pop(name, None)
            if old is None:
                new.append(dict(row))
                continue
            if changed := {
                column: value for column, value in row.items() if column not in once and old[column] != value
            }:
                self.change(table, _by_primary_key(table, old), changed)
        self.add(table, new)
        return list(there.values())

    def whole(self, table: Table, wanted: Sequence[TableRow], *, among: ColumnElement[bool]) -> None:
        """Make the rows ``among`` exactly the wanted ones, whatever their ids."""
        if wanted:
            columns = [table.c[name] for name in wanted[0]]
            rows = self.connection.execute(select(*columns).where(among)).all()
        else:
            rows = self.connection.execute(select(*table.primary_key.columns).where(among)).all()
        if Counter(map(tuple, rows)) != Counter(tuple(row.values()) for row in wanted):
            self.remove(table, among)
            self.add(table, wanted)

    def add(self, table: Table, rows: Sequence[TableRow]) -> None:
        if rows:
            self.connection.execute(insert(table), [dict(row) for row in rows])
            self.is_changed = True

    def change(self, table: Table, which: ColumnElement[bool], values: TableRow) -> None:
        """Write ``values`` to some rows; nothing is remembered where there is none."""
        done = self.connection.execute(update(table).where(which).values(**values))
        self.is_changed = self.is_changed or done.rowcount > 0

    def remove(self, table: Table, which: ColumnElement[bool]) -> None:
        done = self.connection.execute(delete(table).where(which))
        self.is_changed = self.is_changed or done.rowcount > 0

    def remove_unless_referred(
        self, table: Table, rows: Sequence[TableRow], *referring: ColumnElement[Any]
    ) -> None:
        """Remove rows that none of the ``referring`` columns refers to."""
        if rows:
            unused = [~exists().where(column == table.c.id) for column in referring]
            self.remove(table, and_(table.c.id.in_([row["id"] for row in rows]), *unused))


def _by_primary_key(table: Table, row: TableRow) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def ids_by_code(connection: Connection, table: Table) -> dict[str, int]:
    """Identifiers of a table's rows by their code."""
    return {row.code: row.id for row in connection.execute(select(table.c.code, table.c.id))}
