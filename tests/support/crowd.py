"""Families at their screens, each in a process of its own, who all press « Valider » at the same instant."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from portail_tui.bootstrap import open_portal
from portail_tui.domain.refusals import StoreTrouble
from portail_tui.domain.views import Confirmation, Pick
from tests.support.clocks import FrozenClock
from tests.support.town import Home, outcomes


@dataclass(frozen=True)
class Ask:
    """What one screen sends in one round."""

    operation: str
    child: int
    activity: int
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Screen:
    home: Home
    rounds: tuple[Ask, ...]


def press_together(url: str, screens: Sequence[Screen], *, locked: bool = True) -> list[list[list[str]]]:
    """What each screen was answered, round by round. Processes start once, and meet before every round.

    ``locked``: False takes the store's lock away, to show what it is for.
    """
    spawn = multiprocessing.get_context("spawn")
    barrier, answers = spawn.Barrier(len(screens), timeout=60), spawn.Queue()
    processes = [
        spawn.Process(target=_press, args=(url, number, screen, barrier, answers, locked))
        for number, screen in enumerate(screens)
    ]
    for process in processes:
        process.start()
    received = dict(answers.get(timeout=120) for _ in processes)
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return [received[number] for number in range(len(screens))]


def _press(url: str, number: int, screen: Screen, barrier: Barrier, answers: Any, locked: bool) -> None:
    portal: Any = open_portal(url, FrozenClock())
    if not locked:
        store = portal._office.store
        # each statement then commits by itself: what is read can change before what is written
        store.writing = lambda: store._transaction("SELECT 1")
    heard = []
    for ask in screen.rounds:
        barrier.wait()
        try:
            answer = portal.book_days(
                operation_id=ask.operation,
                actor=screen.home.actor,
                family_id=screen.home.id,
                child_id=ask.child,
                activity_id=ask.activity,
                picks=ask.picks,
            )
            heard.append(outcomes(answer) if isinstance(answer, Confirmation) else [answer.reason.value])
        except StoreTrouble as trouble:
            heard.append([trouble.fault.value])
    answers.put((number, heard))
