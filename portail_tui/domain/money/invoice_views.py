"""Invoices as screens are given them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portail_tui.domain.money.invoices import OWED, InvoiceContent, InvoiceKind, InvoiceState
from portail_tui.domain.rules.rulebook import TownContact


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """An invoice in the family's list. Amounts in cents."""

    invoice_id: int
    number: str
    kind: InvoiceKind
    issued_on: date
    due_on: date | None
    first_on: date
    last_on: date
    total_cents: int
    paid_cents: int
    state: InvoiceState

    @property
    def owed_cents(self) -> int:
        """Amount left to pay."""
        return self.total_cents - self.paid_cents if self.state in OWED else 0


@dataclass(frozen=True, slots=True)
class InvoicesView:
    """« Mes factures », newest first."""

    rows: tuple[InvoiceRow, ...]
    balance_cents: int
    """Of the wallet, for the title bar."""
    contact: TownContact
    """The place where the amounts owed can be paid."""

    @property
    def owed_cents(self) -> int:
        return sum(row.owed_cents for row in self.rows)

    @property
    def overdue_cents(self) -> int:
        return sum(row.owed_cents for row in self.rows if row.state is InvoiceState.OVERDUE)


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """One invoice, as it was issued and as it stands now."""

    row: InvoiceRow
    content: InvoiceContent
    issued_at: datetime
    """UTC."""
    credited_by: str = ""
    """The number of the credit note that undid it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceIssued:
    operation_id: str
    invoice_id: int
    number: str
    total_cents: int
    due_on: date | None
