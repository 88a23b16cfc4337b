"""Price of booked days after a change of quotient or of grid, on the terms on which they were booked.

Terms frozen in a booking: the child's rank, regular or occasional, late or not, its package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portail_tui.domain.bookings.availability import price_for_payer
from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.bookings.package_availability import package_price, split
from portail_tui.domain.rules.packages import find_package
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.domain.rules.tariffs import OtherTariff, Price, Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDay:
    """A booking, as it was charged. Amounts in cents."""

    id: int
    family_id: int
    child_id: int
    child_name: str
    activity_id: int
    unit_id: int
    day: date
    starts_minute: int
    is_live: bool
    """Booked or pending: False for a day of a package that was credited meanwhile."""
    cents: int
    surcharge_cents: int
    shares: Shares
    """Amounts that third parties owe for the same day."""
    rank: int
    is_regular: bool
    is_late: bool
    package: str
    operation_id: str

    @property
    def charged(self) -> tuple[int, int, Shares]:
        return self.cents, self.surcharge_cents, self.shares


def amounts(price: Price) -> tuple[int, int, Shares]:
    """The parts of a price that are compared with the amounts charged."""
    return price.cents, price.surcharge_cents, price.shares


FactsOf = Callable[[BookedDay], ChildFacts]


def prices_of(rulebook: Rulebook, booked: Sequence[BookedDay], facts_of: FactsOf) -> dict[int, Price]:
    """Price of each booking by ``rulebook``, by booking id. Bookings without a tariff are left out and
    stay as charged. ``booked`` holds all the days of each package, credited ones included."""
    prices: dict[int, Price] = {}
    wholes: dict[tuple[int, int, str, str], list[BookedDay]] = defaultdict(list)
    for one in booked:
        activity = rulebook.activities.get(one.activity_id)
        if activity is None:
            continue
        if one.package:
            wholes[one.family_id, one.child_id, one.package, one.operation_id].append(one)
        elif (price := _day_price(rulebook, activity, one, facts_of(one))) is not None:
            prices[one.id] = price
    for days in wholes.values():
        days.sort(key=lambda one: (one.day, one.starts_minute, one.id))
        prices |= _package_prices(rulebook, rulebook.activities[days[0].activity_id], days, facts_of)
    return prices


def _day_price(rulebook: Rulebook, activity: Activity, one: BookedDay, child: ChildFacts) -> Price | None:
    unit = next((unit for unit in activity.units if unit.id == one.unit_id), None)
    if unit is None:
        return None
    payer = child.payer(rulebook, one.day, is_occasional=not one.is_regular)
    return price_for_payer(
        rulebook,
        activity,
        one.day,
        replace(payer, rank=one.rank),
        is_late=one.is_late,
        unit=unit,
        aids=child.aids_on(one.day),
    )


def _package_prices(
    rulebook: Rulebook, activity: Activity, days: Sequence[BookedDay], facts_of: FactsOf
) -> dict[int, Price]:
    first = days[0]
    found = find_package(activity.packages, first.package)
    if found is None:
        return {}
    whole = package_price(
        rulebook,
        activity,
        found[0],
        first.day,
        replace(facts_of(first), rank=first.rank),
        is_late=first.is_late,
        is_occasional=not first.is_regular,
    )
    if whole is None:
        return {}
    return {one.id: part for one, part in zip(days, split(whole, len(days)), strict=True)}


def may_differ(old: Rulebook, new: Rulebook) -> frozenset[int]:
    """Activities of which some price may be another by the new règlement, by id."""
    exceptions = old.town.resident_exceptions != new.town.resident_exceptions
    return frozenset(
        activity.id
        for activity in new.activities.values()
        if activity.id in old.activities
        and (exceptions or _pricing(old, old.activities[activity.id]) != _pricing(new, activity))
    )


def _pricing(rulebook: Rulebook, activity: Activity) -> tuple[object, ...]:
    """All that the règlement says of an activity's prices."""
    codes = [activity.tariff_code, *(unit.tariff_code for unit in activity.units)]
    codes += [package.tariff_code for package in activity.packages]
    if isinstance(activity.surcharge, OtherTariff):
        codes.append(activity.surcharge.tariff_code)
    return (
        codes,
        activity.surcharge,
        activity.packages,
        [(unit.id, unit.starts_minute, unit.ends_minute) for unit in activity.units],
        [rulebook.grids.get(code, ()) for code in codes],
    )


@dataclass(frozen=True, slots=True)
class Repriced:
    """A booking whose price has changed."""

    booked: BookedDay
    price: Price

    @property
    def debit_cents(self) -> int:
        """Additional amount that the family owes (> 0), or is given back (< 0)."""
        return self.price.cents - self.booked.cents


def repriced(
    booked: Iterable[BookedDay], prices: Mapping[int, Price], before: Mapping[int, Price] | None = None
) -> list[Repriced]:
    """Live bookings whose price differs from the amount charged. ``before``: prices by the previous
    règlement; where the new one changes nothing, the amount charged stands."""
    found = []
    for one in booked:
        price = prices.get(one.id)
        if price is None or not one.is_live or amounts(price) == one.charged:
            continue
        if before is None or one.id not in before or amounts(before[one.id]) != amounts(price):
            found.append(Repriced(one, price))
    return found
