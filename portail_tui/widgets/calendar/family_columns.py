"""Columns of the family's month: as many days as there is room for."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.bookings.family_month import FamilyMonth

LEAST_DAY, MOST_DAY = 3, 5
"""Columns of a day: enough for a finger, and no more than a glyph needs."""
LEAST_NAME, MOST_NAME = 12, 30
"""Columns of an activity's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Positions of the days, and the range shown."""

    name_width: int
    day_width: int
    gap: int
    """Columns of air before a Monday."""
    places: tuple[int, ...]
    """Dates of the month that are shown, with their columns."""
    mondays: frozenset[int]

    def x(self, place: int) -> int:
        index = self.places.index(place)
        gaps = sum(one in self.mondays for one in self.places[1 : index + 1]) * self.gap
        return self.name_width + index * self.day_width + gaps

    def place_at(self, x: int) -> int | None:
        return next((one for one in self.places if self.x(one) <= x < self.x(one) + self.day_width), None)

    @classmethod
    def of(cls, month: FamilyMonth, width: int, cursor: int) -> Columns:
        """For ``width`` columns; where not all days fit, those around the place of the ``cursor``."""
        served = month.served
        mondays = frozenset(place for place in served if _opens_week(month, place))
        most = max(1, (width - LEAST_NAME) // LEAST_DAY)
        if len(served) > most:
            begin = max(0, min(served.index(cursor) - most // 2, len(served) - most))
            return cls(
                name_width=LEAST_NAME,
                day_width=LEAST_DAY,
                gap=0,
                places=served[begin : begin + most],
                mondays=mondays,
            )
        gaps = len(mondays - {served[0]}) if served else 0
        gap = int(width - LEAST_NAME - len(served) * LEAST_DAY >= gaps + 6)
        left = width - gaps * gap
        day_width = min(MOST_DAY, max(LEAST_DAY, (left - MOST_NAME) // max(1, len(served))))
        return cls(
            name_width=min(MOST_NAME, left - day_width * len(served)),
            day_width=day_width,
            gap=gap,
            places=served,
            mondays=mondays,
        )


def _opens_week(month: FamilyMonth, place: int) -> bool:
    """Whether the day is the first served day of its week."""
    weekday = month.days[place].day.weekday()
    return not any(place - weekday <= one < place for one in month.served)
