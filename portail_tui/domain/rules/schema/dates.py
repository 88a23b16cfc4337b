"""Kinds of days and hours."""

from __future__ import annotations

from datetime import date, datetime

from portail_tui.domain.rules.schema.scalars import Scalar
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.wall_clock import WEEKDAYS, read_hour, read_limit_hour, write_hour

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _day(value: object) -> date:
    # a TOML date and hour is a datetime, which is a date too: refused, it would carry an hour unseen
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidRule("une date s'écrit sans guillemets : 2026-09-01.")
    return value


def _written_day(value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InvalidRule("une date s'écrit 2026-09-01.") from None
    return _day(value)


def _month_day(value: object) -> tuple[int, int]:
    month, dash, day = value.partition("-") if isinstance(value, str) else ("", "", "")
    if dash and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= len(DAYS_IN_MONTH):
        found = int(month), int(day)
        if 1 <= found[1] <= DAYS_IN_MONTH[found[0] - 1]:
            return found
    raise InvalidRule("un jour de l'année s'écrit « 08-15 » (mois, puis jour).")


def _weekday(value: object) -> int:
    if not isinstance(value, str) or value not in WEEKDAYS:
        raise InvalidRule(f"« {value} » n'est pas un jour : {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(value)


def _weekdays(value: object) -> frozenset[int]:
    if not isinstance(value, list):
        raise InvalidRule("une liste de jours est attendue.")
    if not value:
        raise InvalidRule("au moins un jour de la semaine est attendu.")
    return frozenset(_weekday(name) for name in value)


_HOUR = {"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}
_DAY = {"type": "string", "format": "date"}
_NAME = {"enum": list(WEEKDAYS)}

DAY = Scalar(_day, date.min, _DAY)
"""A TOML date, without quotes."""
WRITTEN_DAY = Scalar(_written_day, date.min, _DAY, date.isoformat)
"""A TOML date, or the text that the store keeps of it."""
HOUR = Scalar(read_limit_hour, 0, _HOUR, write_hour)
"""The hour of a limit or an opening, in minutes from midnight; never from 02:00 to 02:59."""
UNIT_HOUR = Scalar(read_hour, 0, _HOUR)
"""The hour at which a unit starts or ends, in minutes from midnight."""
MONTH_DAY: Scalar[tuple[int, int]] = Scalar(
    _month_day, (1, 1), {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}
)
"""« 08-15 » → (8, 15): a day that comes back every year."""
WEEKDAY = Scalar(_weekday, 0, _NAME, WEEKDAYS.__getitem__)
"""0 for Monday."""
WEEKDAY_SET: Scalar[frozenset[int]] = Scalar(
    _weekdays,
    frozenset(),
    {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True},
    lambda weekdays: [WEEKDAYS[weekday] for weekday in sorted(weekdays)],
)
