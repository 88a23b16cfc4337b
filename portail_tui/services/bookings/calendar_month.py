"""« Calendrier »: a month of an activity for a child."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.views import CalendarMonth, DayCell, UnitCell, UnitLabel
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings.calendar_cells import cells_of, days_read, weeks_of
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household, missing_refusal, siblings_at
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.shared import formats


def show_month(
    context: ServiceContext,
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
        home = household(connection, admitted)
        child = home.child(child_id)
        if activity is None or child is None:
            return NOT_ALLOWED
        first = date(year, month, 1)
        last = date(year, month, monthrange(year, month)[1])
        since, until = days_read(activity, first, last)
        slots = slot_queries.slots_between(
            connection, activity, family_id, child_id, since, until, admitted.now
        )
        return _month(admitted, home, child, activity, slots, first, last)

    return show_to(context, actor, family_id, "calendar_month", show)


def _month(
    admitted: Admitted,
    home: Household,
    child: ChildRow,
    activity: Activity,
    slots: tuple[SlotFacts, ...],
    first: date,
    last: date,
) -> CalendarMonth:
    rulebook = admitted.rulebook
    cells, opens_at = cells_of(admitted, home, child, activity, slots, first, last)
    shown = {unit.id for unit in activity.open_units}
    shown |= {slot.unit.id for slot in slots if first <= slot.day <= last}
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
        weeks=weeks_of(admitted, home, child, activity, slots, first),
        has_siblings=len(siblings_at(home, activity)) > 1,
        first_day=min((one.first_on for one in rulebook.years), default=first),
        last_day=max((one.last_on for one in rulebook.years), default=last),
        opening=formats.opening(min(opens_at)) if opens_at else "",
        holidays_projected=school_year is not None and school_year.holidays_projected,
        blocked=_blocked(admitted, home, child, activity, first, last),
    )


def _day(rulebook: Rulebook, activity: Activity, day: date, cells: Mapping[date, list[UnitCell]]) -> DayCell:
    closure = rulebook.closure(activity, day)
    return DayCell(
        day=day,
        units=tuple(cells.get(day, ())),
        public_holiday=rulebook.public_holidays.get(day, ""),
        school_holiday=rulebook.school_holiday(day),
        note=closure.name if closure else "",
    )


def _blocked(
    admitted: Admitted, home: Household, child: ChildRow, activity: Activity, first: date, last: date
) -> Refused | None:
    """Why the child can book nothing this month, whatever the days' colours; None where it can."""
    day = min(max(admitted.today, first), last)
    if (enrolment := home.missing_enrolment(activity, child.id, day)) is not None:
        return enrolment
    if activity.is_prepaid and not admitted.family.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    missing = home.missing(activity, child.id, day)
    if missing:
        return missing_refusal(missing, child.id)
    return None
