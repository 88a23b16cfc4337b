"""How every write is done: access checked, once for an identifier, all of it or nothing.

Locks are taken in one order everywhere (services/core/locks.py, docs/locking.md). What decides is read after
them, and so is the time.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.ledger import LedgerAccount, Movement
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import COMMAND, NOT_ALLOWED, admit, note_if_denied
from portail_tui.services.core.audit import audit_for_family
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.services.core.read_context import ReadContext
from portail_tui.store.canonical_json import canonical
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.families import several_families
from portail_tui.store.queries.money import ledger
from portail_tui.texts.mails.mail import FamilyMail

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Work(ReadContext):
    """Context of a write under way: it also gathers the movements and mails that are written at its end."""

    context: ServiceContext
    actor: Actor
    operation_id: str
    movements: list[Movement] = field(default_factory=list)
    """Posted together at the end, numbered in this order."""
    changes: Counter[LedgerAccount] = field(default_factory=Counter)
    """What these movements add to each account, in cents."""
    mails: list[tuple[int, FamilyMail]] = field(default_factory=list)
    """Mails queued at the end, each with the id of the family that it is for."""

    def check_access_again(self) -> bool:
        """Check access again and reload the family, once rows are locked. False where access was lost
        meanwhile."""
        before = self.admitted
        admitted = admit(self.context, self.connection, self.actor, before.family_id, before.permission)
        if admitted is None:
            return False
        self.admitted = admitted
        return True

    def moved_cents(self, account: LedgerAccount) -> int:
        return self.changes[account]

    def post(self, movement: Movement) -> None:
        """Move money at the end of this write."""
        self.movements.append(movement)
        for posting in movement.postings:
            self.changes[posting.account] += posting.cents

    def audit(self, action: str, detail: Mapping[str, Any], *, family_id: int | None = None) -> None:
        """Write an audit line: what the account did, for the admitted family unless another is named."""
        detail = {"operation": self.operation_id, **detail}
        audit_for_family(self.connection, self.admitted, action, detail, family_id=family_id)

    def tell(self, family_id: int, mail: FamilyMail) -> None:
        """Mail the adults of a family who are kept informed, once this write is kept."""
        self.mails.append((family_id, mail))


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRequest(Generic[T]):
    """A write as it is requested, and how its answer is stored."""

    operation_id: str
    kind: str
    actor: Actor
    family_id: int
    asked: Mapping[str, Any]
    """What is asked, as plain values: the same identifier with another request is refused."""
    answer: JsonRecord[T]
    """How what is answered is kept, to be answered again."""


ROW_ID = JsonRecord(int, upgrades={0: unchanged})
"""An answer that is the identifier of a row."""


def do_once(
    context: ServiceContext,
    request: WriteRequest[T],
    do: Callable[[Work], T | Refused],
    permission: Permission = Permission.ACT_FOR_FAMILIES,
) -> T | Refused:
    """Do a write once for its identifier, in one transaction: for the actor's own family, or for any where
    its role holds ``permission``. ``do`` changes nothing outside of it: where the store undoes the
    transaction because of another's, it is called again.

    Asked again, it answers what it answered then, and does nothing. Refused: whatever ``do`` refuses, and
    nothing at all is written then, so that the same identifier may be used again; OPERATION_REUSED where it
    has served for another request.
    """

    def write(connection: Connection) -> T | Refused:
        answer = _do(context, connection, request, do, permission)
        if isinstance(answer, Refused):
            connection.rollback()
        return answer

    answer = context.store.write(write, safe_twice=True)
    if not isinstance(answer, Refused):
        context.mails_queued()
    return note_if_denied(context, request.actor, request.family_id, request.kind, answer)


def _do(
    context: ServiceContext,
    connection: Connection,
    request: WriteRequest[T],
    do: Callable[[Work], T | Refused],
    permission: Permission,
) -> T | Refused:
    admitted = admit(context, connection, request.actor, request.family_id, permission)
    if admitted is None or admitted.account_id is None:
        return NOT_ALLOWED
    digest = _digest(request)
    before = operations_audit_outbox.take_operation(
        connection,
        operation_id=request.operation_id,
        kind=request.kind,
        digest=digest,
        account_id=admitted.account_id,
        family_id=admitted.family_id,
        at=admitted.now,
    )
    if before is not None:
        return _again(request, before)
    work = Work(
        context=context,
        connection=connection,
        actor=request.actor,
        operation_id=request.operation_id,
        admitted=admitted,
    )
    answer = do(work)
    if isinstance(answer, Refused):
        return answer
    end(work)
    operations_audit_outbox.end_operation(connection, request.operation_id, request.answer.to_json(answer))
    return answer


def do_by_command(
    context: ServiceContext, operation_id: str, family_id: int, do: Callable[[Work], T]
) -> T | None:
    """Do a write that is due by the clock rather than asked for. None where the family no longer exists.

    No identifier is taken: ``do`` checks, under its locks, whether there is still something to do, so that
    running it twice does it once. ``operation_id``: a new one each time that money moves.
    """

    def write(connection: Connection) -> T | None:
        admitted = admit(context, connection, COMMAND, family_id)
        if admitted is None:
            return None
        work = Work(
            context=context,
            connection=connection,
            actor=COMMAND,
            operation_id=operation_id,
            admitted=admitted,
        )
        answer = do(work)
        end(work)
        return answer

    return context.store.write(write, safe_twice=True)


def end(work: Work) -> None:
    """Write the movements and mails that the work has gathered."""
    ledger.post(work.connection, work.movements, work.operation_id, work.now)
    _queue_mails(work)


def done_before(connection: Connection, request: WriteRequest[T]) -> T | Refused | None:
    """What was answered under the request's identifier; None where it was never used."""
    before = operations_audit_outbox.find_operation(connection, request.operation_id)
    if before is None:
        return None
    return _again(request, before)


def _again(request: WriteRequest[T], before: operations_audit_outbox.OperationRow) -> T | Refused:
    if before.digest != _digest(request):
        return Refused(Reason.OPERATION_REUSED)
    return request.answer.from_json(before.result)


def _digest(request: WriteRequest[Any]) -> str:
    """Digest of what was asked, and by whom."""
    asked = [request.kind, request.actor.account_id, request.family_id, request.asked]
    return hashlib.sha256(canonical(asked).encode()).hexdigest()


def _queue_mails(work: Work) -> None:
    if not work.mails:
        return
    addresses = several_families.informed(work.connection, {family_id for family_id, _ in work.mails})
    mails = [queued(mail, address) for family_id, mail in work.mails for address in addresses[family_id]]
    operations_audit_outbox.queue_mails(work.connection, mails, operation_id=work.operation_id, at=work.now)
