"""What picks of one request do to each other: units of a day, days of a week, siblings.

Each rule answers which items cannot stand beside the others; they are asked again until none answers, since
refusing one pick may leave another without what it needs. Nothing refused comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portail_tui.domain.bookings.day_state import LIVE
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.pick_rules import Accepted
from portail_tui.domain.bookings.unit_rules import Clash, clashes, short_weeks
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.packages import monday_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Reason, Refused

BOOKS = frozenset({PickAction.BOOK, PickAction.WAIT})
LEAVES = frozenset({PickAction.CANCEL, PickAction.LEAVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One pick of a child, of a slot or of a whole package, with its outcome."""

    child_id: int
    child_name: str
    pick: Pick
    slots: tuple[SlotFacts, ...]
    verdict: tuple[Accepted, ...] | Refused
    """One for each of ``slots``."""
    package: str = ""
    """« code@monday », where ``slots`` are a package's."""

    @property
    def is_accepted(self) -> bool:
        return not isinstance(self.verdict, Refused)

    @property
    def books(self) -> bool:
        return self.is_accepted and self.pick.action in BOOKS

    @property
    def leaves(self) -> bool:
        return self.is_accepted and self.pick.action in LEAVES

    @property
    def days(self) -> set[date]:
        return {slot.day for slot in self.slots}


Weeks = Mapping[int, Collection[SlotFacts]]
"""By child: the activity's open slots of the weeks at hand, with the child's own bookings."""
Rule = Callable[[Activity, Sequence[Item], Weeks], Iterator[tuple[Item, Refused]]]


def settle(
    activity: Activity, items: Sequence[Item], weeks: Weeks, *, all_or_none: bool = False
) -> tuple[Item, ...]:
    """The items, those refused that cannot stand beside the others. ``all_or_none``: on each day, all the
    children who are being booked come, or none does."""
    rules: list[Rule] = [_units, _least_days]
    if all_or_none:
        rules.append(_siblings)
    settled = list(items)
    while refused := _first_refusals(rules, activity, settled, weeks):
        settled = [
            replace(item, verdict=refused[id(item)]) if id(item) in refused else item for item in settled
        ]
    return tuple(settled)


def _first_refusals(
    rules: Sequence[Rule], activity: Activity, items: Sequence[Item], weeks: Weeks
) -> dict[int, Refused]:
    """Refusals of the first rule that refuses anything, by the identity of the item."""
    for rule in rules:
        if refused := {id(item): why for item, why in rule(activity, items, weeks) if item.is_accepted}:
            return refused
    return {}


def _after(items: Sequence[Item], child_id: int, week: Collection[SlotFacts]) -> list[SlotFacts]:
    """Days of those weeks on which the child is booked, or waits, once the accepted items are done."""
    booked = {slot.id for item in items if item.child_id == child_id and item.books for slot in item.slots}
    left = {slot.id for item in items if item.child_id == child_id and item.leaves for slot in item.slots}
    return [
        slot
        for slot in week
        if slot.id in booked or (slot.mine is not None and slot.mine.status in LIVE and slot.id not in left)
    ]


def _units(activity: Activity, items: Sequence[Item], weeks: Weeks) -> Iterator[tuple[Item, Refused]]:
    """« soir » needs « midi », or excludes it."""
    if not any(unit.requires or unit.excludes for unit in activity.units):
        return
    labels = {unit.code: unit.label for unit in activity.units}
    for child_id, week in weeks.items():
        mine = [item for item in items if item.child_id == child_id and item.is_accepted]
        there = _after(items, child_id, week)
        for day in {day for item in mine for day in item.days}:
            for clash in clashes([slot.unit for slot in there if slot.day == day]):
                if clash.why is Clash.OVERLAPS:
                    continue
                details = {"unit": labels.get(clash.other, ""), "why": clash.why.value}
                pair = {clash.unit, clash.other} if clash.why is Clash.EXCLUDES else {clash.unit}
                new = [item for item in mine if item.books and _has(item, day, pair)]
                if new:
                    last = new[-1]
                    if clash.why is Clash.EXCLUDES and _has(last, day, {clash.other}):
                        details["unit"] = labels.get(clash.unit, "")
                    yield last, Refused(Reason.UNIT_CLASH, details)
                elif clash.why is Clash.REQUIRES:
                    for item in mine:
                        if item.leaves and _has(item, day, {clash.other}):
                            yield item, Refused(Reason.UNIT_NEEDED, {"unit": labels.get(clash.unit, "")})


def _has(item: Item, day: date, codes: Collection[str]) -> bool:
    return any(slot.day == day and slot.unit.code in codes for slot in item.slots)


def _least_days(activity: Activity, items: Sequence[Item], weeks: Weeks) -> Iterator[tuple[Item, Refused]]:
    """A minimum of days a week; leaving all of them is always possible, and each of them once the activity
    is closed."""
    if not activity.least_days_a_week or activity.is_closed:
        return
    why = Refused(Reason.TOO_FEW_DAYS, {"least": activity.least_days_a_week})
    for child_id, week in weeks.items():
        mine = [item for item in items if item.child_id == child_id and item.is_accepted]
        days = {slot.day for slot in _after(items, child_id, week)}
        served = {slot.day for slot in week}
        for monday in short_weeks(days, activity.least_days_a_week, served):
            touching = [item for item in mine if any(monday_of(day) == monday for day in item.days)]
            booking = [item for item in touching if item.books]
            for item in booking or [item for item in touching if item.leaves]:
                yield item, why


def _siblings(_: Activity, items: Sequence[Item], __: Weeks) -> Iterator[tuple[Item, Refused]]:
    """On a day where one cannot come, none does. One who comes already can."""
    for item in items:
        if not isinstance(item.verdict, Refused) or item.pick.action is not PickAction.BOOK:
            continue
        if item.verdict.reason is Reason.ALREADY_BOOKED:
            continue
        for other in items:
            if other.child_id != item.child_id and other.books and other.days & item.days:
                yield other, Refused(Reason.SIBLING_REFUSED, {"child": item.child_name})
