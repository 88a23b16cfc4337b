"""Issued invoices: their rows, their payments, their PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, cast, func, insert, select

from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoiceRow
from portail_tui.domain.money.invoices import InvoiceKind, number_of, state_of
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored, to_stored
from portail_tui.store.queries.money.invoice_contents import CONTENT
from portail_tui.store.tables_core import insert_or_ignore

_NOTE = t.invoice.alias("note")
_PAID = (
    select(cast(func.coalesce(func.sum(t.invoice_payment.c.cents), 0), BigInteger))
    .where(t.invoice_payment.c.invoice_id == t.invoice.c.id)
    .scalar_subquery()
)
_STANDING: Select[Any] = select(
    *(t.invoice.c[name] for name in ("id", "kind", "year", "number", "issued_on", "due_on")),
    *(t.invoice.c[name] for name in ("first_on", "last_on", "total_cents")),
    _PAID.label("paid_cents"),
    _NOTE.c.year.label("note_year"),
    _NOTE.c.number.label("note_number"),
).outerjoin(_NOTE, _NOTE.c.undoes_id == t.invoice.c.id)


def of_family(connection: Connection, family_id: int, today: date) -> tuple[InvoiceRow, ...]:
    """A family's invoices and credit notes as they stand on ``today`` (local date), newest first."""
    wanted = _STANDING.where(t.invoice.c.family_id == family_id)
    ordered = wanted.order_by(t.invoice.c.issued_on.desc(), t.invoice.c.id.desc())
    return tuple(_row(row, today) for row in connection.execute(ordered))


def left_to_pay(family_id: int) -> Select[Any]:
    """Amounts left to pay on a family's invoices: (cents, due_on), one a row."""
    return _STANDING.with_only_columns(
        (t.invoice.c.total_cents - _PAID).label("cents"), t.invoice.c.due_on, maintain_column_froms=True
    ).where(
        t.invoice.c.family_id == family_id,
        t.invoice.c.kind == InvoiceKind.INVOICE.value,
        _NOTE.c.id.is_(None),
        t.invoice.c.total_cents > _PAID,
    )


def one(connection: Connection, family_id: int, invoice_id: int, today: date) -> InvoiceDetail | None:
    """An invoice of a family; None where it has none by that id."""
    wanted = _STANDING.add_columns(t.invoice.c.content, t.invoice.c.issued_at).where(
        t.invoice.c.id == invoice_id, t.invoice.c.family_id == family_id
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    note = "" if row.note_year is None else number_of(InvoiceKind.CREDIT_NOTE, row.note_year, row.note_number)
    content = CONTENT.from_json(row.content)
    return InvoiceDetail(_row(row, today), content, from_stored(row.issued_at), note)


def _row(row: Any, today: date) -> InvoiceRow:
    kind = InvoiceKind(row.kind)
    return InvoiceRow(
        invoice_id=row.id,
        number=number_of(kind, row.year, row.number),
        kind=kind,
        issued_on=row.issued_on,
        due_on=row.due_on,
        first_on=row.first_on,
        last_on=row.last_on,
        total_cents=row.total_cents,
        paid_cents=row.paid_cents,
        state=state_of(
            kind,
            total_cents=row.total_cents,
            paid_cents=row.paid_cents,
            due_on=row.due_on,
            is_credited=row.note_year is not None,
            today=today,
        ),
    )


# --- its paper ------------------------------------------------------------------------------------------


def paper_of(connection: Connection, invoice_id: int) -> bytes | None:
    """PDF of an invoice, byte for byte; None where none was made yet. Raises ValueError where the bytes
    differ from their stored digest."""
    kept = select(t.invoice_paper.c.pdf, t.invoice_paper.c.sha256)
    row = connection.execute(kept.where(t.invoice_paper.c.invoice_id == invoice_id)).one_or_none()
    if row is None:
        return None
    if hashlib.sha256(row.pdf).hexdigest() != row.sha256:
        raise ValueError(f"the paper of invoice {invoice_id} was altered")
    return bytes(row.pdf)


def keep_paper(connection: Connection, invoice_id: int, pdf: bytes, at: datetime) -> None:
    """Store the PDF of an invoice, unless one was stored meanwhile. ``at``: UTC instant."""
    connection.execute(
        insert_or_ignore(connection, t.invoice_paper).values(
            invoice_id=invoice_id, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=to_stored(at)
        )
    )


# --- what was paid --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paid:
    invoice_id: int
    movement_id: int
    cents: int
    means: str


def add_payments(connection: Connection, payments: Sequence[Paid]) -> None:
    """Movements of the ledger that pay invoices."""
    if payments:
        connection.execute(
            insert(t.invoice_payment),
            [
                {
                    "invoice_id": one.invoice_id,
                    "movement_id": one.movement_id,
                    "cents": one.cents,
                    "means": one.means,
                }
                for one in payments
            ],
        )
