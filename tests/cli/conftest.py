"""The command in a folder of its own, and in a real terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portail_tui import settings

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data, settings and logs, empty; no store is configured."""
    folder = tmp_path / "donnees"
    monkeypatch.setenv(settings.FOLDER, str(folder))
    monkeypatch.delenv(settings.BASE, raising=False)
    return folder


@pytest.fixture
def in_terminal() -> Run:
    """Runs a Python program on a terminal of its own: its exit code and all that it printed."""

    def run(program: str, *arguments: str, seconds: float = 30) -> tuple[int, str]:
        here, there = pty.openpty()
        done = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=there,
            stdout=there,
            stderr=there,
            env={**os.environ, "TERM": "xterm-256color"},
            close_fds=True,
        )
        os.close(there)
        printed = _read_all(here, until=time.monotonic() + seconds)
        os.close(here)
        if done.poll() is None:
            done.kill()
        return done.wait(), printed

    return run


def _read_all(terminal: int, until: float) -> str:
    parts = []
    while (left := until - time.monotonic()) > 0 and select.select([terminal], [], [], left)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode(errors="replace")
