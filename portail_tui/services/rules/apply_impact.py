"""Impact of a new town file on existing bookings: closed days, over-full days, changed prices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from portail_tui.domain.rules.apply_report import Concerned, Effect
from portail_tui.domain.rules.rulebook import Activity, Rulebook, Unit
from portail_tui.services.money.repricing import Followed
from portail_tui.store.queries.rules.apply_impact import HeldPlace, OccupiedSlot, holders

Slots = Mapping[int, OccupiedSlot]


def concerned(
    connection: Connection,
    old: Rulebook,
    new: Rulebook,
    before: Slots,
    after: Slots,
    given: Sequence[HeldPlace],
    followed: Mapping[int, Followed],
) -> tuple[Concerned, ...]:
    """Each effect with the activities that it touches, in the town's order. ``before`` and ``after``: slots
    that are booked or waited for; ``given``: places given to the waiting list; ``followed``: days already
    paid whose price changed, by activity."""
    found: dict[Effect, list[int]] = {
        Effect.UNSERVED: list(_unserved(old, new, before, after)),
        Effect.CROWDED: list(_crowded(before, after)),
    }
    holding = Counter(holders(connection, {slot_id for ids in found.values() for slot_id in ids}))
    holding.subtract(given)  # they were given a place by the new règlement, at its price
    held: dict[int, list[int]] = defaultdict(list)
    for one in holding.elements():
        held[one.slot_id].append(one.family_id)
    promoted: dict[int, list[int]] = defaultdict(list)
    for one in given:
        promoted[one.slot_id].append(one.family_id)
    found[Effect.GIVEN] = list(promoted)
    lines = []
    for effect in (Effect.UNSERVED, Effect.CROWDED, Effect.GIVEN):
        families = promoted if effect is Effect.GIVEN else held
        for activity in new.activities.values():
            units = {unit.id for unit in activity.units}
            mine = [slot_id for slot_id in found[effect] if before[slot_id].unit_id in units]
            bookings = sum(len(families[slot_id]) for slot_id in mine)
            if effect is Effect.CROWDED:
                bookings = sum(after[slot_id].excess for slot_id in mine)
            if bookings:
                homes = {family for slot_id in mine for family in families[slot_id]}
                lines.append(
                    Concerned(
                        effect=effect,
                        activity=activity.name,
                        days=len(mine),
                        bookings=bookings,
                        families=len(homes),
                    )
                )
    lines += [
        Concerned(
            effect=Effect.REPRICED,
            activity=activity.name,
            days=len(days.slots),
            bookings=days.bookings,
            families=len(days.families),
        )
        for activity in new.activities.values()
        if (days := followed.get(activity.id)) is not None
    ]
    return tuple(lines)


def _unserved(old: Rulebook, new: Rulebook, before: Slots, after: Slots) -> Iterator[int]:
    was, now = _parts(old), _parts(new)
    for slot in before.values():
        if slot.taken and _is_served(old, was, slot) and not _is_served(new, now, after[slot.id]):
            yield slot.id


def _is_served(rulebook: Rulebook, parts: Mapping[int, tuple[Activity, Unit]], slot: OccupiedSlot) -> bool:
    activity, unit = parts[slot.unit_id]
    is_closed = activity.is_closed or unit.is_closed or not slot.is_served
    return not (is_closed or rulebook.is_off(activity, slot.day))


def _crowded(before: Slots, after: Slots) -> Iterator[int]:
    """Slots with more bookings than places, and more so than before."""
    return (slot.id for slot in after.values() if slot.excess > before[slot.id].excess)


def _parts(rulebook: Rulebook) -> dict[int, tuple[Activity, Unit]]:
    return {unit.id: (activity, unit) for activity in rulebook.activities.values() for unit in activity.units}
