"""Who collects a household's children, and what it agrees to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored


def child(connection: Connection, family_id: int, child_id: int) -> Any:
    """A household's child (first_name, custody); None for another's."""
    place = t.family_child.c
    statement = (
        select(t.child.c.first_name, place.custody)
        .select_from(t.family_child.join(t.child))
        .where(place.family_id == family_id, place.child_id == child_id)
    )
    return connection.execute(statement).one_or_none()


def collectors(connection: Connection, family_id: int, child_id: int) -> Sequence[Any]:
    """Whom the household named for a child, or for all of its children; those who must not first."""
    person = t.authorised_person.c
    statement = (
        select(t.authorised_person)
        .where(
            person.family_id == family_id,
            or_(person.child_id == child_id, person.child_id.is_(None)),
            person.removed_at.is_(None),
        )
        .order_by(person.is_forbidden.desc(), person.id)
    )
    return connection.execute(statement).all()


def add_person(
    connection: Connection,
    *,
    family_id: int,
    child_id: int | None,
    name: str,
    phone: str,
    relation: str,
    is_forbidden: bool,
    at: datetime,
) -> int:
    """The new person's id."""
    statement = (
        insert(t.authorised_person)
        .values(
            family_id=family_id,
            child_id=child_id,
            name=name,
            phone=phone,
            relation=relation,
            is_forbidden=is_forbidden,
            added_at=to_stored(at),
        )
        .returning(t.authorised_person.c.id)
    )
    return int(connection.execute(statement).scalar_one())


def family_of_person(connection: Connection, person_id: int) -> int | None:
    statement = select(t.authorised_person.c.family_id).where(t.authorised_person.c.id == person_id)
    return connection.execute(statement).scalar_one_or_none()


def remove_person(connection: Connection, person_id: int, at: datetime) -> bool:
    """No longer named from now on; False where it was not already."""
    person = t.authorised_person
    statement = (
        update(person)
        .where(person.c.id == person_id, person.c.removed_at.is_(None))
        .values(removed_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)


def _about(family_id: int, child_id: int | None) -> list[ColumnElement[bool]]:
    consent = t.consent.c
    whose = consent.child_id.is_(None) if child_id is None else consent.child_id == child_id
    return [consent.family_id == family_id, whose]


def consents(connection: Connection, family_id: int, child_id: int | None) -> Sequence[Any]:
    """Every consent given for a child by this household (or for itself), oldest first."""
    statement = select(t.consent).where(*_about(family_id, child_id)).order_by(t.consent.c.id)
    return connection.execute(statement).all()


def give_consent(
    connection: Connection, *, family_id: int, child_id: int | None, code: str, at: datetime
) -> None:
    values = {"family_id": family_id, "child_id": child_id, "code": code, "given_at": to_stored(at)}
    connection.execute(insert(t.consent).values(**values))


def withdraw_consent(
    connection: Connection, *, family_id: int, child_id: int | None, code: str, at: datetime
) -> None:
    connection.execute(
        update(t.consent)
        .where(
            *_about(family_id, child_id),
            t.consent.c.code == code,
            t.consent.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=to_stored(at))
    )
