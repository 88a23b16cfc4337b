"""The audit trail: who did what, for which family. No detail holds a health value, a password or an IBAN."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from portail_tui.services.core.access import Admitted
from portail_tui.store.queries.accounts.accounts import AccountRow
from portail_tui.store.queries.core import operations_audit_outbox


def audit_for_family(
    connection: Connection,
    admitted: Admitted,
    action: str,
    detail: Mapping[str, Any],
    *,
    family_id: int | None = None,
) -> None:
    """Note what an admitted account did, for the family it was admitted for unless another is named."""
    operations_audit_outbox.audit(
        connection,
        at=admitted.now,
        account_id=admitted.account_id,
        role=admitted.role,
        family_id=family_id or admitted.family_id,
        action=action,
        detail=detail,
    )


def audit_account(
    connection: Connection,
    account: AccountRow | None,
    action: str,
    detail: Mapping[str, Any] | None = None,
    *,
    at: datetime,
) -> None:
    """Note what an account did to itself; ``account``: its row, or None where nobody is known by what was
    typed. ``at``: a UTC instant."""
    operations_audit_outbox.audit(
        connection,
        at=at,
        account_id=account.id if account else None,
        role=account.role if account else "",
        family_id=account.family_id if account else None,
        action=action,
        detail=detail or {},
    )


def audit_command(connection: Connection, action: str, detail: Mapping[str, Any], *, at: datetime) -> None:
    """Note what a command of the machine did to the whole town."""
    operations_audit_outbox.audit(
        connection, at=at, account_id=None, role="command", family_id=None, action=action, detail=detail
    )
