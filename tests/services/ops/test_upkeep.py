"""What must happen when no screen is open, done by the store's clock, once."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.rules.deadlines import DaysBefore
from portail_tui.portal import Portal
from portail_tui.services.bookings import expire
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.ops.upkeep import KEY, LEASE, AlreadyUnderWay, Task, Upkept, upkeep_now
from portail_tui.store.queries.ops import leases
from tests.support.stores.service_contexts import context_behind
from tests.support.stores.statement_counts import counting
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY


@pytest.fixture
def context(portal: Any) -> ServiceContext:
    return context_behind(portal)


def upkeep(context: ServiceContext, holder: str = "machine") -> Any:
    answer = upkeep_now(context, holder=holder)
    return answer if isinstance(answer, AlreadyUnderWay) else (dict(answer.done), answer.put_off)


def test_where_nothing_is_due_nothing_is_written(town: LittleTown, portal: Portal, context: ServiceContext):
    club = town.activity(validation=True)
    first, second = town.slots(club, 2, capacity=1)
    holder, waiter = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    holder.books(club, first, second)
    waiter.waits(club, first)
    before = town.everything().replace(f"{KEY}", "")
    assert upkeep(context) == ({}, 0)
    assert [line for line in town.everything().splitlines() if KEY not in line] == [
        line for line in before.splitlines() if line
    ]


def test_what_no_agent_treated_before_it_started_is_cancelled_credited_and_told(
    town: LittleTown, portal: Portal, context: ServiceContext
):
    club = town.activity(validation=True)
    today, tomorrow = town.slots(club, 2)
    parents = [Parent(portal, town.home(name)) for name in ("Un", "Deux")]
    for parent in parents:
        parent.books(club, today, tomorrow)
    town.clock.instant = at(DAY, 11, 44)
    assert upkeep(context) == ({}, 0)
    town.clock.instant = at(DAY, 11, 45)
    assert upkeep(context) == ({Task.PENDING: 2}, 0)
    assert [status for _, status in town.statuses(today)] == ["cancelled"] * 2
    assert [status for _, status in town.statuses(tomorrow)] == ["pending"] * 2
    assert [town.balance(parent.home) for parent in parents] == [9_700, 9_700]
    assert len(town.mails("pending_lapsed")) == 2
    assert town.rows(
        "SELECT account_id, role, family_id FROM audit_event WHERE action = 'pending_lapsed'"
    ) == [(None, "command", parent.home.id) for parent in parents]
    assert not town.faults()


def test_repeated_it_does_nothing_more(town: LittleTown, portal: Portal, context: ServiceContext):
    club = town.activity(validation=True)
    slot = town.slot(club, capacity=1)
    Parent(portal, town.home("Un")).books(club, slot)
    Parent(portal, town.home("Deux")).waits(club, slot)
    town.clock.instant = at(DAY, 12)
    assert upkeep(context, "a") == ({Task.PENDING: 1, Task.WAITING: 1}, 0)
    once = town.everything()
    assert upkeep(context, "b") == ({}, 0)
    assert town.everything() == once


def test_waiting_lists_end_at_the_cancelling_limit_each_at_its_own(
    town: LittleTown, portal: Portal, context: ServiceContext
):
    early = town.activity("Séjour", cancelling=DaysBefore(days=6, minute=12 * 60))
    late = town.activity("Cantine")
    slots = [town.slot(early, capacity=0), town.slot(late, DAY + timedelta(days=1), capacity=0)]
    parents = [Parent(portal, town.home(name)) for name in ("Un", "Deux")]
    for parent in parents:
        for activity, slot in zip((early, late), slots, strict=True):
            assert outcomes(parent.waits(activity, slot)) == ["waiting"]
    town.clock.instant = at(date(2026, 11, 25), 12, 1)
    assert upkeep(context) == ({Task.WAITING: 2}, 0)
    assert [status for _, status in town.statuses(slots[0])] == ["lapsed"] * 2
    assert [status for _, status in town.statuses(slots[1])] == ["waiting"] * 2
    assert [mail.activity for _, mail in town.mails("waiting_lapsed")] == ["Séjour"] * 2
    assert town.audited().count("waiting_lapsed") == 2
    assert not town.faults()


def test_while_one_runs_another_does_nothing(town: LittleTown, portal: Portal, context: ServiceContext):
    club = town.activity(validation=True)
    slot = town.slot(club)
    Parent(portal, town.home()).books(club, slot)
    town.clock.instant = at(DAY, 12)
    take(town, context, "autre")
    assert upkeep(context) == AlreadyUnderWay(town.clock.instant + LEASE)
    assert [status for _, status in town.statuses(slot)] == ["pending"]
    town.clock.advance(seconds=LEASE.total_seconds() - 1)
    assert isinstance(upkeep(context), AlreadyUnderWay)
    town.clock.advance(seconds=1)  # the other has died
    assert upkeep(context) == ({Task.PENDING: 1}, 0)


def take(town: LittleTown, context: ServiceContext, holder: str) -> bool:
    now = town.clock.now()
    with context.store.writing() as connection:
        return leases.take(connection, KEY, holder, now=now, until=now + LEASE)


def test_a_lease_is_kept_by_its_holder_and_left_to_who_took_over(town: LittleTown, context: ServiceContext):
    assert take(town, context, "a")
    assert not take(town, context, "b")
    town.clock.advance(minutes=4)
    assert take(town, context, "a")
    town.clock.advance(minutes=4)
    assert not take(town, context, "b")
    town.clock.advance(minutes=1)
    assert take(town, context, "b")
    with context.store.writing() as connection:
        leases.release(connection, KEY, "a")
    assert not take(town, context, "a")


def test_a_run_that_was_too_slow_stops_where_another_took_over(
    town: LittleTown, portal: Portal, context: ServiceContext, monkeypatch: pytest.MonkeyPatch
):
    from portail_tui.services.ops import upkeep as upkeep_service

    monkeypatch.setattr(upkeep_service, "SIGN_EVERY", 2)
    club = town.activity(validation=True)
    slot = town.slot(club)
    for name in ("Un", "Deux", "Trois"):
        Parent(portal, town.home(name)).books(club, slot)
    town.clock.instant = at(DAY, 12)
    lapse = expire.lapse_pendings

    def slow(*asked: Any) -> None:
        lapse(*asked)
        town.clock.advance(seconds=LEASE.total_seconds())

    with monkeypatch.context() as patched:
        patched.setattr(expire, "lapse_pendings", slow)
        steps = upkeep_service._steps

        def overtaken(*asked: Any) -> Any:
            for number, step in enumerate(steps(*asked), 1):
                if number == 2:
                    assert take(town, context, "autre")
                yield step

        patched.setattr(upkeep_service, "_steps", overtaken)
        answer = upkeep_now(context, holder="lent")
    assert isinstance(answer, Upkept)
    assert (dict(answer.done), answer.is_whole) == ({Task.PENDING: 1}, False)
    assert isinstance(upkeep(context), AlreadyUnderWay)  # the other's lease stands


def test_a_family_whose_rows_are_held_for_too_long_waits_for_the_next_run(
    town: LittleTown, portal: Portal, context: ServiceContext, monkeypatch: pytest.MonkeyPatch
):
    club = town.activity(validation=True)
    slot = town.slot(club)
    for name in ("Un", "Deux"):
        Parent(portal, town.home(name)).books(club, slot)
    town.clock.instant = at(DAY, 12)
    lapse, tried = expire.lapse_pendings, []

    def held_once(*asked: Any) -> None:
        tried.append(asked)
        if len(tried) == 1:
            raise StoreTrouble(StoreFault.BUSY)
        lapse(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(expire, "lapse_pendings", held_once)
        assert upkeep(context) == ({Task.PENDING: 1}, 1)
    assert upkeep(context) == ({Task.PENDING: 1}, 0)
    assert not town.faults()


def test_a_family_that_has_left_is_credited_too(town: LittleTown, portal: Portal, context: ServiceContext):
    club = town.activity(validation=True)
    home = town.home()
    Parent(portal, home).books(club, town.slot(club))
    town.run("UPDATE family SET closed_at = 1 WHERE id = :id", id=home.id)
    town.clock.instant = at(DAY, 12)
    assert upkeep(context) == ({Task.PENDING: 1}, 0)
    assert town.balance(home) == 10_000


def test_a_screen_cannot_pass_for_a_command(town: LittleTown, portal: Portal):
    """It is one value, known to services alone; its copy is an account that does not exist."""
    from dataclasses import replace

    from portail_tui.services.core.access import COMMAND, NOT_ALLOWED

    home = town.home()
    assert portal.home(actor=replace(COMMAND), family_id=home.id) == NOT_ALLOWED


def test_what_is_due_is_found_without_reading_every_booking(town: LittleTown, context: ServiceContext):
    """A town has millions of bookings, and a run every five minutes."""
    if not town.is_a_file:
        return  # PostgreSQL reads a handful of rows whole, whatever the indexes
    with counting() as statements:
        upkeep_now(context, holder="machine")
    asked = [(one, ("2026-11-24",) * one.count("?")) for one in statements if "booking." in one]
    assert len(asked) == 3
    with sqlite3.connect(town.path) as connection:
        for statement, values in asked:
            steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            whole = [step for step in steps if step.startswith("SCAN booking") and "_pending" not in step]
            assert not whole, statement
