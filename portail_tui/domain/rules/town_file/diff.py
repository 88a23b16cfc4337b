"""What changes from one town's file to the next, key by key, in the file's own words.

Two ways of writing the same thing are the same: what counts is what a key is read as. Rows that have a code
are the same row where they have the same one (a tariff's grid: the same code and first day).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portail_tui.domain.rules.schema import Field, FilePlace, Rows, Section
from portail_tui.domain.rules.town_file.sections import TARIFFS, TOWN_FILE
from portail_tui.domain.shared.text import clean

NAMING = ("code", "depuis", "nom", "du")
"""Keys that identify a row among others; the first one present is used."""


class ChangeKind(StrEnum):
    ADDED = "ajout"
    REMOVED = "retrait"
    CHANGED = "modification"
    MOVED = "ordre"
    """Rows stand in another order."""


@dataclass(frozen=True, slots=True)
class Step:
    """A key on the way to what changes, and which of its rows where it is a list."""

    key: str
    row: str = ""
    """Its code, or what else names it."""
    name: str = ""
    """Human name of the row, where it has one."""


@dataclass(frozen=True, slots=True)
class Change:
    kind: ChangeKind
    steps: tuple[Step, ...]
    before: str = ""
    """The value as the file writes it; empty where the key or row is not there."""
    after: str = ""

    @property
    def where(self) -> str:
        """« activites.CANTINE.reservation »."""
        return ".".join(word for step in self.steps for word in (step.key, step.row) if word)


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """From one text to another, both of valid files, in the order of the file's keys."""
    return tuple(_in_table(TOWN_FILE, _read(before), _read(after), ()))


def _read(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), parse_float=Decimal)


Steps = tuple[Step, ...]
Table = Mapping[str, Any]


def _in_table(section: Section[Any], before: Table, after: Table, steps: Steps) -> Iterator[Change]:
    for field in section.shape.fields:
        here = (*steps, Step(field.name))
        one, other = before.get(field.name), after.get(field.name)
        if field is TARIFFS:
            yield from _in_rows(None, one or [], other or [], here)
        elif _value(field, before) == _value(field, after):
            continue
        elif isinstance(field.kind, Section):
            yield from _in_table(field.kind, one or {}, other or {}, here)
        elif (kind := _section_of(field)) and _have_names(one, other):
            yield from _in_rows(kind, one or [], other or [], here)
        else:
            yield _leaf(one, other, here)


def _section_of(field: Field[Any]) -> Section[Any] | None:
    """Kind of section that the rows of a list of tables are, if they are sections."""
    kind = field.kind.kind if isinstance(field.kind, Rows) else None
    return kind if isinstance(kind, Section) else None


def _value(field: Field[Any], table: Table) -> Any:
    return field.read(table, FilePlace([]))


def _have_names(*lists: Sequence[Table] | None) -> bool:
    """Whether every row of both lists has a unique name."""
    for rows in lists:
        names = [_name(row) for row in rows or ()]
        if not all(names) or len(set(names)) < len(names):
            return False
    return True


def _name(row: Table) -> str:
    values = [row[key] for key in NAMING if _names(key, row)]
    return " ".join(clean(one) if isinstance(one, str) else written(one) for one in values)


def _names(key: str, row: Table) -> bool:
    """A row's name alone names it only where it has no code."""
    return key in row and not (key in {"nom", "du"} and "code" in row)


def _in_rows(
    section: Section[Any] | None, before: Sequence[Table], after: Sequence[Table], steps: Steps
) -> Iterator[Change]:
    """``section``: None for tariffs, whose keys depend on their form."""
    old, new = ({_name(row): row for row in rows} for rows in (before, after))
    *outer, last = steps
    for name, row in old.items():
        if name not in new:
            yield Change(ChangeKind.REMOVED, (*outer, _step(last.key, name, row)))
    for name, row in new.items():
        here = (*outer, _step(last.key, name, row))
        if name not in old:
            yield Change(ChangeKind.ADDED, here)
        elif section is None:
            yield from _in_tariff(old[name], row, here)
        else:
            yield from _in_table(section, old[name], row, here)
    kept = [name for name in old if name in new]
    if section is not None and kept != [name for name in new if name in old]:
        yield Change(ChangeKind.MOVED, steps)


def _step(key: str, name: str, row: Table) -> Step:
    called = next((row[one] for one in ("nom", "libelle") if one in row), "")
    return Step(key, name, clean(called) if "code" in row else "")


def _in_tariff(before: Table, after: Table, steps: Steps) -> Iterator[Change]:
    if TARIFFS.kind.read([before], FilePlace([])) == TARIFFS.kind.read([after], FilePlace([])):
        return
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield _leaf(before.get(key), after.get(key), (*steps, Step(key)))


def _leaf(before: Any, after: Any, steps: Steps) -> Change:
    kind = ChangeKind.CHANGED
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
    return Change(
        kind,
        steps,
        "" if before is None else written(before),
        "" if after is None else written(after),
    )


def written(value: Any) -> str:
    """A value as the file writes it, on one line, without what a terminal would obey."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            cleaned = clean(value).replace("\\", r"\\").replace('"', r"\"")
            return f'"{cleaned}"'
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(written, value))}]"
        case dict():
            return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    return str(value)
