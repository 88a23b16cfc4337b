"""Documents that agents accept or refuse: the queue, and the decision."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.views import DocumentDecided, DocumentToCheck, reference_of
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import ALREADY_TREATED, Decision, decide
from portail_tui.services.core.write import Work
from portail_tui.store.json_records import JsonRecord, in_order
from portail_tui.store.queries.documents import documents
from portail_tui.store.queries.documents.documents import DocumentRow, DocumentToReview
from portail_tui.texts.mails.documents import DocumentAccepted, DocumentRefused
from portail_tui.texts.mails.mail import FamilyMail

MOST_LINES = 500
ANSWER = JsonRecord(DocumentDecided, upgrades={0: in_order("document_id", "accepted")})


def document_queue(context: ServiceContext, *, actor: Actor) -> tuple[DocumentToCheck, ...] | Refused:
    """Documents that wait for an agent, oldest first; for the town's staff alone."""

    def show(connection: Connection) -> tuple[DocumentToCheck, ...]:
        return tuple(_line(row) for row in documents.queue(connection, MOST_LINES))

    return show_to_staff(context, actor, Permission.DECIDE_DOCUMENTS, "document_queue", show)


def decide_document(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    document_id: int,
    accept: bool,
    reason: str = "",
    expires_on: date | None = None,
) -> DocumentDecided | Refused:
    """Accept a document, until ``expires_on`` (included) where it has an end, or refuse it with a reason that
    the family reads. Accepted, what it was asked for may be booked at once.

    Refused itself: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, ALREADY_TREATED;
    DATE_PAST for an end that has passed.
    """

    def family_of(connection: Connection) -> int | None:
        row = documents.find(connection, document_id)
        return None if row is None else row.family_id

    reason = clean(reason)
    decision = Decision(
        permission=Permission.DECIDE_DOCUMENTS,
        operation_id=operation_id,
        kind="decide_document",
        actor=actor,
        asked={
            "document": document_id,
            "accept": accept,
            "reason": reason,
            "expires_on": expires_on.isoformat() if expires_on else None,
        },
        answer=ANSWER,
        lacks_reason=not accept and not reason,
    )

    def answer(work: Work) -> DocumentDecided | Refused:
        if accept and expires_on is not None and expires_on < work.admitted.today:
            return Refused(Reason.DATE_PAST)
        to = DocumentState.ACCEPTED if accept else DocumentState.REFUSED
        is_done = documents.decide(
            work.connection,
            document_id,
            to,
            reason="" if accept else reason,
            expires_on=expires_on if accept else None,
            at=work.now,
        )
        if not is_done:
            return ALREADY_TREATED
        if not work.check_access_again():
            return NOT_ALLOWED
        row = documents.find(work.connection, document_id)
        assert row is not None, "it was just decided"
        _tell(work, row, to)
        return DocumentDecided(document_id, accept)

    return decide(context, decision, family_of, answer)


def _tell(work: Work, row: DocumentRow, to: DocumentState) -> None:
    work.audit(f"document_{to.value}", {"document": row.id})
    reference = reference_of(row.id, local_day(row.sent_at))
    child = row.first_name or ""
    mail: FamilyMail
    if to is DocumentState.ACCEPTED:
        mail = DocumentAccepted(reference=reference, label=row.label, child=child, expires_on=row.expires_on)
    else:
        mail = DocumentRefused(reference=reference, label=row.label, child=child)
    work.tell(work.admitted.family_id, mail)


def _line(row: DocumentToReview) -> DocumentToCheck:
    return DocumentToCheck(
        document_id=row.id,
        reference=reference_of(row.id, local_day(row.sent_at)),
        family_id=row.family_id,
        family_name=row.family_name,
        family_number=row.family_number,
        child_name=row.first_name or "",
        label=row.label,
        school_year=row.school_year or "",
        sent_at=row.sent_at,
        file_name=row.file_name,
    )
