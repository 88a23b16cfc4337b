"""How Textual is set up for tests: nothing about a screen changes, it only costs less."""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
"""What a sheet and the variables of a theme gave; rules are only read once they are parsed."""
_parse = Stylesheet._parse_rules


def set_up_textual() -> None:
    """From now on, in this process: styles are parsed once, not by each application for itself."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign, assignment]


def _parse_once(sheet: Stylesheet, css: str, *args: Any, **options: Any) -> list[RuleSet]:
    key = (css, *args, *options.items(), *sheet._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse(sheet, css, *args, **options)
    return _parsed[key]
