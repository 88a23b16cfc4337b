"""Outgoing mails, queued in the transaction they are about; each is claimed by one sender at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored, instant, to_stored
from portail_tui.store.queries.core.rows import rows_of

_mail = t.outbox_mail.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A mail that is being sent, and by whom nobody else is."""

    id: int
    kind: str
    recipient: str
    params: str
    """The values of its text, as versioned JSON."""
    tries: int
    """This one included."""
    created_at: datetime
    """UTC."""


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether a mail is due. ``now``: UTC."""
    found = select(_mail.id).where(_due(now)).limit(1)
    return connection.execute(found).scalar() is not None


def claim_next(connection: Connection, holder: str, *, now: datetime, until: datetime) -> Claimed | None:
    """Claim the mail that has waited longest, or None. ``until`` (UTC): when the claim ends by itself, its
    holder having died."""
    found = (
        select(_mail.id)
        .where(_due(now))
        .order_by(_mail.next_try_at, _mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # another sender has it already
    )
    mail_id = connection.execute(found).scalar()
    if mail_id is None:
        return None
    claimed = (
        update(t.outbox_mail)
        .where(_mail.id == mail_id)
        .values(claim=holder, claimed_until=to_stored(until), attempts=_mail.attempts + 1)
        .returning(t.outbox_mail)
    )
    row = connection.execute(claimed).one()
    return Claimed(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        params=row.params,
        tries=row.attempts,
        created_at=from_stored(row.created_at),
    )


def set_sent(connection: Connection, mail_id: int, holder: str) -> None:
    """It has left. Nothing where another has claimed it meanwhile."""
    _end(connection, mail_id, holder, status="sent", last_error=None)


def put_off(connection: Connection, mail_id: int, holder: str, *, why: str, until: datetime) -> None:
    """It is tried again from ``until`` (UTC) on. ``why``: what the server answered."""
    _end(connection, mail_id, holder, last_error=why, next_try_at=to_stored(until))


def set_dead(connection: Connection, mail_id: int, holder: str, *, why: str) -> None:
    """It is given up: somebody has to look."""
    _end(connection, mail_id, holder, status="dead", last_error=why)


def give_back(connection: Connection, mail_id: int, holder: str) -> None:
    """It was not tried after all."""
    _end(connection, mail_id, holder, attempts=_mail.attempts - 1)


def counts(connection: Connection) -> tuple[int, int]:
    """Number of mails that wait, and number given up."""
    statement = (
        select(_mail.status, func.count().label("number"))
        .where(_mail.status.in_(("waiting", "dead")), _mail.recipient != "")
        .group_by(_mail.status)
    )
    found = {row.status: row.number for row in connection.execute(statement)}
    return found.get("waiting", 0), found.get("dead", 0)


class DeadMail(NamedTuple):
    """A mail that was given up."""

    kind: str
    recipient: str
    params: str
    """Values of its text, as JSON."""
    created_at: datetime
    """UTC instant."""
    attempts: int
    last_error: str | None
    """Last answer of the mail server."""


def dead(connection: Connection, most: int) -> list[DeadMail]:
    """Mails given up, newest first; at most ``most`` of them."""
    created_at = instant(_mail.created_at)
    statement = (
        select(_mail.kind, _mail.recipient, _mail.params, created_at, _mail.attempts, _mail.last_error)
        .where(_mail.status == "dead")
        .order_by(_mail.id.desc())
        .limit(most)
    )
    return rows_of(DeadMail, connection.execute(statement).all())


def _due(now: datetime) -> ColumnElement[bool]:
    at = to_stored(now)
    free = _mail.claimed_until.is_(None) | (_mail.claimed_until <= at)
    return (_mail.status == "waiting") & (_mail.next_try_at <= at) & free


def _end(connection: Connection, mail_id: int, holder: str, **values: Any) -> None:
    mine = (_mail.id == mail_id) & (_mail.claim == holder)
    connection.execute(update(t.outbox_mail).where(mine).values(claim=None, claimed_until=None, **values))
