"""What a request about an activity's days is decided on: locks taken, what is past its instant ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.money.ledger import wallet_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings import expire
from portail_tui.services.bookings.release_places import weeks_of
from portail_tui.services.bookings.waiting_list import give_places
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.household import Household, household
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import wallet_for
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings import slots_of_children, waiting_lists
from portail_tui.store.queries.bookings.waiting_lists import WaitingEntry
from portail_tui.store.queries.core import locks
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.store.queries.money import ledger


@dataclass(frozen=True, slots=True)
class Request:
    """One child's picks, and the days they are about."""

    child: ChildRow
    picks: tuple[Pick, ...]
    slots: dict[int, SlotFacts]
    """By id: those picked; and, where the activity looks at whole weeks, all of their weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    activity: Activity
    home: Household
    """Of the children asked for."""
    requests: tuple[Request, ...]
    queue: Sequence[WaitingEntry]
    """Who waits for the days picked, whose children and wallets are held where a place may free."""
    balance_cents: int
    """Of the activity's wallet, before this write."""


def open_desk(work: Work, activity_id: int, asked: Sequence[ChildPicks]) -> Desk | Refused:
    """Take the locks, end what is past its instant, and read what decides. Refused: NOT_ALLOWED, and
    NOT_OFFERED for a slot that is not the activity's."""
    connection = work.connection
    activity = work.admitted.rulebook.activities.get(activity_id)
    if activity is None:
        return NOT_ALLOWED
    picked = {pick.slot_id for one in asked for pick in one.picks}
    span = weeks_of(work, activity, picked) if activity.looks_at_weeks else None
    slot_ids = picked
    if activity.packages and span is not None:
        slot_ids = picked | slot_queries.ids_between(connection, activity, *span)
    hold = _hold(work, activity, asked, slot_ids)
    if not work.after_locks() or (activity := work.admitted.rulebook.activities.get(activity_id)) is None:
        return NOT_ALLOWED
    child_ids = [one.child_id for one in asked]
    home = household(connection, work.admitted, child_ids)
    if {child.id for child in home.children} != set(child_ids):
        return NOT_ALLOWED
    if hold.overdue_slots:
        overdue = [row for row in expire.overdue_pendings(work) if row.slot_id in hold.overdue_slots]
        expire.lapse_pendings(work, overdue)
    queue = waiting_lists.entries_of(connection, slot_ids)
    if expire.lapse_offers(work, activity, [entry for entry in queue if entry.id in hold.over]):
        give_places(work, activity, {entry.slot_id for entry in queue if entry.id in hold.over}, queue)
        queue = waiting_lists.entries_of(connection, slot_ids)
    requests = _requests(work, activity, home, asked, span)
    if any(pick.slot_id not in one.slots for one in requests for pick in one.picks):
        return Refused(Reason.NOT_OFFERED)
    slots = {slot.id: slot for one in requests for slot in one.slots.values() if slot.id in slot_ids}
    waiting = [entry for entry in queue if entry.offered_until is None]
    if waiting and expire.lapse_waiting(work, activity, slots.values(), waiting):
        queue = waiting_lists.entries_of(connection, slot_ids)
        requests = _requests(work, activity, home, asked, span)
    held = [entry for entry in queue if entry.offered_until is None and entry.slot_id in hold.freed]
    return Desk(
        activity=activity, home=home, requests=requests, queue=held, balance_cents=_balance(work, activity)
    )


def look(
    work: Work, activity: Activity, asked: Sequence[ChildPicks], home: Household | None = None
) -> Desk | Refused:
    """The desk as it is, without holding anything: what is told of it may have changed when it is saved.
    ``home``: the household, where it was read. As many statements for several children as for one."""
    whose = [one.child_id for one in asked]
    if home is None:
        home = household(work.connection, work.admitted, whose)
    home = replace(home, children=tuple(child for child in home.children if child.id in whose))
    if len(home.children) < len(asked):
        return NOT_ALLOWED
    picked = {pick.slot_id for one in asked for pick in one.picks}
    span = weeks_of(work, activity, picked) if activity.looks_at_weeks else None
    seen = picked if span is None else slot_queries.ids_between(work.connection, activity, *span)
    family_id = work.admitted.family_id
    slots = slots_of_children.slots_among(work.connection, activity, family_id, whose, seen, work.now)
    rows = {child.id: child for child in home.children}
    requests = tuple(
        Request(
            rows[one.child_id],
            one.picks,
            {slot.id: slot for slot in slots.get((one.child_id, activity.id), ())},
        )
        for one in asked
    )
    return Desk(
        activity=activity, home=home, requests=requests, queue=(), balance_cents=_balance(work, activity)
    )


@dataclass(frozen=True, slots=True)
class _Hold:
    """What was known when the locks were taken."""

    freed: frozenset[int]
    """Slots whose places may free: the wallets of those who wait for them are held."""
    over: frozenset[int]
    """Offers that are over."""
    overdue_slots: frozenset[int]
    """Slots of the family's bookings that no agent treated in time."""


def _hold(work: Work, activity: Activity, asked: Sequence[ChildPicks], slot_ids: Collection[int]) -> _Hold:
    """Take the locks, in their order."""
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
    children = {one.child_id for one in asked} | {one.child_id for one in before if one.slot_id in freed}
    locks.hold_children(connection, children)
    locks.hold_slots(connection, set(slot_ids) | overdue)
    waiting = [one for one in waiting_lists.entries_of(connection, freed) if one.offered_until is None]
    locks.hold_late_children(connection, {one.child_id for one in waiting} - children)
    regies = {one.regie_id for one in work.admitted.rulebook.activities.values()} if overdue else set()
    locks.hold_wallets(
        connection,
        {wallet_for(family_id, activity)}
        | {wallet_of(family_id, regie_id) for regie_id in regies}
        | {wallet_for(one.family_id, activity) for one in waiting},
    )
    return _Hold(frozenset(freed), frozenset(one.id for one in over), overdue)


def _requests(
    work: Work,
    activity: Activity,
    home: Household,
    asked: Sequence[ChildPicks],
    span: tuple[date, date] | None,
) -> tuple[Request, ...]:
    rows = {child.id: child for child in home.children}
    found = []
    for one in asked:
        whose = (work.connection, activity, work.admitted.family_id, one.child_id)
        slots = (
            slot_queries.slots_among(*whose, {pick.slot_id for pick in one.picks}, work.now)
            if span is None
            else slot_queries.slots_between(*whose, *span, work.now)
        )
        found.append(Request(rows[one.child_id], one.picks, {slot.id: slot for slot in slots}))
    return tuple(found)


def _balance(work: Work, activity: Activity) -> int:
    wallet = wallet_for(work.admitted.family_id, activity)
    if activity.regie_id == work.admitted.rulebook.town.regie_id:
        return work.admitted.family.balance_cents
    return ledger.balances(work.connection, [wallet])[wallet]
