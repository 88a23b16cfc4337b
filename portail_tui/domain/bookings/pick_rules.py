"""Decision on one picked day: taken again under lock, whatever the screen showed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.availability import Offer
from portail_tui.domain.bookings.day_state import HOLDS_A_PLACE, BookingStatus, Choice, DayState, NotOffered
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.unit_rules import overlap
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.tariffs import Price, Shares
from portail_tui.domain.shared.refusals import Reason, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A live booking of a child at whatever activity, by whatever home: obeyed, never shown across homes."""

    family_id: int
    slot_id: int
    status: BookingStatus
    day: date
    starts_minute: int
    ends_minute: int
    activity_name: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """A pick that can be saved, and what it moves in the wallet where the activity is prepaid."""

    price: Price | None = None
    """Only of a booking."""
    credit_cents: int = 0
    """Only of a cancellation: what was charged, surcharge included."""
    credited_shares: Shares = ()
    """Only of a cancellation: what third parties no longer owe."""


def decide(
    pick: Pick, *, activity: Activity, slot: SlotFacts, offer: Offer, conflict: Refused | None
) -> Accepted | Refused:
    """Outcome of ``pick``, from the current ``slot`` and ``offer``. ``conflict``: the answer of
    ``conflict_of`` for a day to be booked or waited for."""
    match pick.action:
        case PickAction.BOOK:
            return _book(pick, offer, conflict)
        case PickAction.WAIT:
            return _wait(activity, offer, conflict)
        case PickAction.CANCEL:
            return _cancel(slot, offer)
        case PickAction.LEAVE:
            return _leave(slot, offer)


def conflict_of(slot: SlotFacts, presences: Iterable[Presence], *, family_id: int) -> Refused | None:
    """Why a child cannot be on ``slot``, given where else it is expected that day.

    The other home's booking says that the child is expected, and nothing more.
    """
    for one in presences:
        if one.day != slot.day:
            continue
        if one.slot_id == slot.id:
            if one.family_id != family_id:
                return Refused(Reason.EXPECTED_ELSEWHERE)
            continue
        if one.status in HOLDS_A_PLACE and overlap(one, slot.unit):
            if one.family_id != family_id:
                return Refused(Reason.EXPECTED_ELSEWHERE)
            return Refused(Reason.OVERLAPS, {"activity": one.activity_name})
    return None


_TAKEN = frozenset({DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED, DayState.PENDING})


def _already(state: DayState) -> Refused | None:
    if state in _TAKEN:
        return Refused(Reason.ALREADY_BOOKED)
    return Refused(Reason.ALREADY_WAITING) if state is DayState.WAITLISTED else None


def _not_offered(why: NotOffered | None) -> Refused:
    return Refused(Reason.NOT_OFFERED, {"why": (why or NotOffered.CLOSED).value})


def _book(pick: Pick, offer: Offer, conflict: Refused | None) -> Accepted | Refused:
    is_held_for_it = offer.state is DayState.WAITLISTED and offer.choice is Choice.SELECTED
    if not is_held_for_it and (already := _already(offer.state)) is not None:
        return already
    if offer.state is DayState.NOT_OFFERED:
        return _not_offered(offer.why)
    if conflict is not None:
        return conflict
    if offer.state is DayState.FULL:
        return Refused(Reason.DAY_FULL)
    if offer.price is None:
        return _not_offered(NotOffered.CLOSED)
    if offer.price.cents > pick.shown_cents:
        return Refused(
            Reason.PRICE_CHANGED, {"shown_cents": pick.shown_cents, "price_cents": offer.price.cents}
        )
    return Accepted(price=offer.price)


def _wait(activity: Activity, offer: Offer, conflict: Refused | None) -> Accepted | Refused:
    if (already := _already(offer.state)) is not None:
        return already
    if offer.state is DayState.NOT_OFFERED:
        return _not_offered(offer.why)
    if not activity.has_waiting_list:
        return Refused(Reason.NO_WAITING_LIST)
    if conflict is not None:
        return conflict
    if offer.state is not DayState.FULL:
        return Refused(Reason.PLACE_FREED)
    if offer.choice is None:  # the cancelling limit has passed: every list of that day has lapsed
        return _not_offered(NotOffered.TOO_LATE)
    return Accepted()


def _cancel(slot: SlotFacts, offer: Offer) -> Accepted | Refused:
    if offer.why is NotOffered.TOWN_CANCELLED:
        return _not_offered(offer.why)
    if offer.state not in _TAKEN or slot.mine is None:
        return Refused(Reason.NOT_BOOKED)
    if offer.choice is None:
        return Refused(Reason.TOO_LATE_TO_CANCEL)
    return Accepted(credit_cents=slot.mine.cents, credited_shares=slot.mine.shares)


def _leave(slot: SlotFacts, offer: Offer) -> Accepted | Refused:
    if offer.state in _TAKEN:  # a place freed meanwhile, and was given: leaving it is cancelling it
        return Refused(Reason.ALREADY_BOOKED)
    if offer.state is not DayState.WAITLISTED or slot.mine is None:
        return Refused(Reason.NOT_BOOKED)
    return Accepted()
