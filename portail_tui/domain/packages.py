"""Days of a week booked together at one price (« forfait semaine »)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portail_tui.domain.shapes import TEXT, TEXTS, WEEKDAY_SET, Field, Section, Shape
from portail_tui.domain.wall_clock import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Package:
    code: str
    label: str
    tariff_code: str
    """Of the package as a whole."""
    weekdays: frozenset[int] = frozenset()
    """0 for Monday; empty: every day served that week."""
    units: tuple[str, ...] = ()
    """Codes; empty: every unit."""

    def days_of(self, served: Iterable[date], monday: date) -> tuple[date, ...]:
        """Its days in the week of ``monday``, out of those on which the activity is served, in order. Its
        limits are those of the first that is open."""
        week = {monday + timedelta(days=n) for n in range(7)}
        return tuple(
            sorted(day for day in set(served) & week if not self.weekdays or day.weekday() in self.weekdays)
        )

    def to_data(self) -> dict[str, Any]:
        """Plain values, in the words of the town's file."""
        data: dict[str, Any] = {
            _CODE.name: self.code,
            _LABEL.name: self.label,
            _TARIFF.name: self.tariff_code,
        }
        if self.weekdays:
            data[_DAYS.name] = [WEEKDAYS[day] for day in sorted(self.weekdays)]
        if self.units:
            data[_UNITS.name] = list(self.units)
        return data


_CODE = Field("code", TEXT, "Le code du forfait.")
_LABEL = Field("libelle", TEXT, "Ce que les familles lisent : « La semaine ».")
_TARIFF = Field("tarif", TEXT, "Le code du tarif de tout le forfait.")
_DAYS = Field(
    "jours", WEEKDAY_SET, "Les jours de la semaine qu'il réserve ; sans eux, tous ceux servis.", frozenset()
)
_UNITS = Field("unites", TEXTS, "Les unités qu'il réserve ; sans elles, toutes.", ())
PACKAGE = Section(
    Shape(_CODE, _LABEL, _TARIFF, _DAYS, _UNITS),
    lambda got: Package(got[_CODE], got[_LABEL], got[_TARIFF], got[_DAYS], got[_UNITS]),
)
"""A row of « forfaits », in the town's file."""


def shares(cents: int, days: int) -> tuple[int, ...]:
    """A package's price over its open days, so that a day that the town cancels credits its share: the cents
    left over are on the first."""
    if not days:
        return ()
    each, over = divmod(cents, days)
    return (each + over, *(each,) * (days - 1))
