"""What the town's staff records on a family's wallet: money paid back, and corrections.

No bank details here: what is paid back is paid outside, and recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money import ledger
from portail_tui.domain.money.ledger import Movement, wallet_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.decisions import RefundMeans, WalletChanged
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.staff_access import do_as_staff
from portail_tui.services.core.write import Request, Work
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.core import locks
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
        if not reason:
            return Refused(Reason.REASON_MISSING)
        if not _hold_wallet(work):
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

    return do_as_staff(
        context,
        Permission.RECORD_REFUNDS,
        _request("record_refund", operation_id, actor, family_id, asked),
        refund,
    )


def record_correction(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, cents: int, reason: str
) -> WalletChanged | Refused:
    """Mend a wallet: ``cents`` in favour of the family, or out of its wallet (< 0), which may take it below
    the floor.

    Refused: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, NOTHING_CHANGES for zero.
    """
    reason = clean(reason)
    asked = {"cents": cents, "reason": reason}

    def correct(work: Work) -> WalletChanged | Refused:
        if not reason:
            return Refused(Reason.REASON_MISSING)
        if not cents:
            return Refused(Reason.NOTHING_CHANGES)
        if not _hold_wallet(work):
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

    return do_as_staff(
        context,
        Permission.CORRECT_WALLETS,
        _request("record_correction", operation_id, actor, family_id, asked),
        correct,
    )


def _hold_wallet(work: Work) -> bool:
    """Hold the wallet, and ask again who may and what it holds; False where nobody may any more."""
    regie_id = work.admitted.rulebook.town.regie_id
    locks.hold_wallets(work.connection, [wallet_of(work.admitted.family_id, regie_id)])
    return work.after_locks()


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


def _request(
    kind: str, operation_id: str, actor: Actor, family_id: int, asked: Mapping[str, Any]
) -> Request[WalletChanged]:
    return Request(
        operation_id=operation_id,
        kind=kind,
        actor=actor,
        family_id=family_id,
        asked=asked,
        answer=ANSWER,
    )
