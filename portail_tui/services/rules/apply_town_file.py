"""A town's file becomes the règlement in force: all of it in one transaction, or, tried only, nothing.

The store is held alone meanwhile: every booking is decided by the old règlement or by the new one. What was
charged is never written again. Asked from the command line alone, by whoever holds the store's password: the
audit tells a command, and no account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from portail_tui.domain.rules.apply_report import Applied, NotApplied, Obstacle, SlotCounts, WhyNot
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.rulebook import Rulebook, Unit
from portail_tui.domain.rules.town_file import TownFile, YearPlan
from portail_tui.domain.rules.town_file.diff import changes_between
from portail_tui.domain.rules.town_file.expand_years import days_of, public_holidays_of
from portail_tui.services.bookings.release_places import give_freed
from portail_tui.services.core.access import COMMAND, admit
from portail_tui.services.core.audit import audit_command
from portail_tui.services.core.context import Rulebooks, ServiceContext
from portail_tui.services.core.write import Work, end
from portail_tui.services.money.repricing import Followed, reprice_after_rules
from portail_tui.services.rules.apply_impact import concerned
from portail_tui.store.queries.rules import apply_impact, slot_rows, town_file_rows
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from portail_tui.store.queries.rules.apply_impact import HeldPlace, OccupiedSlot
from portail_tui.store.queries.rules.slot_rows import SlotsMatched


def text_in_force(context: ServiceContext) -> str | None:
    """The town's file in force, as it was written; None where none was ever applied."""
    with context.store.reading() as connection:
        return town_file_rows.text_in_force(connection)


def apply_town_file(
    context: ServiceContext, file: TownFile, text: str, *, is_trial: bool = False, may_rename: bool = False
) -> Applied | NotApplied:
    """Make ``file``, whose text is ``text``, the règlement in force, with the days of the school years in
    view by the store's clock. Places that this adds are given to those who wait.

    ``is_trial``: all of it is done, answered, and undone. ``may_rename``: the file may bear another name than
    the store's town. Raises StoreTrouble.
    """
    alone = replace(context, rulebooks=Rulebooks())  # what it reads is not kept: it may be undone
    with context.store.alone() as connection:
        answer = _apply(alone, connection, file, text, may_rename=may_rename)
        if is_trial or isinstance(answer, NotApplied):
            connection.rollback()
    return answer


def _apply(
    context: ServiceContext, connection: Connection, file: TownFile, text: str, *, may_rename: bool
) -> Applied | NotApplied:
    now = context.store.now(connection)
    today = local_day(now)
    old = _rulebook(connection)
    if old and (reasons := tuple(_obstacles(connection, old, file, may_rename=may_rename))):
        return NotApplied(reasons)
    before = apply_impact.occupied(connection, today)
    text_before = town_file_rows.text_in_force(connection)
    years = context.school_years(today, file)
    holidays = public_holidays_of(file, years)
    is_changed = town_file_rows.match_town(connection, file, years=years, public_holidays=holidays, at=now)
    slots = _match_slots(connection, file, years, today)
    is_changed = is_changed or slots.is_changed
    is_kept = town_file_rows.keep_text(connection, text, now)
    revision = (
        town_file_rows.next_revision(connection) if is_changed else rulebook_queries.revision(connection)
    )
    new = rulebook_queries.load(connection)
    if old and (clashes := _clashes(connection, old, new, today)):
        return NotApplied(clashes)
    given: Sequence[HeldPlace] = ()
    followed: Mapping[int, Followed] = {}
    if is_changed and old:
        given = _give_places(context, connection, f"rules:{revision}", _gaining(old, new, before, slots), new)
        followed = reprice_after_rules(
            connection, old, new, operation_id=f"rules:{revision}:prices", first=today, at=now
        )
    if is_changed or is_kept:
        audit_command(connection, "town_file_applied", {"revision": revision}, at=now)
    return Applied(
        is_changed=is_changed,
        is_first=old is None,
        changes=None if text_before is None else changes_between(text_before, text),
        slots=SlotCounts(
            added=slots.added,
            removed=slots.removed,
            unserved=len(slots.unserved),
            served_again=slots.served_again,
            resized=slots.resized,
        ),
        concerned=concerned(
            connection, old or new, new, before, apply_impact.occupied(connection, today), given, followed
        ),
        years=tuple(year.code for year in years),
    )


def _rulebook(connection: Connection) -> Rulebook | None:
    """The règlement in force; None where the store has no town yet."""
    try:
        return rulebook_queries.load(connection)
    except NoResultFound:
        return None


def _obstacles(
    connection: Connection, old: Rulebook, file: TownFile, *, may_rename: bool
) -> Iterator[WhyNot]:
    names = {"fichier": file.town.contact.name, "base": old.town.contact.name}
    if names["fichier"] != names["base"] and not may_rename:
        yield WhyNot(Obstacle.OTHER_TOWN, names)
    codes = {"fichier": file.town.regie.code, "base": ""}
    codes["base"], has_money = apply_impact.regie(connection)
    if codes["fichier"] != codes["base"] and has_money:
        yield WhyNot(Obstacle.REGIE_HAS_MONEY, codes)
    is_prepaid = {plan.code: plan.is_prepaid for plan in file.activities}
    changing = [
        one for one in old.activities.values() if is_prepaid.get(one.code, one.is_prepaid) != one.is_prepaid
    ]
    held = apply_impact.held_by_activity(connection) if changing else {}
    for one in changing:
        if count := held.get(one.id):
            yield WhyNot(Obstacle.PAYMENT_OF_BOOKED, {"code": one.code, "reservations": str(count)})


def _clashes(connection: Connection, old: Rulebook, new: Rulebook, today: date) -> tuple[WhyNot, ...]:
    """Children who would have two bookings at the same time, by a unit's new hours."""
    hours = {unit.id: (unit.starts_minute, unit.ends_minute) for unit in _units(old)}
    moved = [
        unit.id
        for unit in _units(new)
        if hours.get(unit.id, ()) not in ((), (unit.starts_minute, unit.ends_minute))
    ]
    found = apply_impact.expected_twice(connection, moved, today) if moved else {}
    return tuple(
        WhyNot(Obstacle.CHILD_TWICE, {"code": code, "autre": other, "reservations": str(count)})
        for (code, other), count in found.items()
    )


def _units(rulebook: Rulebook) -> Iterator[Unit]:
    return (unit for activity in rulebook.activities.values() for unit in activity.units)


def _match_slots(
    connection: Connection, file: TownFile, years: Sequence[YearPlan], today: date
) -> SlotsMatched:
    units = town_file_rows.unit_ids(connection)
    wanted = {
        (units[plan.code, unit.code], day): unit.places
        for plan in file.activities
        for _, day in days_of(plan, years)
        for unit in plan.units
    }
    return slot_rows.match_slots(connection, wanted, first=today, last=years[-1].last_on)


def _gaining(
    old: Rulebook, new: Rulebook, before: Mapping[int, OccupiedSlot], slots: SlotsMatched
) -> list[int]:
    """Slots with a waiting list that may have more places than before, for the unit or for a group."""
    regrouped = {
        unit.id
        for one in new.activities.values()
        for unit in one.units
        if one.id in old.activities and old.activities[one.id].groups != one.groups
    }
    return [
        slot.id
        for slot in before.values()
        if slot.waiting and (slot.id in slots.enlarged or slot.unit_id in regrouped)
    ]


def _give_places(
    context: ServiceContext,
    connection: Connection,
    operation_id: str,
    slot_ids: Collection[int],
    rulebook: Rulebook,
) -> list[HeldPlace]:
    """Give the free places of slots to the waiting list; answers (slot, family) of each place given."""
    waiting = apply_impact.waiters(connection, slot_ids)
    admitted = admit(context, connection, COMMAND, waiting[0].family_id) if waiting else None
    if admitted is None:
        return []
    held = Counter(apply_impact.holders(connection, slot_ids))
    work = Work(
        context=context, connection=connection, actor=COMMAND, operation_id=operation_id, admitted=admitted
    )
    unit_of = {one.slot_id: one.unit_id for one in waiting}
    for activity in rulebook.activities.values():
        units = {unit.id for unit in activity.units}
        if mine := [slot_id for slot_id, unit_id in unit_of.items() if unit_id in units]:
            give_freed(work, activity, mine)
    end(work)
    return list((Counter(apply_impact.holders(connection, slot_ids)) - held).elements())
