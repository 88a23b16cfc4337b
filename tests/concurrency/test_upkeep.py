"""`portail entretien` in processes of its own: two at once, and one that is killed."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import event

from portail_tui.bootstrap import open_context
from portail_tui.services.ops import upkeep
from portail_tui.services.ops.upkeep import LEASE, AlreadyUnderWay, Task, Upkept, upkeep_now
from tests.support.machine.clocks import FrozenClock
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY

FAMILIES = 3
NOON = at(DAY, 12)


def with_things_due(town: LittleTown) -> tuple[int, int, list[Any]]:
    """Three families with a booking that no agent treated, and a list past its limit."""
    portal: Any = town.portal()
    club = town.activity(validation=True)
    slot, full = town.slot(club), town.slot(club, unit=0, day=DAY.replace(day=2), capacity=0)
    parents = [Parent(portal, town.home(f"Famille{number}")) for number in range(FAMILIES)]
    for parent in parents:
        assert outcomes(parent.books(club, slot)) == ["pending"]
        assert outcomes(parent.waits(club, full)) == ["waiting"]
    town.clock.instant = NOON
    return slot, full, [parent.home for parent in parents]


def is_all_done(town: LittleTown, slot: int, full: int, homes: list[Any]) -> bool:
    return (
        [status for _, status in town.statuses(slot)] == ["cancelled"] * FAMILIES
        and [status for _, status in town.statuses(full)] == ["lapsed"] * FAMILIES
        and [town.balance(home) for home in homes] == [10_000] * FAMILIES
        and len(town.mails("pending_lapsed")) == len(town.mails("waiting_lapsed")) == FAMILIES
        and not town.faults()
    )


def office_at(url: str, instant: Any) -> Any:
    return open_context(url, FrozenClock(instant), clock_decides=True)


def run_and_wait(url: str, pipe: Any) -> None:
    """A run that stops in its middle, lease in hand, until it is told to go on."""
    steps = upkeep._steps

    def slowly(*asked: Any) -> Any:
        for number, step in enumerate(steps(*asked)):
            if number == 1:
                pipe.send("in the middle")
                pipe.recv()
            yield step

    upkeep._steps = slowly  # type: ignore[assignment]
    done = upkeep_now(office_at(url, NOON), holder="first")
    assert isinstance(done, Upkept)
    pipe.send(dict(done.done))


def test_of_two_at_once_one_works_and_the_other_does_nothing(town: LittleTown):
    slot, full, homes = with_things_due(town)
    here, there = get_context("fork").Pipe()
    first = get_context("fork").Process(target=run_and_wait, args=(town.url, there), daemon=True)
    first.start()
    assert here.recv() == "in the middle"
    second = upkeep_now(office_at(town.url, NOON), holder="second")
    assert second == AlreadyUnderWay(NOON + LEASE)
    assert [status for _, status in town.statuses(slot)].count("pending") == FAMILIES - 1
    here.send("go on")
    assert here.recv() == {Task.PENDING: FAMILIES, Task.WAITING: FAMILIES}
    first.join(30)
    assert is_all_done(town, slot, full, homes)
    after = upkeep_now(office_at(town.url, NOON), holder="third")
    assert not isinstance(after, AlreadyUnderWay)
    assert not after.done


def run_and_die(url: str, instant: Any, statements: int) -> bool:
    """A run in a process that dies after so many statements; whether it lived to the end."""
    if (process := os.fork()) == 0:
        try:
            context = office_at(url, instant)
            sent = 0

            def count(*_event: Any) -> None:
                nonlocal sent
                sent += 1
                if sent == statements:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(context.store.engine, "after_cursor_execute", count)
            answer = upkeep_now(context, holder=f"dies at {statements}")
            os._exit(3 if isinstance(answer, AlreadyUnderWay) else 0)
        finally:
            os._exit(4)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code == 0


@pytest.mark.parametrize("step", [2, 7])
def test_killed_anywhere_nothing_is_half_done_and_the_next_run_ends_the_work(town: LittleTown, step: int):
    """Each run is killed a little later than the one before, and finds what the others left."""
    slot, full, homes = with_things_due(town)
    instant, dies_at = NOON, step
    while not run_and_die(town.url, instant, dies_at):
        instant += LEASE  # the killed one's lease has ended
        dies_at += step
        assert town.faults() == []
        town.store.close()
    assert dies_at > 15
    assert is_all_done(town, slot, full, homes)
