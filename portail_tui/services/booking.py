"""Saving picked days: booking, waiting, cancelling and leaving, all of it in one transaction.

Each pick is accepted or refused on its own; what was accepted is then saved whole, or refused whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from portail_tui.domain.days import BookingStatus
from portail_tui.domain.ledger import wallet_of
from portail_tui.domain.offers import SlotFacts, offer_of
from portail_tui.domain.picking import Accepted, Presence, conflict_of, decide
from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.rulebook import Activity
from portail_tui.domain.views import Actor, Confirmation, Pick, PickAction
from portail_tui.services import lapsing
from portail_tui.services.access import NOT_ALLOWED
from portail_tui.services.answers import confirmation_from_data, confirmation_to_data
from portail_tui.services.charging import wallet_for
from portail_tui.services.children import household
from portail_tui.services.office import Office
from portail_tui.services.saving import Decision, Desk, save
from portail_tui.services.writing import Request, Work, do_once
from portail_tui.store.queries import bookings, ledger, locks
from portail_tui.store.queries.booking_changes import is_second_booking

BOOKS = frozenset({PickAction.BOOK, PickAction.WAIT})


def book_days(
    office: Office,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int,
    activity_id: int,
    picks: tuple[Pick, ...],
) -> Confirmation | Refused:
    """Save picked days of a child for an activity; of two picks of a slot, the last counts.

    A day is never charged more than ``shown_cents``. Refused as a whole: NOT_ALLOWED, NOTHING_CHOSEN,
    NOT_OFFERED for a slot that is not the activity's; and where days to book or to wait for were accepted,
    ACCOUNT_INACTIVE (prepaid), ENROLMENT_FIRST, DOCUMENT_MISSING or WALLET_SHORT. Nothing is saved then.
    """
    chosen = tuple({pick.slot_id: pick for pick in picks}.values())
    request = Request(
        operation_id,
        "book_days",
        actor,
        family_id,
        {
            "child": child_id,
            "activity": activity_id,
            "picks": [[pick.slot_id, pick.action.value, pick.shown_cents] for pick in chosen],
        },
        confirmation_to_data,
        confirmation_from_data,
    )
    try:
        return do_once(office, request, lambda work: _book(work, child_id, activity_id, chosen))
    except IntegrityError as error:
        if is_second_booking(error):
            # the child cannot be there twice: only its other home can have booked it meanwhile
            return Refused(Reason.EXPECTED_ELSEWHERE)
        raise


def _book(work: Work, child_id: int, activity_id: int, picks: tuple[Pick, ...]) -> Confirmation | Refused:
    if not picks:
        return Refused(Reason.NOTHING_CHOSEN)
    desk = _open_desk(work, child_id, activity_id, picks)
    if isinstance(desk, Refused):
        return desk
    decisions = _decide(work, desk, picks)
    refused = _refused_whole(work, desk, decisions)
    return refused or save(work, desk, decisions)


def _open_desk(work: Work, child_id: int, activity_id: int, picks: tuple[Pick, ...]) -> Desk | Refused:
    """Take the locks, end what is past its instant, and read what decides."""
    connection, family_id = work.connection, work.admitted.family_id
    activity = work.admitted.rulebook.activities.get(activity_id)
    if activity is None:
        return NOT_ALLOWED
    slot_ids = {pick.slot_id for pick in picks}
    freed = {pick.slot_id for pick in picks if pick.action is PickAction.CANCEL}
    overdue = lapsing.overdue_pendings(work)
    held = slot_ids | {row.slot_id for row in overdue}
    children = {child_id} | {entry.child_id for entry in bookings.waiting(connection, freed)}
    locks.hold_children(connection, children)
    locks.hold_slots(connection, held)
    waiting = bookings.waiting(connection, slot_ids)
    promotable = [entry for entry in waiting if entry.slot_id in freed]
    locks.hold_late_children(connection, {entry.child_id for entry in promotable} - children)
    regies = {one.regie_id for one in work.admitted.rulebook.activities.values()} if overdue else set()
    locks.hold_wallets(
        connection,
        {wallet_for(family_id, activity)}
        | {wallet_of(family_id, regie_id) for regie_id in regies}
        | {wallet_for(entry.family_id, activity) for entry in promotable},
    )
    if not work.after_locks() or (activity := work.admitted.rulebook.activities.get(activity_id)) is None:
        return NOT_ALLOWED
    home = household(connection, work.admitted, child_id)
    if not home.children:
        return NOT_ALLOWED
    if overdue:
        lapsing.lapse_pendings(work, [row for row in lapsing.overdue_pendings(work) if row.slot_id in held])
    slots = bookings.slots_among(connection, activity, family_id, child_id, list(slot_ids))
    if len(slots) < len(slot_ids):
        return Refused(Reason.NOT_OFFERED)
    if waiting and lapsing.lapse_waiting(work, activity, slots, waiting):
        waiting = bookings.waiting(connection, slot_ids)
        slots = bookings.slots_among(connection, activity, family_id, child_id, list(slot_ids))
    return Desk(activity, home, slots, waiting, _balance(work, activity))


def _balance(work: Work, activity: Activity) -> int:
    """The wallet's balance before this write."""
    wallet = wallet_for(work.admitted.family_id, activity)
    if activity.regie_id == work.admitted.rulebook.town.regie_id:
        return work.admitted.family.balance_cents
    return ledger.balances(work.connection, [wallet])[wallet]


def _decide(work: Work, desk: Desk, picks: Sequence[Pick]) -> list[Decision]:
    """Each pick's verdict: what is left first, so that its hours are free for what is booked; then by day."""
    rulebook, family_id = work.admitted.rulebook, work.admitted.family_id
    child, child_id = desk.home.facts(desk.home.children[0]), desk.home.children[0].id
    by_slot = {pick.slot_id: pick for pick in picks}
    booked_days = {slot.day for slot in desk.slots if by_slot[slot.id].action in BOOKS}
    presences: list[Presence] = []
    if booked_days:
        presences = bookings.presences(work.connection, [child_id], list(booked_days))[child_id]
    decisions = []
    for slot in sorted(desk.slots, key=lambda slot: by_slot[slot.id].action in BOOKS):
        pick = by_slot[slot.id]
        offer = offer_of(rulebook, desk.activity, slot, child, work.now)
        conflict = conflict_of(slot, presences, family_id=family_id) if pick.action in BOOKS else None
        verdict = decide(pick, activity=desk.activity, slot=slot, offer=offer, conflict=conflict)
        decisions.append(Decision(pick, slot, verdict))
        if isinstance(verdict, Accepted):
            presences = [one for one in presences if one.slot_id != slot.id]
            if pick.action is PickAction.BOOK:
                presences.append(_presence(slot, family_id, desk.activity))
    order = {unit.id: position for position, unit in enumerate(desk.activity.units)}
    return sorted(decisions, key=lambda one: (one.slot.day, order[one.slot.unit.id]))


def _presence(slot: SlotFacts, family_id: int, activity: Activity) -> Presence:
    unit = slot.unit
    return Presence(
        family_id,
        slot.id,
        BookingStatus.BOOKED,
        slot.day,
        unit.starts_minute,
        unit.ends_minute,
        activity.name,
    )


def _refused_whole(work: Work, desk: Desk, decisions: Sequence[Decision]) -> Refused | None:
    """What stands between the family and all that was accepted. Leaving days is never refused for it."""
    activity, child_id = desk.activity, desk.home.children[0].id
    days = [one.slot.day for one in decisions if one.is_accepted and one.pick.action in BOOKS]
    if not days:
        return None
    if activity.is_prepaid and not work.admitted.family.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    years = {year.id: year for year in map(work.admitted.rulebook.year_of, days) if year is not None}
    if activity.enrolment_first:
        mine = (work.admitted.family_id, child_id)
        for year_id in years:
            if mine not in bookings.accepted_enrolments(work.connection, activity.id, year_id, [child_id]):
                return Refused(Reason.ENROLMENT_FIRST)
    missing = {kind.label for day in days for kind in desk.home.missing(activity, child_id, day)}
    if missing:
        return Refused(Reason.DOCUMENT_MISSING, {"documents": "\n".join(sorted(missing))})
    return _wallet_short(work, desk, decisions) if activity.is_prepaid else None


def _wallet_short(work: Work, desk: Desk, decisions: Sequence[Decision]) -> Refused | None:
    """One cent under the town's floor is enough; what the same request gives back counts."""
    debit = sum(one.cents for one in decisions if one.cents > 0)
    total = sum(one.cents for one in decisions)
    balance = desk.balance_cents + work.changes[wallet_for(work.admitted.family_id, desk.activity)]
    lacking = work.admitted.rulebook.town.floor_cents - (balance - total)
    if not debit or lacking <= 0:
        return None
    return Refused(
        Reason.WALLET_SHORT,
        {"missing_cents": lacking, "balance_cents": balance, "total_cents": total},
    )
