"""Ledger movements of an invoice. Days to be invoiced enter the ledger when their invoice is issued, not
before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from portail_tui.domain.money.invoices import InvoiceLine, added
from portail_tui.domain.money.ledger import AccountKind, Cause, LedgerAccount, Movement, Posting, wallet_of
from portail_tui.domain.rules.tariffs import Shares


@dataclass(frozen=True, slots=True)
class ActivityAmount:
    """Amounts that an invoice brings to one activity, from the family and from third parties. Cents."""

    activity_id: int
    cents: int
    shares: Shares = ()


def amounts_by_activity(lines: Iterable[InvoiceLine]) -> tuple[ActivityAmount, ...]:
    """Amounts that some lines bring to each activity, by its id."""
    ordered = sorted(lines, key=lambda line: line.activity_id)
    grouped = ((one, list(group)) for one, group in groupby(ordered, lambda line: line.activity_id))
    return tuple(
        ActivityAmount(activity_id, sum(one.cents for one in group), added(one.shares for one in group))
        for activity_id, group in grouped
    )


def receivable_of(family_id: int, regie_id: int) -> LedgerAccount:
    """The account of what a family owes on its invoices: negative while it owes."""
    return replace(wallet_of(family_id, regie_id), kind=AccountKind.RECEIVABLE)


def movements_of(
    lines: Iterable[InvoiceLine], *, family_id: int, regie_id: int, label: str
) -> tuple[Movement, ...]:
    """Movements of an issued invoice: the family owes its part, each third party its share (a movement of
    its own), and the activities have earned them. Lines of a credit note are negative, and reverse it."""
    amounts = amounts_by_activity(lines)

    def movement(debtor: LedgerAccount, parts: Sequence[tuple[int, int]]) -> Movement:
        earned = [
            Posting(
                LedgerAccount(kind=AccountKind.REVENUE, regie_id=regie_id, activity_id=activity_id), cents
            )
            for activity_id, cents in parts
            if cents
        ]
        owed = Posting(debtor, -sum(posting.cents for posting in earned))
        return Movement(cause=Cause.INVOICE, label=label, postings=(owed, *earned), family_id=family_id)

    names = [name for name, _ in added(one.shares for one in amounts)]
    debts = [(receivable_of(family_id, regie_id), [(one.activity_id, one.cents) for one in amounts])]
    debts += [
        (
            LedgerAccount(kind=AccountKind.THIRD_PARTY, regie_id=regie_id, means=name),
            [(one.activity_id, dict(one.shares).get(name, 0)) for one in amounts],
        )
        for name in names
    ]
    return tuple(movement(debtor, parts) for debtor, parts in debts if any(cents for _, cents in parts))


def payment(*, family_id: int, regie_id: int, means: str, cents: int, label: str) -> Movement:
    """Money brought by a means of payment for what the family owes on an invoice."""
    return Movement(
        cause=Cause.TOP_UP,
        label=label,
        postings=(
            Posting(receivable_of(family_id, regie_id), cents),
            Posting(LedgerAccount(kind=AccountKind.CLEARING, regie_id=regie_id, means=means), -cents),
        ),
        family_id=family_id,
    )
