"""A clock that stands still, and moves when told."""

from datetime import UTC, datetime, timedelta

PLAY_DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, ten in the morning in Paris: the day on which every picture is taken."""


class FrozenClock:
    def __init__(self, now: datetime = PLAY_DAY) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def advance(self, **delta: float) -> None:
        self.instant += timedelta(**delta)
