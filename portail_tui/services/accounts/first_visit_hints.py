"""The hints of an account's first visit, shown until they are dismissed."""

from __future__ import annotations

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.families.views import HintsDismissed
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, in_order
from portail_tui.store.queries.accounts import accounts

ANSWER = JsonRecord(HintsDismissed, upgrades={0: in_order()})


def dismiss_hints(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int
) -> HintsDismissed | Refused:
    """Dismiss the hints of the home page: this account never sees them again."""

    def dismiss(work: Work) -> HintsDismissed:
        assert work.admitted.account_id is not None, "a command has no first visit"
        if accounts.dismiss_hints(work.connection, work.admitted.account_id, work.now):
            work.audit("hints_dismissed", {})
        return HintsDismissed()

    request = WriteRequest(
        operation_id=operation_id,
        kind="dismiss_hints",
        actor=actor,
        family_id=family_id,
        asked={},
        answer=ANSWER,
    )
    return do_once(context, request, dismiss)
