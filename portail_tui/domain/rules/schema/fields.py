"""The keys of a table, what was read of them, and how a value is written back under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from operator import attrgetter, itemgetter
from typing import Any, Final, Generic, TypeVar, cast

from portail_tui.domain.rules.schema.errors import FilePlace
from portail_tui.domain.rules.schema.scalars import Definitions, ValueKind

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Attr = str | int | Callable[[Any], object]
"""Where a value holds what a key says: the name of an attribute, a position in a tuple, or a function of the
value."""


class _Required:
    pass


REQUIRED: Final = _Required()


class Field(Generic[T_co]):
    """A key: its name in the file, its kind, what it means (French), its default where it may be left unsaid,
    and where a value holds it; a key without ``attr`` is read, and never written."""

    def __init__(
        self,
        name: str,
        kind: ValueKind[T_co],
        doc: str,
        default: T_co | _Required = REQUIRED,
        *,
        attr: Attr | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.doc = doc
        self.default = default
        self.attr = attr
        self._held: Callable[[Any], object] | None
        if isinstance(attr, str):
            self._held = attrgetter(attr)
        else:
            self._held = itemgetter(attr) if isinstance(attr, int) else attr

    def held_at(self, attr: Attr) -> Field[T_co]:
        """The same key, for values that hold it elsewhere."""
        return Field(self.name, self.kind, self.doc, self.default, attr=attr)

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

    def write(self, value: Any, table: dict[str, Any]) -> None:
        """Write what ``value`` holds into ``table``, unless it is the default."""
        if self._held is not None and (found := self._held(value)) != self.default:
            table[self.name] = self.kind.write(found)


def optional(name: str, kind: ValueKind[T], doc: str, *, attr: Attr | None = None) -> Field[T | None]:
    """A key that may be left unsaid, and is None then."""
    return Field(name, cast("ValueKind[T | None]", kind), doc, None, attr=attr)


class Part(Generic[T_co]):
    """Keys of a table that make one value together, which the table's own value holds in ``attr``."""

    def __init__(self, attr: str, shape: Shape, build: Callable[[Got], T_co]) -> None:
        self.attr = attr
        self.shape = shape
        self.build = build

    def write(self, value: Any, table: dict[str, Any]) -> None:
        """Write the keys of the part that ``value`` holds into ``table``; none where it holds None."""
        if (part := getattr(value, self.attr)) is not None:
            table.update(self.shape.write(part))


class Got:
    """Values read from a table of some shape, by field or by part."""

    def __init__(self, values: Mapping[str, Any], given: frozenset[str], shape: Shape) -> None:
        self._values = values
        self.given = given
        """Names of the keys that were written."""
        self._shape = shape

    def __getitem__(self, key: Field[T] | Part[T]) -> T:
        if isinstance(key, Part):
            return key.build(Got(self._values, self.given, key.shape))
        return cast("T", self._values[key.name])

    def make(self, cls: Callable[..., T]) -> T:
        """The value of which each key and part is the attribute that it names."""
        return cls(**{key.attr: self[key] for key in self._shape.keys if isinstance(key.attr, str)})


def make(cls: Callable[..., T]) -> Callable[[Got], T]:
    """A ``build`` that makes ``cls`` out of attributes, and checks nothing more."""
    return lambda got: got.make(cls)


class Shape:
    """A table's keys, in the order in which people write them. Other keys are mistakes: a misspelt one would
    be silently ignored otherwise."""

    def __init__(self, *keys: Field[Any] | Part[Any]) -> None:
        self.keys = keys
        self.fields: tuple[Field[Any], ...] = tuple(
            field for key in keys for field in (key.shape.fields if isinstance(key, Part) else (key,))
        )
        self._names = frozenset(field.name for field in self.fields)
        if len(self._names) < len(self.fields):
            raise ValueError("a key is declared twice")

    def read(self, value: object, at: FilePlace) -> Got:
        """Every key of the table, mistakes noted ``at`` their places."""
        if not isinstance(value, Mapping):
            at.note("une section (des clés et leurs valeurs) est attendue.")
            return Got({field.name: field.kind.otherwise for field in self.fields}, frozenset(), self)
        values = {field.name: field.read(value, at) for field in self.fields}
        for key in value:
            if key not in self._names:
                at.note(f"cette clé n'existe pas{self._suggestion(key)}.", key)
        return Got(values, frozenset(value), self)

    def write(self, value: Any) -> dict[str, Any]:
        """The table that would be read as ``value``; keys that have their default are left out."""
        table: dict[str, Any] = {}
        for key in self.keys:
            key.write(value, table)
        return table

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
