"""A child's encrypted health, and who in a household may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from portail_tui.domain.families.health import Health
from portail_tui.domain.shared.text import fold_email
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import Sent
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.core.instants import to_stored

_OF_CHILD = Sent(
    select(
        t.child.c.first_name,
        t.child_health.c.key_id,
        t.child_health.c.sealed,
        t.child_health.c.version,
        t.child_health.c.changed_at,
    )
    .select_from(t.family_child.join(t.child).outerjoin(t.child_health))
    .where(t.family_child.c.family_id == bindparam("family"), t.family_child.c.child_id == bindparam("child"))
)

HEALTH = JsonRecord(Health, upgrades={0: unchanged})
"""What is encrypted: its version stands inside the sealed text."""


def of_child(connection: Connection, family_id: int, child_id: int) -> Any:
    """The child of a family with its encrypted row (NULLs where there is none); None for another family's."""
    return _OF_CHILD.row(connection, {"family": family_id, "child": child_id})


def holds_authority(connection: Connection, account_id: int, family_id: int) -> bool:
    """Whether the account is that of an adult of the family who holds parental authority."""
    mine = select(t.account.c.email_sort).where(t.account.c.id == account_id).scalar_subquery()
    statement = select(mine.label("mine"), t.guardian.c.email).where(
        t.guardian.c.family_id == family_id,
        t.guardian.c.email.is_not(None),
        t.guardian.c.has_authority.is_(True),
    )
    return any(fold_email(row.email) == row.mine for row in connection.execute(statement))


def write(
    connection: Connection, child_id: int, *, key_id: int, sealed: str, version: int, at: datetime
) -> None:
    """Keep a child's encrypted health under its new ``version``, from 1; the child is held."""
    values = {"key_id": key_id, "sealed": sealed, "version": version, "changed_at": to_stored(at)}
    health = t.child_health
    if version == 1:
        connection.execute(insert(health).values(child_id=child_id, **values))
    else:
        connection.execute(update(health).where(health.c.child_id == child_id).values(**values))
