"""Expire overdue bookings, offers and waiting entries.

Reads treat them as expired already; the next write that touches them records it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.rules.deadlines import utc_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.services.core.read_context import ReadContext
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


def overdue_pendings(read: ReadContext) -> Sequence[OverduePending]:
    """Bookings of the family that no agent decided before their unit began."""
    rows = pending_bookings.up_to(read.connection, read.admitted.family_id, read.admitted.today)
    return [row for row in rows if utc_of(row.day, row.starts_minute) <= read.now]


def lapse_pendings(work: Work, overdue: Iterable[OverduePending]) -> None:
    """Cancel and credit overdue bookings, and mail the family. Their slots and wallets are locked."""
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
    """Expire waiting entries whose cancelling deadline has passed, mail their families, and answer which.
    Their slots are locked; for an activity with packages, ``slots`` are those of whole weeks and ``entries``
    all that wait for them, since a package has the deadline of its first day."""
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
    """Expire offers that nobody accepted in time, and mail their families; whether there were any. Their
    slots are locked. The places are then free for the next in line."""
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
