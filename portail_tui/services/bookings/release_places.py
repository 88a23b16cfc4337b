"""Places that a cancellation frees: the locks to take before, and giving them to the waiting list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from portail_tui.domain.rules.packages import monday_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.services.bookings import expire
from portail_tui.services.bookings.waiting_list import give_places
from portail_tui.services.core.locks import Waiter, hold
from portail_tui.services.core.read_context import ReadContext
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import wallet_for
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings import waiting_lists


def weeks_of(read: ReadContext, activity: Activity, slot_ids: Collection[int]) -> tuple[date, date] | None:
    """First Monday and last Sunday of the weeks that hold these slots; None where none is the activity's."""
    days = slot_queries.days_of(read.connection, activity, slot_ids)
    return (monday_of(min(days)), monday_of(max(days)) + timedelta(days=6)) if days else None


def with_whole_weeks(read: ReadContext, activity: Activity, slot_ids: Collection[int]) -> set[int]:
    """These slots, and for an activity with packages all slots of their weeks: whoever waits for a package
    waits for all of its days."""
    span = weeks_of(read, activity, slot_ids) if activity.packages else None
    return (
        set(slot_ids)
        if span is None
        else set(slot_ids) | slot_queries.ids_between(read.connection, activity, *span)
    )


def waiters_for(read: ReadContext, activity: Activity, slot_ids: Collection[int]) -> list[Waiter]:
    """Who waits for these slots of the activity, those with an offer left out."""
    waiting = waiting_lists.waiting_for(read.connection, slot_ids)
    return [Waiter(entry.child_id, wallet_for(entry.family_id, activity)) for entry in waiting]


def hold_to_free(work: Work, activity: Activity, slot_ids: Collection[int]) -> bool:
    """Lock slots whose places are about to free, the wallet of the family that leaves them, and the children
    and wallets of all who wait for them. False where access was lost meanwhile."""
    concerned = with_whole_weeks(work, activity, slot_ids)
    return hold(
        work,
        children={one.child_id for one in waiters_for(work, activity, concerned)},
        slots=concerned,
        wallets=[wallet_for(work.admitted.family_id, activity)],
        waiters=lambda: waiters_for(work, activity, concerned),
    )


def give_freed(work: Work, activity: Activity, slot_ids: Collection[int]) -> None:
    """Give free places to the waiting list, and expire entries past their deadline. ``hold_to_free`` was
    called before."""
    connection = work.connection
    concerned = with_whole_weeks(work, activity, slot_ids)
    waiting = waiting_lists.waiting_for(connection, concerned)
    if not waiting:
        return
    slots = slot_queries.slots_among(connection, activity, 0, 0, concerned, work.now)
    over = {entry.id for entry in expire.lapse_waiting(work, activity, slots, waiting)}
    give_places(work, activity, slot_ids, [entry for entry in waiting if entry.id not in over])
