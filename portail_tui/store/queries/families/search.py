"""Search of a family by any fact about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from portail_tui.domain.shared.text import clean, fold
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.rows import rows_of


class FamilyFound(NamedTuple):
    """A family, once for each of its accounts."""

    id: int
    number: str
    name: str
    city: str
    email: str | None
    """Of the account; None where the family has none."""


def search(connection: Connection, text: str, most: int) -> list[FamilyFound]:
    """Families of which every word of ``text`` is part of the name, the number, an e-mail, an adult's or a
    child's name, accents ignored; by name, at most ``most`` rows. Closed families are left out."""
    statement = (
        select(t.family.c.id, t.family.c.number, t.family.c.name, t.family.c.city, t.account.c.email)
        .select_from(t.family.outerjoin(t.account, t.account.c.family_id == t.family.c.id))
        .where(t.family.c.closed_at.is_(None), *(_holds(word) for word in clean(text).casefold().split()))
        .order_by(t.family.c.name_sort, t.family.c.id)
        .limit(most)
    )
    return rows_of(FamilyFound, connection.execute(statement).all())


def _holds(word: str) -> ColumnElement[bool]:
    """Condition that a word occurs in some fact about a family: names in folded form, others as typed."""
    email = t.account.c.email_sort.contains(word, autoescape=True)
    found: list[ColumnElement[bool]] = [
        func.lower(t.family.c.number).contains(word, autoescape=True),
        t.family.c.id.in_(select(t.account.c.family_id).where(t.account.c.family_id.is_not(None), email)),
    ]
    if parts := fold(word).split():
        adult, child = (
            and_(*(column.contains(part, autoescape=True) for part in parts))
            for column in (t.guardian.c.name_sort, t.child.c.name_sort)
        )
        found += [
            and_(*(t.family.c.name_sort.contains(part, autoescape=True) for part in parts)),
            t.family.c.id.in_(select(t.guardian.c.family_id).where(adult)),
            t.family.c.id.in_(select(t.family_child.c.family_id).join(t.child).where(child)),
        ]
    return or_(*found)


def children_of(connection: Connection, family_ids: Sequence[int]) -> dict[int, list[str]]:
    """First names of the children of several families, by family id, oldest first."""
    names: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(t.family_child.c.family_id, t.child.c.first_name)
        .join(t.child)
        .where(t.family_child.c.family_id.in_(family_ids))
        .order_by(t.child.c.birth_on)
    )
    for row in connection.execute(statement):
        names[row.family_id].append(row.first_name)
    return names
