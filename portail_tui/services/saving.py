"""Writing down what was decided of picked days, and telling it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portail_tui.domain.days import BookingStatus
from portail_tui.domain.offers import SlotFacts
from portail_tui.domain.picking import Accepted
from portail_tui.domain.refusals import Refused
from portail_tui.domain.rulebook import Activity
from portail_tui.domain.views import Confirmation, Outcome, OutcomeLine, Pick, PickAction
from portail_tui.services.charging import charge_day, charge_of, credit_day, label_of, wallet_for
from portail_tui.services.children import Household
from portail_tui.services.promotions import give_places
from portail_tui.services.writing import Work
from portail_tui.store.queries import booking_changes
from portail_tui.store.queries.booking_changes import Held, NewBooking
from portail_tui.store.queries.bookings import WaitingEntry


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request is decided on: locks held, what is past its instant ended."""

    activity: Activity
    home: Household
    """Of the one child asked for."""
    slots: tuple[SlotFacts, ...]
    """Those picked."""
    waiting: Sequence[WaitingEntry]
    """Who waits for them."""
    balance_cents: int
    """Of the activity's wallet, before this write."""


@dataclass(frozen=True, slots=True)
class Decision:
    pick: Pick
    slot: SlotFacts
    verdict: Accepted | Refused

    @property
    def is_accepted(self) -> bool:
        return isinstance(self.verdict, Accepted)

    @property
    def cents(self) -> int:
        """What it costs (> 0) or gives back (< 0)."""
        if isinstance(self.verdict, Refused):
            return 0
        return self.verdict.price.cents if self.verdict.price else -self.verdict.credit_cents


def save(work: Work, desk: Desk, decisions: Sequence[Decision]) -> Confirmation:
    """Write the accepted picks, give the places that free, and answer line by line."""
    _leave(work, desk, decisions)
    _book(work, desk, decisions)
    _wait(work, desk, decisions)
    freed = [
        replace(one.slot, taken=one.slot.taken - 1, mine=None)
        for one in decisions
        if one.is_accepted and one.pick.action is PickAction.CANCEL
    ]
    own = wallet_for(work.admitted.family_id, desk.activity)
    give_places(work, desk.activity, freed, desk.waiting)
    activity = desk.activity
    confirmation = Confirmation(
        operation_id=work.operation_id,
        child_name=desk.home.children[0].first_name,
        activity_name=activity.name,
        lines=tuple(_line(activity, one) for one in decisions),
        debited_cents=sum(one.cents for one in decisions) if activity.is_prepaid else 0,
        balance_cents=desk.balance_cents + work.changes[own],
        prepaid=activity.is_prepaid,
    )
    if any(one.is_accepted for one in decisions):
        _tell(work, desk, confirmation, decisions)
    return confirmation


def _leave(work: Work, desk: Desk, decisions: Sequence[Decision]) -> None:
    """Cancel and leave, giving back what was charged."""
    left = [
        (one, one.slot.mine)
        for one in decisions
        if one.is_accepted and one.pick.action in (PickAction.CANCEL, PickAction.LEAVE)
    ]
    held = [Held(mine.id, one.slot.id, mine.status) for one, mine in left if mine is not None]
    booking_changes.cancel(work.connection, held, work.now)
    for one, mine in left:
        if mine is not None and isinstance(one.verdict, Accepted):
            credit_day(
                work,
                desk.activity,
                one.verdict.credit_cents,
                family_id=work.admitted.family_id,
                booking_id=mine.id,
                day=one.slot.day,
                label=_label(desk, one.slot),
            )


def _book(work: Work, desk: Desk, decisions: Sequence[Decision]) -> None:
    """Book and charge; the first booking of a school year is the enrolment."""
    family_id, child_id = work.admitted.family_id, desk.home.children[0].id
    status = BookingStatus.PENDING if desk.activity.needs_validation else BookingStatus.BOOKED
    priced = [
        (one.slot, one.verdict.price)
        for one in decisions
        if isinstance(one.verdict, Accepted) and one.verdict.price is not None
    ]
    ids = booking_changes.add(
        work.connection,
        [
            NewBooking(slot.id, child_id, family_id, status, work.operation_id, charge_of(price))
            for slot, price in priced
        ],
        work.now,
    )
    for booking_id, (slot, price) in zip(ids, priced, strict=True):
        charge_day(
            work,
            desk.activity,
            price,
            family_id=family_id,
            booking_id=booking_id,
            day=slot.day,
            label=_label(desk, slot),
        )
    years = {work.admitted.rulebook.year_of(slot.day) for slot, _ in priced}
    for year in years:
        if year is not None:
            booking_changes.enrol(
                work.connection,
                family_id=family_id,
                child_id=child_id,
                activity_id=desk.activity.id,
                school_year_id=year.id,
                at=work.now,
            )


def _wait(work: Work, desk: Desk, decisions: Sequence[Decision]) -> None:
    for one in decisions:
        if one.is_accepted and one.pick.action is PickAction.WAIT:
            entry = NewBooking(
                one.slot.id,
                desk.home.children[0].id,
                work.admitted.family_id,
                BookingStatus.WAITING,
                work.operation_id,
            )
            booking_changes.add_waiting(work.connection, entry, work.now)


def _label(desk: Desk, slot: SlotFacts) -> str:
    return label_of(desk.activity, slot.unit, slot.day, desk.home.children[0].first_name)


_OUTCOMES = {
    PickAction.BOOK: Outcome.BOOKED,
    PickAction.WAIT: Outcome.WAITING,
    PickAction.CANCEL: Outcome.CANCELLED,
    PickAction.LEAVE: Outcome.LEFT,
}


def _line(activity: Activity, one: Decision) -> OutcomeLine:
    day, label = one.slot.day, one.slot.unit.label
    if isinstance(one.verdict, Refused):
        return OutcomeLine(day, label, Outcome.REFUSED, 0, refusal=one.verdict)
    outcome = _OUTCOMES[one.pick.action]
    if outcome is Outcome.BOOKED and activity.needs_validation:
        outcome = Outcome.PENDING
    rank = one.slot.waiting + 1 if outcome is Outcome.WAITING else None
    return OutcomeLine(day, label, outcome, one.cents, rank)


def _tell(work: Work, desk: Desk, confirmation: Confirmation, decisions: Sequence[Decision]) -> None:
    """The audit line, by identifiers alone; the mail, in the family's words."""
    saved: dict[str, list[int]] = {}
    for one in decisions:
        if one.is_accepted:
            saved.setdefault(one.pick.action.value, []).append(one.slot.id)
    ids = {"child": desk.home.children[0].id, "activity": desk.activity.id}
    work.audit("book_days", {**ids, "slots": saved, "debited_cents": confirmation.debited_cents})
    lines: list[dict[str, Any]] = [
        {
            "day": line.day.isoformat(),
            "unit": line.unit_label,
            "outcome": line.outcome.value,
            "cents": line.cents,
            "rank": line.rank,
        }
        for line in confirmation.lines
        if line.outcome is not Outcome.REFUSED
    ]
    work.tell(
        work.admitted.family_id,
        "days_saved",
        {
            "child": confirmation.child_name,
            "activity": confirmation.activity_name,
            "lines": lines,
            "debited_cents": confirmation.debited_cents,
            "prepaid": confirmation.prepaid,
        },
    )
