"""A program in a real terminal (tmux): typed at, touched, read."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import subprocess
import time
from types import TracebackType

import pytest

PATIENCE_SECONDS = 60.0
"""How long something may take to appear before it is said to be missing; a machine may be busy."""
STILL = 6
"""How many readings, a twentieth of a second apart, are of one screen."""


def need_tmux() -> None:
    """Skip where tmux is missing; fail there in continuous integration, which installs it."""
    if shutil.which("tmux") is None:
        if os.environ.get("CI"):
            pytest.fail("tmux is not installed")
        pytest.skip("tmux is not installed")


_NUMBERS = itertools.count()


class Terminal:
    """A tmux server of its own, with one window."""

    def __init__(
        self, command: list[str], environment: dict[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        self._name = f"portail-{os.getpid()}-{next(_NUMBERS)}"
        self._size = ("-x", str(columns), "-y", str(rows))
        self._command = command
        self._environment = environment

    def __enter__(self) -> Terminal:
        settings = [flag for key, value in self._environment.items() for flag in ("-e", f"{key}={value}")]
        # the shell outlives the program, so that what it printed last can be read
        shell = f'{shlex.join(self._command)}; echo "[fin $?]"; sleep 600'
        self._tmux("new-session", "-d", *self._size, *settings, shell)
        self._tmux("set-option", "-g", "status", "off")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        subprocess.run(["tmux", "-L", self._name, "kill-server"], capture_output=True, check=False)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p").replace("\N{NO-BREAK SPACE}", " ")

    def types(self, text: str) -> None:
        for character in text:
            self._tmux("send-keys", "-l", character)

    def presses(self, *keys: str) -> None:
        """tmux's names: Enter, Tab, Escape, F2, PPage, NPage, Up, Down, Left, Right, Space, C-q."""
        for key in keys:
            self._tmux("send-keys", key)

    def touches(self, text: str, *, last: bool = False) -> None:
        """Touch the middle of the place where ``text`` stands (the lowest one, for ``last``)."""
        self.sees(text)
        shown = self.still()
        rows = [(row, line.find(text)) for row, line in enumerate(shown.splitlines()) if text in line]
        row, column = rows[-1 if last else 0]
        for end in "Mm":  # SGR mouse: press, then release
            self._tmux("send-keys", "-l", f"\x1b[<0;{column + len(text) // 2 + 1};{row + 1}{end}")

    def sees(self, *texts: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while missing := [text for text in texts if text not in self.screen()]:
            assert time.monotonic() < end, f"never on screen: {missing}\n{self.screen()}"
            time.sleep(0.05)

    def changes(self, shown: str) -> None:
        """Wait until the screen is no longer ``shown``, and painted to its end."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.screen() == shown:
            assert time.monotonic() < end, f"the screen stayed:\n{shown}"
            time.sleep(0.05)
        self.still()

    def still(self) -> str:
        """The screen, once it has been the same for a while: what is touched is where it was read."""
        end = time.monotonic() + PATIENCE_SECONDS
        readings = [self.screen()]
        while len(readings) < STILL:
            assert time.monotonic() < end, f"the screen never stands still:\n{readings[-1]}"
            time.sleep(0.05)
            shown = self.screen()
            readings = [*readings, shown] if shown == readings[-1] else [shown]
        return readings[-1]

    def ends(self, status: int = 0) -> None:
        """Wait until the program has ended by itself."""
        self.sees(f"[fin {status}]")

    def shows(self, text: str) -> bool:
        return text in self.screen()

    def _tmux(self, verb: str, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._name, "-f", "/dev/null", verb, *arguments],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout
