"""Acceptance of a family's quotient by an agent; days already paid are priced again by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.ledger import wallet_of
from portail_tui.domain.rules.quotients import ProofStatus, applies_from
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.decisions import QuotientAccepted
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import ALREADY_TREATED, Decision, decide
from portail_tui.services.core.locks import family_wallets, hold
from portail_tui.services.core.write import Work
from portail_tui.services.money.repricing import reprice_family
from portail_tui.store.json_records import JsonRecord, in_order
from portail_tui.store.queries.money import repricing
from portail_tui.store.queries.money.repricing import QuotientRow
from portail_tui.texts.mails.money import QuotientApplied

ANSWER = JsonRecord(
    QuotientAccepted, upgrades={0: in_order("from_on", "bookings", "debited_cents", "balance_cents")}
)


def accept_quotient(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    quotient_id: int,
    from_on: date | None = None,
    reason: str = "",
) -> QuotientAccepted | Refused:
    """Accept a quotient whose proof was sent. It counts from the day that the règlement says: the first of a
    school year from the day its proof was sent, a later one from the first of the month after. Prepaid days
    of that day and later are priced again, where the town wants it.

    ``from_on``: another first day (local), with the reason why. Refused: NOT_ALLOWED (staff alone, never for
    their own family), REASON_MISSING, ALREADY_TREATED, QUOTIENT_OVER where it ends before it would begin.
    """
    reason = clean(reason)
    decision = Decision(
        permission=Permission.ACCEPT_QUOTIENTS,
        operation_id=operation_id,
        kind="accept_quotient",
        actor=actor,
        asked={"quotient": quotient_id, "from_on": from_on and from_on.isoformat(), "reason": reason},
        answer=ANSWER,
    )
    return decide(
        context,
        decision,
        lambda connection: repricing.family_of_quotient(connection, quotient_id),
        lambda work: _accept(work, quotient_id, from_on, reason),
    )


def _accept(work: Work, quotient_id: int, from_on: date | None, reason: str) -> QuotientAccepted | Refused:
    family_id = work.admitted.family_id
    # whoever books, cancels or promotes for this family holds one of its wallets: all that is booked by the
    # quotient that was in force is seen here, and what comes after goes by the new one
    if not hold(work, wallets=family_wallets(work)):
        return NOT_ALLOWED
    rulebook = work.admitted.rulebook
    rows = {row.id: row for row in repricing.quotient_rows(work.connection, family_id)}
    row = rows.pop(quotient_id)
    if row.status != ProofStatus.SENT.value:
        return ALREADY_TREATED
    by_rule = _by_rule(rulebook, row, rows.values(), work.admitted.today)
    first = from_on or by_rule
    if first != by_rule and not reason:
        return Refused(Reason.REASON_MISSING)
    if row.to_on is not None and row.to_on < first:
        return Refused(Reason.QUOTIENT_OVER)
    repricing.accept_quotient(work.connection, quotient_id, first)
    changed = reprice_family(work, first) if rulebook.town.reprices_prepaid else []
    debited = sum(one.debit_cents for one in changed)
    balance = work.admitted.family.balance_cents + work.moved_cents(
        wallet_of(family_id, rulebook.town.regie_id)
    )
    detail = {"quotient": quotient_id, "from_on": first.isoformat(), "debited_cents": debited}
    why = {"by_rule": by_rule.isoformat(), "reason": reason} if first != by_rule else {}
    work.audit("quotient_accepted", {**detail, **why, "bookings": [one.booked.id for one in changed]})
    mail = QuotientApplied(from_on=first, bookings=len(changed), debited_cents=debited, balance_cents=balance)
    work.tell(family_id, mail)
    return QuotientAccepted(first, len(changed), debited, balance)


def _by_rule(rulebook: Rulebook, row: QuotientRow, others: Iterable[QuotientRow], today: date) -> date:
    """First day of a quotient by the règlement, where the agent names no other."""
    sent_on = row.proof_sent_on or today
    year = rulebook.year_for(sent_on)
    known = [
        one
        for one in others
        if one.status == ProofStatus.ACCEPTED.value
        and year is not None
        and year.first_on <= (one.proof_sent_on or one.from_on) <= year.last_on
    ]
    return applies_from(sent_on, is_first_of_year=not known)
