"""A program in a pseudo-terminal of its own, timed from the key that is sent to the frame that is painted."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from types import TracebackType
from typing import NamedTuple

FRAME_END = b"\x1b[?2026l"
"""What ends a frame, in a terminal that takes each frame whole (« synchronised output »)."""
_ASKED_WHETHER_WHOLE, _FRAMES_ARE_WHOLE = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
PATIENCE_SECONDS = 30.0
QUIET_SECONDS = 0.08
"""Nothing written for so long: the screen is still. Textual writes at least every 0.034 s while it has to."""


class Painted(NamedTuple):
    """Seconds from a key."""

    shown: float
    """Until the end of the frame that shows what was waited for."""
    still: float
    """Until the last byte: nothing more is written afterwards."""


class Terminal:
    """A terminal of ``columns`` × ``rows``, and what runs in it; killed at the end."""

    def __init__(
        self, command: list[str], environment: dict[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        self._command = command
        self._environment = {**environment, "TERM": "xterm-256color"}
        # taken from the terminal itself
        self._environment.pop("COLUMNS", None)
        self._environment.pop("LINES", None)
        self._size = struct.pack("HHHH", rows, columns, 0, 0)

    def __enter__(self) -> Terminal:
        self._begun = time.perf_counter()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, self._size)
            os.execvpe(self._command[0], self._command, self._environment)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)

    def first(self, marker: str) -> float:
        """Seconds from the start of the program until ``marker`` is written."""
        self._read_until(marker.encode(), b"")
        return time.perf_counter() - self._begun

    def press(self, keys: bytes, marker: str) -> Painted:
        """Send ``keys`` to a still screen and wait for the frame that shows ``marker``."""
        begun = time.perf_counter()
        os.write(self._file, keys)
        self._read_until(marker.encode(), FRAME_END)
        shown = last = time.perf_counter()
        while self._read(QUIET_SECONDS):
            last = time.perf_counter()
        return Painted(shown - begun, last - begun)

    def rest(self) -> None:
        """Wait until nothing more is written."""
        while self._read(QUIET_SECONDS):
            pass

    def _read_until(self, marker: bytes, end: bytes) -> None:
        """Read until ``marker`` was written, and ``end`` after it."""
        seen = b""
        while (found := seen.find(marker)) < 0 or end not in seen[found:]:
            piece = self._read(PATIENCE_SECONDS)
            if not piece:
                raise TimeoutError(f"{marker.decode()!r} never painted; last written: {seen[-2000:]!r}")
            seen += piece

    def _read(self, patience: float) -> bytes:
        """What is written next; nothing after ``patience`` seconds of silence, or at the program's end."""
        if not select.select([self._file], [], [], patience)[0]:
            return b""
        try:
            piece = os.read(self._file, 65536)
        except OSError:  # the program has ended
            return b""
        if _ASKED_WHETHER_WHOLE in piece:
            os.write(self._file, _FRAMES_ARE_WHOLE)
        return piece
