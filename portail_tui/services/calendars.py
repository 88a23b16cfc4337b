"""« Calendrier »: a month of an activity for a child."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.days import LIVE, Choice, DayState, NotOffered
from portail_tui.domain.offers import ChildFacts, Offer, SlotFacts, offer_of
from portail_tui.domain.package_offers import PackageOffer, package_offer
from portail_tui.domain.packages import monday_of
from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.rulebook import Activity, Rulebook
from portail_tui.domain.views import Actor, CalendarMonth, DayCell, UnitCell, UnitLabel
from portail_tui.services.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.children import Household, household
from portail_tui.services.office import Office
from portail_tui.store.queries import bookings
from portail_tui.texts import formats, notes


def show_month(
    office: Office,
    *,
    actor: Actor,
    family_id: int,
    child_id: int,
    activity_id: int,
    year: int,
    month: int,
) -> CalendarMonth | Refused:
    """Every date of a month (1..12), with what each of the activity's units is to the child now.

    Five statements, whatever the month. Refused: NOT_ALLOWED for a child that is not the family's, or no
    activity. A day that the other home booked shows as if it were free.
    """

    def show(connection: Connection, admitted: Admitted) -> CalendarMonth | Refused:
        activity = admitted.rulebook.activities.get(activity_id)
        home = household(connection, admitted, [child_id])
        if activity is None or not home.children:
            return NOT_ALLOWED
        first = date(year, month, 1)
        last = date(year, month, monthrange(year, month)[1])
        since, until = first, last
        if activity.packages:  # a week is offered whole, whatever months it lies in
            since, until = monday_of(first), monday_of(last) + timedelta(days=6)
        slots = bookings.slots_between(connection, activity, family_id, child_id, since, until, admitted.now)
        return _month(admitted, home, activity, slots, first, last)

    return show_to(office, actor, family_id, "calendar_month", show)


def _month(
    admitted: Admitted,
    home: Household,
    activity: Activity,
    slots: tuple[SlotFacts, ...],
    first: date,
    last: date,
) -> CalendarMonth:
    rulebook, child = admitted.rulebook, home.children[0]
    facts = home.facts(child, activity, first)
    cells: dict[date, list[UnitCell]] = defaultdict(list)
    opens_at: list[datetime] = []
    order = {unit.code: position for position, unit in enumerate(activity.units)}
    packaged = _packages(admitted, activity, slots, facts) if activity.packages else {}
    shown = {unit.id for unit in activity.open_units}
    shown |= {slot.unit.id for slot in slots if first <= slot.day <= last}
    for slot in slots:
        if not first <= slot.day <= last:
            continue
        offer = offer_of(rulebook, activity, slot, facts, admitted.now, is_occasional=True)
        if (whole := packaged.get(slot.id)) is not None:
            offer = whole.offer
        elif activity.packages_only and offer.choice is Choice.SELECTED:
            offer = replace(offer, state=DayState.NOT_OFFERED, choice=None, why=NotOffered.NOT_BOOKABLE)
        cell = _cell(rulebook, activity, slot, offer, admitted.now)
        cells[slot.day].append(cell if whole is None else _in_package(cell, whole))
        if offer.opens_at is not None:
            opens_at.append(offer.opens_at)
    for units in cells.values():
        units.sort(key=lambda cell: order[cell.unit])
    days = tuple(
        _day(rulebook, activity, first + timedelta(days=number), cells) for number in range(last.day)
    )
    school_year = rulebook.year_of(first) or rulebook.year_of(last)
    return CalendarMonth(
        year=first.year,
        month=first.month,
        today=admitted.today,
        days=days,
        units=tuple(UnitLabel(unit.code, unit.label) for unit in activity.units if unit.id in shown),
        child_id=child.id,
        child_name=child.first_name,
        activity_id=activity.id,
        activity_name=activity.name,
        balance_cents=admitted.family.balance_cents,
        prepaid=activity.is_prepaid,
        has_waiting_list=activity.has_waiting_list,
        needs_validation=activity.needs_validation,
        first_day=min((one.first_on for one in rulebook.years), default=first),
        last_day=max((one.last_on for one in rulebook.years), default=last),
        opening=formats.opening(min(opens_at)) if opens_at else "",
        holidays_projected=school_year is not None and school_year.holidays_projected,
        blocked=_blocked(admitted, home, activity, first, last),
    )


def _packages(
    admitted: Admitted, activity: Activity, slots: tuple[SlotFacts, ...], facts: ChildFacts
) -> dict[int, PackageOffer]:
    """The package that each slot is picked with: the one it was booked with; where days are not booked one by
    one, the first in the town's order."""
    weeks: dict[date, list[SlotFacts]] = defaultdict(list)
    for slot in slots:
        weeks[monday_of(slot.day)].append(slot)
    found: dict[int, PackageOffer] = {}
    for monday, week in weeks.items():
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


def _in_package(cell: UnitCell, whole: PackageOffer) -> UnitCell:
    """The cell of a day that is picked with others, at the price of them all."""
    price_cents = cell.price_cents
    if cell.state in _CHARGED:
        price_cents = sum(slot.mine.cents for slot in whole.slots if slot.mine is not None)
    together = tuple(slot.id for slot in whole.slots)
    return replace(cell, price_cents=price_cents, package=whole.key, together=together)


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
        note=notes.day_note(
            offer, slot, reason=closure.name if closure else "", can_wait=offer.choice is not None, now=now
        ),
        rank=slot.mine.rank if slot.mine and offer.state is DayState.WAITLISTED else None,
    )


_CHARGED = frozenset({DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED, DayState.PENDING})


def _day(rulebook: Rulebook, activity: Activity, day: date, cells: dict[date, list[UnitCell]]) -> DayCell:
    closure = rulebook.closure(activity, day)
    return DayCell(
        day,
        tuple(cells.get(day, ())),
        public_holiday=rulebook.public_holidays.get(day, ""),
        school_holiday=rulebook.school_holiday(day),
        note=closure.name if closure else "",
    )


def _blocked(
    admitted: Admitted, home: Household, activity: Activity, first: date, last: date
) -> Refused | None:
    """What stands between the child and a booking of this month, whatever the days' colours."""
    day = min(max(admitted.today, first), last)
    if (enrolment := home.missing_enrolment(activity, home.children[0].id, day)) is not None:
        return enrolment
    if activity.is_prepaid and not admitted.family.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    missing = home.missing(activity, home.children[0].id, day)
    if missing:
        return Refused(Reason.DOCUMENT_MISSING, {"documents": "\n".join(kind.label for kind in missing)})
    return None
