"""« Mes factures »: the invoices of a family, what is left to pay, and the PDFs."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoicesView
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Refused
from portail_tui.paper.invoice import letter_of
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.money import invoices
from portail_tui.texts.money import invoices as words


def show_invoices(context: ServiceContext, *, actor: Actor, family_id: int) -> InvoicesView | Refused:
    """The family's invoices and credit notes, newest first."""

    def show(connection: Connection, admitted: Admitted) -> InvoicesView:
        rows = invoices.of_family(connection, family_id, admitted.today)
        return InvoicesView(rows, admitted.family.balance_cents, admitted.rulebook.town.contact)

    return show_to(context, actor, family_id, "invoices", show)


def show_invoice(
    context: ServiceContext, *, actor: Actor, family_id: int, invoice_id: int
) -> InvoiceDetail | Refused:
    """One of the family's invoices. Refused: NOT_ALLOWED where it is another's."""

    def show(connection: Connection, admitted: Admitted) -> InvoiceDetail | Refused:
        return invoices.one(connection, family_id, invoice_id, admitted.today) or NOT_ALLOWED

    return show_to(context, actor, family_id, "invoice", show)


def invoice_paper(
    context: ServiceContext, *, actor: Actor, family_id: int, invoice_id: int
) -> MadeFile | Refused:
    """The PDF of one of the family's invoices: made when first asked for, the same bytes ever after.

    Refused: NOT_ALLOWED where it is another family's.
    """

    def show(connection: Connection, admitted: Admitted) -> tuple[InvoiceDetail, bytes | None] | Refused:
        found = invoices.one(connection, family_id, invoice_id, admitted.today)
        return NOT_ALLOWED if found is None else (found, invoices.paper_of(connection, invoice_id))

    answer: tuple[InvoiceDetail, bytes | None] | Refused = show_to(
        context, actor, family_id, "invoice_paper", show
    )
    if isinstance(answer, Refused):
        return answer
    found, pdf = answer
    title = words.title(found.content.kind, found.content.number)
    return MadeFile(title, GeneratedFileKind.PDF, pdf or _made(context, found))


def _made(context: ServiceContext, found: InvoiceDetail) -> bytes:
    """Make the PDF outside of any transaction and store it; of two made at once, answers the first stored."""
    from portail_tui.paper.pdf import to_pdf  # noqa: PLC0415 (0.3 s that only the first paper costs)

    invoice_id = found.row.invoice_id
    drawn = to_pdf(letter_of(found.content, found.issued_at))

    def keep(connection: Connection) -> bytes:
        invoices.keep_paper(connection, invoice_id, drawn, context.store.now(connection))
        kept = invoices.paper_of(connection, invoice_id)
        assert kept is not None, "just kept"
        return kept

    return context.store.write(keep, safe_twice=True)
