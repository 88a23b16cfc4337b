"""Bookings that an agent must accept: the queue, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.rules.deadlines import local_day, utc_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.decisions import BookingDecided, PendingLine
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.bookings.release_places import give_freed, hold_to_free
from portail_tui.services.core.access import NOT_ALLOWED, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import ALREADY_TREATED, Decision, decide
from portail_tui.services.core.locks import hold
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import Day, credit_day
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.bookings import booking_changes, pending_bookings
from portail_tui.store.queries.bookings.booking_changes import BookingToChange
from portail_tui.store.queries.bookings.frozen_prices import frozen_shares
from portail_tui.texts.mails.bookings import BookingAccepted, BookingRefused, MailedDay
from portail_tui.texts.money import statement_labels

MOST_LINES = 500
"""Bound on the lines of the queue; the others show once these are decided."""
ANSWER = JsonRecord(BookingDecided, upgrades={0: renamed(bookings="booking_ids", credited="credited_cents")})


def pending_queue(context: ServiceContext, *, actor: Actor) -> tuple[PendingLine, ...] | Refused:
    """Bookings that wait for an agent, those asked first before the others; for the town's staff alone."""

    def show(connection: Connection) -> tuple[PendingLine, ...]:
        now = context.store.now(connection)
        lines = [_line(row) for row in pending_bookings.queue(connection, local_day(now), MOST_LINES)]
        return tuple(line for line in lines if now < line.lapses_at)

    return show_to_staff(context, actor, Permission.DECIDE_BOOKINGS, "pending_queue", show)


def decide_booking(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    booking_id: int,
    accept: bool,
    reason: str = "",
) -> BookingDecided | Refused:
    """Accept a pending booking, or refuse it with a reason that the family reads; all the days of a package
    at once. Refused, it is credited in full, and its place given to who waits.

    Refused itself: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, ALREADY_TREATED,
    TREATED_TOO_LATE once its unit has started.
    """
    reason = clean(reason)
    decision = Decision(
        permission=Permission.DECIDE_BOOKINGS,
        operation_id=operation_id,
        kind="decide_booking",
        actor=actor,
        asked={"booking": booking_id, "accept": accept, "reason": reason},
        answer=ANSWER,
        lacks_reason=not accept and not reason,
    )
    return decide(
        context,
        decision,
        lambda connection: pending_bookings.family_of(connection, booking_id),
        lambda work: _decide(work, booking_id, accept=accept, reason=reason),
    )


def _decide(work: Work, booking_id: int, *, accept: bool, reason: str) -> BookingDecided | Refused:
    rows = pending_bookings.with_package(work.connection, booking_id)
    activity = work.admitted.rulebook.activities.get(rows[0].activity_id)
    if activity is None:
        return NOT_ALLOWED
    slot_ids = {row.slot_id for row in rows}
    if not (hold(work, slots=slot_ids) if accept else hold_to_free(work, activity, slot_ids)):
        return NOT_ALLOWED
    rows = [
        row for row in pending_bookings.with_package(work.connection, booking_id) if row.slot_id in slot_ids
    ]
    asked = next(row for row in rows if row.id == booking_id)
    if asked.status != BookingStatus.PENDING.value:
        return ALREADY_TREATED
    if min(utc_of(row.day, row.starts_minute) for row in rows) <= work.now:
        return Refused(Reason.TREATED_TOO_LATE)
    return _accept(work, rows) if accept else _refuse(work, activity, rows, reason)


def _accept(work: Work, rows: Sequence[pending_bookings.PendingBooking]) -> BookingDecided:
    ids = tuple(row.id for row in rows)
    pending_bookings.accept(work.connection, ids, work.now)
    work.audit("booking_accepted", {"bookings": list(ids)})
    mail = BookingAccepted(child=rows[0].first_name, activity=rows[0].activity_name, days=_mailed_days(rows))
    work.tell(work.admitted.family_id, mail)
    return BookingDecided(ids, accepted=True, credited_cents=0)


def _refuse(
    work: Work, activity: Activity, rows: Sequence[pending_bookings.PendingBooking], reason: str
) -> BookingDecided:
    ids = tuple(row.id for row in rows)
    held = [BookingToChange(row.id, row.slot_id, BookingStatus.PENDING) for row in rows]
    booking_changes.cancel(work.connection, held, work.now, reason)
    for row in rows:
        label = statement_labels.booked(activity, activity.unit(row.unit_id), row.day, row.first_name)
        day = Day(activity=activity, family_id=row.family_id, booking_id=row.id, day=row.day, label=label)
        credit_day(work, day, row.cents, frozen_shares(row.tariff))
    credited = sum(row.cents for row in rows) if activity.is_prepaid else 0
    work.audit("booking_refused", {"bookings": list(ids), "cents": credited})
    mail = BookingRefused(
        child=rows[0].first_name,
        activity=rows[0].activity_name,
        days=_mailed_days(rows),
        credited_cents=credited,
    )
    work.tell(work.admitted.family_id, mail)
    give_freed(work, activity, {row.slot_id for row in rows})
    return BookingDecided(ids, accepted=False, credited_cents=credited)


def _mailed_days(rows: Sequence[Any]) -> tuple[MailedDay, ...]:
    return tuple(MailedDay(day=row.day, unit=row.unit_label) for row in rows)


def _line(row: pending_bookings.PendingBooking) -> PendingLine:
    return PendingLine(
        booking_id=row.id,
        family_id=row.family_id,
        family_name=row.family_name,
        family_number=row.family_number,
        child_name=row.first_name,
        activity_name=row.activity_name,
        unit_label=row.unit_label,
        day=row.day,
        cents=row.cents,
        asked_at=row.created_at,
        lapses_at=utc_of(row.day, row.starts_minute),
        package=row.package,
    )
