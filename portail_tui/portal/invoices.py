"""Invoices, credit notes and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoiceIssued, InvoicesView
    from portail_tui.domain.shared.generated_files import MadeFile
    from portail_tui.domain.shared.refusals import Refused


class InvoicesPortal(Protocol):
    def invoices(self, *, actor: Actor, family_id: int) -> InvoicesView | Refused: ...

    def invoice(self, *, actor: Actor, family_id: int, invoice_id: int) -> InvoiceDetail | Refused: ...

    def invoice_paper(self, *, actor: Actor, family_id: int, invoice_id: int) -> MadeFile | Refused: ...

    def issue_invoice(
        self, *, operation_id: str, actor: Actor, family_id: int, last_on: date
    ) -> InvoiceIssued | Refused: ...

    def undo_invoice(
        self, *, operation_id: str, actor: Actor, family_id: int, invoice_id: int, reason: str
    ) -> InvoiceIssued | Refused: ...
