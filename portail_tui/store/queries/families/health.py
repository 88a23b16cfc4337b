"""A child's encrypted health, and who in a household may read it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from portail_tui.domain.families.health import Health
from portail_tui.domain.shared.text import fold_email
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import row_of


class HealthRow(NamedTuple):
    """A child with its encrypted health; all but the name is None where nothing was ever saved."""

    first_name: str
    key_id: int | None
    """The data key under which ``sealed`` was encrypted."""
    sealed: str | None
    version: int | None
    """1 for the first that was saved, one more each time."""
    changed_at: datetime | None
    """UTC instant."""


_OF_CHILD = CompiledStatement(
    select(
        t.child.c.first_name,
        t.child_health.c.key_id,
        t.child_health.c.sealed,
        t.child_health.c.version,
        instant(t.child_health.c.changed_at),
    )
    .select_from(t.family_child.join(t.child).outerjoin(t.child_health))
    .where(t.family_child.c.family_id == bindparam("family"), t.family_child.c.child_id == bindparam("child"))
)

HEALTH = JsonRecord(Health, upgrades={0: unchanged})
"""Record of the encrypted value; its version is inside the sealed text."""


def of_child(connection: Connection, family_id: int, child_id: int) -> HealthRow | None:
    """A child of the family with its encrypted health; None for another family's child."""
    return row_of(HealthRow, _OF_CHILD.row(connection, {"family": family_id, "child": child_id}))


def holds_authority(connection: Connection, account_id: int, family_id: int) -> bool:
    """Whether the account belongs to an adult of the family with parental authority."""
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
    """Write a child's encrypted health under its new ``version`` (1 for the first). The caller holds the
    child's lock. ``at``: UTC instant."""
    values = {"key_id": key_id, "sealed": sealed, "version": version, "changed_at": to_stored(at)}
    health = t.child_health
    if version == 1:
        connection.execute(insert(health).values(child_id=child_id, **values))
    else:
        connection.execute(update(health).where(health.c.child_id == child_id).values(**values))
