"""Limits that the règlement names: a weekday, a day of the month, a date; or none, as nothing is allowed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from portail_tui.domain.rules.deadlines.limits import Limit, SlotTime
from portail_tui.domain.rules.deadlines.working_days import (
    ANCHOR,
    AT,
    IN_SCHOOL_WEEKS,
    MOVED,
    Anchor,
    Moved,
    in_school_week,
    limit_on,
)
from portail_tui.domain.rules.schema import (
    WEEKDAY,
    WRITTEN_DAY,
    Field,
    Form,
    Got,
    Inline,
    Rows,
    Shape,
    Whole,
    make,
    optional,
)
from portail_tui.domain.rules.school_calendar import TownCalendar
from portail_tui.domain.shared.invalid_rule import InvalidRule


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayOfWeekBefore:
    """A weekday and an hour of the week before (or of ``weeks`` weeks before): one limit for a whole week,
    or for whole holidays or a month where it is counted from them.

    Source: Andancette (Friday 12:00 for the whole next week).
    """

    form: ClassVar[str] = "semaine_precedente"
    weekday: int
    """0 for Monday."""
    minute: int
    weeks: int = 1
    before: Anchor = Anchor.DAY
    moved: Moved | None = None
    in_school: bool = False
    """True: weeks of school holidays do not count; the limit is in the last school week before."""

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        day = self.before.day_of(slot, calendar)
        monday = day - timedelta(days=day.weekday(), weeks=self.weeks)
        found = monday + timedelta(days=self.weekday)
        if self.in_school:
            found = in_school_week(found, calendar)
        return limit_on(found, self.minute, self.moved, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWeekday:
    """The last such weekday before the day served, and never that day itself; or ``weeks`` weeks earlier.

    Source: Saint-Jean-du-Bois (for Monday and Tuesday, Thursday 10:00).
    """

    form: ClassVar[str] = "dernier_jour"
    weekday: int
    minute: int
    weeks: int = 0
    moved: Moved | None = None
    in_school: bool = False

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        back = (slot.day.weekday() - self.weekday - 1) % 7 + 1
        day = slot.day - timedelta(days=back, weeks=self.weeks)
        if self.in_school:
            day = in_school_week(day, calendar)
        return limit_on(day, self.minute, self.moved, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonthBefore:
    """A day of the month before (or of ``months`` months before) for the whole month. In a shorter month, its
    last day; where ``weekday`` is set, the last such weekday up to that day."""

    form: ClassVar[str] = "mois_precedent"
    day_of_month: int
    minute: int
    months: int = 1
    weekday: int | None = None
    moved: Moved | None = None

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        month = slot.day.year * 12 + slot.day.month - 1 - self.months
        year, month = month // 12, month % 12 + 1
        day = date(year, month, min(self.day_of_month, monthrange(year, month)[1]))
        if self.weekday is not None:
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        return limit_on(day, self.minute, self.moved, calendar)


@dataclass(frozen=True, slots=True)
class DatedLimit:
    """One limit for the days from ``first_on`` to ``last_on``, both included."""

    first_on: date
    last_on: date
    day: date
    minute: int


@dataclass(frozen=True, slots=True)
class OnDates:
    """Limits that the town publishes one by one, as for each holidays. Other days are not bookable."""

    form: ClassVar[str] = "dates"
    rows: tuple[DatedLimit, ...]

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:  # noqa: ARG002 (one shape for all)
        row = next((row for row in self.rows if row.first_on <= slot.day <= row.last_on), None)
        return None if row is None else Limit.at(row.day, row.minute)


@dataclass(frozen=True, slots=True)
class Never:
    """Not allowed: a booking that cannot be cancelled, a part of the year that cannot be booked."""

    form: ClassVar[str] = "jamais"

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:  # noqa: ARG002
        return None


_WEEKDAY = Field("jour", WEEKDAY, "Le jour de la limite.", attr="weekday")
_WEEKS = Field("semaines", Whole(1, 52), "Combien de semaines avant.", 1, attr="weeks")
_WEEKS_MORE = Field(
    "semaines_de_plus", Whole(0, 52), "Semaines de plus que le dernier tel jour.", 0, attr="weeks"
)
_DAY = Field(
    "le", Whole(1, 31), "Le jour du mois ; 31 est le dernier jour de tous les mois.", attr="day_of_month"
)
_MONTHS = Field("mois", Whole(1, 12), "Combien de mois avant.", 1, attr="months")
_ON_WEEKDAY = optional(
    "jour", WEEKDAY, "Le dernier tel jour de la semaine jusqu'à cette date.", attr="weekday"
)
_FIRST = Field("du", WRITTEN_DAY, "Premier jour servi.", attr="first_on")
_LAST = Field("au", WRITTEN_DAY, "Dernier jour servi, compris.", attr="last_on")
_LIMIT = Field("limite", WRITTEN_DAY, "Le jour de la limite.", attr="day")


def _dated(got: Got) -> DatedLimit:
    row = got.make(DatedLimit)
    if row.first_on > row.last_on:
        raise InvalidRule("la fin vient après le début.", _LAST.name)
    if row.day > row.first_on:
        raise InvalidRule("cette limite vient après le premier jour servi.", _LIMIT.name)
    return row


_ROWS = Field(
    "dates",
    Rows(Inline(Shape(_FIRST, _LAST, _LIMIT, AT), _dated), least=1),
    "Une limite par période.",
    attr="rows",
)


def _on_dates(got: Got) -> OnDates:
    rows = got[_ROWS]
    for number, row in enumerate(rows):
        if any(other is not row and other.first_on <= row.first_on <= other.last_on for other in rows):
            raise InvalidRule("cette période en recouvre une autre.", _ROWS.name, number)
    return OnDates(rows)


NAMING_FORMS = (
    Form(
        WeekdayOfWeekBefore.form,
        "Un jour et une heure de la semaine d'avant, pour toute la semaine.",
        Shape(_WEEKDAY, AT, _WEEKS, ANCHOR, MOVED, IN_SCHOOL_WEEKS),
        make(WeekdayOfWeekBefore),
    ),
    Form(
        LastWeekday.form,
        "Le dernier tel jour de la semaine avant le jour servi (le même jour : celui de la semaine d'avant).",
        Shape(_WEEKDAY, AT, _WEEKS_MORE, MOVED, IN_SCHOOL_WEEKS),
        make(LastWeekday),
    ),
    Form(
        DayOfMonthBefore.form,
        "Un jour du mois d'avant, pour tout le mois.",
        Shape(_DAY, AT, _MONTHS, _ON_WEEKDAY, MOVED),
        make(DayOfMonthBefore),
    ),
    Form(
        OnDates.form,
        "Des limites publiées une à une ; les jours qui n'y sont pas ne se réservent pas.",
        Shape(_ROWS),
        _on_dates,
    ),
    Form(Never.form, "Ce n'est pas possible.", Shape(), make(Never)),
)
