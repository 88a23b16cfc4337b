"""A child's health: shown only to those who need it, each reading audited, stored encrypted.

Those are the adults of either home who hold parental authority, and staff with a reason, one child at a time.
No audit line, stored answer or mail holds a value.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.families.health import Health, HealthCard, HealthSaved, checked
from portail_tui.domain.ops.data_keys import KeyTrouble
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_and_record
from portail_tui.services.core.audit import audit_for_family
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.locks import hold
from portail_tui.services.core.parental_authority import may_decide
from portail_tui.services.core.vault import Sealed
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store import tables_core as t
from portail_tui.store.json_records import JsonRecord
from portail_tui.store.queries.families import health as health_queries
from portail_tui.store.queries.families.health import HEALTH, HealthRow

ANSWER = JsonRecord(HealthSaved, upgrades={0: lambda version: {"version": version}})


def show_health(
    context: ServiceContext, *, actor: Actor, family_id: int, child_id: int, reason: str = ""
) -> HealthCard | Refused:
    """A child's health. ``reason``: why staff opens it. The reading is audited in the same transaction.

    Refused: NOT_ALLOWED (another family's child, an adult without authority, staff for its own family),
    HEALTH_REASON_MISSING to staff, KEY_MISSING.
    """
    reason = clean(reason)

    def show(connection: Connection, admitted: Admitted) -> HealthCard | Refused:
        if not may_decide(connection, admitted):
            return NOT_ALLOWED
        row = health_queries.of_child(connection, family_id, child_id)
        if row is None:
            return NOT_ALLOWED
        if admitted.role != Role.FAMILY.value and not reason:
            return Refused(Reason.HEALTH_REASON_MISSING)
        card = _card(context, connection, child_id, row)
        if not isinstance(card, Refused):
            audit_for_family(
                connection,
                admitted,
                "health_read",
                {"child": child_id, **({"reason": reason} if reason else {})},
            )
        return card

    return show_and_record(context, actor, family_id, "health", show)


def save_health(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int,
    health: Health,
    version: int,
) -> HealthSaved | Refused:
    """Store a child's health. ``version``: the one that was shown, so that nobody overwrites a change unseen.

    Refused: NOT_ALLOWED, FIELD_INVALID, CHANGED_MEANWHILE, KEY_MISSING.
    """
    kept = checked(health)

    def save(work: Work) -> HealthSaved | Refused:
        if not may_decide(work.connection, work.admitted):
            return NOT_ALLOWED
        if not hold(work, children=[child_id]):
            return NOT_ALLOWED
        row = health_queries.of_child(work.connection, family_id, child_id)
        if row is None:
            return NOT_ALLOWED
        if isinstance(kept, Refused):
            return kept
        if (row.version or 0) != version:
            return Refused(Reason.CHANGED_MEANWHILE)
        try:
            value = context.vault.seal(
                work.connection, t.child_health, child_id, HEALTH.to_json(kept).encode()
            )
        except KeyTrouble as trouble:
            return _unavailable(trouble)
        health_queries.write(
            work.connection,
            child_id,
            key_id=value.key_id,
            sealed=value.text,
            version=version + 1,
            at=work.now,
        )
        work.audit("health_changed", {"child": child_id})
        return HealthSaved(version + 1)

    asked = {"child": child_id, "version": version, "health": _fingerprint(context, kept)}
    request = WriteRequest(
        operation_id=operation_id,
        kind="save_health",
        actor=actor,
        family_id=family_id,
        asked=asked,
        answer=ANSWER,
    )
    return do_once(context, request, save)


def _card(
    context: ServiceContext, connection: Connection, child_id: int, row: HealthRow
) -> HealthCard | Refused:
    try:
        if row.sealed is None or row.key_id is None or row.changed_at is None:
            context.vault.fingerprint(connection, b"")  # tells now that nothing could be saved
            return HealthCard(
                child_id=child_id, child_name=row.first_name, health=Health(), version=0, changed_on=None
            )
        plain = context.vault.open(connection, t.child_health, child_id, Sealed(row.key_id, row.sealed))
    except KeyTrouble as trouble:
        return _unavailable(trouble)
    changed_on = local_day(row.changed_at)
    return HealthCard(
        child_id=child_id,
        child_name=row.first_name,
        health=HEALTH.from_json(plain.decode()),
        version=row.version or 0,
        changed_on=changed_on,
    )


def _unavailable(trouble: KeyTrouble) -> Refused:
    return Refused(Reason.KEY_MISSING, {"why": trouble.fault.value})


def _fingerprint(context: ServiceContext, kept: Health | Refused) -> str:
    """Digest by key of the health: tells two requests apart without showing it; empty where nothing can be
    saved."""
    if isinstance(kept, Refused):
        return ""
    try:
        with context.store.reading() as connection:
            # not the record, whose bytes change with its version: a request sent again is told by this
            asked = json.dumps(asdict(kept), ensure_ascii=False, sort_keys=True)
            return context.vault.fingerprint(connection, asked.encode())
    except KeyTrouble:
        return ""
