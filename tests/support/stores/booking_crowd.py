"""Families at their screens, each in a process of its own, who all press « Valider » at the same instant.

The processes are started once, and used by every race of a test session.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import Engine, event

from portail_tui.bootstrap import open_portal
from portail_tui.domain.bookings.views import Confirmation, Pick
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.shared.refusals import Refused
from portail_tui.gateways.cards import StandIn
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import Home

MEETING_SECONDS = 120
PATIENCE = 5
"""How often a screen that is told that the store is busy asks again, as its button offers."""


@dataclass(frozen=True)
class Ask:
    """One call of the portal."""

    method: str
    request: Mapping[str, Any]
    if_refused: Ask | None = None
    """What is asked next by whoever was refused."""


@dataclass(frozen=True)
class Heard:
    """What became of it: of each line where there are some, an outcome or the reason of its refusal."""

    words: tuple[str, ...]
    ranks: tuple[int | None, ...] = ()
    asked: int = 1


Rounds = Sequence[Ask | None]
"""What one screen asks in each round; None: nothing, but it meets the others."""


def books(home: Home, activity: int, *picks: Pick, child: int | None = None, operation: str = "") -> Ask:
    """Picks of a home's child; of its first unless told otherwise."""
    child = child or home.child
    name = operation or f"{home.id}-{child}-" + "-".join(
        f"{pick.action.value}{pick.slot_id}" for pick in picks
    )
    return Ask(
        "book_days",
        {
            "operation_id": name,
            "actor": home.actor,
            "family_id": home.id,
            "child_id": child,
            "activity_id": activity,
            "picks": picks,
        },
    )


@dataclass(frozen=True)
class _Job:
    url: str
    rounds: Rounds
    barrier: Barrier
    without: tuple[str, str] = ("", "")


# --- what is taken from the SQL to show what it is for -------------------------------------------------

ROW_LOCKS = " FOR NO KEY UPDATE"


ATTEMPTS = 10
"""How often a race that chance decides is run again before a control says that there is none."""


def without_locks(engine: str, only: str = "") -> tuple[str, str]:
    """Which words to take out of which statements so that nothing is held: all of them, or those that read
    the table ``only``."""
    if engine == "sqlite":
        return ("BEGIN IMMEDIATE", "SELECT 1")
    return (ROW_LOCKS, only)


NUMBER_ONLY_READ = ("UPDATE invoice_counter", "SELECT coalesce(max(number), 0) + 1 FROM invoice")
"""An invoice's number is the one after the last there is, which another may be taking too."""


def _take_out(engine: Engine, words: tuple[str, str]) -> None:
    locks, instead = words

    def rewrite(_c: Any, _cursor: Any, sql: str, parameters: Any, *_more: Any) -> tuple[str, Any]:
        if words == NUMBER_ONLY_READ:
            if sql.startswith(locks):
                return instead, type(parameters)()
            # a file that is held whole from the beginning would hide it
            return ("SELECT 1" if sql == "BEGIN IMMEDIATE" else sql), parameters
        if locks == ROW_LOCKS:
            held = not instead or f"FROM {instead} " in sql.replace("\n", " ")
            return (sql.partition(locks)[0] if held else sql), parameters
        # each statement then commits by itself: what is read can change before what is written
        return (instead if sql == locks else sql), parameters

    event.listen(engine, "before_cursor_execute", rewrite, retval=True)


class Crowd:
    """So many screens. Close it at the end."""

    def __init__(self, size: int) -> None:
        # forked from one process that has imported the portal already: the engine is made after the fork
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self._size = size
        self._pipes: list[Connection] = []
        self._processes: list[Any] = []

    def _sit_down(self) -> None:
        for _ in range(self._size):
            here, there = self._context.Pipe()
            process = self._context.Process(target=_sit_at_a_screen, args=(there,), daemon=True)
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def press(
        self, url: str, screens: Sequence[Rounds], *, without: tuple[str, str] = ("", "")
    ) -> list[list[Heard | None]]:
        """What each screen was answered, round by round. All meet before every round.

        ``without``: which locks to take away, to show what they are for.
        """
        if not self._processes:
            self._sit_down()
        try:
            with multiprocessing.Manager() as manager:
                barrier: Any = manager.Barrier(len(screens), timeout=MEETING_SECONDS)
                pipes = self._pipes[: len(screens)]
                for pipe, rounds in zip(pipes, screens, strict=True):
                    pipe.send(_Job(url, rounds, barrier, without))
                return [_received(pipe) for pipe in pipes]
        except BaseException:
            self._leave()  # one race that went wrong does not spoil the next
            raise

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(10)
            assert process.exitcode == 0

    def _leave(self) -> None:
        for process in self._processes:
            process.kill()
            process.join(10)
        self._pipes.clear()
        self._processes.clear()


def _received(pipe: Connection) -> Any:
    assert pipe.poll(2 * MEETING_SECONDS), "a screen never answered"
    answer = pipe.recv()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _sit_at_a_screen(pipe: Connection) -> None:
    while (job := pipe.recv()) is not None:
        try:
            answer: Any = _work(job)
        except BaseException as error:
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        pipe.send(answer)


def _work(job: _Job) -> list[Heard | None]:
    portal: Any = open_portal(job.url, FrozenClock(), cards=StandIn(), clock_decides=True)
    store = context_behind(portal).store
    if job.without[0]:
        _take_out(store.engine, job.without)
    heard = []
    for ask in job.rounds:
        job.barrier.wait()
        heard.append(None if ask is None else _ask(portal, ask))
    store.close()
    return heard


def _ask(portal: Any, ask: Ask) -> Heard:
    for number in range(1, PATIENCE + 1):
        try:
            heard = _told(getattr(portal, ask.method)(**ask.request), number)
            break
        except StoreTrouble as trouble:
            heard = Heard((trouble.fault.value,), asked=number)
            if trouble.fault is not StoreFault.BUSY:
                break
        except Exception as error:  # the others still wait for this screen at every round
            return Heard((f"{type(error).__name__}: {error}",), asked=number)
    if ask.if_refused is not None and heard.words == ("day_full",):
        return _ask(portal, ask.if_refused)
    return heard


def _told(answer: Any, asked: int) -> Heard:
    if isinstance(answer, Confirmation):
        words = [line.refusal.reason.value if line.refusal else line.outcome.value for line in answer.lines]
        return Heard(tuple(words), tuple(line.rank for line in answer.lines), asked)
    if isinstance(answer, Refused):
        return Heard((answer.reason.value,), asked=asked)
    return Heard((type(answer).__name__,), asked=asked)
