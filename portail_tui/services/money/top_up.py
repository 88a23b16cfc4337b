"""Top-up of the wallet by card."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money import ledger
from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.gateways.protocols import CardPayments
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.locks import hold
from portail_tui.services.core.write import Work, WriteRequest, do_once, done_before
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.texts.mails.money import TopUpReceived
from portail_tui.texts.money import statement_labels

ANSWER = JsonRecord(
    ToppedUp,
    upgrades={0: renamed(operation="operation_id", amount="amount_cents", balance="balance_cents")},
)


def top_up(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, amount_cents: int
) -> ToppedUp | Refused:
    """Take a payment by card and put it on the wallet, once for its ``operation_id``.

    Refused: AMOUNT_INVALID; PAY_AT_DESK where the town takes no card here; PAYMENT_DECLINED. No entry is
    written then.
    """
    request = WriteRequest(
        operation_id=operation_id,
        kind="top_up",
        actor=actor,
        family_id=family_id,
        asked={"amount_cents": amount_cents},
        answer=ANSWER,
    )

    def check(connection: Connection, admitted: Admitted) -> ToppedUp | CardPayments | Refused:
        return done_before(connection, request) or _may_pay(context, admitted, amount_cents)

    # the provider is asked outside of any transaction: it may take its time
    checked: ToppedUp | CardPayments | Refused = show_to(context, actor, family_id, "top_up", check)
    if isinstance(checked, ToppedUp | Refused):
        return checked
    cards = checked
    receipt = cards.take(operation_id=operation_id, amount_cents=amount_cents)
    if receipt is None:
        return Refused(Reason.PAYMENT_DECLINED)
    return do_once(
        context, request, lambda work: _credit(work, cards, receipt.reference, receipt.amount_cents)
    )


def _may_pay(context: ServiceContext, admitted: Admitted, amount_cents: int) -> CardPayments | Refused:
    """The card provider, or why no payment can be taken."""
    town = admitted.rulebook.town
    if context.cards is None:
        return Refused(Reason.PAY_AT_DESK, {"means": "\n".join(town.contact.means_at_desk)})
    if not town.top_up_least_cents <= amount_cents <= town.top_up_most_cents:
        bounds = {"least_cents": town.top_up_least_cents, "most_cents": town.top_up_most_cents}
        return Refused(Reason.AMOUNT_INVALID, bounds)
    return context.cards


def _credit(work: Work, cards: CardPayments, reference: str, amount_cents: int) -> ToppedUp | Refused:
    family_id, regie_id = work.admitted.family_id, work.admitted.rulebook.town.regie_id
    if not hold(work, wallets=[ledger.wallet_of(family_id, regie_id)]):
        return NOT_ALLOWED
    label = statement_labels.TOP_UP_STAND_IN if cards.is_stand_in else statement_labels.TOP_UP_BY_CARD
    work.post(
        ledger.top_up(
            family_id=family_id, regie_id=regie_id, means=cards.means, cents=amount_cents, label=label
        )
    )
    work.audit("top_up", {"cents": amount_cents, "means": cards.means, "reference": reference})
    balance = work.admitted.family.balance_cents + amount_cents
    work.tell(family_id, TopUpReceived(cents=amount_cents, balance_cents=balance))
    return ToppedUp(work.operation_id, amount_cents, balance)
