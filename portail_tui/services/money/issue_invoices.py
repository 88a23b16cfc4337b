"""Issue an invoice, and undo one; by the town's staff alone.

Only days that are over are invoiced: nobody can cancel them any more, so that an issued invoice stays true.
One that is wrong all the same is undone by a credit note for the whole, with its reason.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.invoice_postings import movements_of, receivable_of
from portail_tui.domain.money.invoice_views import InvoiceIssued
from portail_tui.domain.money.invoices import InvoiceContent, InvoiceKind, issuer_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import Decision, decide_for
from portail_tui.services.core.locks import hold
from portail_tui.services.core.write import Work
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.money import invoices, issue_invoices
from portail_tui.store.queries.money.issue_invoices import Issued
from portail_tui.texts.mails.mail import FamilyMail
from portail_tui.texts.mails.money import InvoiceUndone, NewInvoice
from portail_tui.texts.money import invoices as words

ANSWER = JsonRecord(
    InvoiceIssued,
    upgrades={0: renamed(operation="operation_id", invoice="invoice_id", cents="total_cents", due="due_on")},
)


def issue_invoice(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, last_on: date
) -> InvoiceIssued | Refused:
    """Invoice a family's days up to ``last_on`` (local date, over) that no invoice has yet.

    Refused: NOT_ALLOWED (staff alone, never for their own family), PERIOD_NOT_OVER, NOTHING_TO_INVOICE
    (no day, or less than 1 €: they wait for the next one).
    """

    def issue(work: Work) -> InvoiceIssued | Refused:
        if not _hold_debt(work):
            return NOT_ALLOWED
        if last_on >= work.admitted.today:
            return Refused(Reason.PERIOD_NOT_OVER)
        issuer = issuer_of(work.admitted.rulebook.town)
        ready = [
            draft
            for draft in issue_invoices.drafts(work.connection, issuer.regie_id, last_on, [family_id])
            if draft.is_worth_it
        ]
        if not ready:
            return Refused(Reason.NOTHING_TO_INVOICE)
        (issued,) = issue_invoices.issue(
            work.connection, ready, issuer, operation_id=work.operation_id, at=work.now
        )
        return _end(work, issued, "invoice_issued")

    asked = {"last_on": last_on.isoformat()}
    return decide_for(
        context,
        _decision(Permission.ISSUE_INVOICES, "issue_invoice", operation_id, actor, asked),
        family_id,
        issue,
    )


def undo_invoice(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, invoice_id: int, reason: str
) -> InvoiceIssued | Refused:
    """Undo a whole invoice by a credit note, which the answer tells of. Its days are not invoiced again.

    Refused: NOT_ALLOWED (staff alone; the invoice is another family's), REASON_MISSING, ALREADY_UNDONE (by a
    credit note, or it is one itself).
    """
    reason = clean(reason)

    def undo(work: Work) -> InvoiceIssued | Refused:
        if not _hold_debt(work):
            return NOT_ALLOWED
        found = invoices.one(work.connection, family_id, invoice_id, work.admitted.today)
        if found is None:
            return NOT_ALLOWED
        if found.row.kind is InvoiceKind.CREDIT_NOTE or found.credited_by:
            return Refused(Reason.ALREADY_UNDONE)
        note = issue_invoices.issue_credit_note(
            work.connection,
            invoice_id,
            family_id,
            found.content,
            regie_id=work.admitted.rulebook.town.regie_id,
            reason=reason,
            operation_id=work.operation_id,
            at=work.now,
        )
        return _end(work, note, "invoice_undone")

    asked = {"invoice_id": invoice_id, "reason": reason}
    return decide_for(
        context,
        _decision(Permission.UNDO_INVOICES, "undo_invoice", operation_id, actor, asked),
        family_id,
        undo,
    )


def _hold_debt(work: Work) -> bool:
    """Lock what the family owes: of two who issue for it, the second finds the days of the first invoiced.
    False where access was lost meanwhile."""
    regie_id = work.admitted.rulebook.town.regie_id
    return hold(work, wallets=[receivable_of(work.admitted.family_id, regie_id)])


def _end(work: Work, issued: Issued, action: str) -> InvoiceIssued:
    """Post the movements, write the audit line and mail the family."""
    content = issued.content
    for movement in movements_of(
        content.lines,
        family_id=issued.family_id,
        regie_id=work.admitted.rulebook.town.regie_id,
        label=words.title(content.kind, content.number),
    ):
        work.post(movement)
    work.audit(
        action,
        {
            "number": content.number,
            "cents": content.total_cents,
            "due_on": content.due_on and content.due_on.isoformat(),
            "corrects": content.corrects,
            "invoice_id": issued.invoice_id,
        },
    )
    work.tell(issued.family_id, _mail(content))
    return InvoiceIssued(
        operation_id=work.operation_id,
        invoice_id=issued.invoice_id,
        number=content.number,
        total_cents=content.total_cents,
        due_on=content.due_on,
    )


def _mail(content: InvoiceContent) -> FamilyMail:
    if content.kind is InvoiceKind.CREDIT_NOTE:
        return InvoiceUndone(number=content.number, corrects=content.corrects)
    assert content.due_on is not None, "an invoice without a day to pay by"
    return NewInvoice(number=content.number, cents=content.total_cents, due_on=content.due_on)


def _decision(
    permission: Permission, kind: str, operation_id: str, actor: Actor, asked: dict[str, Any]
) -> Decision[InvoiceIssued]:
    return Decision(
        permission=permission,
        operation_id=operation_id,
        kind=kind,
        actor=actor,
        asked=asked,
        answer=ANSWER,
        lacks_reason=asked.get("reason") == "",
    )
