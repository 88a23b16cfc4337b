"""Until when a day can be booked, booked late, or cancelled.

A limit is a day and an hour on the town's wall clock. « 23 h 59 » includes its whole minute; « 24 h » is
the midnight that ends the day, excluded. Every form of rule is one frozen class with a ``limit`` method:
a new form is a new class, named in ``FORMS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MIDNIGHT = 24 * 60
"""24:00, in minutes: the end of a day."""

IsWorkingDay = Callable[[date], bool]


class InvalidRule(ValueError):
    """A rule that cannot be meant; the message is French, for whoever wrote the règlement."""


def utc_of(day: date, minute: int) -> datetime:
    """The UTC instant at which the town's clock shows ``minute`` (0..1440) of ``day``.

    An hour that the clock shows twice (end of summer time) is its first passage; one that it skips is the
    instant the clock jumps to. Rules whose limit falls there are refused, unit hours may not be.
    """
    if minute == MIDNIGHT:
        day, minute = day + timedelta(days=1), 0
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=PARIS)
    return local.astimezone(UTC)


def local_day(instant: datetime) -> date:
    """The date on the town's wall clock at a UTC instant."""
    return instant.astimezone(PARIS).date()


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """The end of a permission: allowed strictly before ``closes_at``."""

    closes_at: datetime
    """UTC instant, excluded."""
    day: date
    """Local day that people read."""
    minute: int
    """Minute of that day that people read (1440 for « minuit »)."""

    @classmethod
    def at(cls, day: date, minute: int) -> Limit:
        """The limit that reads ``day`` at ``minute``: its whole minute is included, 24:00 is not."""
        closes = utc_of(day, minute)
        if minute != MIDNIGHT:
            closes += timedelta(minutes=1)
        return cls(closes, day, minute)

    def includes(self, now: datetime) -> bool:
        """Whether ``now`` (a UTC instant) is still in time."""
        return now < self.closes_at


@dataclass(frozen=True, slots=True)
class Limits:
    """The three limits of one day of an activity."""

    ordinary: Limit
    late: Limit | None
    """Until when booking is possible with a surcharge; None where late booking does not exist."""
    cancelling: Limit

    @property
    def last(self) -> Limit:
        """The last limit at which the day can be booked at all."""
        return self.ordinary if self.late is None else max(self.ordinary, self.late)


class DeadlineRule(Protocol):
    """A way to find a day's limit."""

    form: ClassVar[str]

    def limit(self, day: date, is_working: IsWorkingDay) -> Limit:
        """The limit for ``day`` (the local day served); ``is_working`` tells working days."""
        ...

    def to_data(self) -> dict[str, Any]:
        """Plain values, as the town's file and the store write them."""
        ...


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """``days`` days before the day served, at ``minute``; calendar days, or working days.

    Source: Villes-Sœurs (3 working days before), Le Crès (8 calendar days before, 24:00).
    """

    form: ClassVar[str] = "jours_avant"
    days: int
    minute: int
    working: bool = False

    def limit(self, day: date, is_working: IsWorkingDay) -> Limit:
        if not self.working:
            return Limit.at(day - timedelta(days=self.days), self.minute)
        left = self.days
        while left:
            day -= timedelta(days=1)
            left -= is_working(day)
        return Limit.at(day, self.minute)

    def to_data(self) -> dict[str, Any]:
        return {
            "forme": self.form,
            "jours": self.days,
            "a": write_hour(self.minute),
            "ouvres": self.working,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> DaysBefore:
        days = data.get("jours")
        if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 366:
            raise InvalidRule("« jours » est un nombre de jours, de 0 à 366.")
        return cls(days, read_hour(data.get("a")), bool(data.get("ouvres", False)))


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class WeekdayOfWeekBefore:
    """A weekday and an hour of the week before (or of ``weeks`` weeks before): one limit for a whole week.

    Source: Andancette (Friday 12:00 for the whole next week).
    """

    form: ClassVar[str] = "semaine_precedente"
    weekday: int
    """0 for Monday."""
    minute: int
    weeks: int = 1

    def limit(self, day: date, is_working: IsWorkingDay) -> Limit:  # noqa: ARG002 (one shape for all forms)
        monday = day - timedelta(days=day.weekday())
        return Limit.at(monday - timedelta(weeks=self.weeks) + timedelta(days=self.weekday), self.minute)

    def to_data(self) -> dict[str, Any]:
        return {
            "forme": self.form,
            "jour": WEEKDAYS[self.weekday],
            "a": write_hour(self.minute),
            "semaines": self.weeks,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> WeekdayOfWeekBefore:
        if (name := data.get("jour")) not in WEEKDAYS:
            raise InvalidRule(f"« jour » est un jour de la semaine : {', '.join(WEEKDAYS)}.")
        weeks = data.get("semaines", 1)
        if not isinstance(weeks, int) or isinstance(weeks, bool) or not 1 <= weeks <= 52:
            raise InvalidRule("« semaines » est un nombre de semaines, de 1 à 52.")
        return cls(WEEKDAYS.index(name), read_hour(data.get("a")), weeks)


FORMS: Mapping[str, Callable[[Mapping[str, Any]], DeadlineRule]] = {
    DaysBefore.form: DaysBefore.from_data,
    WeekdayOfWeekBefore.form: WeekdayOfWeekBefore.from_data,
}


def rule_from_data(data: Mapping[str, Any]) -> DeadlineRule:
    """Read a rule from plain values; raises InvalidRule with a French sentence."""
    read = FORMS.get(str(data.get("forme")))
    if read is None:
        raise InvalidRule(f"« forme » est l'une de : {', '.join(FORMS)}.")
    return read(data)


def read_hour(text: object) -> int:
    """« 08:30 » → 510 minutes; « 24:00 » is the end of the day.

    Hours from 02:00 to 02:59 are refused: twice a year the clock skips or repeats them.
    """
    hour, colon, minute = text.partition(":") if isinstance(text, str) else ("", "", "")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and len(hour) <= 2):
        raise InvalidRule("Une heure s'écrit « 08:30 ».")
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > MIDNIGHT:
        raise InvalidRule("Une heure va de 00:00 à 24:00.")
    if int(hour) == 2:
        raise InvalidRule(
            "Entre 02:00 et 02:59, l'heure change deux fois par an : choisissez une autre limite."
        )
    return total


def write_hour(minute: int) -> str:
    """510 → « 08:30 »."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
