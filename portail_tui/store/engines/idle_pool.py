"""Connections kept for a moment after use, then closed: an idle screen holds none."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy.pool import ConnectionPoolEntry, Pool

IDLE_SECONDS = 5.0


class BriefPool(Pool):
    """Keeps what was given back for ``idle_seconds`` after the last use: opening a connection for each write
    costs as much as the write, and closing a file's last one empties its journal. A thread of its own closes
    them, and lives no longer than they do."""

    def __init__(self, *args: Any, idle_seconds: float = IDLE_SECONDS, **options: Any) -> None:
        super().__init__(*args, **options)
        self._idle_seconds = idle_seconds
        self._kept: list[ConnectionPoolEntry] = []
        self._lock = threading.Lock()
        self._used = threading.Event()
        self._closer: threading.Thread | None = None

    def status(self) -> str:
        return f"{len(self._kept)} kept"

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
        """Close what is kept. What is in use is kept again when it comes back, for a moment."""
        with self._lock:
            kept, self._kept = self._kept, []
        for record in kept:
            record.close()

    def _do_get(self) -> ConnectionPoolEntry:
        with self._lock:
            if self._kept:
                return self._kept.pop()
        return self._create_connection()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        with self._lock:
            self._kept.append(record)
            self._used.set()
            if self._closer is None:
                self._closer = threading.Thread(target=self._close_idle, name="store-idle", daemon=True)
                self._closer.start()

    def _close_idle(self) -> None:
        while True:
            self._used.clear()
            if self._used.wait(self._idle_seconds):
                continue
            with self._lock:
                if self._used.is_set():
                    continue
                self._closer = None
                kept, self._kept = self._kept, []
            for record in kept:
                record.close()
            return
