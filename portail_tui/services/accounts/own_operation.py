"""An operation of an account on itself, whatever its family: done once for its identifier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.store.queries.accounts.accounts import AccountRow
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.core.operations_audit_outbox import OperationRow


@dataclass(frozen=True, slots=True)
class OwnOperation:
    kind: str
    operation_id: str
    actor: Actor

    @property
    def digest(self) -> str:
        """Tells this operation from another; it holds nothing that was typed, which is secret."""
        return f"{self.kind}:{self.actor.account_id}"

    def answered(self, connection: Connection) -> OperationRow | None:
        """The row of what was answered (JSON) under this identifier; None where it was never used, or for
        something else."""
        before = operations_audit_outbox.find_operation(connection, self.operation_id)
        return before if before is not None and before.digest == self.digest else None

    def take(self, connection: Connection, account: AccountRow, at: datetime) -> None:
        """Store the identifier as used. ``account``: the row of the actor's; ``at``: a UTC instant."""
        operations_audit_outbox.take_operation(
            connection,
            operation_id=self.operation_id,
            kind=self.kind,
            digest=self.digest,
            account_id=account.id,
            family_id=account.family_id,
            at=at,
        )
