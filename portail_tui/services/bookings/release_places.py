"""Freeing places: what is held first, and who gets them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from portail_tui.domain.rules.packages import monday_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.services.bookings import expire
from portail_tui.services.bookings.waiting_list import give_places
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import wallet_for
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings import waiting_lists
from portail_tui.store.queries.core import locks


def weeks_of(work: Work, activity: Activity, slot_ids: Collection[int]) -> tuple[date, date] | None:
    """From the first Monday to the last Sunday of the weeks of the activity's slots among some."""
    days = slot_queries.days_of(work.connection, activity, slot_ids)
    return (monday_of(min(days)), monday_of(max(days)) + timedelta(days=6)) if days else None


def with_whole_weeks(work: Work, activity: Activity, slot_ids: Collection[int]) -> set[int]:
    """These slots, and all of the activity's in their weeks where it has packages: who waits for a package
    waits for all of its days."""
    span = weeks_of(work, activity, slot_ids) if activity.packages else None
    return (
        set(slot_ids)
        if span is None
        else set(slot_ids) | slot_queries.ids_between(work.connection, activity, *span)
    )


def hold_to_free(work: Work, activity: Activity, slot_ids: Collection[int], family_id: int) -> None:
    """Hold slots whose places are about to free, the wallet of the family that leaves them, and the children
    and wallets of all who wait for them (docs/locking.md)."""
    connection = work.connection
    concerned = with_whole_weeks(work, activity, slot_ids)
    children = {entry.child_id for entry in waiting_lists.waiting_for(connection, concerned)}
    locks.hold_children(connection, children)
    locks.hold_slots(connection, concerned)
    waiting = waiting_lists.waiting_for(connection, concerned)
    locks.hold_late_children(connection, {entry.child_id for entry in waiting} - children)
    families = {family_id} | {entry.family_id for entry in waiting}
    locks.hold_wallets(connection, {wallet_for(one, activity) for one in families})


def give_freed(work: Work, activity: Activity, slot_ids: Collection[int]) -> None:
    """Give the places that have just been left to those who wait for them; end the lists whose time has
    passed. All that ``hold_to_free`` holds is held."""
    connection = work.connection
    concerned = with_whole_weeks(work, activity, slot_ids)
    waiting = waiting_lists.waiting_for(connection, concerned)
    if not waiting:
        return
    slots = slot_queries.slots_among(connection, activity, 0, 0, concerned, work.now)
    over = {entry.id for entry in expire.lapse_waiting(work, activity, slots, waiting)}
    give_places(work, activity, slot_ids, [entry for entry in waiting if entry.id not in over])
