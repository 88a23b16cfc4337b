"""« Calendrier »: a month of an activity for a child."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.days import Choice, DayState, NotOffered
from portail_tui.domain.offers import Offer, SlotFacts, offer_of
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
        slots = bookings.slots_between(connection, activity, family_id, child_id, first, last, admitted.now)
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
    for slot in slots:
        offer = offer_of(rulebook, activity, slot, facts, admitted.now, is_occasional=True)
        cells[slot.day].append(_cell(rulebook, activity, slot, offer, admitted.now))
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
        units=tuple(UnitLabel(unit.code, unit.label) for unit in activity.units),
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
