"""A place that frees goes to the oldest waiting entry that can still be served, in the same transaction.

One that can't be (wallet short, document gone, overlap…) keeps its rank and is told why; the next is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portail_tui.domain.days import BookingStatus, NotOffered
from portail_tui.domain.documents import SentDocument
from portail_tui.domain.ledger import LedgerAccount
from portail_tui.domain.offers import ChildFacts, SlotFacts, promotion_of
from portail_tui.domain.picking import Presence, conflict_of
from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.rulebook import Activity
from portail_tui.domain.tariffs import Price
from portail_tui.services.charging import charge_day, charge_of, label_of, wallet_for
from portail_tui.services.children import missing_documents
from portail_tui.services.writing import Work
from portail_tui.store.queries import applicants, booking_changes, bookings, families, ledger
from portail_tui.store.queries.bookings import WaitingEntry

AT_ONCE = 50
"""Entries looked at together: most lists are served by their first."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """A waiting entry, with all that decides whether it can be served."""

    entry: WaitingEntry
    first_name: str
    child: ChildFacts
    is_active: bool
    documents: tuple[SentDocument, ...]
    presences: Sequence[Presence]
    is_enrolled: bool
    wallet: LedgerAccount
    balance_cents: int
    """Before this write; what it moves is in ``Work.changes``."""


def give_places(
    work: Work, activity: Activity, slots: Sequence[SlotFacts], entries: Sequence[WaitingEntry]
) -> None:
    """Give the free places of ``slots`` (held, as they are now) to those who wait, in order of arrival.

    ``entries``: the slots' waiting lists; their families' wallets are held.
    """
    for slot in slots:
        places = slot.places_left or 0
        queue = [entry for entry in entries if entry.slot_id == slot.id]
        for applicant in _applicants(work, activity, slot, queue) if places else ():
            if not places:
                break
            answer = _price_or_reason(work, activity, slot, applicant)
            if isinstance(answer, Refused):
                _tell_skipped(work, activity, slot, applicant, answer)
            else:
                _promote(work, activity, slot, applicant, answer)
                places -= 1


def _applicants(
    work: Work, activity: Activity, slot: SlotFacts, queue: Sequence[WaitingEntry]
) -> Iterator[Applicant]:
    """Each entry with its facts, read some at a time: lists can be long, places are few."""
    connection, today = work.connection, work.admitted.today
    year = work.admitted.rulebook.year_of(slot.day)
    for start in range(0, len(queue), AT_ONCE):
        group = queue[start : start + AT_ONCE]
        children = [entry.child_id for entry in group]
        homes = list({entry.family_id for entry in group})
        pupils = applicants.pupils(connection, children)
        standings = applicants.standings(connection, homes, today)
        quotients = families.quotients(connection, homes)
        sent = families.documents(connection, homes, children)
        presences = bookings.presences(connection, children, [slot.day])
        balances = ledger.balances(connection, [wallet_for(home, activity) for home in homes])
        enrolled = (
            bookings.accepted_enrolments(connection, activity.id, year.id, children)
            if activity.enrolment_first and year
            else set()
        )
        for entry in group:
            standing = standings.get(entry.family_id)
            if standing is None:
                continue
            pupil, wallet = pupils[entry.child_id], wallet_for(entry.family_id, activity)
            yield Applicant(
                entry,
                pupil.first_name,
                ChildFacts(
                    pupil.birth_on, pupil.schoolings, standing.is_resident, quotients[entry.family_id]
                ),
                standing.is_active,
                families.seen_by(entry.family_id, sent),
                presences[entry.child_id],
                not activity.enrolment_first or (entry.family_id, entry.child_id) in enrolled,
                wallet,
                balances[wallet],
            )


def _price_or_reason(
    work: Work, activity: Activity, slot: SlotFacts, applicant: Applicant
) -> Price | Refused:
    """What the place costs the applicant, or why it cannot be given."""
    rulebook, entry = work.admitted.rulebook, applicant.entry
    price = promotion_of(rulebook, activity, slot, applicant.child, work.now)
    if isinstance(price, NotOffered):
        return Refused(Reason.NOT_OFFERED, {"why": price.value})
    if (conflict := conflict_of(slot, applicant.presences, family_id=entry.family_id)) is not None:
        return conflict
    if activity.is_prepaid and not applicant.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    if not applicant.is_enrolled:
        return Refused(Reason.ENROLMENT_FIRST)
    missing = missing_documents(
        rulebook, activity, applicant.documents, entry.child_id, slot.day, work.admitted.today
    )
    if missing:
        return Refused(Reason.DOCUMENT_MISSING, {"documents": "\n".join(kind.label for kind in missing)})
    balance = applicant.balance_cents + work.changes[applicant.wallet]
    lacking = rulebook.town.floor_cents - (balance - price.cents)
    if activity.is_prepaid and price.cents and lacking > 0:
        return Refused(
            Reason.WALLET_SHORT,
            {"missing_cents": lacking, "balance_cents": balance, "total_cents": price.cents},
        )
    return price


def _promote(work: Work, activity: Activity, slot: SlotFacts, applicant: Applicant, price: Price) -> None:
    entry = applicant.entry
    status = BookingStatus.PENDING if activity.needs_validation else BookingStatus.BOOKED
    booking_changes.promote(work.connection, entry.id, slot.id, status, charge_of(price), work.now)
    label = label_of(activity, slot.unit, slot.day, applicant.first_name)
    charge_day(
        work,
        activity,
        price,
        family_id=entry.family_id,
        booking_id=entry.id,
        day=slot.day,
        label=label,
    )
    year = work.admitted.rulebook.year_of(slot.day)
    if year is not None:
        booking_changes.enrol(
            work.connection,
            family_id=entry.family_id,
            child_id=entry.child_id,
            activity_id=activity.id,
            school_year_id=year.id,
            at=work.now,
        )
    work.audit(
        "place_given",
        {"booking": entry.id, "slot": slot.id, "cents": price.cents},
        family_id=entry.family_id,
    )
    facts = _params(activity, slot, applicant)
    work.tell(entry.family_id, "place_given", {**facts, "status": status.value, "cents": price.cents})


def _tell_skipped(
    work: Work, activity: Activity, slot: SlotFacts, applicant: Applicant, why: Refused
) -> None:
    facts = _params(activity, slot, applicant)
    reason = {"reason": why.reason.value, "details": dict(why.details)}
    work.tell(applicant.entry.family_id, "place_not_given", {**facts, **reason})


def _params(activity: Activity, slot: SlotFacts, applicant: Applicant) -> dict[str, object]:
    return {
        "child": applicant.first_name,
        "activity": activity.name,
        "unit": slot.unit.label,
        "day": slot.day.isoformat(),
    }
