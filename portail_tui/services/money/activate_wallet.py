"""Activating the family account from the piggy bank."""

from __future__ import annotations

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.views import Activated
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.families import profile
from portail_tui.texts.mails.money import AccountActivated

ANSWER = JsonRecord(Activated, upgrades={0: renamed(balance="balance_cents")})


def activate_account(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, rules_accepted: bool
) -> Activated | Refused:
    """Open the family's account for booking. Refused: RULES_NOT_ACCEPTED, ALREADY_ACTIVE."""

    def activate(work: Work) -> Activated | Refused:
        if not rules_accepted:
            return Refused(Reason.RULES_NOT_ACCEPTED)
        if not profile.activate(work.connection, family_id, work.now):
            return Refused(Reason.ALREADY_ACTIVE)
        if not work.check_access_again():
            return NOT_ALLOWED
        work.audit("activate_account", {})
        work.tell(family_id, AccountActivated())
        return Activated(work.admitted.family.balance_cents)

    request = WriteRequest(
        operation_id=operation_id,
        kind="activate_account",
        actor=actor,
        family_id=family_id,
        asked={"rules_accepted": rules_accepted},
        answer=ANSWER,
    )
    return do_once(context, request, activate)
