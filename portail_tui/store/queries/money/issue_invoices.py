"""Drafts and issuing of invoices, for the service and for the demonstration's town alike."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, literal, select, update

from portail_tui.domain.money.invoice_postings import movements_of
from portail_tui.domain.money.invoices import (
    Draft,
    InvoiceContent,
    InvoicedFamily,
    InvoiceKind,
    Issuer,
    ServedDay,
    freeze,
    lines_of,
    undo,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.frozen_prices import frozen_price
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.ledger_accounts import make_accounts
from portail_tui.store.queries.money.invoice_contents import CONTENT
from portail_tui.store.tables_core import insert_or_ignore

_DAYS = (
    select(
        t.booking.c.id,
        t.booking.c.family_id,
        t.booking.c.child_id,
        t.booking.c.cents,
        t.booking.c.surcharge_cents,
        t.booking.c.quantity,
        t.booking.c.tariff,
        t.child.c.first_name,
        t.child.c.last_name,
        t.activity.c.id.label("activity_id"),
        t.activity.c.name,
        t.unit.c.label,
        t.slot.c.day,
    )
    .join(t.slot, t.slot.c.id == t.booking.c.slot_id)
    .join(t.unit, t.unit.c.id == t.slot.c.unit_id)
    .join(t.activity, t.activity.c.id == t.unit.c.activity_id)
    .join(t.child, t.child.c.id == t.booking.c.child_id)
    .where(
        t.activity.c.is_prepaid.is_(False),
        t.booking.c.status == "booked",
        t.booking.c.cents + t.booking.c.third_party_cents > 0,
        ~select(t.invoice_line.c.id).where(t.invoice_line.c.booking_id == t.booking.c.id).exists(),
    )
    .order_by(t.booking.c.family_id, t.booking.c.id)
)
_SEVERAL_UNITS = select(t.unit.c.activity_id).group_by(t.unit.c.activity_id).having(func.count() > 1)


def drafts(
    connection: Connection, regie_id: int, last_on: date, family_ids: Collection[int] | None = None
) -> list[Draft]:
    """Drafts, by family, of the days up to ``last_on`` (local date) that no invoice has; of all families
    by default. The caller locks each family's debt where several agents may issue at once."""
    wanted = _DAYS.where(t.activity.c.regie_id == regie_id, t.slot.c.day <= last_on)
    if family_ids is not None:
        wanted = wanted.where(t.booking.c.family_id.in_(family_ids))
    several = set(connection.execute(_SEVERAL_UNITS).scalars())
    days: dict[int, list[ServedDay]] = defaultdict(list)
    for row in connection.execute(wanted):
        days[row.family_id].append(_day(row, row.activity_id in several))
    payers = _payers(connection, days)
    return [Draft(payers[family_id], tuple(found)) for family_id, found in days.items()]


def _day(row: Any, has_several_units: bool) -> ServedDay:
    price = frozen_price(row.tariff)
    return ServedDay(
        booking_id=row.id,
        child_id=row.child_id,
        child_name=f"{row.first_name} {row.last_name}",
        activity_id=row.activity_id,
        activity_name=row.name,
        unit_label=row.label if has_several_units else "",
        day=row.day,
        quantity=row.quantity,
        cents=row.cents,
        surcharge_cents=row.surcharge_cents,
        shares=price.shares if price else (),
        price=price,
    )


def _payers(connection: Connection, family_ids: Collection[int]) -> dict[int, InvoicedFamily]:
    """The families as they are known now: their adults, their address."""

    def of(statement: Select[Any], column: ColumnElement[int]) -> Sequence[Any]:
        few = len(family_ids) <= _FEW
        return connection.execute(statement.where(column.in_(family_ids)) if few else statement).all()

    adults: dict[int, list[str]] = defaultdict(list)
    ordered = select(t.guardian).order_by(t.guardian.c.family_id, t.guardian.c.position)
    for row in of(ordered, t.guardian.c.family_id):
        adults[row.family_id].append(" ".join(filter(None, (row.civility, row.first_name, row.last_name))))
    return {
        row.id: InvoicedFamily(
            row.id,
            row.number,
            tuple(adults[row.id]) or (row.name,),
            tuple(filter(None, (*row.address.splitlines(), f"{row.postcode} {row.city}".strip()))),
        )
        for row in of(select(t.family), t.family.c.id)
    }


_FEW = 500
"""More families than so many are read with all the others."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice or a credit note that has its number."""

    invoice_id: int
    family_id: int
    content: InvoiceContent


def issue(
    connection: Connection, ready: Sequence[Draft], issuer: Issuer, *, operation_id: str, at: datetime
) -> list[Issued]:
    """Number drafts and write them, frozen. ``at``: UTC instant; the caller moves the money.

    The counter is locked last, after the ledger's accounts: the next issuer waits for the end of this write
    and takes the number after it, or the same one where it is rolled back.
    """
    if not ready:
        return []
    issued_on = local_day(at)
    _make_accounts(connection, ready, issuer.regie_id)
    first = take_numbers(connection, issuer.regie_id, InvoiceKind.INVOICE, issued_on.year, len(ready))
    contents = [
        freeze(draft, issuer, number=first + order, issued_on=issued_on) for order, draft in enumerate(ready)
    ]
    rows = [
        _row(content, draft.payer.family_id, issuer.regie_id, first + order, operation_id, at)
        for order, (draft, content) in enumerate(zip(ready, contents, strict=True))
    ]
    ids = _add(connection, rows)
    connection.execute(
        insert(t.invoice_line),
        [
            {
                "invoice_id": invoice_id,
                "booking_id": day.booking_id,
                "child_id": day.child_id,
                "activity_id": day.activity_id,
                "day": day.day,
                "cents": day.cents,
                "third_party_cents": day.third_party_cents,
            }
            for invoice_id, draft in zip(ids, ready, strict=True)
            for day in draft.days
        ],
    )
    return [
        Issued(invoice_id, draft.payer.family_id, content)
        for invoice_id, draft, content in zip(ids, ready, contents, strict=True)
    ]


def issue_credit_note(
    connection: Connection,
    invoice_id: int,
    family_id: int,
    content: InvoiceContent,
    *,
    regie_id: int,
    reason: str,
    operation_id: str,
    at: datetime,
) -> Issued:
    """Undo a whole invoice under a number of the credit notes' own series. ``at``: UTC instant; the caller
    moves the money."""
    issued_on = local_day(at)
    number = take_numbers(connection, regie_id, InvoiceKind.CREDIT_NOTE, issued_on.year, 1)
    undone = undo(content, number=number, issued_on=issued_on, reason=reason)
    row = _row(undone, family_id, regie_id, number, operation_id, at)
    (note_id,) = _add(connection, [{**row, "undoes_id": invoice_id}])
    line = t.invoice_line.c
    kept = select(
        literal(note_id), line.child_id, line.activity_id, line.day, -line.cents, -line.third_party_cents
    )
    names = ["invoice_id", "child_id", "activity_id", "day", "cents", "third_party_cents"]
    connection.execute(
        insert(t.invoice_line).from_select(names, kept.where(line.invoice_id == invoice_id).order_by(line.id))
    )
    return Issued(note_id, family_id, undone)


def take_numbers(connection: Connection, regie_id: int, kind: InvoiceKind, year: int, how_many: int) -> int:
    """The first of ``how_many`` numbers of a series. The counter's row is held until the write ends."""
    counter = t.invoice_counter
    series = {"regie_id": regie_id, "kind": kind.value, "year": year}
    connection.execute(insert_or_ignore(connection, counter).values(**series, last=0))
    wanted = (counter.c.regie_id == regie_id, counter.c.kind == kind.value, counter.c.year == year)
    taken = update(counter).where(*wanted).values(last=counter.c.last + how_many).returning(counter.c.last)
    return int(connection.execute(taken).scalar_one()) - how_many + 1


def _make_accounts(connection: Connection, ready: Sequence[Draft], regie_id: int) -> None:
    moved = [
        movement
        for draft in ready
        for movement in movements_of(
            lines_of(draft.days), family_id=draft.payer.family_id, regie_id=regie_id, label=""
        )
    ]
    make_accounts(connection, {posting.account for movement in moved for posting in movement.postings})


def _add(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    statement = insert(t.invoice).returning(t.invoice.c.id, sort_by_parameter_order=True)
    return [int(found) for found in connection.execute(statement, rows).scalars()]


def _row(
    content: InvoiceContent, family_id: int, regie_id: int, number: int, operation_id: str, at: datetime
) -> dict[str, Any]:
    written = CONTENT.to_json(content)
    return {
        "regie_id": regie_id,
        "family_id": family_id,
        "kind": content.kind.value,
        "year": content.issued_on.year,
        "number": number,
        "issued_at": to_stored(at),
        "issued_on": content.issued_on,
        "due_on": content.due_on,
        "first_on": content.first_on,
        "last_on": content.last_on,
        "total_cents": content.total_cents,
        "third_party_cents": sum(cents for _, cents in content.shares),
        "content": written,
        "content_sha256": hashlib.sha256(written.encode()).hexdigest(),
        "undoes_id": None,
        "operation_id": operation_id,
    }
