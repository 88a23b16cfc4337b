"""Limits of a slot: the answer of a deadline rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Final, Protocol

from portail_tui.domain.rules.school_calendar import TownCalendar
from portail_tui.domain.shared.wall_clock import MIDNIGHT, PARIS, utc_of

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SlotTime:
    """Time of a slot, for a rule: the local day served, and the minute at which its unit starts."""

    day: date
    starts_minute: int

    @property
    def starts_at(self) -> datetime:
        """UTC."""
        return utc_of(self.day, self.starts_minute)


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
        return cls(closes if minute == MIDNIGHT else closes + MINUTE, day, minute)

    @classmethod
    def of_instant(cls, instant: datetime) -> Limit:
        """The limit that falls at a UTC instant, its whole minute included."""
        local = instant.astimezone(PARIS)
        closes = instant.replace(second=0, microsecond=0) + MINUTE
        return cls(closes, local.date(), local.hour * 60 + local.minute)

    def includes(self, now: datetime) -> bool:
        """Whether ``now`` (a UTC instant) is still in time."""
        return now < self.closes_at


NEVER: Final = Limit(datetime.min.replace(tzinfo=UTC), date.min, 0)
"""The limit of what is not possible at all: no instant is in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The three limits of one slot. ``NEVER`` where the règlement does not allow it at all."""

    ordinary: Limit
    late: Limit | None
    """Until when booking is possible with a surcharge; None where late booking does not exist."""
    cancelling: Limit

    @property
    def last(self) -> Limit:
        """The last limit at which the day can be booked at all."""
        return self.ordinary if self.late is None else max(self.ordinary, self.late)

    @property
    def is_bookable(self) -> bool:
        """Whether the règlement has a limit for this day; false for a weekday missing from its table."""
        return self.ordinary != NEVER


class DeadlineRule(Protocol):
    """A way to find a slot's limit."""

    form: ClassVar[str]

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        """The limit for ``slot``; None where the rule allows nothing that day."""
        ...
