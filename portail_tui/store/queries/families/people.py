"""The people who may collect a family's children, and the consents that it gave."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import columns_of, row_of, rows_of


class ChildPlace(NamedTuple):
    """A child in one of its families."""

    first_name: str
    custody: str


def child(connection: Connection, family_id: int, child_id: int) -> ChildPlace | None:
    """A child of the family; None for another family's child."""
    place = t.family_child.c
    statement = (
        select(t.child.c.first_name, place.custody)
        .select_from(t.family_child.join(t.child))
        .where(place.family_id == family_id, place.child_id == child_id)
    )
    return row_of(ChildPlace, connection.execute(statement).one_or_none())


class CollectorRow(NamedTuple):
    """A person whom a family named for one child or for all of its children."""

    id: int
    child_id: int | None
    """None: for all of the family's children."""
    name: str
    phone: str
    relation: str
    is_forbidden: bool
    """Whether the child must not leave with this person."""


def collectors(connection: Connection, family_id: int, child_id: int) -> list[CollectorRow]:
    """The people named for a child by the family, the forbidden ones first; without those removed since."""
    person = t.authorised_person.c
    statement = (
        select(*columns_of(t.authorised_person, CollectorRow))
        .where(
            person.family_id == family_id,
            or_(person.child_id == child_id, person.child_id.is_(None)),
            person.removed_at.is_(None),
        )
        .order_by(person.is_forbidden.desc(), person.id)
    )
    return rows_of(CollectorRow, connection.execute(statement).all())


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
    """Add a person to the family's list, for one child or (None) all of them; the person's id. ``at``: UTC
    instant."""
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
    """The family that named a person, removed since or not; None where there is no such person."""
    statement = select(t.authorised_person.c.family_id).where(t.authorised_person.c.id == person_id)
    return connection.execute(statement).scalar_one_or_none()


def remove_person(connection: Connection, person_id: int, at: datetime) -> bool:
    """Take a person off the family's list; False where it was off already. ``at``: UTC instant."""
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


class ConsentRow(NamedTuple):
    """A consent that was given, and withdrawn since or not. UTC instants."""

    code: str
    given_at: datetime
    withdrawn_at: datetime | None


def consents(connection: Connection, family_id: int, child_id: int | None) -> list[ConsentRow]:
    """Every consent that the family gave for a child, or (None) for itself; oldest first."""
    consent = t.consent.c
    statement = (
        select(consent.code, instant(consent.given_at), instant(consent.withdrawn_at))
        .where(*_about(family_id, child_id))
        .order_by(consent.id)
    )
    return rows_of(ConsentRow, connection.execute(statement).all())


def give_consent(
    connection: Connection, *, family_id: int, child_id: int | None, code: str, at: datetime
) -> None:
    """Note a consent of the family for a child, or (None) for itself, given at ``at`` (UTC)."""
    values = {"family_id": family_id, "child_id": child_id, "code": code, "given_at": to_stored(at)}
    connection.execute(insert(t.consent).values(**values))


def withdraw_consent(
    connection: Connection, *, family_id: int, child_id: int | None, code: str, at: datetime
) -> None:
    """Note that the consent of that code was withdrawn at ``at`` (UTC)."""
    connection.execute(
        update(t.consent)
        .where(
            *_about(family_id, child_id),
            t.consent.c.code == code,
            t.consent.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=to_stored(at))
    )
