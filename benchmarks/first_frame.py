"""From the command to the first frame in a real terminal: the log-in screen over a bare Textual app."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 15
MOST = 1.5
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("premier affichage")
Bare().run()
"""


def seconds_to(marker: bytes, command: list[str], environment: dict[str, str]) -> float:
    """How long ``command`` takes, in a pseudo-terminal of its own, until ``marker`` is painted."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    seen = b""
    try:
        while marker not in seen:
            if not select.select([terminal], [], [], 20)[0]:
                raise TimeoutError(f"{marker!r} never painted")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - begun
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def measure() -> list[str]:
    """The figure, as lines to print."""
    python = Path(sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "PORTAIL_DONNEES": folder,
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bare, ours = [str(python), "-c", BARE], [str(python.with_name("portail")), "demo"]
        seconds_to(b"premier", bare, environment)
        seconds_to(b"connecter", ours, environment)
        pairs = [
            (seconds_to(b"premier", bare, environment), seconds_to(b"connecter", ours, environment))
            for _ in range(ROUNDS)
        ]
    base, login = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    ratio = median(pair[1] / pair[0] for pair in pairs)
    return [
        f"first frame, log-in screen over a bare Textual app: {ratio:.2f} (at most {MOST})",
        f"  bare {base * 1000:.0f} ms, log-in screen {login * 1000:.0f} ms, median of {ROUNDS} rounds",
    ]
