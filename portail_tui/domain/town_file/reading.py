"""A table of the file, asked for its keys one by one: each answer has its type, each mistake its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from portail_tui.domain.deadlines import DEADLINE, WEEKDAYS, DeadlineRule, InvalidRule
from portail_tui.domain.money import read_hundredths
from portail_tui.domain.shapes import Kind, Place, written
from portail_tui.domain.text import clean
from portail_tui.domain.town_file.model import Problem


class Written(Protocol):
    """A rule that can be written back as plain values."""

    def to_data(self) -> dict[str, Any]: ...


T = TypeVar("T")
R = TypeVar("R", bound=Written)
MISSING = object()
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Table:
    """One table. A mistake is noted in ``problems`` and answered by a harmless value, so that one reading
    finds them all; what was read is used only where there is no problem."""

    def __init__(self, data: Mapping[str, Any], where: str, problems: list[Problem]) -> None:
        self._data = data
        self._where = where
        self._problems = problems
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._data

    @property
    def where(self) -> str:
        return self._where

    def place(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def note(self, key: str, message: str) -> None:
        self._problems.append(Problem(self.place(key) if key else self._where, message))

    def text(self, key: str, default: str | None = None) -> str:
        """One line of text, cleaned."""
        value = self._typed(key, default, _is_text, "un texte entre guillemets est attendu.", None)
        if value is None:
            return ""
        if not (cleaned := clean(value)) and default is None:
            self.note(key, "ce texte ne peut pas être vide.")
        return cleaned

    def lines(self, key: str) -> str:
        """Text of several lines (Markdown), each cleaned."""
        value = self._typed(key, None, _is_text, "un texte entre guillemets est attendu.", "")
        return "\n".join(clean(line) for line in value.strip().splitlines())

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        value = self._typed(key, default, _is_texts, "une liste de textes est attendue.", [])
        return tuple(clean(item) for item in value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        message = "« true » (oui) ou « false » (non) est attendu."
        return bool(self._typed(key, default, lambda value: isinstance(value, bool), message, False))

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        def fits(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

        message = f"un nombre entier de {least} à {most} est attendu."
        return int(self._typed(key, default, fits, message, least))

    def optional_number(self, key: str, least: int, most: int) -> int | None:
        return self.number(key, least, most) if key in self else None

    def euros(self, key: str) -> int:
        """An amount, in cents."""
        return self.read(key, read_hundredths, 0)

    def weekdays(self, key: str) -> frozenset[int]:
        names = self.texts(key)
        for name in names:
            if name not in WEEKDAYS:
                self.note(key, f"« {name} » n'est pas un jour : {', '.join(WEEKDAYS)}.")
        return frozenset(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)

    def month_day(self, key: str) -> tuple[int, int]:
        """« 08-15 » → (8, 15): a day that comes back every year."""
        month, dash, day = self.text(key).partition("-")
        if dash and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= len(DAYS_IN_MONTH):
            found = int(month), int(day)
            if 1 <= found[1] <= DAYS_IN_MONTH[found[0] - 1]:
                return found
        if key in self._data:
            self.note(key, "un jour de l'année s'écrit « 08-15 » (mois, puis jour).")
        return 1, 1

    def one_of(self, key: str, values: Mapping[str, T], default: str | None = None) -> T:
        message = f"l'une de ces valeurs est attendue : {', '.join(values)}."
        first = next(iter(values))
        known = self._typed(key, default, lambda value: _is_text(value) and value in values, message, first)
        return values[known]

    def read(self, key: str, reader: Callable[[Any], T], otherwise: T) -> T:
        """A value that a rule of the domain reads; its own French sentence tells a mistake."""
        value = self._get(key, None)
        if value is MISSING:
            return otherwise
        try:
            return reader(value)
        except InvalidRule as error:
            self.note(key, str(error))
            return otherwise

    def rule(self, key: str, reader: Callable[[Mapping[str, Any]], R]) -> R | None:
        """A rule written as a table; None where it isn't there or cannot be read."""
        self._asked.add(key)
        value = self._data.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.note(key, "une règle s'écrit { forme = … }.")
            return None
        try:
            rule = reader(value)
        except InvalidRule as error:
            self.note(key, str(error))
            return None
        Table(value, self.place(key), self._problems).refuse_other_keys(rule.to_data())
        return rule

    def deadline(self, key: str) -> DeadlineRule | None:
        """A rule that gives a limit; None where it isn't there or cannot be read."""
        self._asked.add(key)
        if key not in self._data:
            return None
        place = Place([])
        rule = DEADLINE.read(self._data[key], place)
        for mistake in place.mistakes:
            self.note(written((key, *mistake.path)), mistake.message)
        return rule

    def whole(self, kind: Kind[T]) -> T:
        """The whole table, as one value."""
        place = Place([])
        found = kind.read(self._data, place)
        for mistake in place.mistakes:
            self.note(written(mistake.path), mistake.message)
        return found

    def table(self, key: str) -> Table:
        value = self._get(key, None)
        if not isinstance(value, Mapping):
            if value is not MISSING:
                self.note(key, f"une section « [{key}] » est attendue.")
            value = {}
            return Table(value, self.place(key), [])  # its absence is one problem, not one for each key
        return Table(value, self.place(key), self._problems)

    def tables(self, key: str, name: str = "code", *, needed: bool = True) -> Iterator[Table]:
        """The tables of a list, each placed by its ``name`` key where it has one, by its number otherwise."""

        def fits(value: object) -> bool:
            return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)

        message = f"une suite de sections « [[{key}]] » est attendue."
        value = self._typed(key, None if needed else [], fits, message, [])
        for number, item in enumerate(value, 1):
            label = item.get(name)
            yield Table(
                item,
                f"{self.place(key)}.{label if isinstance(label, str) else number}",
                self._problems,
            )

    def data(self) -> Mapping[str, Any]:
        """The table as it stands, for a rule that reads several of its keys."""
        return self._data

    def finish(self) -> None:
        """Refuse every key that nobody asked for."""
        self.refuse_other_keys(self._asked)

    def refuse_other_keys(self, known: Iterable[str]) -> None:
        """Note every key that is not ``known``: a misspelt one would be silently ignored otherwise."""
        known = set(known)
        for key in self._data:
            if key not in known:
                self.note(key, "cette clé n'existe pas.")

    def _typed(
        self, key: str, default: Any, fits: Callable[[Any], bool], message: str, otherwise: Any
    ) -> Any:
        value = self._get(key, default)
        if value is MISSING:
            return otherwise
        if not fits(value):
            self.note(key, message)
            return otherwise
        return value

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            self.note(key, "cette clé manque.")
            return MISSING
        return default


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
