"""Facts about several families and children at once: candidates for a freed place, and recipients of
mails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from portail_tui.domain.families.facts import Means, Pupil
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.families.means import means_columns, means_of

_PUPILS = CompiledStatement(
    select(
        t.child.c.id,
        t.child.c.first_name,
        t.child.c.birth_on,
        t.child.c.brings_meal,
        t.school.c.code.label("school"),
        t.child_schooling.c.grade,
        t.child_schooling.c.from_on,
        t.child_schooling.c.to_on,
    )
    .select_from(
        t.child.outerjoin(t.child_schooling, t.child_schooling.c.child_id == t.child.c.id).outerjoin(
            t.school, t.school.c.id == t.child_schooling.c.school_id
        )
    )
    .where(t.child.c.id.in_(bindparam("children", expanding=True)))
    .order_by(t.child_schooling.c.from_on)
)


def pupils(connection: Connection, child_ids: Collection[int]) -> dict[int, Pupil]:
    """Some children with their schooling, by id."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in _PUPILS.rows(connection, {"children": list(child_ids)}):
        rows[row.id].append(row)
    return {
        child_id: Pupil(
            id=child_id,
            first_name=history[0].first_name,
            birth_on=history[0].birth_on,
            schoolings=tuple(
                Schooling(r.school, r.grade, r.from_on, r.to_on) for r in history if r.grade is not None
            ),
            brings_meal=history[0].brings_meal,
        )
        for child_id, history in rows.items()
    }


@dataclass(frozen=True, slots=True)
class FamilyState:
    is_active: bool
    means: Means


_STATES = CompiledStatement(
    select(t.family.c.id, t.family.c.is_active, *means_columns()).where(
        t.family.c.id.in_(bindparam("families", expanding=True)), t.family.c.closed_at.is_(None)
    )
)


def states(connection: Connection, family_ids: Collection[int]) -> dict[int, FamilyState]:
    """State of the given families (active, means), by id; families that have left are absent."""
    rows = _STATES.rows(connection, {"families": list(family_ids)})
    return {row.id: FamilyState(row.is_active, means_of(row._asdict())) for row in rows}


_MEANS = select(t.family.c.id, *means_columns()).where(
    t.family.c.id.in_(bindparam("families", expanding=True))
)


def means(connection: Connection, family_ids: Collection[int]) -> dict[int, Means]:
    """Sizes of the given families, by id; including those that have left."""
    rows = connection.execute(_MEANS, {"families": list(family_ids)})
    return {row.id: means_of(dict(row._mapping)) for row in rows}


_INFORMED = CompiledStatement(
    select(t.guardian.c.family_id, t.guardian.c.email)
    .where(
        t.guardian.c.family_id.in_(bindparam("families", expanding=True)),
        t.guardian.c.is_informed,
        t.guardian.c.email.is_not(None),
    )
    .order_by(t.guardian.c.position)
)


def informed(connection: Connection, family_ids: Collection[int]) -> dict[int, list[str]]:
    """The e-mail addresses of the adults who are informed, by family."""
    found: dict[int, list[str]] = {family_id: [] for family_id in family_ids}
    for family_id, email in _INFORMED.rows(connection, {"families": list(family_ids)}):
        if email and email not in found[family_id]:
            found[family_id].append(email)
    return found


_NAMED = CompiledStatement(
    select(t.booking.c.id, t.child.c.first_name, t.slot.c.day, t.unit.c.label)
    .select_from(t.booking.join(t.child).join(t.slot, t.slot.c.id == t.booking.c.slot_id).join(t.unit))
    .where(t.booking.c.id.in_(bindparam("bookings", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class NamedBooking:
    """A booking in a family's words."""

    child: str
    """A first name."""
    unit: str
    """Its label."""
    day: date


def named(connection: Connection, booking_ids: Collection[int]) -> dict[int, NamedBooking]:
    """Some bookings in their families' words, by id."""
    rows = _NAMED.rows(connection, {"bookings": list(booking_ids)})
    return {row.id: NamedBooking(row.first_name, row.label, row.day) for row in rows}
