"""The rank of a child among its household's children enrolled in an activity: by birth, the eldest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def rank_of(child_id: int, enrolled: Iterable[tuple[int, date]]) -> int:
    """From 1. ``enrolled``: (identifier, birth) of the household's children in the activity, this one or not;
    a child that is not enrolled yet has the rank that it would have. Twins follow their identifiers.

    Frozen in the booking: what happens afterwards does not change what was charged.
    """
    births = dict(enrolled)
    if child_id not in births:
        raise ValueError("the child's own birth is needed")
    mine = (births[child_id], child_id)
    return 1 + sum((born, other) < mine for other, born in births.items())
