"""Access: who may see or do what. Denied by default, and checked against the store at every call, whatever
the screen knows of the account.

A parent reaches its own family; staff any family, by its permissions; a closed account nothing, nor a session
older than the account's last change of password. Each denial leaves an audit line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.shared.refusals import Reason, Refused, is_refused_for
from portail_tui.domain.staff.permissions import Permission, is_permitted
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.accounts import accounts
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.families import family_access
from portail_tui.store.queries.families.family_access import FamilyAccess

NOT_ALLOWED = Refused(Reason.NOT_ALLOWED)

COMMAND = Actor(account_id=0, role=Role.ADMIN, family_id=None, name="portail")
"""A command run on the machine, which holds the store's password: whoever runs it has all of the town's data
already. It is compared by identity, so that no screen can name it, and has no account."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An account with access to a family, and the state of both at that instant."""

    account_id: int | None
    """None for a command."""
    role: str
    """A Role, or « command »."""
    permission: Permission
    """The permission that gave access, unless the family is the account's own."""
    family_id: int
    family: FamilyAccess
    rulebook: Rulebook
    now: datetime
    """UTC, by the store's clock."""
    today: date
    """Local."""


def admit(
    context: ServiceContext,
    connection: Connection,
    actor: Actor,
    family_id: int,
    permission: Permission = Permission.ACT_FOR_FAMILIES,
) -> Admitted | None:
    """Access of ``actor`` to a family: its own, or any where its role holds ``permission``. None where
    denied."""
    now = context.store.now(connection)
    today = local_day(now)
    rulebook = context.rulebooks.latest(connection)
    account_id = None if actor is COMMAND else actor.account_id
    found = family_access.access_to(
        connection,
        account_id,
        family_id,
        rulebook.town.regie_id,
        today=today,
        opened_at=actor.opened_at,
    )
    if found is None or not (actor is COMMAND or _may_see(found, permission)):
        return None
    if found.revision != rulebook.revision:
        rulebook = context.rulebooks.read(connection)
    return Admitted(
        account_id=account_id,
        role=found.role,
        permission=permission,
        family_id=family_id,
        family=found,
        rulebook=rulebook,
        now=now,
        today=today,
    )


def _may_see(found: FamilyAccess, permission: Permission) -> bool:
    if not found.may_enter or found.family_id is None:
        return False
    if found.role == Role.FAMILY.value:
        return found.own_family_id == found.family_id
    return is_permitted(found.role, permission)


def show_to(
    context: ServiceContext,
    actor: Actor,
    family_id: int,
    what: str,
    show: Callable[[Connection, Admitted], T | Refused],
) -> T | Refused:
    """Answer of ``show`` to an actor with access to the family, in one reading transaction; NOT_ALLOWED to
    others."""
    with context.store.reading() as connection:
        answer = _shown(context, connection, actor, family_id, show)
    return note_if_denied(context, actor, family_id, what, answer)


def show_and_record(
    context: ServiceContext,
    actor: Actor,
    family_id: int,
    what: str,
    show: Callable[[Connection, Admitted], T | Refused],
) -> T | Refused:
    """Like ``show_to``, in a writing transaction: ``show`` also writes the audit line of what it read."""
    answer = context.store.write(
        lambda connection: _shown(context, connection, actor, family_id, show), safe_twice=True
    )
    return note_if_denied(context, actor, family_id, what, answer)


def _shown(
    context: ServiceContext,
    connection: Connection,
    actor: Actor,
    family_id: int,
    show: Callable[[Connection, Admitted], T | Refused],
) -> T | Refused:
    admitted = admit(context, connection, actor, family_id)
    return NOT_ALLOWED if admitted is None else show(connection, admitted)


def show_to_staff(
    context: ServiceContext,
    actor: Actor,
    permission: Permission,
    what: str,
    show: Callable[[Connection], T | Refused],
) -> T | Refused:
    """Answer of ``show`` to staff whose role holds ``permission``, in one reading transaction; NOT_ALLOWED to
    others."""
    with context.store.reading() as connection:
        role = accounts.open_role(connection, actor.account_id, actor.opened_at)
        answer = show(connection) if is_permitted(role, permission) else NOT_ALLOWED
    return note_if_denied(context, actor, None, what, answer)


def note_if_denied(
    context: ServiceContext, actor: Actor, family_id: int | None, what: str, answer: T | Refused
) -> T | Refused:
    """Return ``answer``, after an audit line where it was refused for NOT_ALLOWED."""
    if is_refused_for(answer, Reason.NOT_ALLOWED):
        note_denial(context, actor, family_id, what)
    return answer


def note_denial(context: ServiceContext, actor: Actor, family_id: int | None, what: str) -> None:
    """Write the audit line of a denial."""
    context.store.write(
        lambda connection: operations_audit_outbox.audit_denial(
            connection,
            at=context.store.now(connection),
            account_id=actor.account_id,
            role=actor.role.value,
            family_id=family_id,
            what=what,
        )
    )
