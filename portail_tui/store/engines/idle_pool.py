"""Connections kept for a moment after use, then closed: an idle screen holds none."""

from __future__ import annotations

import os
import threading
import time
from typing import Any
from weakref import WeakSet

from sqlalchemy.pool import ConnectionPoolEntry, Pool

from portail_tui.store.engines.retry import BUSY_SECONDS

IDLE_SECONDS = 5.0


class BriefPool(Pool):
    """Keeps what was given back for ``idle_seconds`` after the last use: opening a connection for each write
    costs as much as the write, and closing a file's last one empties its journal. A thread of its own closes
    them, and lives no longer than they do.

    Threads and connections belong to the process that made them. Before ``os.fork()`` the pool waits for
    other threads' transactions (not longer than a write waits for another), closes what is idle and ends its
    thread; parent and child then open connections of their own. A child that inherited an open SQLite
    connection would take the parent's locks for its own (https://www.sqlite.org/howtocorrupt.html, 2.6).
    Whoever forks does so outside of a transaction.
    """

    def __init__(self, *args: Any, idle_seconds: float = IDLE_SECONDS, **options: Any) -> None:
        super().__init__(*args, **options)
        self._idle_seconds = idle_seconds
        self.start_empty()
        with _LOCK:
            _POOLS.add(self)

    def start_empty(self) -> None:
        """No connection, no thread: at the beginning, and in a forked child."""
        self._idle: list[ConnectionPoolEntry] = []
        self._emptied = threading.Condition(_LOCK)
        """The closer has nothing left to wait for."""
        self._users: dict[ConnectionPoolEntry, int] = {}
        """The thread that uses each connection."""
        self._openers: set[int] = set()
        """Threads that are opening one."""
        self._given_back = threading.Condition(_LOCK)
        self._last_use = 0.0
        """By the machine's monotonic clock (seconds)."""
        self._closer: threading.Thread | None = None

    def status(self) -> str:
        return f"{len(self._idle)} idle"

    def recreate(self) -> BriefPool:
        return self.__class__(
            self._creator,
            recycle=self._recycle,
            echo=self.echo,
            logging_name=self._orig_logging_name,
            reset_on_return=self._reset_on_return,
            pre_ping=self._pre_ping,
            _dispatch=self.dispatch,
            dialect=self._dialect,
            idle_seconds=self._idle_seconds,
        )

    def dispose(self) -> None:
        """Close idle connections. Connections in use return to the pool and are closed later."""
        with _LOCK:
            idle = self._take_idle()
        for record in idle:
            record.close()

    def prepare_fork(self) -> None:
        """Close what is idle, end the thread, wait for other threads' transactions. The lock is held."""
        deadline = time.monotonic() + BUSY_SECONDS
        while (rest := deadline - time.monotonic()) > 0:
            for record in self._take_idle():
                record.close()
            if (closer := self._closer) is not None:
                _LOCK.release()
                closer.join(rest)
                _LOCK.acquire()
            elif self._openers.union(self._users.values()) - {threading.get_ident()}:
                self._given_back.wait(rest)
            else:
                return

    def _take_idle(self) -> list[ConnectionPoolEntry]:
        """Remove the idle connections from the pool, for the caller to close. The lock is held."""
        idle, self._idle = self._idle, []
        self._emptied.notify_all()
        return idle

    def _do_get(self) -> ConnectionPoolEntry:
        user = threading.get_ident()
        with _LOCK:
            if self._idle:
                record = self._idle.pop()
                self._users[record] = user
                return record
            self._openers.add(user)
        try:
            record = self._create_connection()
            with _LOCK:
                self._users[record] = user
            return record
        finally:
            with _LOCK:
                self._openers.discard(user)
                self._given_back.notify_all()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        with _LOCK:
            self._users.pop(record, None)
            self._given_back.notify_all()
            self._idle.append(record)
            self._last_use = time.monotonic()
            if self._closer is None:
                self._closer = threading.Thread(target=self._close_idle, name="store-idle", daemon=True)
                self._closer.start()

    def _close_idle(self) -> None:
        with _LOCK:
            while self._idle and (rest := self._last_use + self._idle_seconds - time.monotonic()) > 0:
                self._emptied.wait(rest)
            self._closer = None
            idle = self._take_idle()
        for record in idle:
            record.close()


_LOCK = threading.RLock()
"""Guards every pool of the process; held through a fork. Reentrant: a connection that was forgotten comes
back whenever memory is freed."""
_POOLS: WeakSet[BriefPool] = WeakSet()


def _before_fork() -> None:
    _LOCK.acquire()
    for pool in list(_POOLS):
        pool.prepare_fork()


def _after_fork_in_child() -> None:
    for pool in list(_POOLS):
        pool.start_empty()
    _LOCK.release()


os.register_at_fork(before=_before_fork, after_in_parent=_LOCK.release, after_in_child=_after_fork_in_child)
