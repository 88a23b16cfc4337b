"""The slots of several activities, with the bookings that a family has there of several children."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, bindparam

from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.places import taken_by_group
from portail_tui.store.queries.bookings.slots import MINE, slot_facts, slots_of
from portail_tui.store.queries.core.instants import to_stored

Found = dict[tuple[int, int], tuple[SlotFacts, ...]]
"""By (child, activity): slots, by day, each with the family's newest booking of the child."""

_SLOTS = slots_of(MINE.c.child_id.in_(bindparam("children", expanding=True))).add_columns(MINE.c.child_id)
_BETWEEN = _SLOTS.where(t.slot.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
_AMONG = _SLOTS.where(t.slot.c.id.in_(bindparam("slots", expanding=True)))


def slots_of_children(
    connection: Connection,
    activities: Sequence[Activity],
    family_id: int,
    child_ids: Sequence[int],
    first: date,
    last: date,
    now: datetime,
) -> Found:
    """The activities' slots from a local day to another (included). One statement, and one more where places
    are split by group. ``now``: UTC."""
    values = {"first": first, "last": last}
    return _found(connection, _BETWEEN, activities, family_id, child_ids, values, now)


def slots_among(
    connection: Connection,
    activity: Activity,
    family_id: int,
    child_ids: Sequence[int],
    slot_ids: Collection[int],
    now: datetime,
) -> Found:
    """Like ``slots_between``, for given slot ids; ids of other activities are ignored."""
    values = {"slots": list(slot_ids)}
    return _found(connection, _AMONG, [activity], family_id, child_ids, values, now)


def _found(
    connection: Connection,
    statement: Any,
    activities: Sequence[Activity],
    family_id: int,
    child_ids: Sequence[int],
    values: dict[str, Any],
    now: datetime,
) -> Found:
    units = {unit.id: unit for activity in activities for unit in activity.units}
    of_unit = {unit.id: activity for activity in activities for unit in activity.units}
    asked = {"units": list(units), "now": to_stored(now), "family": family_id, "children": list(child_ids)}
    slots: dict[int, SlotFacts] = {}
    newest: dict[tuple[int, int], SlotFacts] = {}
    for *row, child_id in connection.execute(statement, asked | values):
        slot = slot_facts(units, row)
        newest[slot.id, child_id] = slot
        slots[slot.id] = replace(slot, mine=None)
    in_groups = [slot.id for slot in slots.values() if of_unit[slot.unit.id].groups]
    if in_groups:
        for slot_id, by_group in taken_by_group(connection, in_groups, now).items():
            slots[slot_id] = replace(slots[slot_id], taken_by_group=by_group)
    found: dict[tuple[int, int], list[SlotFacts]] = {}
    for slot_id, slot in slots.items():
        for child_id in child_ids:
            booked = newest.get((slot_id, child_id))
            whose = slot if booked is None else replace(slot, mine=booked.mine)
            found.setdefault((child_id, of_unit[slot.unit.id].id), []).append(whose)
    return {whose: tuple(some) for whose, some in found.items()}
