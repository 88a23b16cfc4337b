"""Clients in processes of their own, who book by turns through the service and by the bare driver."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from sqlalchemy import select

from benchmarks.homes import Home
from benchmarks.replay import BareDriver, Recorded, Roles, Script, recording
from portail_tui.bootstrap import open_portal
from portail_tui.cli.sessions.gc_tuning import few_rounds
from portail_tui.domain.bookings.views import Outcome, Pick
from portail_tui.domain.money.ledger import wallet_of
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal, SessionStart
from portail_tui.store import tables_core as t
from portail_tui.store.store import Store, open_store
from portail_tui.system import SystemClock, new_id

RECORDED = 3
DAYS = 60
"""At least, of a family: half a school year."""
MEETING_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Job:
    """What a client does: ``rounds`` times ``each`` bookings by the service, and as many by the driver."""

    url: str
    homes: tuple[Home, ...]
    rounds: int
    each: int
    barrier: Barrier


@dataclass(frozen=True, slots=True)
class Turn:
    """When one client's bookings of a turn began and ended (seconds of the machine's clock)."""

    begun: float
    ended: float


@dataclass(frozen=True, slots=True)
class Report:
    service: tuple[Turn, ...]
    bare: tuple[Turn, ...]
    statements: int
    """Of one booking, the transaction's beginning included."""


def homes_needed(rounds: int, each: int) -> int:
    """Of a client: each family books once before anything is recorded."""
    return -(-(RECORDED + 2 * each * (rounds + 1)) // (DAYS - 1))


def work(url: str, homes: Sequence[Home], *, clients: int, rounds: int, each: int) -> list[Report]:
    """What so many clients did side by side; each has ``homes`` of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier = context.Barrier(clients)
    processes, pipes = [], []
    for number in range(clients):
        here, there = context.Pipe()
        job = Job(url, tuple(homes[number::clients]), rounds, each, barrier)
        process = context.Process(target=_work, args=(there, job), daemon=True)
        process.start()
        there.close()  # the end of a client that fails is then heard of
        processes.append(process)
        pipes.append(here)
    reports = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    return reports


def _work(pipe: Connection, job: Job) -> None:
    clock = SystemClock()
    start = SessionStart(load=lambda: open_portal(job.url, clock), clock=clock, new_id=new_id)
    try:
        with few_rounds(start) as begun:  # as a session does
            pipe.send(_Client(job, begun.load(), open_store(job.url, clock)).work())
    except BaseException:
        job.barrier.abort()
        raise


@dataclass(frozen=True, slots=True)
class Booking:
    home: Home
    pick: Pick
    operation: str

    def by_service(self, portal: Portal) -> None:
        answer = portal.book_days(
            operation_id=self.operation,
            actor=self.home.actor,
            family_id=self.home.family_id,
            child_id=self.home.child_id,
            activity_id=self.home.activity_id,
            picks=(self.pick,),
        )
        assert not isinstance(answer, Refused), answer
        assert [line.outcome for line in answer.lines] == [Outcome.BOOKED], answer


class _Client:
    def __init__(self, job: Job, portal: Portal, store: Store) -> None:
        self._job, self._portal, self._store = job, portal, store
        self._driver = BareDriver(job.url)
        # a family's next booking comes after its neighbours': what is learnt is learnt from several
        longest = max(len(home.picks) for home in job.homes)
        self._next = iter(
            [
                Booking(home, home.picks[number], new_id())
                for number in range(longest)
                for home in job.homes
                if number < len(home.picks)
            ]
        )

    def work(self) -> Report:
        script = self._learn()
        turns: tuple[list[Turn], list[Turn]] = ([], [])
        for number in range(self._job.rounds + 1):
            for by_driver in (False, True) if number % 2 else (True, False):
                bookings = list(islice(self._next, self._job.each))
                assert len(bookings) == self._job.each, "no day left to book"
                turn = self._play(script, bookings) if by_driver else self._book(bookings)
                if number:  # the first ones find nothing in the caches
                    turns[by_driver].append(turn)
        self._driver.close()
        return Report(tuple(turns[False]), tuple(turns[True]), len(script))

    def _book(self, bookings: Sequence[Booking]) -> Turn:
        self._job.barrier.wait(MEETING_SECONDS)
        begun = time.perf_counter()
        for booking in bookings:
            booking.by_service(self._portal)
        return Turn(begun, time.perf_counter())

    def _play(self, script: Script, bookings: Sequence[Booking]) -> Turn:
        filled = [script.lines(self._roles(booking)) for booking in bookings]
        self._job.barrier.wait(MEETING_SECONDS)
        begun = time.perf_counter()
        for lines in filled:
            self._driver.play(lines)
        return Turn(begun, time.perf_counter())

    def _learn(self) -> Script:
        recorded = []
        for booking in islice(self._next, len(self._job.homes)):
            booking.by_service(self._portal)  # a family's first one makes more: its enrolment
        for booking in islice(self._next, RECORDED):
            with recording() as sent:
                booking.by_service(self._portal)
            recorded.append(Recorded(tuple(sent), {**self._roles(booking), **self._given(booking)}))
        return Script(recorded)

    def _roles(self, booking: Booking) -> Roles:
        """What is known of a booking before it is made."""
        home = booking.home
        with self._store.reading() as connection:
            activity, account = t.activity.c, t.ledger_account.c
            regie_id = connection.execute(
                select(activity.regie_id).where(activity.id == home.activity_id)
            ).scalar_one()
            wallet = wallet_of(home.family_id, regie_id)
            day: date = connection.execute(
                select(t.slot.c.day).where(t.slot.c.id == booking.pick.slot_id)
            ).scalar_one()
            wallet_id = connection.execute(select(account.id).where(account.key == wallet.key)).scalar_one()
        return {
            "operation": booking.operation,
            "account": home.actor.account_id,
            "family": home.family_id,
            "child": home.child_id,
            "slot": booking.pick.slot_id,
            "day": day,
            "wallet": wallet.key,
            "wallet_id": wallet_id,
        }

    def _given(self, booking: Booking) -> Roles:
        """What the store gave to it."""
        with self._store.reading() as connection:
            row = connection.execute(
                select(t.booking.c.id, t.ledger_movement.c.id)
                .join(t.ledger_movement, t.ledger_movement.c.booking_id == t.booking.c.id)
                .where(t.booking.c.operation_id == booking.operation)
            ).one()
        return {"booking": row[0], "movement": row[1]}
