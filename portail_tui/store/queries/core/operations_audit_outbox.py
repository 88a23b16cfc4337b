"""Traces of a write: its operation, its audit line, its mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from portail_tui.domain.ops.mail import MailKind
from portail_tui.store import tables_core as t
from portail_tui.store.canonical_json import canonical
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import row_of
from portail_tui.store.tables_core import insert_or_ignore

_TAKE = CompiledStatement(
    lambda connection: insert_or_ignore(connection, t.operation).returning(t.operation.c.id)
)
_OPERATION = CompiledStatement(
    select(t.operation.c.digest, t.operation.c.result).where(t.operation.c.id == bindparam("id"))
)


class OperationRow(NamedTuple):
    """An operation that was done."""

    digest: str
    """Digest of the request and of the account that made it."""
    result: str
    """Answer, as JSON."""


def take_operation(
    connection: Connection,
    *,
    operation_id: str,
    kind: str,
    digest: str,
    account_id: int,
    family_id: int | None,
    at: datetime,
) -> OperationRow | None:
    """Take an operation's identifier, before any lock: another transaction that takes the same one waits
    until this one ends. ``at``: UTC instant.

    None where it was free; the operation that was done under it where it was not.
    """
    row = {
        "id": operation_id,
        "kind": kind,
        "digest": digest,
        "account_id": account_id,
        "family_id": family_id,
        "made_at": to_stored(at),
        "result": "",
    }
    if _TAKE.scalar(connection, row) is not None:
        return None
    return find_operation(connection, operation_id)


def find_operation(connection: Connection, operation_id: str) -> OperationRow | None:
    """The operation that was done under an identifier; None where none was."""
    return row_of(OperationRow, _OPERATION.row(connection, {"id": operation_id}))


_END = CompiledStatement(
    update(t.operation).where(t.operation.c.id == bindparam("taken")).values(result=bindparam("answer"))
)


def end_operation(connection: Connection, operation_id: str, answer: str) -> None:
    """Keep what was answered (the JSON of its record), to answer it again."""
    _END.run(connection, {"taken": operation_id, "answer": answer})


_AUDIT = CompiledStatement(insert(t.audit_event))


def audit(
    connection: Connection,
    *,
    at: datetime,
    account_id: int | None,
    role: str,
    family_id: int | None,
    action: str,
    detail: Mapping[str, Any],
) -> None:
    """Write an audit line. ``detail`` never holds a health value, a password or an IBAN."""
    lines = [Line(family_id, action, detail)]
    audit_all(connection, lines, at=at, account_id=account_id, role=role)


@dataclass(frozen=True, slots=True)
class Line:
    """What was done for a family."""

    family_id: int | None
    action: str
    detail: Mapping[str, Any]


def audit_all(
    connection: Connection, lines: Sequence[Line], *, at: datetime, account_id: int | None, role: str
) -> None:
    """Write an audit line for each of several families."""
    _AUDIT.run_each(
        connection,
        [
            {
                "made_at": to_stored(at),
                "account_id": account_id,
                "role": role,
                "family_id": line.family_id,
                "action": line.action,
                "detail": canonical(line.detail),
            }
            for line in lines
        ],
    )


def audit_denial(
    connection: Connection, *, at: datetime, account_id: int, role: str, family_id: int | None, what: str
) -> None:
    """Write the audit line of a denied request. Forged identifiers refer to no row: the detail holds them
    as received."""
    connection.execute(
        insert(t.audit_event).values(
            made_at=to_stored(at),
            account_id=select(t.account.c.id).where(t.account.c.id == account_id).scalar_subquery(),
            role=role,
            family_id=select(t.family.c.id).where(t.family.c.id == family_id).scalar_subquery(),
            action="denied",
            detail=canonical({"account": account_id, "family": family_id, "what": what}),
        )
    )


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail to send: its text is made when it leaves."""

    kind: MailKind
    recipient: str
    params: str
    """The values of its text, as versioned JSON."""


_MAILS = CompiledStatement(insert(t.outbox_mail))


def queue_mails(
    connection: Connection, mails: Sequence[QueuedMail], *, operation_id: str | None, at: datetime
) -> None:
    """Queue mails, to be sent after the commit. Every mail passes here. Raises ValueError for an unknown
    kind."""
    if not mails:
        return
    _MAILS.run_each(
        connection,
        [
            {
                "kind": MailKind(mail.kind).value,
                "recipient": mail.recipient,
                "params": mail.params,
                "status": "waiting",
                "attempts": 0,
                "next_try_at": to_stored(at),
                "created_at": to_stored(at),
                "operation_id": operation_id,
            }
            for mail in mails
        ],
    )
