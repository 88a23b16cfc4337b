"""Units of an activity that require or exclude each other, and a minimum of days a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Protocol

from portail_tui.domain.rules.rulebook import Unit


class Clash(StrEnum):
    """Why units cannot be booked as they are on one day."""

    REQUIRES = "requires"
    EXCLUDES = "excludes"
    OVERLAPS = "overlaps"


@dataclass(frozen=True, slots=True)
class UnitClash:
    why: Clash
    unit: str
    other: str
    """Code of the unit that is missing, or that excludes this one."""


class Hours(Protocol):
    """What takes place between two local minutes from midnight of one day."""

    @property
    def starts_minute(self) -> int: ...
    @property
    def ends_minute(self) -> int: ...


def overlap(one: Hours, other: Hours) -> bool:
    """Whether two of one day share a minute; one that starts when the other ends does not."""
    return one.starts_minute < other.ends_minute and other.starts_minute < one.ends_minute


def clashes(units: Iterable[Unit]) -> tuple[UnitClash, ...]:
    """Conflicts between these units of one activity, on one day, for one child."""
    booked = {unit.code: unit for unit in units}
    missing = [
        UnitClash(Clash.REQUIRES, unit.code, code)
        for unit in booked.values()
        for code in unit.requires
        if code not in booked
    ]
    return (*missing, *_between(booked.values()))


def _between(units: Iterable[Unit]) -> Iterable[UnitClash]:
    for one, other in combinations(units, 2):
        if other.code in one.excludes or one.code in other.excludes:
            yield UnitClash(Clash.EXCLUDES, one.code, other.code)
        elif overlap(one, other):
            yield UnitClash(Clash.OVERLAPS, one.code, other.code)


def short_weeks(days: Iterable[date], least: int, served: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of the weeks with some ``days`` booked, and fewer than ``least``; a week in which the
    activity is served on fewer days asks for all of them."""
    booked, open_days = _by_week(days), _by_week(served)
    return tuple(
        monday
        for monday, some in sorted(booked.items())
        if len(some) < min(least, len(open_days.get(monday, some) | some))
    )


def _by_week(days: Iterable[date]) -> dict[date, set[date]]:
    weeks: dict[date, set[date]] = {}
    for day in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), set()).add(day)
    return weeks
