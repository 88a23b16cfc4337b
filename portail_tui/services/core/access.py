"""Who may ask for what. Denied unless granted, and asked of the store at every call: what a screen holds of
an account proves nothing.

A parent reaches its own family; the town's staff any family; a closed account nothing, nor a session that
began before the account's last choice of a password. What is denied leaves an audit line.
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
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.accounts import accounts
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.families import families
from portail_tui.store.queries.families.families import Visit

NOT_ALLOWED = Refused(Reason.NOT_ALLOWED)
STAFF = frozenset({Role.AGENT.value, Role.ADMIN.value})

COMMAND = Actor(account_id=0, role=Role.ADMIN, family_id=None, name="portail")
"""A command of the machine that holds the store's password: whoever runs it holds all of the town's data
already. It is this very value, which no screen can name, and no account."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An account let in for a family, with what was true at that instant."""

    account_id: int | None
    """None for a command."""
    role: str
    """A Role, or « command »."""
    family_id: int
    family: Visit
    rulebook: Rulebook
    now: datetime
    """UTC, by the store's clock."""
    today: date
    """Local."""


def admit(context: ServiceContext, connection: Connection, actor: Actor, family_id: int) -> Admitted | None:
    """Let ``actor`` in for a family, or None."""
    now = context.store.now(connection)
    today = local_day(now)
    rulebook = context.rulebooks.latest(connection)
    account_id = None if actor is COMMAND else actor.account_id
    visit = families.visit(
        connection,
        account_id,
        family_id,
        rulebook.town.regie_id,
        today=today,
        opened_at=actor.opened_at,
    )
    if visit is None or not (actor is COMMAND or _may_visit(visit)):
        return None
    if visit.revision != rulebook.revision:
        rulebook = context.rulebooks.read(connection)
    return Admitted(
        account_id=account_id,
        role=visit.role,
        family_id=family_id,
        family=visit,
        rulebook=rulebook,
        now=now,
        today=today,
    )


def _may_visit(visit: Visit) -> bool:
    if not visit.may_enter or visit.family_id is None:
        return False
    if visit.role == Role.FAMILY.value:
        return visit.own_family_id == visit.family_id
    return visit.role in STAFF


def show_to(
    context: ServiceContext,
    actor: Actor,
    family_id: int,
    what: str,
    show: Callable[[Connection, Admitted], T | Refused],
) -> T | Refused:
    """What ``show`` answers to whoever may see the family, in one reading transaction."""
    with context.store.reading() as connection:
        admitted = admit(context, connection, actor, family_id)
        answer = NOT_ALLOWED if admitted is None else show(connection, admitted)
    if answer is NOT_ALLOWED:
        note_denial(context, actor, family_id, what)
    return answer


def show_to_staff(
    context: ServiceContext, actor: Actor, what: str, show: Callable[[Connection], T | Refused]
) -> T | Refused:
    """What ``show`` answers to the town's staff alone."""
    with context.store.reading() as connection:
        role = accounts.open_role(connection, actor.account_id, actor.opened_at)
        answer = show(connection) if role in STAFF else NOT_ALLOWED
    if answer is NOT_ALLOWED:
        note_denial(context, actor, None, what)
    return answer


def note_denial(context: ServiceContext, actor: Actor, family_id: int | None, what: str) -> None:
    """The audit line of something that was denied."""
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
