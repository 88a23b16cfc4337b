"""Cells of a calendar: state, price and note of each unit of some days for a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from portail_tui.domain.bookings.availability import Offer, offer_of
from portail_tui.domain.bookings.day_state import LIVE, Choice, DayState, NotOffered
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.bookings.package_availability import PackageOffer, package_offer
from portail_tui.domain.bookings.views import UnitCell, WeekOffer
from portail_tui.domain.rules.packages import monday_of
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.services.core.access import Admitted
from portail_tui.services.core.household import Household
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.bookings import day_notes


def days_read(activity: Activity, first: date, last: date) -> tuple[date, date]:
    """First and last day to read for the cells from ``first`` to ``last``: a week that is sold whole is read
    whole, even across months."""
    if not activity.packages:
        return first, last
    return monday_of(first), monday_of(last) + timedelta(days=6)


def cells_of(
    admitted: Admitted,
    home: Household,
    child: ChildRow,
    activity: Activity,
    slots: Sequence[SlotFacts],
    first: date,
    last: date,
) -> tuple[dict[date, list[UnitCell]], list[datetime]]:
    """The cells of the days from ``first`` to ``last`` (included), in the order of the activity's units; and
    the instants (UTC) at which those open that are not open yet. ``slots``: of ``days_read``, with the
    child's own bookings."""
    facts = home.facts(child, activity, first)
    cells: dict[date, list[UnitCell]] = defaultdict(list)
    opens_at: list[datetime] = []
    order = {unit.code: position for position, unit in enumerate(activity.units)}
    packaged = _packages(admitted, activity, slots, facts) if activity.packages else {}
    for slot in slots:
        if not first <= slot.day <= last:
            continue
        offer = offer_of(admitted.rulebook, activity, slot, facts, admitted.now, is_occasional=True)
        if (whole := packaged.get(slot.id)) is not None:
            offer = whole.offer
        elif activity.packages_only and offer.choice is Choice.SELECTED:
            offer = replace(offer, state=DayState.NOT_OFFERED, choice=None, why=NotOffered.NOT_BOOKABLE)
        cell = _cell(admitted.rulebook, activity, slot, offer, admitted.now)
        cells[slot.day].append(cell if whole is None else _in_package(cell, whole))
        if offer.opens_at is not None:
            opens_at.append(offer.opens_at)
    for units in cells.values():
        units.sort(key=lambda cell: order[cell.unit])
    return cells, opens_at


def _packages(
    admitted: Admitted, activity: Activity, slots: Sequence[SlotFacts], facts: ChildFacts
) -> dict[int, PackageOffer]:
    """The package that each slot is picked with: the one it was booked with; where days are not booked one by
    one, the first in the town's order."""
    found: dict[int, PackageOffer] = {}
    for monday, week in _by_week(slots).items():
        live = {slot.mine.package for slot in week if slot.mine and slot.mine.status_at(admitted.now) in LIVE}
        for package in activity.packages:
            if not activity.packages_only and package.key(monday) not in live:
                continue
            whole = package_offer(
                admitted.rulebook, activity, package, week, facts, admitted.now, is_occasional=True
            )
            if whole is not None:
                for slot in whole.slots:
                    if package.key(monday) in live or slot.id not in found:
                        found[slot.id] = whole
    return found


def weeks_of(
    admitted: Admitted,
    home: Household,
    child: ChildRow,
    activity: Activity,
    slots: Sequence[SlotFacts],
    first: date,
) -> tuple[WeekOffer, ...]:
    """« Semaine entière », beside days that are booked one by one: the packages that can be picked now, of
    weeks in which the child has none of their days yet. By week, then in the town's order."""
    if activity.packages_only or not activity.packages:
        return ()
    facts, now = home.facts(child, activity, first), admitted.now
    found = []
    for monday, week in sorted(_by_week(slots).items()):
        for package in activity.packages:
            whole = package_offer(admitted.rulebook, activity, package, week, facts, now, is_occasional=True)
            if whole is None or whole.offer.choice is not Choice.SELECTED:
                continue
            if any(slot.mine is not None and slot.mine.status_at(now) in LIVE for slot in whole.slots):
                continue
            opening = whole.slots[0]
            cell = _cell(admitted.rulebook, activity, opening, whole.offer, now)
            found.append(WeekOffer(monday, whole.label, opening.day, _in_package(cell, whole)))
    return tuple(found)


def _by_week(slots: Sequence[SlotFacts]) -> dict[date, list[SlotFacts]]:
    """Slots by the Monday of their week."""
    weeks: dict[date, list[SlotFacts]] = defaultdict(list)
    for slot in slots:
        weeks[monday_of(slot.day)].append(slot)
    return weeks


def _in_package(cell: UnitCell, whole: PackageOffer) -> UnitCell:
    """The cell of a day that is picked with others, at the price of them all."""
    price_cents = cell.price_cents
    if cell.state in _CHARGED:
        price_cents = sum(slot.mine.cents for slot in whole.slots if slot.mine is not None)
    together = tuple(slot.id for slot in whole.slots)
    note = day_notes.whole_week(whole.label, len({slot.day for slot in whole.slots}), cell.note)
    return replace(cell, price_cents=price_cents, package=whole.key, together=together, note=note)


def _cell(rulebook: Rulebook, activity: Activity, slot: SlotFacts, offer: Offer, now: datetime) -> UnitCell:
    price_cents, surcharge_cents = None, 0
    if offer.state in _CHARGED and slot.mine is not None:
        price_cents, surcharge_cents = slot.mine.cents, slot.mine.surcharge_cents
    elif offer.state is not DayState.FULL and offer.price is not None:
        price_cents, surcharge_cents = offer.price.cents, offer.price.surcharge_cents
    left = offer.places_left
    tells_places = offer.choice is Choice.SELECTED and left is not None and 0 < left <= activity.few_places
    closure = rulebook.closure(activity, slot.day) if offer.why is NotOffered.CLOSED else None
    return UnitCell(
        slot_id=slot.id,
        unit=slot.unit.code,
        state=offer.state,
        choice=offer.choice,
        price_cents=price_cents,
        surcharge_cents=surcharge_cents,
        places_left=left if tells_places else None,
        why=offer.why,
        note=day_notes.day_note(
            offer, slot, reason=closure.name if closure else "", can_wait=offer.choice is not None, now=now
        ),
        rank=slot.mine.rank if slot.mine and offer.state is DayState.WAITLISTED else None,
    )


_CHARGED = frozenset({DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED, DayState.PENDING})
