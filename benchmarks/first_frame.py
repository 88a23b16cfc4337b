"""From starting the command to the first frame in a pseudo-terminal: the log-in screen over a bare app."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.report import milliseconds, verdict
from benchmarks.terminal import Terminal
from portail_tui import settings
from portail_tui.demo.files import make_first
from portail_tui.demo.generator import make_demo
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.system import SystemClock

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


def measure() -> list[str]:
    """The figure, as lines to print: with the demonstration's town made before, and with none yet."""
    bare = [sys.executable, "-c", BARE]
    ours = [str(Path(sys.executable).with_name("portail")), "demo"]
    base: list[float] = []
    made: list[float] = []
    none: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        clock = SystemClock()
        make_first(Path(folder), local_day(clock.now()), lambda path: make_demo(path, clock))
        for number in range(ROUNDS + 1):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
                times = (
                    _first_frame(bare, "premier", folder),
                    _first_frame(ours, "connecter", folder),
                    _first_frame(ours, "connecter", empty),
                )
            if number:  # the first round finds nothing in the caches
                for list_, seconds in zip((base, made, none), times, strict=True):
                    list_.append(seconds)
    lines = []
    for what, login in (("", made), (", no town made yet", none)):
        ratio = median(one / other for one, other in zip(login, base, strict=True))
        lines += [
            verdict(f"first frame, log-in screen over a bare Textual app{what}", ratio, MOST),
            f"  {milliseconds(median(login))} over {milliseconds(median(base))}, median of {ROUNDS} rounds",
        ]
    return lines


def _first_frame(command: list[str], marker: str, folder: str) -> float:
    environment = {**os.environ, settings.FOLDER: folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with Terminal(command, environment) as terminal:
        return terminal.first(marker)
