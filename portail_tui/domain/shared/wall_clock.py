"""The town's wall clock: days, hours and weekdays as people write them, and the UTC instants they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portail_tui.domain.shared.invalid_rule import InvalidRule

PARIS = ZoneInfo("Europe/Paris")
MIDNIGHT = 24 * 60
"""24:00, in minutes: the end of a day."""
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CHANGING = range(2 * 60, 3 * 60)
"""Minutes of the day that the clock skips or repeats twice a year."""


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


def read_hour(text: object) -> int:
    """« 08:30 » → 510 minutes; « 24:00 » is the end of the day."""
    hour, colon, minute = text.partition(":") if isinstance(text, str) else ("", "", "")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and len(hour) <= 2):
        raise InvalidRule("une heure s'écrit « 08:30 ».")
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > MIDNIGHT:
        raise InvalidRule("une heure va de 00:00 à 24:00.")
    return total


def read_limit_hour(text: object) -> int:
    """As ``read_hour``; hours from 02:00 to 02:59 are refused: the clock skips or repeats them twice a
    year."""
    total = read_hour(text)
    if total in CHANGING:
        raise InvalidRule(
            "entre 02:00 et 02:59, l'heure change deux fois par an : choisissez une autre limite."
        )
    return total


def write_hour(minute: int) -> str:
    """510 → « 08:30 »."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
