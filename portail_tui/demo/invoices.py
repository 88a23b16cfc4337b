"""The invoices of the last months, issued by the service's own statements, and what was paid of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import Connection, select

from portail_tui.demo import logins
from portail_tui.demo.ledger import MEANS
from portail_tui.domain.money.invoice_postings import movements_of, payment
from portail_tui.domain.money.invoices import issuer_of
from portail_tui.domain.rules.deadlines import PARIS, local_day
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.core.operations_audit_outbox import Line
from portail_tui.store.queries.money import invoices, issue_invoices, ledger
from portail_tui.store.queries.money.invoices import Paid
from portail_tui.store.queries.money.issue_invoices import Issued
from portail_tui.texts.money import invoices as words

MONTHS = 3
ISSUED_ON, PAID_AFTER = 3, timedelta(days=9)
"""The day of the next month on which a month is invoiced; how long a family waits before it pays."""
PAYS, PAYS_THE_LAST = 0.92, 0.3
"""Shares of invoices that were paid: of the older ones, and of the newest."""


def issue_months(connection: Connection, rulebook: Rulebook, random: Random, now: datetime) -> None:
    """Invoice each of the last months that are over, and record what families paid. ``now``: UTC instant."""
    account = t.account.c
    families = {
        row.email: row.family_id for row in connection.execute(select(account.email, account.family_id))
    }
    # who always has one to pay, and who never pays
    waits, never = families[logins.FAMILY], families[logins.IN_DEBT]
    ends = _month_ends(local_day(now))
    for last_on in ends:
        is_last = last_on == ends[-1]
        issued = _issue(connection, rulebook, last_on)
        chances = {never: 0.0, waits: 0.0 if is_last else 1.0}
        usual = PAYS_THE_LAST if is_last else PAYS
        paying = [one for one in issued if random.random() < chances.get(one.family_id, usual)]
        _pay(connection, rulebook.town.regie_id, paying, random, _instant(last_on) + PAID_AFTER)


def _month_ends(today: date) -> list[date]:
    """Last days of the months already invoiced, oldest first."""
    ends = []
    end = (today - timedelta(days=ISSUED_ON + PAID_AFTER.days)).replace(day=1) - timedelta(days=1)
    for _ in range(MONTHS):
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def _instant(last_on: date) -> datetime:
    """Instant of a month's invoices, in the morning."""
    return datetime.combine(last_on + timedelta(days=ISSUED_ON), time(9), PARIS)


def _issue(connection: Connection, rulebook: Rulebook, last_on: date) -> list[Issued]:
    issuer, at = issuer_of(rulebook.town), _instant(last_on)
    operation = f"facturation-{last_on:%Y-%m}"
    ready = issue_invoices.drafts(connection, issuer.regie_id, last_on)
    issued = issue_invoices.issue(
        connection, [one for one in ready if one.is_worth_it], issuer, operation_id=operation, at=at
    )
    moved = [
        movement
        for one in issued
        for movement in movements_of(
            one.content.lines,
            family_id=one.family_id,
            regie_id=issuer.regie_id,
            label=words.title(one.content.kind, one.content.number),
        )
    ]
    ledger.post(connection, moved, operation, at)
    told = Line(None, "invoices_issued", {"operation": operation, "invoices": len(issued)})
    operations_audit_outbox.audit_all(connection, [told], at=at, account_id=None, role="command")
    return issued


def _pay(
    connection: Connection, regie_id: int, paying: Sequence[Issued], random: Random, at: datetime
) -> None:
    """Record payments of whole invoices, by the means that families have."""
    owing = [one for one in paying if one.content.total_cents]
    chosen = [random.choice(MEANS)[0] for _ in owing]
    operation = f"encaissements-{at:%Y-%m}"
    moved = [
        payment(
            family_id=one.family_id,
            regie_id=regie_id,
            means=means,
            cents=one.content.total_cents,
            label=words.paid(one.content.number),
        )
        for one, means in zip(owing, chosen, strict=True)
    ]
    ledger.post(connection, moved, operation, at)
    movement = t.ledger_movement.c
    ids = connection.execute(
        select(movement.id).where(movement.operation_id == operation).order_by(movement.ordinal)
    ).scalars()
    invoices.add_payments(
        connection,
        [
            Paid(one.invoice_id, movement_id, one.content.total_cents, means)
            for one, movement_id, means in zip(owing, ids, chosen, strict=True)
        ],
    )
    told = Line(None, "invoices_paid", {"operation": operation, "invoices": len(owing)})
    operations_audit_outbox.audit_all(connection, [told], at=at, account_id=None, role="command")
