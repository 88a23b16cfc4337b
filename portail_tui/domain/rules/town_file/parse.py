"""From the file's text to a ``TownFile``: the sections one by one, then what one says of another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from portail_tui.domain.rules.schema import FilePlace, Mistake, Path
from portail_tui.domain.rules.town_file.cross_checks import check_between
from portail_tui.domain.rules.town_file.plans import InvalidTownFile, Problem, TownFile
from portail_tui.domain.rules.town_file.sections import TOWN_FILE
from portail_tui.domain.rules.town_file.toml_errors import in_french
from portail_tui.domain.rules.town_file.toml_lines import line_of, positions

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
NAMES = ("code", "nom")
"""Keys that name a row."""


def parse(text: str) -> TownFile:
    """Read a whole town's file. Raises InvalidTownFile with every mistake found, each with its line."""
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    data = _toml(text)
    root = FilePlace([])
    town = TOWN_FILE.read(data, root)
    told = {mistake.path for mistake in root.mistakes}
    between = FilePlace([])
    check_between(town, data, between)
    root.mistakes.extend(mistake for mistake in between.mistakes if mistake.path not in told)
    if root.mistakes:
        lines = _lines(text)
        problems = [_problem(mistake, data, lines) for mistake in root.mistakes]
        raise InvalidTownFile(sorted(problems, key=lambda problem: problem.line or 0))
    return town


def _lines(text: str) -> Mapping[Path, int]:
    try:
        return positions(text)
    except RecursionError:  # nested to the brink of what the reader reads: mistakes are told without lines
        return {}


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        line, sentence = in_french(str(error))
        last = max(1, len(text.splitlines()))
        raise InvalidTownFile([Problem("", sentence, line or last)]) from None
    except ValueError:  # a number of thousands of figures
        raise InvalidTownFile([Problem("", "un nombre de ce fichier est trop grand.")]) from None
    except RecursionError:
        raise InvalidTownFile([Problem("", "ce fichier imbrique trop de listes ou d'accolades.")]) from None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent out of reach
        return Decimal("Infinity")


def _problem(mistake: Mistake, data: Mapping[str, Any], lines: Mapping[Path, int]) -> Problem:
    return Problem(_label(mistake.path, data), mistake.message, line_of(lines, mistake.path))


def _label(path: Path, data: Any) -> str:
    """The path as people read it: rows by their code or name where they have one, or by their number."""
    words = []
    for key in path:
        data = _inside(data, key)
        name = (
            next((data[one] for one in NAMES if isinstance(data.get(one), str)), "")
            if _is_table(data)
            else ""
        )
        words.append((name or str(key + 1)) if isinstance(key, int) else key)
    return ".".join(words)


def _inside(data: Any, key: str | int) -> Any:
    if isinstance(key, int):
        return data[key] if isinstance(data, list) and key < len(data) else None
    return data.get(key) if _is_table(data) else None


def _is_table(data: Any) -> bool:
    return isinstance(data, Mapping)
