"""Days of a week booked together at one price (« forfait semaine »)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portail_tui.domain.rules.schema import FLAG, TEXT, TEXTS, WEEKDAY_SET, Field, Section, Shape, make


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    code: str
    label: str
    tariff_code: str
    """Of the package as a whole."""
    weekdays: frozenset[int] = frozenset()
    """0 for Monday; empty: every day served that week."""
    units: tuple[str, ...] = ()
    """Codes; empty: every unit."""
    is_closed: bool = False
    """The town's file no longer names it: it is not booked any more, and what was booked goes together."""

    def holds(self, day: date, unit_code: str) -> bool:
        """Whether a unit of ``day`` is part of it."""
        return (not self.weekdays or day.weekday() in self.weekdays) and (
            not self.units or unit_code in self.units
        )

    def key(self, day: date) -> str:
        """Value that the bookings of one week's package share; ``day``: any day of the week."""
        return f"{self.key_start}{monday_of(day).isoformat()}"

    @property
    def key_start(self) -> str:
        """Prefix of the keys of all its weeks."""
        return f"{self.code}@"


_CODE = Field("code", TEXT, "Le code du forfait.", attr="code")
_LABEL = Field("libelle", TEXT, "Ce que les familles lisent : « La semaine ».", attr="label")
_TARIFF = Field("tarif", TEXT, "Le code du tarif de tout le forfait.", attr="tariff_code")
_DAYS = Field(
    "jours",
    WEEKDAY_SET,
    "Les jours de la semaine qu'il réserve ; sans eux, tous ceux servis.",
    frozenset(),
    attr="weekdays",
)
_UNITS = Field("unites", TEXTS, "Les unités qu'il réserve ; sans elles, toutes.", (), attr="units")
_CLOSED = Field("ferme", FLAG, "Le fichier ne le nomme plus.", False, attr="is_closed")
PACKAGE = Section(Shape(_CODE, _LABEL, _TARIFF, _DAYS, _UNITS), make(Package))
"""A row of « forfaits », in the town's file."""
STORED_PACKAGE = Section(Shape(_CODE, _LABEL, _TARIFF, _DAYS, _UNITS, _CLOSED), make(Package))
"""The same, and whether the package is closed, which no town's file says."""


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def find_package(packages: Iterable[Package], key: str) -> tuple[Package, date] | None:
    """The package that a key names, and its week's Monday; None for a key that names none."""
    code, _, monday = key.partition("@")
    package = next((one for one in packages if one.code == code), None)
    try:
        return None if package is None else (package, monday_of(date.fromisoformat(monday)))
    except ValueError:
        return None


def shares(cents: int, days: int) -> tuple[int, ...]:
    """A package's price over its open days, so that a day that the town cancels credits its share: the cents
    left over are on the first."""
    if not days:
        return ()
    each, over = divmod(cents, days)
    return (each + over, *(each,) * (days - 1))


def shares_within(cents: int, most: Iterable[int]) -> tuple[int, ...]:
    """``cents`` shared as evenly as they go, no share above its own ``most`` (which together hold them)."""
    bounds = tuple(most)
    each, over = divmod(cents, len(bounds))
    parts = []
    for bound in bounds:
        more = min(over, bound - each)
        parts.append(each + more)
        over -= more
    return tuple(parts)
