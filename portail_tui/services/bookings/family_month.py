"""« Le mois de la famille »: all the children's activities in one grid; or one child's."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.family_month import FamilyMonth, MonthChild, MonthRow
from portail_tui.domain.bookings.views import DayCell
from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.bookings.calendar_cells import cells_of, days_read
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household
from portail_tui.store.queries.bookings import slots_of_children
from portail_tui.store.queries.families.members import ChildRow


def show_family_month(
    context: ServiceContext,
    *,
    actor: Actor,
    family_id: int,
    year: int,
    month: int,
    child_id: int | None = None,
) -> FamilyMonth | Refused:
    """A month (1..12) of the family's children, or of one, at the activities that concern them or that they
    are enrolled in: what each unit of each day is to each of them now.

    Six statements at most, whatever the month. Refused: NOT_ALLOWED for a child that is not the family's. A
    day that the other home booked shows as if it were free.
    """

    def show(connection: Connection, admitted: Admitted) -> FamilyMonth | Refused:
        home = household(connection, admitted, () if child_id is None else [child_id])
        if child_id is not None and not home.children:
            return NOT_ALLOWED
        first = date(year, month, 1)
        last = date(year, month, monthrange(year, month)[1])
        theirs = {child.id: _activities(home, child) for child in home.children}
        slots = _slots(connection, admitted, theirs, first, last)
        rulebook = admitted.rulebook
        dates = [first + timedelta(days=number) for number in range(last.day)]
        return FamilyMonth(
            year=year,
            month=month,
            today=admitted.today,
            days=tuple(
                DayCell(
                    day=day,
                    public_holiday=rulebook.public_holidays.get(day, ""),
                    school_holiday=rulebook.school_holiday(day),
                )
                for day in dates
            ),
            children=tuple(
                MonthChild(
                    child.id,
                    child.first_name,
                    tuple(
                        row
                        for activity in theirs[child.id]
                        for row in _rows(
                            admitted, home, child, activity, slots.get((child.id, activity.id), ()), dates
                        )
                    ),
                )
                for child in home.children
            ),
            first_day=min((one.first_on for one in rulebook.years), default=first),
            last_day=max((one.last_on for one in rulebook.years), default=last),
            balance_cents=admitted.family.balance_cents,
        )

    return show_to(context, actor, family_id, "family_month", show)


def _activities(home: Household, child: ChildRow) -> list[Activity]:
    """Activities that concern the child, and those where it is still enrolled though they no longer do."""
    concerned = {activity.id for activity in home.activities(child)}
    concerned |= {
        one.activity_id
        for one in home.family.enrolments
        if one.child_id == child.id and one.status is EnrolmentStatus.ACCEPTED
    }
    return [activity for activity in home.rulebook.activities.values() if activity.id in concerned]


Slots = dict[tuple[int, int], tuple[SlotFacts, ...]]
"""Slots by (child, activity)."""


def _slots(
    connection: Connection,
    admitted: Admitted,
    theirs: dict[int, list[Activity]],
    first: date,
    last: date,
) -> Slots:
    """The slots of the month, and of the weeks at its ends where some are sold whole."""
    activities = {activity.id: activity for some in theirs.values() for activity in some}
    if not activities:
        return {}
    spans = [days_read(activity, first, last) for activity in activities.values()]
    found = slots_of_children.slots_of_children(
        connection,
        list(activities.values()),
        admitted.family_id,
        list(theirs),
        min(since for since, _ in spans),
        max(until for _, until in spans),
        admitted.now,
    )
    return {
        (child_id, activity.id): found.get((child_id, activity.id), ())
        for child_id, some in theirs.items()
        for activity in some
    }


def _rows(
    admitted: Admitted,
    home: Household,
    child: ChildRow,
    activity: Activity,
    slots: Sequence[SlotFacts],
    dates: Collection[date],
) -> Iterator[MonthRow]:
    """One row for each unit with a day in the month."""
    cells, _ = cells_of(admitted, home, child, activity, slots, min(dates), max(dates))
    by_place = {(day, cell.unit): cell for day, some in cells.items() for cell in some}
    units = [unit for unit in activity.units if any((day, unit.code) in by_place for day in dates)]
    for unit in units:
        yield MonthRow(
            child_id=child.id,
            activity_id=activity.id,
            activity_name=activity.name,
            unit_label=unit.label if len(units) > 1 else "",
            cells=tuple(by_place.get((day, unit.code)) for day in dates),
        )
