"""Freeing places: what is held first, and who gets them."""

from __future__ import annotations

from collections.abc import Collection

from portail_tui.domain.rulebook import Activity
from portail_tui.services import lapsing
from portail_tui.services.charging import wallet_for
from portail_tui.services.promotions import give_places
from portail_tui.services.writing import Work
from portail_tui.store.queries import bookings, locks


def hold_to_free(work: Work, activity: Activity, slot_ids: Collection[int], family_id: int) -> None:
    """Hold slots whose places are about to free, the wallet of the family that leaves them, and the children
    and wallets of all who wait for them (docs/locking.md)."""
    connection = work.connection
    children = {entry.child_id for entry in bookings.waiting(connection, slot_ids)}
    locks.hold_children(connection, children)
    locks.hold_slots(connection, slot_ids)
    waiting = bookings.waiting(connection, slot_ids)
    locks.hold_late_children(connection, {entry.child_id for entry in waiting} - children)
    families = {family_id} | {entry.family_id for entry in waiting}
    locks.hold_wallets(connection, {wallet_for(one, activity) for one in families})


def give_freed(work: Work, activity: Activity, slot_ids: Collection[int]) -> None:
    """Give the places that have just been left to those who wait for them; end the lists whose time has
    passed."""
    connection = work.connection
    waiting = bookings.waiting(connection, slot_ids)
    if not waiting:
        return
    slots = bookings.slots_among(connection, activity, 0, 0, slot_ids, work.now)
    if lapsing.lapse_waiting(work, activity, slots, waiting):
        waiting = bookings.waiting(connection, slot_ids)
    give_places(work, activity, slot_ids, waiting)
