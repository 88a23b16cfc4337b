"""Invoices and credit notes. Triggers refuse to change or delete one, its lines, or its paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from portail_tui.store.tables.columns import amount, identifier, instant, one_of, refers, text

_KINDS = ("invoice", "credit_note")


class InvoiceCounterTable(SQLModel, table=True):
    """Last number of a yearly series: a régie's invoices, or its credit notes.

    Locked last of all by whoever takes the next number, and rolled back with that write: no gap, no
    duplicate.
    """

    __tablename__ = "invoice_counter"
    __table_args__ = (one_of("kind", _KINDS),)

    regie_id: int = refers("regie.id", key=True)
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    last: int


class InvoiceTable(SQLModel, table=True):
    """An issued invoice, never changed. Amounts are negative on a credit note."""

    __tablename__ = "invoice"
    __table_args__ = (
        one_of("kind", _KINDS),
        CheckConstraint("(kind = 'credit_note') = (undoes_id IS NOT NULL)", name="undoes"),
        CheckConstraint("(kind = 'invoice') = (due_on IS NOT NULL)", name="due"),
        UniqueConstraint("regie_id", "kind", "year", "number"),
        UniqueConstraint("undoes_id"),
        Index("ix_invoice_family_issued", "family_id", "issued_on"),
    )

    id: int = identifier()
    regie_id: int = refers("regie.id", index=False)
    family_id: int = refers("family.id", index=False)
    kind: str = text()
    year: int
    number: int
    issued_at: int = instant()
    issued_on: date
    due_on: date | None = None
    first_on: date
    last_on: date
    total_cents: int = amount()
    """Amount that the family owes."""
    third_party_cents: int = amount()
    content: str = text()
    """All that stands on it, JSON (``domain.invoice_data``)."""
    content_sha256: str = text()
    undoes_id: int | None = refers("invoice.id", null=True, index=False)
    """Of a credit note: the invoice that it undoes."""
    operation_id: str = text()


class InvoiceLineTable(SQLModel, table=True):
    """A day of an invoice, or of a credit note (without the booking: a day is invoiced once)."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("booking_id"),)

    id: int = identifier()
    invoice_id: int = refers("invoice.id")
    booking_id: int | None = refers("booking.id", null=True, index=False)
    child_id: int = refers("child.id", index=False)
    activity_id: int = refers("activity.id", index=False)
    day: date
    cents: int = amount()
    third_party_cents: int = amount()


class InvoicePaperTable(SQLModel, table=True):
    """The PDF, made of the frozen content when it is first asked for, and the same bytes ever after."""

    __tablename__ = "invoice_paper"

    invoice_id: int = refers("invoice.id", key=True)
    pdf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str = text()
    made_at: int = instant()


class InvoicePaymentTable(SQLModel, table=True):
    """A movement of the ledger that pays (negative: no longer pays) some of an invoice."""

    __tablename__ = "invoice_payment"

    id: int = identifier()
    invoice_id: int = refers("invoice.id")
    movement_id: int = refers("ledger_movement.id")
    cents: int = amount()
    means: str = text()
