"""Tables within tables: rows, inline tables, and rules that take one of several forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from portail_tui.domain.rules.schema.errors import FilePlace, written
from portail_tui.domain.rules.schema.fields import Field, Got, Part, Shape
from portail_tui.domain.rules.schema.scalars import Definitions, Scalar, ValueKind
from portail_tui.domain.shared.invalid_rule import InvalidRule

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
TAG = "forme"
"""Key that names the form of a rule."""


class Form(Generic[T_co]):
    """One form of a rule: its name, its keys, and how it is built from them. ``build`` may raise
    InvalidRule."""

    def __init__(self, name: str, doc: str, shape: Shape, build: Callable[[Got], T_co]) -> None:
        self.name = name
        self.doc = doc
        self._own = shape
        tag = Field(TAG, Scalar(str, "", {"const": name}), doc, attr=lambda _: name)
        self.shape = Shape(tag, *shape.keys)
        self.build = build

    def read(self, value: Mapping[str, object], at: FilePlace) -> T_co | None:
        return _built(self.shape, self.build, value, at)

    def part(self, attr: str) -> Part[T_co]:
        """Its keys without its name, for a table that holds such a rule in ``attr`` and more besides."""
        return Part(attr, self._own, self.build)


def _built(shape: Shape, build: Callable[[Got], T_co], value: object, at: FilePlace) -> T_co | None:
    """Value that ``build`` makes of a table, or None where it contains a mistake."""
    before = len(at.mistakes)
    got = shape.read(value, at)
    if len(at.mistakes) > before:
        return None
    try:
        return build(got)
    except InvalidRule as error:
        at.note(str(error), *error.path)
        return None


def strictly(kind: ValueKind[T], data: object) -> T:
    """A value of ``kind`` out of plain ones. Raises InvalidRule with its first mistake."""
    place = FilePlace([])
    value = kind.read(data, place)
    if place.mistakes:
        mistake = place.mistakes[0]
        where = written(mistake.path)
        raise InvalidRule(f"« {where} » : {mistake.message}" if where else mistake.message)
    return value


class Rule(ValueKind[T_co | None]):
    """A rule written as a table; None where it cannot be read."""

    otherwise = None

    def one(self, data: object) -> T_co:
        """A rule out of plain values. Raises InvalidRule with its first mistake."""
        return cast("T_co", strictly(self, data))


class FormKind(Rule[T_co]):
    """A rule that takes one of several forms, named by the key « forme »; None where it cannot be read.

    ``forms`` is a function, so that a rule can contain rules of its own kind. ``default``: the form of a
    table that names none. ``form_of`` answers the name of a rule's form.
    """

    def __init__(
        self,
        name: str,
        forms: Callable[[], Sequence[Form[Any]]],
        default: str = "",
        form_of: Callable[[Any], str] = attrgetter("form"),
    ) -> None:
        self.name = name
        self._find_forms = forms
        self._default = default
        self._form_of = form_of

    @cached_property
    def _forms(self) -> dict[str, Form[Any]]:
        return {form.name: form for form in self._find_forms()}

    def read(self, value: object, at: FilePlace) -> T_co | None:
        if not isinstance(value, Mapping):
            at.note("une règle s'écrit { forme = … }.")
            return None
        forms = self._forms
        tag = value.get(TAG, self._default)
        if not isinstance(tag, str) or tag not in forms:
            at.note(f"« forme » est l'une de : {', '.join(forms)}.")
            return None
        return forms[tag].read({TAG: tag, **value}, at)

    def write(self, value: Any) -> dict[str, Any]:
        return self._forms[self._form_of(value)].shape.write(value)

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        if self.name not in definitions:
            definitions[self.name] = {}  # a rule that holds rules comes back here
            definitions[self.name] = {
                "anyOf": [self._form(form, definitions) for form in self._forms.values()]
            }
        return {"$ref": f"#/$defs/{self.name}"}

    def _form(self, form: Form[Any], definitions: Definitions) -> dict[str, Any]:
        said = form.shape.schema(definitions)
        if form.name == self._default:
            said["required"].remove(TAG)
        return {"title": form.name, "description": form.doc, **said}


class Inline(Rule[T_co]):
    """A table of one shape. Unreadable, it is None."""

    def __init__(self, shape: Shape, build: Callable[[Got], T_co]) -> None:
        self._shape = shape
        self._build = build

    def read(self, value: object, at: FilePlace) -> T_co | None:
        return _built(self._shape, self._build, value, at)

    def write(self, value: Any) -> dict[str, Any]:
        return self._shape.write(value)

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        return self._shape.schema(definitions)


class Section(ValueKind[T_co]):
    """A table that is always built: harmless values stand for its mistakes. ``check`` notes what no key shows
    by itself."""

    def __init__(
        self,
        shape: Shape,
        build: Callable[[Got], T_co],
        check: Callable[[Got, FilePlace], None] | None = None,
    ) -> None:
        self.shape = shape
        self._build = build
        self._check = check
        self.otherwise = build(shape.read({}, FilePlace([])))

    def read(self, value: object, at: FilePlace) -> T_co:
        before = len(at.mistakes)
        got = self.shape.read(value, at)
        if self._check is not None and len(at.mistakes) == before:
            self._check(got, at)
        return self._build(got)

    def write(self, value: Any) -> dict[str, Any]:
        return self.shape.write(value)

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        return self.shape.schema(definitions)


class Rows(ValueKind[tuple[T_co, ...]]):
    """A list of tables, each read by ``kind``. A row that cannot be read is left out."""

    otherwise = ()

    def __init__(self, kind: ValueKind[T_co | None], least: int = 0) -> None:
        self.kind = kind
        self._least = least

    def read(self, value: object, at: FilePlace) -> tuple[T_co, ...]:
        if not isinstance(value, list):
            at.note("une liste est attendue.")
            return ()
        if len(value) < self._least:
            at.note("au moins une ligne est attendue.")
        rows = [self.kind.read(item, at.at(number)) for number, item in enumerate(value)]
        return tuple(row for row in rows if row is not None)

    def write(self, value: Any) -> list[Any]:
        return [self.kind.write(row) for row in value]

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        said = {"type": "array", "items": self.kind.schema(definitions)}
        return {**said, "minItems": self._least} if self._least else said


class Numbered(ValueKind[tuple[T_co | None, ...]]):
    """A list of rules, one for each row in its place: None for one that cannot be read."""

    otherwise = ()

    def __init__(self, kind: Rule[T_co]) -> None:
        self._kind = kind

    def read(self, value: object, at: FilePlace) -> tuple[T_co | None, ...]:
        if not isinstance(value, list):
            at.note("une liste est attendue.")
            return ()
        return tuple(self._kind.read(item, at.at(number)) for number, item in enumerate(value))

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        return {"type": "array", "items": self._kind.schema(definitions)}
