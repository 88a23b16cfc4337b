"""Refunds and corrections that staff records on a family's wallet.

No bank details here: money is paid back outside of the portal, and recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money import ledger
from portail_tui.domain.money.ledger import LedgerAccount, Movement, wallet_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.decisions import RefundMeans, WalletChanged
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import Decision, decide_for
from portail_tui.services.core.locks import hold
from portail_tui.services.core.write import Work
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.texts.mails.money import Correction, Refund
from portail_tui.texts.money import statement_labels

ANSWER = JsonRecord(WalletChanged, upgrades={0: renamed(operation="operation_id", balance="balance_cents")})


def record_refund(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    means: RefundMeans,
    amount_cents: int,
    reason: str,
) -> WalletChanged | Refused:
    """Take out of a wallet what the town pays back to the family: a withdrawal, never below the floor.

    Refused: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, NOTHING_TO_REFUND,
    AMOUNT_INVALID.
    """
    reason = clean(reason)
    asked = {"means": means.value, "amount_cents": amount_cents, "reason": reason}

    def refund(work: Work) -> WalletChanged | Refused:
        if not hold(work, wallets=[_wallet(work)]):
            return NOT_ALLOWED
        most = work.admitted.family.balance_cents - work.admitted.rulebook.town.floor_cents
        if most <= 0:
            return Refused(Reason.NOTHING_TO_REFUND)
        if not 0 < amount_cents <= most:
            return Refused(Reason.AMOUNT_INVALID, {"least_cents": 1, "most_cents": most})
        movement = ledger.refund(
            family_id=family_id,
            regie_id=work.admitted.rulebook.town.regie_id,
            means=means.value,
            cents=amount_cents,
            label=statement_labels.refund(reason),
        )
        balance = work.admitted.family.balance_cents - amount_cents
        mail = Refund(amount_cents=amount_cents, means=means, balance_cents=balance)
        return _record(work, "refund", movement, -amount_cents, asked, mail)

    return decide_for(
        context,
        _decision(Permission.RECORD_REFUNDS, "record_refund", operation_id, actor, asked),
        family_id,
        refund,
    )


def record_correction(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, cents: int, reason: str
) -> WalletChanged | Refused:
    """Correct a wallet: ``cents`` in favour of the family, or out of its wallet (< 0), which may take it
    below the floor.

    Refused: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, NOTHING_CHANGES for zero.
    """
    reason = clean(reason)
    asked = {"cents": cents, "reason": reason}

    def correct(work: Work) -> WalletChanged | Refused:
        if not cents:
            return Refused(Reason.NOTHING_CHANGES)
        if not hold(work, wallets=[_wallet(work)]):
            return NOT_ALLOWED
        movement = ledger.correct(
            family_id=family_id,
            regie_id=work.admitted.rulebook.town.regie_id,
            cents=cents,
            label=statement_labels.correction(reason),
        )
        balance = work.admitted.family.balance_cents + cents
        mail = Correction(cents=cents, balance_cents=balance)
        return _record(work, "correction", movement, cents, asked, mail)

    return decide_for(
        context,
        _decision(Permission.CORRECT_WALLETS, "record_correction", operation_id, actor, asked),
        family_id,
        correct,
    )


def _wallet(work: Work) -> LedgerAccount:
    return wallet_of(work.admitted.family_id, work.admitted.rulebook.town.regie_id)


def _record(
    work: Work,
    action: str,
    movement: Movement,
    cents: int,
    asked: Mapping[str, Any],
    mail: Refund | Correction,
) -> WalletChanged:
    work.post(movement)
    work.audit(action, asked)
    work.tell(work.admitted.family_id, mail)
    return WalletChanged(work.operation_id, cents, mail.balance_cents)


def _decision(
    permission: Permission, kind: str, operation_id: str, actor: Actor, asked: Mapping[str, Any]
) -> Decision[WalletChanged]:
    return Decision(
        permission=permission,
        operation_id=operation_id,
        kind=kind,
        actor=actor,
        asked=asked,
        answer=ANSWER,
        lacks_reason=not asked["reason"],
    )
