"""Save the accepted picks, with their audit line and mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.pick_rules import Accepted
from portail_tui.domain.bookings.request_rules import Item
from portail_tui.domain.bookings.views import BookedTogether, Confirmation, Outcome, OutcomeLine, PickAction
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.tariffs import Price
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.bookings.booking_request import BookingRequest, ChildRequest
from portail_tui.services.bookings.decide_picks import cents_of, facts_of, group_code
from portail_tui.services.bookings.waiting_list import give_places
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import (
    Day,
    charge_day,
    charge_of,
    credit_day,
    wallet_for,
)
from portail_tui.store.queries.bookings import booking_changes
from portail_tui.store.queries.bookings.booking_changes import (
    BookingTerms,
    BookingToChange,
    Charge,
    NewBooking,
)
from portail_tui.texts.mails.bookings import DaysSaved, SavedDay
from portail_tui.texts.money import statement_labels


def save(work: Work, booking: BookingRequest, items: Sequence[Item], *, is_regular: bool) -> BookedTogether:
    """Write the accepted picks, give the places that free, and answer line by line."""
    _leave(work, booking, items)
    _book(work, booking, items, is_regular=is_regular)
    _wait(work, booking, items, is_regular=is_regular)
    freed = {
        slot.id
        for _, slot, _ in _accepted(items, PickAction.CANCEL, PickAction.LEAVE)
        if slot.mine is not None and slot.mine.status is not BookingStatus.WAITING
    }
    if freed and booking.queue:
        give_places(work, booking.activity, freed, booking.queue)
    balance_cents = booking.balance_cents + work.moved_cents(
        wallet_for(work.admitted.family_id, booking.activity)
    )
    confirmations = tuple(_confirm(work, booking, one, items, balance_cents) for one in booking.requests)
    for request, confirmation in zip(booking.requests, confirmations, strict=True):
        _tell(work, booking, request, confirmation, items)
    return BookedTogether(confirmations)


def _accepted(items: Sequence[Item], *actions: PickAction) -> Iterator[tuple[Item, SlotFacts, Accepted]]:
    """Each slot of the accepted picks with one of ``actions``."""
    for item in items:
        if not isinstance(item.verdict, Refused) and item.pick.action in actions:
            for slot, verdict in zip(item.slots, item.verdict, strict=True):
                yield item, slot, verdict


def _leave(work: Work, booking: BookingRequest, items: Sequence[Item]) -> None:
    """Cancel bookings and leave waiting lists, giving back what was charged."""
    left = [
        (item, slot, slot.mine, verdict)
        for item, slot, verdict in _accepted(items, PickAction.CANCEL, PickAction.LEAVE)
        if slot.mine is not None
    ]
    held = [BookingToChange(mine.id, slot.id, mine.status) for _, slot, mine, _ in left]
    booking_changes.cancel(work.connection, held, work.now)
    for item, slot, mine, verdict in left:
        day = _day(work, booking, item, slot, mine.id)
        credit_day(work, day, verdict.credit_cents, verdict.credited_shares)


def _book(work: Work, booking: BookingRequest, items: Sequence[Item], *, is_regular: bool) -> None:
    """Book and charge, or accept an offered place. The first booking of a school year enrols the child."""
    status = BookingStatus.PENDING if booking.activity.needs_validation else BookingStatus.BOOKED
    priced = [
        (item, slot, verdict.price)
        for item, slot, verdict in _accepted(items, PickAction.BOOK)
        if verdict.price is not None
    ]
    new = []
    for item, slot, price in priced:
        if slot.mine is not None and slot.mine.status is BookingStatus.OFFERED:
            request = _request(booking, item)
            booking_changes.give(
                work.connection,
                BookingToChange(slot.mine.id, slot.id, slot.mine.status),
                status,
                charge=charge_of(price),
                rank=facts_of(booking, request, slot).rank,
                group_code=group_code(booking, request, slot),
                at=work.now,
            )
            _charge(work, booking, item, slot, slot.mine.id, price)
        else:
            new.append((item, slot, price))
    bookings = [
        _new(work, booking, item, slot, status, is_regular=is_regular, price=price)
        for item, slot, price in new
    ]
    ids = booking_changes.add(work.connection, bookings, work.now)
    for booking_id, (item, slot, price) in zip(ids, new, strict=True):
        _charge(work, booking, item, slot, booking_id, price)
    years = {(item.child_id, work.admitted.rulebook.year_of(slot.day)) for item, slot, _ in priced}
    for child_id, year in years:
        if year is not None and booking.home.family.enrolment(child_id, booking.activity.id, year.id) is None:
            booking_changes.enrol(
                work.connection,
                family_id=work.admitted.family_id,
                child_id=child_id,
                activity_id=booking.activity.id,
                school_year_id=year.id,
                at=work.now,
            )


def _charge(
    work: Work, booking: BookingRequest, item: Item, slot: SlotFacts, booking_id: int, price: Price
) -> None:
    charge_day(work, _day(work, booking, item, slot, booking_id), price)


def _wait(work: Work, booking: BookingRequest, items: Sequence[Item], *, is_regular: bool) -> None:
    for item, slot, _ in _accepted(items, PickAction.WAIT):
        entry = _new(work, booking, item, slot, BookingStatus.WAITING, is_regular=is_regular)
        booking_changes.add_waiting(work.connection, entry, work.now)


def _new(
    work: Work,
    booking: BookingRequest,
    item: Item,
    slot: SlotFacts,
    status: BookingStatus,
    *,
    is_regular: bool,
    price: Price | None = None,
) -> NewBooking:
    request = _request(booking, item)
    limits = work.admitted.rulebook.limits(booking.activity, slot.day, slot.unit.starts_minute)
    terms = BookingTerms(
        rank=facts_of(booking, request, slot).rank,
        is_regular=is_regular,
        package=item.package,
        group_code=group_code(booking, request, slot),
        asks_first=item.pick.asks_first,
    )
    charge = Charge() if price is None else charge_of(price, is_late=not limits.ordinary.includes(work.now))
    return NewBooking(
        slot_id=slot.id,
        child_id=item.child_id,
        family_id=work.admitted.family_id,
        status=status,
        operation_id=work.operation_id,
        terms=terms,
        charge=charge,
    )


def _request(booking: BookingRequest, item: Item) -> ChildRequest:
    return next(one for one in booking.requests if one.child.id == item.child_id)


def _day(work: Work, booking: BookingRequest, item: Item, slot: SlotFacts, booking_id: int) -> Day:
    label = statement_labels.booked(booking.activity, slot.unit, slot.day, item.child_name)
    return Day(
        activity=booking.activity,
        family_id=work.admitted.family_id,
        booking_id=booking_id,
        day=slot.day,
        label=label,
    )


_OUTCOMES = {
    PickAction.BOOK: Outcome.BOOKED,
    PickAction.WAIT: Outcome.WAITING,
    PickAction.CANCEL: Outcome.CANCELLED,
    PickAction.LEAVE: Outcome.LEFT,
}


def _confirm(
    work: Work, booking: BookingRequest, request: ChildRequest, items: Sequence[Item], balance_cents: int
) -> Confirmation:
    mine = [item for item in items if item.child_id == request.child.id]
    activity = booking.activity
    return Confirmation(
        operation_id=work.operation_id,
        child_name=request.child.first_name,
        activity_name=activity.name,
        lines=tuple(line for item in mine for line in lines_of(activity, item)),
        debited_cents=sum(map(cents_of, mine)) if activity.is_prepaid else 0,
        balance_cents=balance_cents,
        prepaid=activity.is_prepaid,
    )


def lines_of(activity: Activity, item: Item) -> Iterator[OutcomeLine]:
    """Outcome of a pick, one line for each of its slots."""
    if isinstance(item.verdict, Refused):
        for slot in item.slots:
            yield OutcomeLine(
                day=slot.day,
                unit_label=slot.unit.label,
                outcome=Outcome.REFUSED,
                cents=0,
                refusal=item.verdict,
            )
        return
    outcome = _OUTCOMES[item.pick.action]
    if outcome is Outcome.BOOKED and activity.needs_validation:
        outcome = Outcome.PENDING
    for slot, verdict in zip(item.slots, item.verdict, strict=True):
        cents = verdict.price.cents if verdict.price else -verdict.credit_cents
        rank = slot.waiting + 1 if outcome is Outcome.WAITING else None
        yield OutcomeLine(day=slot.day, unit_label=slot.unit.label, outcome=outcome, cents=cents, rank=rank)


def _tell(
    work: Work,
    booking: BookingRequest,
    request: ChildRequest,
    confirmation: Confirmation,
    items: Sequence[Item],
) -> None:
    """Write the audit line, with identifiers only, and mail the family. Nothing where nothing was saved."""
    saved: dict[str, list[int]] = {}
    for item, slot, _ in _accepted(items, *PickAction):
        if item.child_id == request.child.id:
            saved.setdefault(item.pick.action.value, []).append(slot.id)
    if not saved:
        return
    ids = {"child": request.child.id, "activity": booking.activity.id}
    work.audit("book_days", {**ids, "slots": saved, "debited_cents": confirmation.debited_cents})
    mail = DaysSaved(
        child=confirmation.child_name,
        activity=confirmation.activity_name,
        lines=tuple(
            SavedDay(
                day=line.day, unit=line.unit_label, outcome=line.outcome, cents=line.cents, rank=line.rank
            )
            for line in confirmation.lines
            if line.outcome is not Outcome.REFUSED
        ),
        debited_cents=confirmation.debited_cents,
        prepaid=confirmation.prepaid,
    )
    work.tell(work.admitted.family_id, mail)
