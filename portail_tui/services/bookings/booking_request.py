"""A request to book or cancel days: takes the locks, expires what is overdue, reads what the rules need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings import expire
from portail_tui.services.bookings.release_places import waiters_for, weeks_of
from portail_tui.services.bookings.waiting_list import give_places
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.household import Household, household
from portail_tui.services.core.locks import family_wallets, hold
from portail_tui.services.core.read_context import ReadContext
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import wallet_for
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings import slots_of_children, waiting_lists
from portail_tui.store.queries.bookings.waiting_lists import WaitingEntry
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.store.queries.money import ledger


@dataclass(frozen=True, slots=True)
class ChildRequest:
    """One child's picks, and the days they are about."""

    child: ChildRow
    picks: tuple[Pick, ...]
    slots: dict[int, SlotFacts]
    """By id: those picked; and, where the activity looks at whole weeks, all of their weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRequest:
    activity: Activity
    home: Household
    """The family, with the children of the request only."""
    requests: tuple[ChildRequest, ...]
    queue: Sequence[WaitingEntry]
    """Waiting entries of slots whose places this request may free: their children and wallets are locked."""
    balance_cents: int
    """Balance of the activity's wallet before this write."""


def hold_request(work: Work, activity_id: int, asked: Sequence[ChildPicks]) -> BookingRequest | Refused:
    """Take the locks, expire what is overdue, and read the request. Refused: NOT_ALLOWED, and NOT_OFFERED for
    a slot that is not the activity's."""
    connection = work.connection
    activity = work.admitted.rulebook.activities.get(activity_id)
    if activity is None:
        return NOT_ALLOWED
    picked = {pick.slot_id for one in asked for pick in one.picks}
    span = weeks_of(work, activity, picked) if activity.looks_at_weeks else None
    slot_ids = picked
    if activity.packages and span is not None:
        slot_ids = picked | slot_queries.ids_between(connection, activity, *span)
    scope = _hold(work, activity, asked, slot_ids)
    if scope is None or (activity := work.admitted.rulebook.activities.get(activity_id)) is None:
        return NOT_ALLOWED
    child_ids = [one.child_id for one in asked]
    home = household(connection, work.admitted, child_ids)
    if {child.id for child in home.children} != set(child_ids):
        return NOT_ALLOWED
    if scope.overdue_slots:
        overdue = [row for row in expire.overdue_pendings(work) if row.slot_id in scope.overdue_slots]
        expire.lapse_pendings(work, overdue)
    queue = waiting_lists.entries_of(connection, slot_ids)
    if expire.lapse_offers(work, activity, [entry for entry in queue if entry.id in scope.over]):
        give_places(work, activity, {entry.slot_id for entry in queue if entry.id in scope.over}, queue)
        queue = waiting_lists.entries_of(connection, slot_ids)
    requests = _child_requests(work, activity, home, asked, span)
    if any(pick.slot_id not in one.slots for one in requests for pick in one.picks):
        return Refused(Reason.NOT_OFFERED)
    slots = {slot.id: slot for one in requests for slot in one.slots.values() if slot.id in slot_ids}
    waiting = [entry for entry in queue if entry.offered_until is None]
    if waiting and expire.lapse_waiting(work, activity, slots.values(), waiting):
        queue = waiting_lists.entries_of(connection, slot_ids)
        requests = _child_requests(work, activity, home, asked, span)
    held = [entry for entry in queue if entry.offered_until is None and entry.slot_id in scope.freed]
    return BookingRequest(
        activity=activity, home=home, requests=requests, queue=held, balance_cents=_balance(work, activity)
    )


def read_request(
    read: ReadContext, activity: Activity, asked: Sequence[ChildPicks], home: Household | None = None
) -> BookingRequest | Refused:
    """Read the request without any lock, to show what it would come to; it is read again when it is saved.
    ``home``: the household, where it was read before. As many statements for several children as for one."""
    whose = [one.child_id for one in asked]
    if home is None:
        home = household(read.connection, read.admitted, whose)
    home = replace(home, children=tuple(child for child in home.children if child.id in whose))
    if len(home.children) < len(asked):
        return NOT_ALLOWED
    picked = {pick.slot_id for one in asked for pick in one.picks}
    span = weeks_of(read, activity, picked) if activity.looks_at_weeks else None
    requests = _child_requests(read, activity, home, asked, span)
    return BookingRequest(
        activity=activity, home=home, requests=requests, queue=(), balance_cents=_balance(read, activity)
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """What was read before the locks, and decides which are taken."""

    freed: frozenset[int]
    """Slots whose places may free: those who wait for them are locked too."""
    over: frozenset[int]
    """Ids of offers that nobody accepted in time."""
    overdue_slots: frozenset[int]
    """Slots of the family's bookings that no agent treated in time."""


def _hold(
    work: Work, activity: Activity, asked: Sequence[ChildPicks], slot_ids: Collection[int]
) -> _Scope | None:
    """Take the locks; None where access was lost meanwhile."""
    connection, family_id = work.connection, work.admitted.family_id
    overdue = frozenset(row.slot_id for row in expire.overdue_pendings(work))
    before = waiting_lists.entries_of(connection, slot_ids)
    over = [one for one in before if one.offered_until is not None and one.offered_until <= work.now]
    offered = {one.slot_id for one in before if one.family_id == family_id and one.offered_until}
    freed = {one.slot_id for one in over}
    for pick in (pick for one in asked for pick in one.picks):
        if pick.action is PickAction.CANCEL or (pick.action is PickAction.LEAVE and pick.slot_id in offered):
            freed.add(pick.slot_id)
    if activity.packages and freed:
        freed = set(slot_ids)
    is_held = hold(
        work,
        children={one.child_id for one in asked} | {one.child_id for one in before if one.slot_id in freed},
        slots=set(slot_ids) | overdue,
        wallets={wallet_for(family_id, activity)} | (family_wallets(work) if overdue else set()),
        waiters=lambda: waiters_for(work, activity, freed),
    )
    return _Scope(frozenset(freed), frozenset(one.id for one in over), overdue) if is_held else None


def _child_requests(
    read: ReadContext,
    activity: Activity,
    home: Household,
    asked: Sequence[ChildPicks],
    span: tuple[date, date] | None,
) -> tuple[ChildRequest, ...]:
    """Picks of each child, with the slots picked, or those of all the weeks of ``span``."""
    family_id, child_ids = read.admitted.family_id, [one.child_id for one in asked]
    if span is None:
        picked = {pick.slot_id for one in asked for pick in one.picks}
        found = slots_of_children.slots_among(
            read.connection, activity, family_id, child_ids, picked, read.now
        )
    else:
        found = slots_of_children.slots_of_children(
            read.connection, [activity], family_id, child_ids, *span, read.now
        )
    rows = {child.id: child for child in home.children}
    return tuple(
        ChildRequest(
            rows[one.child_id],
            one.picks,
            {slot.id: slot for slot in found.get((one.child_id, activity.id), ())},
        )
        for one in asked
    )


def _balance(read: ReadContext, activity: Activity) -> int:
    wallet = wallet_for(read.admitted.family_id, activity)
    if activity.regie_id == read.admitted.rulebook.town.regie_id:
        return read.admitted.family.balance_cents
    return ledger.balances(read.connection, [wallet])[wallet]
