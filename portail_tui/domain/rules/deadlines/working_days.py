"""Days from which limits are counted, days that count, and days that a limit is moved off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portail_tui.domain.rules.deadlines.limits import Limit, SlotTime
from portail_tui.domain.rules.schema import FLAG, HOUR, WEEKDAY_SET, Field, Got, OneOf, Part, Shape, optional
from portail_tui.domain.rules.school_calendar import ONE_DAY, TownCalendar
from portail_tui.domain.shared.invalid_rule import InvalidRule

MONDAY_TO_FRIDAY = frozenset(range(5))
FURTHEST = timedelta(days=1200)
"""A count of working days stops there: a calendar that is all holidays has none."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days that count: those weekdays, public holidays left out, school holidays too where asked."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    skips_holidays: bool = False

    def holds(self, day: date, calendar: TownCalendar) -> bool:
        return (
            day.weekday() in self.weekdays
            and day not in calendar.public_holidays
            and not (self.skips_holidays and calendar.holidays_of(day))
        )


WORKING = WorkingDays()
"""Monday to Friday, public holidays left out."""


class Anchor(StrEnum):
    """From what a limit is counted back."""

    DAY = "jour"
    """The day served."""
    WEEK = "semaine"
    """The Monday of its week."""
    MONTH = "mois"
    """The first day of its month."""
    PERIOD = "periode"
    """The first day of its holidays (the first calendar day off), or of its term."""

    def day_of(self, slot: SlotTime, calendar: TownCalendar) -> date:
        match self:
            case Anchor.WEEK:
                return slot.day - timedelta(days=slot.day.weekday())
            case Anchor.MONTH:
                return slot.day.replace(day=1)
            case Anchor.PERIOD:
                return calendar.period_of(slot.day).first_on
        return slot.day


class Moved(StrEnum):
    """Direction in which a limit that falls on a non-working day is moved."""

    EARLIER = "avant"
    LATER = "apres"


def limit_on(day: date, minute: int, moved: Moved | None, calendar: TownCalendar) -> Limit:
    """The limit at ``minute`` of ``day``, moved to the nearest working day where the règlement says so."""
    if moved is not None:
        step = -ONE_DAY if moved is Moved.EARLIER else ONE_DAY
        while not WORKING.holds(day, calendar):
            day += step
    return Limit.at(day, minute)


def in_school_week(day: date, calendar: TownCalendar) -> date:
    """``day``, or the same weekday of the last week before the holidays that it is in."""
    furthest = day - FURTHEST
    while day > furthest and calendar.holidays_of(day):
        day -= timedelta(days=7)
    return day


AT = Field(
    "a", HOUR, "Heure de la limite : « 23:59 » comprend toute sa minute, « 24:00 » est minuit.", attr="minute"
)
MOVED = optional(
    "si_non_ouvre",
    OneOf({moved.value: moved for moved in Moved}),
    "Limite qui tombe un samedi, un dimanche ou un jour férié : avancée au jour ouvré d'avant, ou reculée à "
    "celui d'après.",
    attr="moved",
)
ANCHOR = Field(
    "avant",
    OneOf({anchor.value: anchor for anchor in Anchor}),
    "D'où l'on compte : le jour servi, le lundi de sa semaine, le 1er de son mois, ou le premier jour de ses "
    "vacances (le premier jour sans école).",
    Anchor.DAY,
    attr="before",
)
IS_WORKING = optional(
    "ouvres",
    FLAG,
    "Compter en jours ouvrés : du lundi au vendredi, hors jours fériés.",
    attr=lambda _: True,
)
WORKING_WEEKDAYS = optional(
    "jours_ouvres",
    WEEKDAY_SET,
    "Les jours de la semaine qui comptent comme ouvrés, s'ils sont autres.",
    attr=lambda working: None if working.weekdays == MONDAY_TO_FRIDAY else working.weekdays,
)
OUTSIDE_HOLIDAYS = Field(
    "hors_vacances",
    FLAG,
    "Les jours de vacances scolaires ne comptent pas non plus.",
    False,
    attr="skips_holidays",
)
IN_SCHOOL_WEEKS = Field(
    "hors_vacances",
    FLAG,
    "Limite qui tombe pendant des vacances scolaires : avancée au même jour de la dernière semaine d'école.",
    False,
    attr="in_school",
)


def _working_days(got: Got) -> WorkingDays | None:
    """The days that count, as the three keys say; None for calendar days."""
    weekdays, outside = got[WORKING_WEEKDAYS], got[OUTSIDE_HOLIDAYS]
    is_working = got[IS_WORKING]
    if is_working is False and (weekdays or outside):
        raise InvalidRule(
            "« ouvres = false » ne va pas avec « jours_ouvres » ou « hors_vacances ».", "ouvres"
        )
    if not (is_working or weekdays or outside):
        return None
    return WorkingDays(weekdays or MONDAY_TO_FRIDAY, outside)


WORKING_DAYS = Part("working", Shape(IS_WORKING, WORKING_WEEKDAYS, OUTSIDE_HOLIDAYS), _working_days)
