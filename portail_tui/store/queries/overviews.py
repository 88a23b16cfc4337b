"""The slots of several activities, with the bookings that a family has there of several children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Date, bindparam

from portail_tui.domain.offers import SlotFacts
from portail_tui.domain.rulebook import Activity
from portail_tui.store import core as t
from portail_tui.store.queries.bookings import MINE, my_booking, slots_of, taken_by_group
from portail_tui.store.tables.columns import to_stored

_SLOTS = (
    slots_of(MINE.c.child_id.in_(bindparam("children", expanding=True)))
    .add_columns(MINE.c.child_id)
    .where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
)


def slots_of_children(
    connection: Connection,
    activities: Sequence[Activity],
    family_id: int,
    child_ids: Sequence[int],
    first: date,
    last: date,
    now: datetime,
) -> dict[tuple[int, int], tuple[SlotFacts, ...]]:
    """By (child, activity): the activity's slots from a local day to another (included), by day, each with
    the family's newest booking of the child. One statement, and one more where places are split by group.
    ``now``: UTC."""
    units = {unit.id: (activity, unit) for activity in activities for unit in activity.units}
    values = {
        "units": list(units),
        "now": to_stored(now),
        "family": family_id,
        "children": list(child_ids),
        "first": first,
        "last": last,
    }
    slots: dict[int, tuple[Activity, SlotFacts]] = {}
    newest = {}
    for row in connection.execute(_SLOTS, values):
        slot_id, unit_id, day, capacity, taken, waiting, is_cancelled, why, is_served, *mine, over, child = (
            row
        )
        activity, unit = units[unit_id]
        facts = SlotFacts(
            slot_id, unit, day, capacity, taken - over, waiting, is_cancelled, why, is_served=is_served
        )
        slots[slot_id] = (activity, facts)
        if child is not None:
            newest[slot_id, child] = my_booking(*mine)
    in_groups = [slot_id for slot_id, (activity, _) in slots.items() if activity.groups]
    if in_groups:
        for slot_id, by_group in taken_by_group(connection, in_groups, now).items():
            activity, facts = slots[slot_id]
            slots[slot_id] = (activity, replace(facts, taken_by_group=by_group))
    found: dict[tuple[int, int], list[SlotFacts]] = {}
    for slot_id, (activity, facts) in slots.items():
        for child in child_ids:
            mine_there = newest.get((slot_id, child))
            whose = facts if mine_there is None else replace(facts, mine=mine_there)
            found.setdefault((child, activity.id), []).append(whose)
    return {whose: tuple(some) for whose, some in found.items()}
