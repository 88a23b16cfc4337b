"""« Régulière »: what a weekly pattern over a period would book, with its conflicts, before anything is
saved.

The plan follows the same rules as saving, which checks everything again. The family then confirms the picks
of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.day_state import NotOffered
from portail_tui.domain.bookings.plan_views import (
    PlannedDay,
    RegularForm,
    RegularPeriod,
    RegularPlan,
    RegularUnit,
)
from portail_tui.domain.bookings.request_rules import Item
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern, slots_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.school_calendar import BRIDGE, ONE_DAY
from portail_tui.domain.shared.refusals import Reason, Refused, is_refused_for
from portail_tui.services.bookings.booking_request import BookingRequest, ChildRequest, read_request
from portail_tui.services.bookings.decide_picks import RequestTerms, cents_of, decide_all, refused_whole
from portail_tui.services.bookings.save_picks import lines_of
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import household, siblings_at
from portail_tui.services.core.read_context import ReadContext
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.texts.bookings import weekly_plan

_SKIPPED = frozenset(
    {NotOffered.PUBLIC_HOLIDAY, NotOffered.SCHOOL_HOLIDAY, NotOffered.CLOSED, NotOffered.PAST}
)
"""Reasons for which a day of the pattern is left out of the plan without mention."""
ANY_PRICE = 10**9
"""Upper bound given as the shown price: a plan refuses no day for its price, it tells it."""


def regular_form(
    context: ServiceContext, *, actor: Actor, family_id: int, child_id: int, activity_id: int
) -> RegularForm | Refused:
    """The units, weekdays and periods that a weekly pattern can be made of, from tomorrow on. Refused:
    NOT_ALLOWED for a child that is not the family's or no activity."""

    def show(connection: Connection, admitted: Admitted) -> RegularForm | Refused:
        activity = admitted.rulebook.activities.get(activity_id)
        home = household(connection, admitted)
        child = home.child(child_id)
        if activity is None or child is None:
            return NOT_ALLOWED
        first = admitted.today + ONE_DAY
        days = slot_queries.served_days(connection, activity, first)
        return RegularForm(
            child_name=child.first_name,
            activity_name=activity.name,
            units=tuple(
                RegularUnit(unit.id, unit.label, frozenset(day.weekday() for day in days[unit.id]))
                for unit in activity.units
                if days[unit.id]
            ),
            periods=tuple(_periods(admitted, first, {day for some in days.values() for day in some})),
            own_weeks=home.family.own_weeks.get(child_id, ""),
            has_waiting_list=activity.has_waiting_list,
            has_siblings=len(siblings_at(home, activity)) > 1,
            balance_cents=admitted.family.balance_cents,
        )

    return show_to(context, actor, family_id, "regular_form", show)


def _periods(admitted: Admitted, first: date, days: set[date]) -> Iterator[RegularPeriod]:
    """Each open school year, then each part of it with days of service."""
    calendar = admitted.rulebook.calendar
    for year in calendar.years:
        served = {day for day in days if year.first_on <= day <= year.last_on}
        if not served:
            continue
        begins = max(first, year.first_on)
        yield RegularPeriod(
            weekly_plan.whole_year(year.code, has_begun=begins > year.first_on), begins, year.last_on
        )
        for span in calendar.school_holidays:
            if not year.first_on <= span.first_on <= year.last_on:
                continue
            if (
                any(begins <= day < span.first_on for day in served)
                and span.last_on - span.first_on >= BRIDGE
            ):
                yield RegularPeriod(weekly_plan.until_holidays(span.name), begins, span.first_on - ONE_DAY)
            if any(span.holds(day) for day in served):
                yield RegularPeriod(span.name, max(begins, span.first_on), span.last_on)


def plan_regular(
    context: ServiceContext,
    *,
    actor: Actor,
    family_id: int,
    child_id: int,
    activity_id: int,
    pattern: WeeklyPattern,
    first_on: date,
    last_on: date,
    waits: bool,
) -> RegularPlan | Refused:
    """What ``pattern`` (of the activity's units) would book from a local day to another (included).

    Holidays, closures and days that are past are skipped. ``waits``: whether to join the list of full days,
    where there is one. Refused: NOT_ALLOWED for a child that is not the family's or no activity;
    NOTHING_CHOSEN where the pattern falls on no day of the period.
    """

    def show(connection: Connection, admitted: Admitted) -> RegularPlan | Refused:
        activity = admitted.rulebook.activities.get(activity_id)
        if activity is None:
            return NOT_ALLOWED
        slots = slot_queries.slots_between(
            connection, activity, family_id, child_id, first_on, last_on, admitted.now
        )
        by_place = {(slot.day, slot.unit.id): slot for slot in slots}
        chosen = [
            by_place[place]
            for place in slots_of(pattern, first_on, last_on, {slot.day for slot in slots})
            if place in by_place
        ]
        if not chosen:
            return Refused(Reason.NOTHING_CHOSEN)
        read = ReadContext(connection=connection, admitted=admitted)
        picks = tuple(Pick(slot_id=slot.id, action=PickAction.BOOK, shown_cents=ANY_PRICE) for slot in chosen)
        booking = read_request(read, activity, (ChildPicks(child_id, picks),))
        if isinstance(booking, Refused):
            return booking
        return plans_of(read, booking, activity, RequestTerms(is_regular=True), waits=waits)[0]

    return show_to(context, actor, family_id, "plan_regular", show)


def plans_of(
    read: ReadContext, booking: BookingRequest, activity: Activity, terms: RequestTerms, *, waits: bool
) -> tuple[RegularPlan, ...]:
    """What the picks come to, a plan for each child asked for. ``waits``: whether to join the list of
    full days, where there is one."""
    items = decide_all(read, booking, terms)
    if waits and activity.has_waiting_list:
        full = {
            (item.child_id, item.pick.slot_id)
            for item in items
            if is_refused_for(item.verdict, Reason.DAY_FULL)
        }
        items = decide_all(read, _waiting_for(booking, full), terms)
    blocked = refused_whole(read, booking, items)
    return tuple(
        _plan(
            activity, booking, request, [item for item in items if item.child_id == request.child.id], blocked
        )
        for request in booking.requests
    )


def _plan(
    activity: Activity,
    booking: BookingRequest,
    request: ChildRequest,
    items: Sequence[Item],
    blocked: Refused | None,
) -> RegularPlan:
    told = [item for item in items if not _is_skipped(item)]
    return RegularPlan(
        child_name=request.child.first_name,
        activity_name=activity.name,
        days=tuple(_days(activity, told)),
        skipped=len(items) - len(told),
        total_cents=sum(map(cents_of, items)) if activity.is_prepaid else 0,
        balance_cents=booking.balance_cents,
        prepaid=activity.is_prepaid,
        blocked=blocked,
    )


def _waiting_for(booking: BookingRequest, full: set[tuple[int, int]]) -> BookingRequest:
    """The same request, waiting for the days that are ``full`` for a child: (child, slot)."""
    requests = tuple(
        replace(
            request,
            picks=tuple(
                replace(pick, action=PickAction.WAIT, shown_cents=0)
                if (request.child.id, pick.slot_id) in full
                else pick
                for pick in request.picks
            ),
        )
        for request in booking.requests
    )
    return replace(booking, requests=requests)


def _is_skipped(item: Item) -> bool:
    if not isinstance(item.verdict, Refused) or item.verdict.reason is not Reason.NOT_OFFERED:
        return False
    return NotOffered(str(item.verdict.details.get("why", NotOffered.CLOSED))) in _SKIPPED


def _days(activity: Activity, items: Sequence[Item]) -> Iterator[PlannedDay]:
    for item in items:
        for number, line in enumerate(lines_of(activity, item)):
            pick = None
            if item.is_accepted and not number:  # a package is one pick, at the price of all its days
                pick = replace(item.pick, shown_cents=max(0, cents_of(item)))
            price = None if isinstance(item.verdict, Refused) else item.verdict[0].price
            yield PlannedDay(line, pick, price.surcharge_cents if price else 0)
