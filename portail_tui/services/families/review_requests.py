"""Requests of households that agents decide: declared addresses, requests for erasure."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.families.profile import (
    Address,
    AddressAnswer,
    AddressDecided,
    AddressLine,
    AddressState,
    ErasureLine,
    ErasureState,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import ALREADY_TREATED, Decision, decide
from portail_tui.services.core.locks import family_wallets, hold
from portail_tui.services.core.write import ROW_ID, Work
from portail_tui.services.money.repricing import reprice_family
from portail_tui.store.json_records import JsonRecord, in_order
from portail_tui.store.queries.families import profile
from portail_tui.texts.money import statement_labels

MOST_LINES = 500
ADDRESS_DECIDED = JsonRecord(AddressDecided, upgrades={0: in_order("accepted", "bookings", "debited_cents")})


def address_queue(context: ServiceContext, *, actor: Actor) -> tuple[AddressLine, ...] | Refused:
    """Declared addresses that wait, oldest first; for the town's staff alone."""

    def show(connection: Connection) -> tuple[AddressLine, ...]:
        return tuple(_address_line(row) for row in profile.address_queue(connection, MOST_LINES))

    return show_to_staff(context, actor, Permission.DECIDE_ADDRESSES, "address_queue", show)


def decide_address(
    context: ServiceContext, *, operation_id: str, actor: Actor, change_id: int, answer: AddressAnswer
) -> AddressDecided | Refused:
    """Accept a declared address from a day on, or refuse it with a reason that the family reads. Accepted,
    the residence that decides tariffs is dated that day, and days already paid follow where the town says so.

    Refused itself: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING (a refusal, or a day
    before the declaration), ALREADY_TREATED.
    """

    def family_of(connection: Connection) -> int | None:
        row = profile.find_address(connection, change_id)
        return None if row is None else row.family_id

    reason = clean(answer.reason)
    asked = {
        "change": change_id,
        "accept": answer.accept,
        "is_resident": answer.is_resident,
        "from_on": answer.from_on and answer.from_on.isoformat(),
        "reason": reason,
    }
    decision = Decision(
        permission=Permission.DECIDE_ADDRESSES,
        operation_id=operation_id,
        kind="decide_address",
        actor=actor,
        asked=asked,
        answer=ADDRESS_DECIDED,
        lacks_reason=not answer.accept and not reason,
    )
    return decide(context, decision, family_of, lambda work: _decide(work, change_id, answer, reason))


def _decide(work: Work, change_id: int, answer: AddressAnswer, reason: str) -> AddressDecided | Refused:
    family_id = work.admitted.family_id
    # whoever books holds one of these wallets: all that was booked by the old residence is seen here
    if not hold(work, wallets=family_wallets(work)):
        return NOT_ALLOWED
    row = profile.find_address(work.connection, change_id)
    if row is None or row.status != AddressState.SENT.value:
        return ALREADY_TREATED
    if not answer.accept:
        profile.decide_address(work.connection, change_id, AddressState.REFUSED, reason, work.now)
        work.audit("address_refused", {"change": change_id})
        return AddressDecided(False, 0, 0)
    declared_on = local_day(row.declared_at)
    first = answer.from_on or declared_on
    if first < declared_on and not reason:
        return Refused(Reason.REASON_MISSING)
    profile.decide_address(work.connection, change_id, AddressState.ACCEPTED, reason, work.now)
    address = Address(row.address, row.postcode, row.city)
    profile.move(work.connection, family_id, address, first, is_resident=answer.is_resident)
    reprices = work.admitted.rulebook.town.reprices_prepaid
    changed = reprice_family(work, first, statement_labels.new_residence) if reprices else []
    debited = sum(one.debit_cents for one in changed)
    work.audit(
        "address_accepted",
        {
            "change": change_id,
            "from_on": first.isoformat(),
            "is_resident": answer.is_resident,
            "reason": reason,
            "debited_cents": debited,
            "bookings": [one.booked.id for one in changed],
        },
    )
    return AddressDecided(True, len(changed), debited)


def erasure_queue(context: ServiceContext, *, actor: Actor) -> tuple[ErasureLine, ...] | Refused:
    """Requests for erasure that wait, oldest first; for the town's staff alone."""

    def show(connection: Connection) -> tuple[ErasureLine, ...]:
        return tuple(_erasure_line(row) for row in profile.erasure_queue(connection, MOST_LINES))

    return show_to_staff(context, actor, Permission.ANSWER_ERASURES, "erasure_queue", show)


def answer_erasure(
    context: ServiceContext, *, operation_id: str, actor: Actor, request_id: int, answer: str
) -> int | Refused:
    """Answer a family's request for erasure: what is erased, what the law keeps and until when.

    Refused: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, ALREADY_TREATED.
    """

    def family_of(connection: Connection) -> int | None:
        row = profile.find_erasure(connection, request_id)
        return None if row is None else row.family_id

    said = clean(answer)

    def treat(work: Work) -> int | Refused:
        if not profile.end_erasure(work.connection, request_id, ErasureState.TREATED, said, work.now):
            return ALREADY_TREATED
        work.audit("erasure_answered", {"request": request_id})
        return request_id

    decision = Decision(
        permission=Permission.ANSWER_ERASURES,
        operation_id=operation_id,
        kind="answer_erasure",
        actor=actor,
        asked={"request": request_id, "answer": said},
        answer=ROW_ID,
        lacks_reason=not said,
    )
    return decide(context, decision, family_of, treat)


def _address_line(row: profile.AddressToReview) -> AddressLine:
    return AddressLine(
        change_id=row.id,
        family_id=row.family_id,
        family_name=row.family_name,
        family_number=row.family_number,
        before=Address(row.old_address, row.old_postcode, row.old_city),
        after=Address(row.address, row.postcode, row.city),
        declared_at=row.declared_at,
    )


def _erasure_line(row: profile.ErasureToReview) -> ErasureLine:
    return ErasureLine(
        request_id=row.id,
        family_id=row.family_id,
        family_name=row.family_name,
        family_number=row.family_number,
        words=row.words,
        asked_at=row.asked_at,
    )
