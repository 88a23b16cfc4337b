"""Upkeep: what has to happen while no screen is open, such as expiring overdue bookings and mailing about it.

One run at a time, by a lease. Each family and each slot has a transaction of its own, which checks again
under its locks: whenever the run is killed, nothing is half-done, and the next run finishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.services.bookings import expire
from portail_tui.services.bookings.release_places import give_freed, hold_to_free, with_whole_weeks
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.locks import family_wallets, hold
from portail_tui.services.core.write import Work, do_by_command
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings import waiting_lists
from portail_tui.store.queries.documents import upload_links
from portail_tui.store.queries.ops import leases, upkeep

KEY = "upkeep"
LEASE = timedelta(minutes=5)
"""Far longer than ``SIGN_EVERY`` transactions take: a run that gave no sign for this long has died."""
A_DAY = timedelta(days=1)
SIGN_EVERY = 20
"""How many families and slots between two signs."""


class Task(StrEnum):
    """Kinds of work of a run."""

    PENDING = "pending"
    """Bookings that no agent treated before their unit started: cancelled and credited."""
    OFFERED = "offered"
    """Offered places that nobody took in time: lapsed, and given to the next."""
    WAITING = "waiting"
    """Waiting entries past the cancelling limit: lapsed."""
    ADDRESSES = "addresses"
    """Upload links that expired a day ago: deleted."""


@dataclass(frozen=True, slots=True)
class Upkept:
    """What a run did."""

    done: Counter[Task]
    put_off: int
    """Families and slots that were locked for too long: left to the next run."""
    is_whole: bool
    """False where another run took over, this one having been too slow."""


@dataclass(frozen=True, slots=True)
class AlreadyUnderWay:
    """Another run is under way: nothing was done."""

    until: datetime
    """UTC; when it is taken for dead, unless it gives a sign before."""


Step = tuple[Task, Callable[[], int | None]]


def upkeep_now(context: ServiceContext, *, holder: str) -> Upkept | AlreadyUnderWay:
    """Do all that is due by the store's clock. ``holder``: a fresh identifier. Raises StoreTrouble; what was
    done until then is kept."""
    if (other := _take_lease(context, holder)) is not None:
        return other
    done: Counter[Task] = Counter()
    put_off, is_whole = 0, True
    try:
        for number, (task, step) in enumerate(_steps(context, holder), 1):
            if number % SIGN_EVERY == 0 and _take_lease(context, holder) is not None:
                is_whole = False
                break
            try:
                if count := step():
                    done[task] += count
            except StoreTrouble as trouble:
                if trouble.fault is not StoreFault.BUSY:
                    raise
                put_off += 1
    finally:
        context.store.write(lambda connection: leases.release(connection, KEY, holder), safe_twice=True)
    return Upkept(done, put_off, is_whole)


def _take_lease(context: ServiceContext, holder: str) -> AlreadyUnderWay | None:
    """Take or renew the lease; None where that succeeded."""

    def take(connection: Connection) -> AlreadyUnderWay | None:
        now = context.store.now(connection)
        if leases.take(connection, KEY, holder, now=now, until=now + LEASE):
            return None
        return AlreadyUnderWay(leases.taken_until(connection, KEY))

    return context.store.write(take, safe_twice=True)


def _steps(context: ServiceContext, run: str) -> Iterator[Step]:
    """Each family and each slot that may have something past its instant."""
    with context.store.reading() as connection:
        now = context.store.now(connection)
        rulebook = context.rulebooks.read(connection)
        families = upkeep.families_with_pendings(connection, local_day(now))
        offered = upkeep.slots_with_offers_over(connection, now)
        waited_for = upkeep.slots_with_waiting(connection)
    for family_id in families:
        yield Task.PENDING, partial(_lapse_pendings, context, run, family_id)
    for row in offered:
        yield Task.OFFERED, partial(_lapse_offers, context, run, row)
    for slot in waited_for:
        activity = rulebook.activities.get(slot.activity_id)
        if activity is None:
            continue
        if not rulebook.limits(activity, slot.day, slot.starts_minute).cancelling.includes(now):
            yield Task.WAITING, partial(_lapse_waiting, context, run, slot)
    yield Task.ADDRESSES, partial(_forget_addresses, context)


def _forget_addresses(context: ServiceContext) -> int:
    """Delete old upload links; a deleted link is refused like an expired one."""
    return context.store.write(
        lambda connection: upload_links.sweep(connection, context.store.now(connection) - A_DAY),
        safe_twice=True,
    )


def _lapse_pendings(context: ServiceContext, run: str, family_id: int) -> int | None:
    """Cancel and credit a family's untreated bookings. Their units have started: nobody is promoted."""

    def lapse(work: Work) -> int:
        held = {row.slot_id for row in expire.overdue_pendings(work)}
        if not hold(work, slots=held, wallets=family_wallets(work)):
            return 0
        overdue = [row for row in expire.overdue_pendings(work) if row.slot_id in held]
        expire.lapse_pendings(work, overdue)
        return len(overdue)

    return do_by_command(context, f"upkeep:{run}:pending:{family_id}", family_id, lapse)


def _lapse_offers(context: ServiceContext, run: str, row: upkeep.SlotWithOffers) -> int | None:
    """End the offers of a slot that nobody took in time, and give their places to the next."""

    def lapse(work: Work) -> int:
        activity = work.admitted.rulebook.activities[row.activity_id]
        if not hold_to_free(work, activity, [row.id]):
            return 0
        queue = waiting_lists.entries_of(work.connection, with_whole_weeks(work, activity, [row.id]))
        over = [one for one in queue if one.offered_until is not None and one.offered_until <= work.now]
        if expire.lapse_offers(work, activity, over):
            give_freed(work, activity, {entry.slot_id for entry in over})
        return len(over)

    return do_by_command(context, f"upkeep:{run}:offered:{row.id}", row.family_id, lapse)


def _lapse_waiting(context: ServiceContext, run: str, row: upkeep.SlotWithWaiting) -> int | None:
    """Expire the waiting list of a slot past its cancelling deadline."""

    def lapse(work: Work) -> int:
        activity = work.admitted.rulebook.activities[row.activity_id]
        slot_ids = with_whole_weeks(work, activity, [row.id])
        if not hold(work, slots=slot_ids):
            return 0
        entries = waiting_lists.waiting_for(work.connection, slot_ids)
        slots = slot_queries.slots_among(work.connection, activity, 0, 0, slot_ids, work.now)
        return len(expire.lapse_waiting(work, activity, slots, entries))

    return do_by_command(context, f"upkeep:{run}:waiting:{row.id}", row.family_id, lapse)
