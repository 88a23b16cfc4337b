"""Limits found by counting back from the day served: days, or hours that elapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from portail_tui.domain.rules.deadlines.limits import Limit, SlotTime
from portail_tui.domain.rules.deadlines.working_days import (
    ANCHOR,
    AT,
    FURTHEST,
    MOVED,
    WORKING_DAYS,
    Anchor,
    Moved,
    WorkingDays,
    limit_on,
)
from portail_tui.domain.rules.schema import FLAG, Field, Form, Got, Shape, Whole
from portail_tui.domain.rules.school_calendar import ONE_DAY, TownCalendar
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.wall_clock import local_day, utc_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysBefore:
    """``days`` days before the day served (or before the start of its week, month or holidays), at
    ``minute``; calendar days, or working days. Clear days (« jours francs ») are one more.

    Source: Villes-Sœurs (3 working days before), Le Crès (8 calendar days before, 24:00), Éragny (15 clear
    days before the first day of the holidays).
    """

    form: ClassVar[str] = "jours_avant"
    days: int
    minute: int
    working: WorkingDays | None = None
    """None for calendar days."""
    clear: bool = False
    before: Anchor = Anchor.DAY
    moved: Moved | None = None

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        day = self.before.day_of(slot, calendar)
        left = self.days + self.clear
        if self.working is None:
            return limit_on(day - timedelta(days=left), self.minute, self.moved, calendar)
        furthest = day - FURTHEST
        while left:
            day -= ONE_DAY
            if day < furthest:
                return None
            left -= self.working.holds(day, calendar)
        return Limit.at(day, self.minute)


@dataclass(frozen=True, slots=True)
class HoursBefore:
    """``minutes`` before the unit starts, as they elapse: 24 hours are 24 hours over a change of clock too.
    Where ``working`` is set, the hours of other days do not count.

    Source: Éragny (72 hours before, in term).
    """

    form: ClassVar[str] = "heures_avant"
    minutes: int
    working: WorkingDays | None = None

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        left = timedelta(minutes=self.minutes)
        if self.working is None:
            return Limit.of_instant(slot.starts_at - left)
        found = _back(slot.starts_at, left, self.working, calendar)
        return None if found is None else Limit.of_instant(found)


def _back(
    instant: datetime, left: timedelta, working: WorkingDays, calendar: TownCalendar
) -> datetime | None:
    """``left`` before a UTC instant, counting only the hours of working days."""
    furthest = instant - FURTHEST
    while instant > furthest:
        day = local_day(instant - timedelta(microseconds=1))
        began = utc_of(day, 0)
        if working.holds(day, calendar):
            if instant - began >= left:
                return instant - left
            left -= instant - began
        instant = began
    return None


_DAYS = Field("jours", Whole(0, 366), "Nombre de jours ; 0 est le jour même.", attr="days")
_CLEAR = Field(
    "francs",
    FLAG,
    "Jours francs : ni le jour de la limite ni celui d'arrivée ne compte, soit un de plus.",
    False,
    attr="clear",
)
_HOURS = Field(
    "heures",
    Whole(0, 24 * 366),
    "Nombre d'heures avant le début de l'unité ; elles s'écoulent vraiment.",
    attr=lambda rule: rule.minutes // 60,
)
_MINUTES = Field("minutes", Whole(0, 59), "Minutes de plus.", 0, attr=lambda rule: rule.minutes % 60)


def _days_before(got: Got) -> DaysBefore:
    rule = got.make(DaysBefore)
    if rule.working is not None and rule.moved is not None:
        raise InvalidRule("une limite en jours ouvrés tombe toujours un jour ouvré.", MOVED.name)
    return rule


def _hours_before(got: Got) -> HoursBefore:
    return HoursBefore(got[_HOURS] * 60 + got[_MINUTES], got[WORKING_DAYS])


COUNTING_FORMS = (
    Form(
        DaysBefore.form,
        "Tant de jours avant, à telle heure ; en jours du calendrier, ouvrés ou francs.",
        Shape(_DAYS, AT, _CLEAR, WORKING_DAYS, ANCHOR, MOVED),
        _days_before,
    ),
    Form(
        HoursBefore.form,
        "Tant d'heures avant le début de l'unité.",
        Shape(_HOURS, _MINUTES, WORKING_DAYS),
        _hours_before,
    ),
)
