"""How the town's staff decides: by its permission, never for its own family, with a reason where one is due.

An account of staff has no family (the store refuses one), and a parent's account is no staff: whoever is both
has two accounts. What ties the two is the e-mail: an account of staff whose e-mail is that of an adult of the
family has no right there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.permissions import Permission, is_permitted
from portail_tui.services.core.access import NOT_ALLOWED, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord
from portail_tui.store.queries.accounts import accounts

T = TypeVar("T")
ALREADY_TREATED = Refused(Reason.ALREADY_TREATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[T]):
    """What a member of staff decides, and how the answer is kept."""

    permission: Permission
    operation_id: str
    kind: str
    actor: Actor
    asked: Mapping[str, Any]
    """What is asked, as plain values: the same identifier with another request is refused."""
    answer: JsonRecord[T]
    lacks_reason: bool = False
    """Whether a reason is due and none was given: for a refusal, or for what corrects money."""


def decide(
    context: ServiceContext,
    decision: Decision[T],
    family_of: Callable[[Connection], int | None],
    do: Callable[[Work], T | Refused],
) -> T | Refused:
    """Decide about a row that a family is waiting on, as ``decide_for``. ``family_of``: whose row it is, None
    where there is none. ``do`` locks it, and refuses with ALREADY_TREATED what is no longer waiting.

    Refused: ALREADY_TREATED too where there is no such row.
    """
    family_id = show_to_staff(
        context,
        decision.actor,
        decision.permission,
        decision.kind,
        lambda connection: family_of(connection) or ALREADY_TREATED,
    )
    if isinstance(family_id, Refused):
        return family_id
    return decide_for(context, decision, family_id, do)


def decide_for(
    context: ServiceContext, decision: Decision[T], family_id: int, do: Callable[[Work], T | Refused]
) -> T | Refused:
    """Do once, as ``do_once``, what staff decides for a family.

    Refused: NOT_ALLOWED to who does not hold the permission, and for one's own family; REASON_MISSING;
    whatever ``do`` refuses.
    """

    def checked(work: Work) -> T | Refused:
        if not is_permitted(work.admitted.role, decision.permission):
            return NOT_ALLOWED
        if accounts.is_of_family(work.connection, work.actor.account_id, family_id):
            return NOT_ALLOWED
        return Refused(Reason.REASON_MISSING) if decision.lacks_reason else do(work)

    request = WriteRequest(
        operation_id=decision.operation_id,
        kind=decision.kind,
        actor=decision.actor,
        family_id=family_id,
        asked=decision.asked,
        answer=decision.answer,
    )
    return do_once(context, request, checked, decision.permission)
