"""Kinds of values: how each is checked, converted, and described to editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from portail_tui.domain.rules.schema.errors import FilePlace
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.text import clean

T_co = TypeVar("T_co", covariant=True)
Definitions = dict[str, Any]
"""JSON Schemas of the kinds that have a name, by name."""


class ValueKind(Generic[T_co]):
    """A kind of value. ``otherwise`` is harmless: it stands for a value that could not be read, so that one
    reading finds every mistake; it is used only where there is none."""

    otherwise: T_co

    def read(self, value: object, at: FilePlace) -> T_co:
        """The value, or ``otherwise`` with its mistakes noted ``at`` its place."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """The plain value that would be read as ``value``."""
        raise NotImplementedError

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Its JSON Schema; kinds with a name go to ``definitions``."""
        raise NotImplementedError


class Scalar(ValueKind[T_co]):
    """A single value. ``reader`` answers it, or raises InvalidRule with a French sentence; ``writer`` makes a
    plain value of it again, where it is none itself."""

    def __init__(
        self,
        reader: Callable[[object], T_co],
        otherwise: T_co,
        schema: Mapping[str, Any],
        writer: Callable[[Any], object] | None = None,
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.otherwise = otherwise
        self._schema = schema

    def read(self, value: object, at: FilePlace) -> T_co:
        try:
            return self.reader(value)
        except InvalidRule as error:
            at.note(str(error), *error.path)
            return self.otherwise

    def write(self, value: Any) -> Any:
        return value if self.writer is None else self.writer(value)

    def schema(self, definitions: Definitions) -> dict[str, Any]:  # noqa: ARG002 (one shape for all)
        return dict(self._schema)


def _text(value: object) -> str:
    if not (cleaned := _maybe_empty(value)):
        raise InvalidRule("ce texte ne peut pas être vide.")
    return cleaned


def _maybe_empty(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRule("un texte entre guillemets est attendu.")
    return clean(value)


def _lines(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRule("un texte entre guillemets est attendu.")
    return "\n".join(clean(line) for line in value.strip().splitlines())


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise InvalidRule("une liste de textes est attendue.")
    for position, item in enumerate(value):
        if not isinstance(item, str):
            raise InvalidRule("une liste de textes est attendue.", position)
    return tuple(clean(item) for item in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidRule("« true » (oui) ou « false » (non) est attendu.")
    return value


_STRING = {"type": "string"}
TEXT = Scalar(_text, "", {"type": "string", "minLength": 1})
"""One line of text, cleaned, never empty."""
OPTIONAL_TEXT = Scalar(_maybe_empty, "", _STRING)
LINES = Scalar(_lines, "", _STRING)
"""Text of several lines (Markdown), each cleaned."""
_STRINGS = {"type": "array", "items": _STRING}
TEXTS: Scalar[tuple[str, ...]] = Scalar(_texts, (), _STRINGS, list)
TEXT_SET: Scalar[frozenset[str]] = Scalar(
    lambda value: frozenset(_texts(value)), frozenset(), _STRINGS, sorted
)
FLAG = Scalar(_flag, False, {"type": "boolean"})


class Whole(Scalar[int]):
    """A whole number between two others, both included."""

    def __init__(self, least: int, most: int) -> None:
        def reader(value: object) -> int:
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise InvalidRule(f"un nombre entier de {least} à {most} est attendu.")
            return value

        super().__init__(reader, least, {"type": "integer", "minimum": least, "maximum": most})


class OneOf(Scalar[T_co]):
    """One of a few words, each standing for a value."""

    def __init__(self, values: Mapping[str, T_co]) -> None:
        def reader(value: object) -> T_co:
            if not isinstance(value, str) or value not in values:
                raise InvalidRule(f"l'une de ces valeurs est attendue : {', '.join(values)}.")
            return values[value]

        def writer(value: object) -> str:
            return next(word for word, known in values.items() if known == value)

        super().__init__(reader, next(iter(values.values())), {"enum": list(values)}, writer)
