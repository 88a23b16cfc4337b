"""The statements of a booking as the service sends them, sent again by the bare driver for other days.

A few real bookings are recorded. A parameter that is the child, the day, the identifier… of its booking in
each of them is filled in anew for each booking played; what is the same in all of them, or only told (a
label, a JSON text), is sent as it was. Identifiers that the store gives are taken from its answers, as the
service does.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from portail_tui.domain.ops.store_url import PostgresAddress, read_address
from portail_tui.store.engines.sqlite import TURN_MILLISECONDS
from portail_tui.store.store import sqlite_path

Roles = Mapping[str, Any]
"""What a booking is about, by what it is: « child », « slot », « operation »…"""
GIVEN = {"booking": "INSERT INTO booking ", "movement": "INSERT INTO ledger_movement "}
"""Roles that the store gives, and the statement that answers them."""
LOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """A statement with its parameters: those of one row, or of several sent together."""

    sql: str
    parameters: Any
    is_many: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A booking's statements in order, and what they were about."""

    statements: tuple[CompiledStatement, ...]
    roles: Roles


@contextmanager
def recording() -> Iterator[list[CompiledStatement]]:
    """What is sent to any store meanwhile, from the last transaction's beginning on."""
    sent: list[CompiledStatement] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        if sql.startswith("BEGIN"):
            sent.clear()  # asked for again where another writes
        sent.append(CompiledStatement(sql, parameters, many))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@dataclass(frozen=True, slots=True)
class _Step:
    sql: str
    parameters: Any
    fill: tuple[tuple[int | None, Any, str], ...]
    """What is filled in for each booking: (row, key, role)."""
    is_many: bool
    gives: str | None
    waits_for_given: bool


class Script:
    """How any booking is played, learnt from recorded ones."""

    def __init__(self, recorded: Sequence[Recorded]) -> None:
        shapes = {tuple(one.sql for one in booking.statements) for booking in recorded}
        assert len(shapes) == 1, "recorded bookings differ by their statements"
        roles = [booking.roles for booking in recorded]
        self._steps = [
            _step(statements, roles) for statements in zip(*(one.statements for one in recorded), strict=True)
        ]
        filled = {role for step in self._steps for _, _, role in step.fill}
        assert filled >= set(roles[0]), f"never sent: {set(roles[0]) - filled}"

    def __len__(self) -> int:
        return len(self._steps)

    def lines(self, roles: Roles) -> list[tuple[_Step, Any]]:
        """The statements of one booking, filled but for what the store gives."""
        return [(step, _filled(step, roles)) for step in self._steps]


def _step(statements: Sequence[CompiledStatement], roles: Sequence[Roles]) -> _Step:
    first = statements[0]
    fill = []
    for row, key in _places(first):
        values = [_at(one.parameters, row, key) for one in statements]
        for role in roles[0]:
            if all(str(value) == str(one[role]) for value, one in zip(values, roles, strict=True)):
                fill.append((row, key, role))
                break
    gives = next((role for role, words in GIVEN.items() if first.sql.startswith(words)), None)
    waits = any(role in GIVEN for _, _, role in fill)
    return _Step(first.sql, first.parameters, tuple(fill), first.is_many, gives, waits)


def _places(sent: CompiledStatement) -> list[tuple[int | None, Any]]:
    """Where its parameters stand: (row, key)."""
    rows = enumerate(sent.parameters) if sent.is_many else [(None, sent.parameters)]
    return [
        (row, key)
        for row, values in rows
        for key in (values if isinstance(values, Mapping) else range(len(values)))
    ]


def _at(parameters: Any, row: int | None, key: Any) -> Any:
    return parameters[key] if row is None else parameters[row][key]


def _filled(step: _Step, roles: Roles) -> Any:
    """The step's parameters for a booking; what is not among ``roles`` yet is left as it was."""
    if not step.fill:
        return step.parameters or None
    rows = [dict(enumerate(one)) if isinstance(one, tuple) else dict(one) for one in _rows(step)]
    for row, key, role in step.fill:
        if role in roles:
            rows[row or 0][key] = _like(rows[row or 0][key], roles[role])
    shaped = [tuple(one.values()) if isinstance(_rows(step)[0], tuple) else one for one in rows]
    return shaped if step.is_many else shaped[0]


def _rows(step: _Step) -> Any:
    return step.parameters if step.is_many else [step.parameters]


def _like(old: Any, new: Any) -> Any:
    """A day as the driver is told it: one of them knows dates."""
    return new.isoformat() if isinstance(new, date) and isinstance(old, str) else new


class BareDriver:
    """The driver's own connection, opened as the store opens it."""

    def __init__(self, url: str) -> None:
        address = read_address(url)
        self._connection: Any
        if isinstance(address, PostgresAddress):
            self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
            self._begin: Callable[[str], object] = self._connection.execute
        else:
            self._connection = sqlite3.connect(sqlite_path(url), timeout=LOCK_SECONDS, isolation_level=None)
            self._connection.execute("PRAGMA foreign_keys=ON")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._begin = self._begin_by_turns

    def play(self, lines: Sequence[tuple[_Step, Any]]) -> None:
        """Send a booking's statements, read every answer, and commit."""
        given: dict[str, Any] = {}
        (begin, _), *others = lines
        self._begin(begin.sql)
        for step, filled in others:
            cursor = self._connection.cursor()
            parameters = _filled_now(step, filled, given) if step.waits_for_given else filled
            if step.is_many:
                cursor.executemany(step.sql, parameters)
            elif parameters is None:
                cursor.execute(step.sql)
            else:
                cursor.execute(step.sql, parameters)
            if cursor.description is not None:
                rows = cursor.fetchall()
                if step.gives is not None:
                    given[step.gives] = rows[0][0]
            cursor.close()
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def _begin_by_turns(self, sql: str) -> None:
        """SQLite's lock, asked for as the store does: whoever waits long starts over."""
        self._connection.execute(f"PRAGMA busy_timeout={TURN_MILLISECONDS}")
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                self._connection.execute(sql)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise


def _filled_now(step: _Step, filled: Any, given: Roles) -> Any:
    """With what the store has given meanwhile."""
    return _filled(_Step(step.sql, filled, step.fill, step.is_many, step.gives, True), given)
