"""Writes that the town's staff alone may do, for any family but their own.

An account of staff has no family (the store refuses one), and a parent's account is no staff: whoever is both
has two accounts. What ties the two is the e-mail: an account of staff whose e-mail is that of an adult of the
family has no right there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.staff.permissions import Permission, is_permitted
from portail_tui.services.core.access import NOT_ALLOWED
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Request, Work, do_once
from portail_tui.store.queries.accounts import accounts

T = TypeVar("T")


def do_as_staff(
    context: ServiceContext,
    permission: Permission,
    request: Request[T],
    do: Callable[[Work], T | Refused],
) -> T | Refused:
    """As ``do_once``, for the staff whose role holds ``permission``. Refused: NOT_ALLOWED to anyone else, and
    for one's own family."""

    def checked(work: Work) -> T | Refused:
        admitted = work.admitted
        if not is_permitted(admitted.role, permission):
            return NOT_ALLOWED
        if accounts.is_of_family(work.connection, work.actor.account_id, admitted.family_id):
            return NOT_ALLOWED
        return do(work)

    return do_once(context, request, checked, permission)
