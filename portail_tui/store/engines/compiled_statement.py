"""Statements of the hottest paths: their text is made once for each engine, and the driver sends it.

What SQLAlchemy does anew at each execution (looking the text up, wrapping the answer) costs several times
what the statement does. Here only the parameters are filled in. Listeners of
``before_cursor_execute`` and ``after_cursor_execute`` hear of it as of any statement, and the driver's errors
are told as SQLAlchemy tells them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

Statement = Select[Any] | CompoundSelect[Any] | Insert | Update | Delete
Values = Mapping[str, Any]
MOST_LISTED = 8
"""A list of so many values has a text of its own for each length; longer ones are SQLAlchemy's affair."""


class CompiledStatement:
    """A statement of bound parameters, always given under the same names; lists are lists each time.

    Made once, or once for each engine where they do not say it alike.
    """

    def __init__(self, statement: Statement | Callable[[Connection], Statement]) -> None:
        self._made = statement
        self._texts: dict[tuple[object, ...], _Text] = {}
        self._listed: tuple[str, ...] | None = None
        """Parameters that are lists, known from the first values on."""

    def rows(self, connection: Connection, values: Values) -> Sequence[Any]:
        """Its rows, as named tuples."""
        if (text := self._text(connection, values)) is None:
            return connection.execute(self._statement(connection), dict(values)).all()
        return text.rows(connection, values)

    def row(self, connection: Connection, values: Values) -> Any:
        """Its first row, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def scalar(self, connection: Connection, values: Values) -> Any:
        """The first value of its first row, or None."""
        found = self.rows(connection, values)
        return found[0][0] if found else None

    def returned(self, connection: Connection, many: Sequence[Values]) -> Sequence[Any]:
        """The rows that an insertion of some rows answers, in their order."""
        if len(many) == 1:
            return self.rows(connection, many[0])
        return connection.execute(self._statement(connection), [dict(values) for values in many]).all()

    def run(self, connection: Connection, values: Values) -> None:
        self.run_each(connection, [values])

    def run_each(self, connection: Connection, many: Sequence[Values]) -> None:
        """The same for each of some rows."""
        if many and (text := self._text(connection, many[0])) is not None:
            text.run(connection, many)

    def _statement(self, connection: Connection) -> Statement:
        return self._made(connection) if callable(self._made) else self._made

    def _text(self, connection: Connection, values: Values) -> _Text | None:
        """Its text for this engine and lists of these lengths; None where one is too long."""
        if self._listed is None:
            self._listed = tuple(name for name, value in values.items() if isinstance(value, list))
        lengths = [len(values[name]) for name in self._listed]
        key = (connection.dialect.name, *lengths)
        if (text := self._texts.get(key)) is None:
            if not all(0 < length <= MOST_LISTED for length in lengths):
                return None
            text = self._texts[key] = _Text(self._statement(connection), connection.dialect, values)
        return text


class _Text:
    """A statement's text for an engine, and how its parameters and rows are made."""

    def __init__(self, statement: Any, dialect: Dialect, values: Values) -> None:
        named = list(values) if isinstance(statement, Insert) else None
        compiled: Any = statement.compile(dialect=dialect, column_keys=named)
        defaults = {column.key: column.default.arg for column in compiled.insert_prefetch} if named else {}
        state = compiled.construct_expanded_state({**compiled.params, **values, **defaults})
        self._sql: str = state.statement
        self._names: list[str] | None = None if compiled.positional else list(state.parameters)
        listed = {
            name: (key, number)
            for key, names in state.parameter_expansion.items()
            if key in values
            for number, name in enumerate(names)
        }
        # those of the statement's own parameters, then those of its lists' values
        typed = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        processors = {name: type_.bind_processor(dialect) for name, type_ in typed.items()} | state.processors
        self._fill: list[tuple[str | None, int | None, Any]] = []
        """For each parameter: (key, index in its list, conversion for the driver), or (None, None,
        constant value)."""
        for name in state.positiontup if compiled.positional else state.parameters:
            process = processors.get(name)
            key, number = listed.get(name, (name, None))
            if key in values:
                self._fill.append((key, number, process))
            else:
                constant = state.parameters[name]
                self._fill.append((None, None, constant if process is None else process(constant)))
        columns = list(statement.exported_columns)
        row: Any = namedtuple("row", [column.key for column in columns], rename=True)  # type: ignore[misc]
        self._row = row._make
        told = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._told = [(place, process) for place, process in enumerate(told) if process is not None]

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        cursor = connection.connection.cursor()
        try:
            found = self._execute(connection, cursor, self._filled(values), is_many=False)
        finally:
            cursor.close()
        if self._told:
            found = [list(row) for row in found]
            for row in found:
                for place, process in self._told:
                    row[place] = process(row[place])
        return [self._row(row) for row in found]

    def run(self, connection: Connection, many: Sequence[Values]) -> None:
        cursor = connection.connection.cursor()
        try:
            if len(many) == 1:
                self._execute(connection, cursor, self._filled(many[0]), is_many=False)
            else:
                filled = [self._filled(values) for values in many]
                self._execute(connection, cursor, filled, is_many=True)
        finally:
            cursor.close()

    def _filled(self, values: Values) -> Any:
        filled = []
        for key, number, how in self._fill:
            if key is None:
                filled.append(how)
                continue
            value = values[key] if number is None else values[key][number]
            filled.append(value if how is None else how(value))
        return tuple(filled) if self._names is None else dict(zip(self._names, filled, strict=True))

    def _execute(self, connection: Connection, cursor: Any, parameters: Any, *, is_many: bool) -> list[Any]:
        """The driver's rows. Raises DBAPIError, as SQLAlchemy does."""
        sql = self._sql
        for listener in connection.dispatch.before_cursor_execute:
            sql, parameters = listener(connection, cursor, sql, parameters, None, is_many)
        try:
            if is_many:
                cursor.executemany(sql, parameters)
            else:
                cursor.execute(sql, parameters)
            found = [] if cursor.description is None else cursor.fetchall()
        except Exception as error:
            raise _as_told(connection, cursor, sql, parameters, error) from error
        for listener in connection.dispatch.after_cursor_execute:
            listener(connection, cursor, sql, parameters, None, is_many)
        return found


def _as_told(
    connection: Connection, cursor: Any, sql: str, parameters: Any, error: Exception
) -> BaseException:
    """The driver's error as SQLAlchemy would raise it; a lost connection is not used again."""
    dialect: Any = connection.dialect
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        return error
    is_lost = dialect.is_disconnect(error, connection.connection, cursor)
    if is_lost:
        connection.invalidate(error)
    told: BaseException = DBAPIError.instance(
        sql,
        parameters,
        error,
        base,
        hide_parameters=connection.engine.hide_parameters,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    return told
