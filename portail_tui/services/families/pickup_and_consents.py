"""Who may collect a child, and what a household agrees to for it: each home says and sees its own."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.families.people import (
    CHILD_CONSENTS,
    FAMILY_CONSENTS,
    Collectors,
    ConsentCode,
    ConsentLine,
    Consents,
    NewPerson,
    PersonLine,
    checked_fields,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.locks import hold
from portail_tui.services.core.parental_authority import may_decide
from portail_tui.services.core.write import ROW_ID, Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.families import members, people

LONGEST_NAME = 80
CONSENTS_CHANGED = JsonRecord(tuple[ConsentCode, ...], upgrades={0: unchanged})


def show_collectors(
    context: ServiceContext, *, actor: Actor, family_id: int, child_id: int
) -> Collectors | Refused:
    """People whom this household named to collect a child, or never to. Refused: NOT_ALLOWED."""

    def show(connection: Connection, _admitted: Admitted) -> Collectors | Refused:
        child = people.child(connection, family_id, child_id)
        if child is None:
            return NOT_ALLOWED
        adults = members.guardians(connection, family_id)
        return Collectors(
            child_id=child_id,
            child_name=child.first_name,
            is_shared=child.custody == "shared",
            adults=tuple(f"{one.first_name} {one.last_name}" for one in adults if one.may_collect),
            people=tuple(_person(row) for row in people.collectors(connection, family_id, child_id)),
        )

    return show_to(context, actor, family_id, "collectors", show)


def add_collector(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, person: NewPerson
) -> int | Refused:
    """Name somebody who may collect a child, or must not be given it; the person's id.

    Refused: NOT_ALLOWED (another home's child, an adult without authority), FIELD_INVALID.
    """
    typed = {"name": person.name, "phone": person.phone, "relation": person.relation}
    # who collects can be called; of who must not be given the child, a family may not have the number
    required = ("name",) if person.is_forbidden else ("name", "phone")
    kept = checked_fields(typed, longest=LONGEST_NAME, required=required)

    def add(work: Work) -> int | Refused:
        if not may_decide(work.connection, work.admitted):
            return NOT_ALLOWED
        if person.child_id is not None and not people.child(work.connection, family_id, person.child_id):
            return NOT_ALLOWED
        if isinstance(kept, Refused):
            return kept
        person_id = people.add_person(
            work.connection,
            family_id=family_id,
            child_id=person.child_id,
            is_forbidden=person.is_forbidden,
            at=work.now,
            **kept,
        )
        action = "person_forbidden" if person.is_forbidden else "person_authorised"
        work.audit(action, {"person": person_id, "child": person.child_id})
        return person_id

    asked = {"child": person.child_id, "is_forbidden": person.is_forbidden, **typed}
    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="add_collector",
            actor=actor,
            family_id=family_id,
            asked=asked,
            answer=ROW_ID,
        ),
        add,
    )


def remove_collector(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, person_id: int
) -> int | Refused:
    """Take somebody off the household's list. Refused: NOT_ALLOWED, ALREADY_TREATED where it is off it."""

    def remove(work: Work) -> int | Refused:
        if people.family_of_person(work.connection, person_id) != family_id:
            return NOT_ALLOWED
        if not may_decide(work.connection, work.admitted):
            return NOT_ALLOWED
        if not people.remove_person(work.connection, person_id, work.now):
            return Refused(Reason.ALREADY_TREATED)
        work.audit("person_removed", {"person": person_id})
        return person_id

    asked = {"person": person_id}
    return do_once(
        context,
        WriteRequest(
            operation_id=operation_id,
            kind="remove_collector",
            actor=actor,
            family_id=family_id,
            asked=asked,
            answer=ROW_ID,
        ),
        remove,
    )


def show_consents(
    context: ServiceContext, *, actor: Actor, family_id: int, child_id: int | None
) -> Consents | Refused:
    """What this household agreed to, for a child or (None) for itself. Refused: NOT_ALLOWED."""

    def show(connection: Connection, admitted: Admitted) -> Consents | Refused:
        child = None if child_id is None else people.child(connection, family_id, child_id)
        if child_id is not None and child is None:
            return NOT_ALLOWED
        lines = _lines(people.consents(connection, family_id, child_id), _codes(child_id))
        name = admitted.family.name if child is None else child.first_name
        return Consents(child_id, name, child is not None and child.custody == "shared", lines)

    return show_to(context, actor, family_id, "consents", show)


def save_consents(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int | None,
    given: Collection[ConsentCode],
) -> tuple[ConsentCode, ...] | Refused:
    """From now on the household agrees to exactly ``given``: what changes is dated. Answers what changed.

    Refused: NOT_ALLOWED.
    """
    wanted = sorted(given)

    def save(work: Work) -> tuple[ConsentCode, ...] | Refused:
        if not may_decide(work.connection, work.admitted):
            return NOT_ALLOWED
        if not set(wanted) <= set(_codes(child_id)):
            return NOT_ALLOWED
        if not hold(work, children=[] if child_id is None else [child_id]):
            return NOT_ALLOWED
        if child_id is not None and not people.child(work.connection, family_id, child_id):
            return NOT_ALLOWED
        lines = _lines(people.consents(work.connection, family_id, child_id), _codes(child_id))
        changed = tuple(one.code for one in lines if (one.given_on is not None) != (one.code in wanted))
        for code in changed:
            change = people.give_consent if code in wanted else people.withdraw_consent
            change(work.connection, family_id=family_id, child_id=child_id, code=code.value, at=work.now)
        if changed:
            work.audit("consents_changed", {"child": child_id, "given": wanted, "changed": list(changed)})
        return changed

    asked = {"child": child_id, "given": wanted}
    request = WriteRequest(
        operation_id=operation_id,
        kind="save_consents",
        actor=actor,
        family_id=family_id,
        asked=asked,
        answer=CONSENTS_CHANGED,
    )
    return do_once(context, request, save)


def _codes(child_id: int | None) -> tuple[ConsentCode, ...]:
    return FAMILY_CONSENTS if child_id is None else CHILD_CONSENTS


def _lines(rows: Collection[people.ConsentRow], codes: Collection[ConsentCode]) -> tuple[ConsentLine, ...]:
    lines = []
    for code in codes:
        last = [row for row in rows if row.code == code.value][-1:]
        given = [row.given_at for row in last if row.withdrawn_at is None]
        taken = [row.withdrawn_at for row in last if row.withdrawn_at is not None]
        lines.append(
            ConsentLine(
                code,
                local_day(given[0]) if given else None,
                local_day(taken[0]) if taken else None,
            )
        )
    return tuple(lines)


def _person(row: people.CollectorRow) -> PersonLine:
    return PersonLine(
        person_id=row.id,
        name=row.name,
        phone=row.phone,
        relation=row.relation,
        is_forbidden=row.is_forbidden,
        for_all=row.child_id is None,
    )
