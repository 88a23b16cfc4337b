"""Values typed on the command line: read, or refused with a French sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from portail_tui.cli.parser import Parser
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.wall_clock import PARIS

T = TypeVar("T")


def read(parser: Parser, option: str, text: str, reader: Callable[[str], T]) -> T:
    """Value of an option; exits with a sentence where the text is wrong."""
    try:
        return reader(text)
    except InvalidRule as error:
        raise parser.refused(f"{option} : {error}") from None


def whole(least: int, most: int) -> Callable[[str], int]:
    def reader(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise InvalidRule(f"un nombre entier de {least} à {most} est attendu.")
        return int(text)

    return reader


YEARS = range(1950, 2151)
"""Years accepted by the calendar; any other is a typing mistake."""


def _in_reach(day: date) -> None:
    if day.year not in YEARS:
        raise InvalidRule(f"une année de {YEARS[0]} à {YEARS[-1]} est attendue.")


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise InvalidRule("une date s'écrit 2026-09-15.") from None
    _in_reach(found)
    return found


def month(text: str) -> tuple[int, int]:
    first = text.partition("-")
    try:
        found = date(int(first[0]), int(first[2]), 1)
    except ValueError:
        raise InvalidRule("un mois s'écrit 2026-09.") from None
    _in_reach(found)
    return found.year, found.month


def instant(text: str) -> datetime:
    """A UTC instant, out of the hour on the town's clock."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None or "T" not in text:
        raise InvalidRule("un instant s'écrit 2026-09-15T08:30, à l'heure de la commune.")
    _in_reach(local.date())
    return local.replace(tzinfo=PARIS).astimezone(UTC)


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def local(at: datetime) -> str:
    """A UTC instant on the town's clock: « 2026-09-15T08:30 »."""
    return at.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
