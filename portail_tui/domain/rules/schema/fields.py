"""The keys of a table, and what was read of them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, Generic, TypeVar, cast

from portail_tui.domain.rules.schema.errors import FilePlace
from portail_tui.domain.rules.schema.scalars import Definitions, ValueKind

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _Required:
    pass


REQUIRED: Final = _Required()


class Field(Generic[T_co]):
    """A key: its name in the file, its kind, what it means (French), and its default where it may be left
    unsaid."""

    def __init__(
        self, name: str, kind: ValueKind[T_co], doc: str, default: T_co | _Required = REQUIRED
    ) -> None:
        self.name = name
        self.kind = kind
        self.doc = doc
        self.default = default

    @property
    def is_required(self) -> bool:
        return isinstance(self.default, _Required)

    def read(self, table: Mapping[str, object], at: FilePlace) -> T_co:
        """The key's value in ``table``, which stands ``at`` a place."""
        if self.name in table:
            return self.kind.read(table[self.name], at.at(self.name))
        if isinstance(self.default, _Required):
            at.note("cette clé manque.", self.name)
            return self.kind.otherwise
        return self.default


def optional(name: str, kind: ValueKind[T], doc: str) -> Field[T | None]:
    """A key that may be left unsaid, and is None then."""
    return Field(name, cast("ValueKind[T | None]", kind), doc, None)


class Got:
    """Values read from a table, by field."""

    def __init__(self, values: Mapping[str, Any], given: frozenset[str]) -> None:
        self._values = values
        self.given = given
        """Names of the keys that were written."""

    def __getitem__(self, field: Field[T]) -> T:
        return cast("T", self._values[field.name])


class Shape:
    """A table's keys, in the order in which people write them. Other keys are mistakes: a misspelt one would
    be silently ignored otherwise."""

    def __init__(self, *fields: Field[Any]) -> None:
        self.fields = fields
        self._names = frozenset(field.name for field in fields)
        if len(self._names) < len(fields):
            raise ValueError("a key is declared twice")

    def read(self, value: object, at: FilePlace) -> Got:
        """Every key of the table, mistakes noted ``at`` their places."""
        if not isinstance(value, Mapping):
            at.note("une section (des clés et leurs valeurs) est attendue.")
            return Got({field.name: field.kind.otherwise for field in self.fields}, frozenset())
        values = {field.name: field.read(value, at) for field in self.fields}
        for key in value:
            if key not in self._names:
                at.note(f"cette clé n'existe pas{self._suggestion(key)}.", key)
        return Got(values, frozenset(value))

    def schema(self, definitions: Definitions, **fixed: Any) -> dict[str, Any]:
        """A JSON Schema object; ``fixed`` replaces what is said of some keys."""
        properties = {
            field.name: {**fixed.get(field.name, field.kind.schema(definitions)), "description": field.doc}
            for field in self.fields
        }
        return {
            "type": "object",
            "properties": properties,
            "required": [field.name for field in self.fields if field.is_required],
            "additionalProperties": False,
        }

    def _suggestion(self, key: str) -> str:
        near = get_close_matches(key, self._names, n=1)
        return f" ; peut-être « {near[0]} »" if near else ""
