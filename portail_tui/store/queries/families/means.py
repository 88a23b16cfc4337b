"""Size of families: the children and parents that tariffs and quotients count."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    func,
    select,
)

from portail_tui.domain.families.facts import Means
from portail_tui.store import tables_core as t


def means_columns() -> list[ColumnElement[Any]]:
    """Columns that ``means_of`` reads, for each family of a statement. Without a declared number of
    children, the children that the town knows are counted."""
    known = (
        select(func.count())
        .select_from(t.family_child)
        .where(t.family_child.c.family_id == t.family.c.id)
        .scalar_subquery()
    )
    return [
        func.coalesce(t.family.c.dependent_children, known).label("dependents"),
        func.coalesce(t.family.c.disabled_children, 0).label("disabled"),
        func.coalesce(t.family.c.is_lone_parent, False).label("is_lone_parent"),
    ]


def means_of(facts: dict[str, Any]) -> Means:
    """The means of a row; ``means_columns`` are taken out of its ``facts``."""
    return Means(max(1, facts.pop("dependents")), facts.pop("disabled"), facts.pop("is_lone_parent"))
