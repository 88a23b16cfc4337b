"""What is past its instant: bookings no agent treated in time, offers, lists after the cancelling limit.

Every reading treats them as lapsed already; a write that touches them writes it down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.rules.deadlines import utc_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import Day, credit_day
from portail_tui.store.queries.bookings import booking_changes, pending_bookings
from portail_tui.store.queries.bookings.booking_changes import BookingToChange
from portail_tui.store.queries.bookings.frozen_prices import frozen_shares
from portail_tui.store.queries.bookings.pending_bookings import OverduePending
from portail_tui.store.queries.bookings.waiting_lists import WaitingEntry
from portail_tui.store.queries.families import several_families
from portail_tui.texts.bookings.day_notes import PENDING_LAPSED
from portail_tui.texts.mails.bookings import OfferLapsed, PendingLapsed, WaitingLapsed
from portail_tui.texts.money import statement_labels


def overdue_pendings(work: Work) -> Sequence[OverduePending]:
    """The family's bookings still untreated when their unit began."""
    rows = pending_bookings.up_to(work.connection, work.admitted.family_id, work.admitted.today)
    return [row for row in rows if utc_of(row.day, row.starts_minute) <= work.now]


def lapse_pendings(work: Work, overdue: Iterable[OverduePending]) -> None:
    """Cancel and credit them, and tell the family. Their slots and the wallet are held."""
    family_id = work.admitted.family_id
    for row in overdue:
        activity = work.admitted.rulebook.activities.get(row.activity_id)
        if activity is None:
            continue
        held = BookingToChange(row.id, row.slot_id, BookingStatus.PENDING)
        booking_changes.cancel(work.connection, [held], work.now, PENDING_LAPSED)
        unit = next(unit for unit in activity.units if unit.id == row.unit_id)
        label = statement_labels.booked(activity, unit, row.day, row.first_name)
        shares = frozen_shares(row.tariff) if row.third_party_cents else ()
        credit_day(
            work,
            Day(activity=activity, family_id=family_id, booking_id=row.id, day=row.day, label=label),
            row.cents,
            shares,
        )
        work.audit("pending_lapsed", {"booking": row.id, "cents": row.cents})
        work.tell(
            family_id,
            PendingLapsed(
                child=row.first_name,
                activity=activity.name,
                unit=unit.label,
                day=row.day,
                credited_cents=row.cents if activity.is_prepaid else 0,
            ),
        )


def lapse_waiting(
    work: Work, activity: Activity, slots: Iterable[SlotFacts], entries: Sequence[WaitingEntry]
) -> list[WaitingEntry]:
    """End the waiting of those whose cancelling limit has passed, and tell them; who they are. The slots are
    held; where the activity has packages, they are those of whole weeks, and ``entries`` all that wait for
    them: a package has the limit of its first day."""
    at_hand = {slot.id: slot for slot in slots}
    wholes: dict[Any, list[WaitingEntry]] = defaultdict(list)
    for entry in entries:
        if entry.slot_id in at_hand:
            wholes[(entry.child_id, entry.package) if entry.package else entry.id].append(entry)
    over: list[WaitingEntry] = []
    wholes_over: list[WaitingEntry] = []
    for whole in wholes.values():
        first = min((at_hand[entry.slot_id] for entry in whole), key=lambda slot: slot.day)
        limits = work.admitted.rulebook.limits(activity, first.day, first.unit.starts_minute)
        if limits.cancelling.includes(work.now):
            continue
        over += whole
        wholes_over.append(min(whole, key=lambda entry: at_hand[entry.slot_id].day))
        family_id = whole[0].family_id
        work.audit("waiting_lapsed", {"bookings": [entry.id for entry in whole]}, family_id=family_id)
    _tell(work, activity, WaitingLapsed, wholes_over)
    held = [BookingToChange(entry.id, entry.slot_id, BookingStatus.WAITING) for entry in over]
    booking_changes.lapse(work.connection, held, work.now)
    return over


def lapse_offers(work: Work, activity: Activity, over: Sequence[WaitingEntry]) -> bool:
    """End offers that nobody took in time (their slots held), and tell; whether there was any. Their places
    are free then: they are to be given to the next."""
    held = [BookingToChange(entry.id, entry.slot_id, BookingStatus.OFFERED) for entry in over]
    booking_changes.lapse(work.connection, held, work.now)
    for entry in over:
        work.audit("offer_lapsed", {"booking": entry.id}, family_id=entry.family_id)
    _tell(work, activity, OfferLapsed, over)
    return bool(over)


def _tell(
    work: Work,
    activity: Activity,
    mail: type[WaitingLapsed | OfferLapsed],
    over: Sequence[WaitingEntry],
) -> None:
    names = several_families.named(work.connection, [entry.id for entry in over]) if over else {}
    for entry in over:
        named = names[entry.id]
        work.tell(
            entry.family_id,
            mail(child=named.child, activity=activity.name, unit=named.unit, day=named.day),
        )
