"""A town ready to be booked in, on either engine: families with money, and days that each may book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, func, insert, select, text, update
from sqlmodel import SQLModel

from benchmarks.towns import Calendar, parents
from portail_tui.bootstrap import open_portal
from portail_tui.demo.generator import generate
from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.money.ledger import top_up
from portail_tui.domain.shared.clock import Clock
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from portail_tui.store import schema
from portail_tui.store import tables_core as t
from portail_tui.store.queries.money import ledger
from portail_tui.store.store import open_store

ACTIVITY = "CANTINE"
"""Prepaid, one unit a day, nothing to validate, no document asked for."""
BROUGHT_CENTS = 1_000_000
"""Brought to each wallet: no booking is ever refused for money."""
APART = 7
"""Days between two neighbours' first ones: a crowd does not book the same day at the same instant."""
AT_ONCE = 500
MOVED = {
    name: number * 1_000_000
    for number, name in enumerate(
        ("account", "child", "slot", "booking", "ledger_account", "ledger_movement"), start=1
    )
}
"""An identifier tells by itself what it is of: a statement's parameters are recognised by it."""


@dataclass(frozen=True, slots=True)
class Home:
    """A parent, a child of the family's, and the days that can be booked for it."""

    actor: Actor
    child_id: int
    activity_id: int
    picks: tuple[Pick, ...]

    @property
    def family_id(self) -> int:
        assert self.actor.family_id is not None
        return self.actor.family_id


def make_store(url: str, folder: Path, clock: Clock, families: int) -> None:
    """The demonstration's town in an empty database, almost nothing booked yet."""
    draft = generate(folder / "brouillon.db", clock=clock, families=families, bookings_per_child=0)
    source, target = open_store(f"sqlite:///{draft}", clock), open_store(url, clock)
    schema.upgrade(target)
    with source.reading() as read, target.writing() as write:
        _copy(read, write)
    with target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    for store in (source, target):
        store.close()


def _copy(source: Connection, target: Connection) -> None:
    """Every row of every table, identifiers moved, and PostgreSQL's counters after them."""
    for table in SQLModel.metadata.sorted_tables:
        if target.execute(select(table).limit(1)).first():  # what a new store knows of itself
            target.execute(table.delete())
        moved = {column.name: by for column in table.c if (by := _moved_by(column))}
        rows = [
            {name: value + moved.get(name, 0) if name in moved and value else value for name, value in row}
            for row in (one._mapping.items() for one in source.execute(select(table)))
        ]
        for start in range(0, len(rows), AT_ONCE):
            target.execute(insert(table), rows[start : start + AT_ONCE])
        if target.dialect.name == "postgresql" and "id" in table.c and table.c.id.type.python_type is int:
            counter, newest = func.pg_get_serial_sequence(table.name, "id"), func.max(table.c.id)
            target.execute(select(func.setval(counter, func.coalesce(newest, 1))))


def _moved_by(column: Column[Any]) -> int:
    """How far the identifiers that a column holds are moved."""
    owners = [key.column.table.name for key in column.foreign_keys]
    return MOVED.get(owners[0] if owners else column.table.name if column.name == "id" else "", 0)


def make_room(url: str, clock: Clock, found: Sequence[Home]) -> None:
    """Fill these homes' wallets, tell one adult of each, and take the limits off the places."""
    store = open_store(url, clock)
    families = [home.family_id for home in found]
    guardian, other = t.guardian, t.guardian.alias("other")
    first = select(func.min(other.c.id)).where(other.c.family_id == guardian.c.family_id).scalar_subquery()
    theirs = guardian.c.family_id.in_(families)
    with store.writing() as connection:
        connection.execute(update(t.slot).values(capacity=None))
        connection.execute(update(guardian).where(theirs).values(is_informed=guardian.c.id == first))
        connection.execute(update(guardian).where(theirs & guardian.c.email.is_(None)).values(email="a@b.fr"))
        regie_id = connection.execute(
            select(t.activity.c.regie_id).where(t.activity.c.id == found[0].activity_id)
        ).scalar_one()
        brought = [
            top_up(family_id=one, regie_id=regie_id, means="cash", cents=BROUGHT_CENTS, label="Versement")
            for one in families
        ]
        ledger.post(connection, brought, f"versements-{families[0]}", clock.now())
    store.close()


def homes(url: str, clock: Clock, wanted: int) -> list[Home]:
    """Some families far from each other, each with the days that one of its children may be booked for, begun
    at another day than its neighbours'."""
    portal = open_portal(url, clock)
    with open_store(url, clock).reading() as connection:
        activity = t.activity.c
        activity_id = connection.execute(select(activity.id).where(activity.code == ACTIVITY)).scalar_one()
    known = parents(url)
    found: list[Home] = []
    for actor in known[:: max(1, len(known) // (wanted * 2))]:
        if len(found) < wanted and (home := _home_of(actor, portal, activity_id)) is not None:
            start = len(found) * APART % len(home.picks)
            found.append(replace(home, picks=home.picks[start:] + home.picks[:start]))
    assert len(found) == wanted, f"{len(found)} families can book, {wanted} were asked for"
    return found


def _home_of(actor: Actor, portal: Portal, activity_id: int) -> Home | None:
    """The first child of a family that has days to book."""
    assert actor.family_id is not None
    view = portal.choices(actor=actor, family_id=actor.family_id)
    assert not isinstance(view, Refused)
    for child in view.children:
        if any(one.activity_id == activity_id for one in child.activities):
            calendar = Calendar(actor, child.child_id, activity_id)
            picks = tuple(
                Pick(slot_id=cell.slot_id, action=PickAction.BOOK, shown_cents=cell.price_cents or 0)
                for year, month in calendar.months(portal)
                for day in calendar.month(portal, year, month).days
                for cell in day.units
                if cell.state is DayState.AVAILABLE and cell.price_cents
            )
            if picks and calendar.month(portal).blocked is None:
                return Home(actor, child.child_id, activity_id, picks)
    return None
