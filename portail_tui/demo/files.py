"""The demonstration's file: where it lies, how old it is, made once and made anew.

A town made anew has a name of its own (the day it was made, and a number), so that a session which still
reads the old one is never given pages of both. The newest is the one that is opened; older ones are removed.
Only the standard library is imported here: the log-in screen is up before the generator is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_NAME = re.compile(r"demonstration-(\d{4}-\d{2}-\d{2})(?:-(\d+))?\.db")
_DRAFT = re.compile(r"\.demonstration-[\d-]+\.db\.(\d+)(?:-wal|-shm|-journal)?")
COMPANIONS = ("", "-wal", "-shm", "-journal", ".cle")
"""Suffixes of the files that belong to a store's file: SQLite's own, and the town's key."""

Make = Callable[[Path], object]
"""Makes a town in a new file; raises FileExistsError where another session made it meanwhile."""


@dataclass(frozen=True, slots=True, order=True)
class DemoFile:
    """A demonstration's file."""

    made_on: date
    number: int
    path: Path

    def age_days(self, today: date) -> int:
        """Age in days; 0 where a clock went back."""
        return max(0, (today - self.made_on).days)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path.absolute()}"


def newest(folder: Path) -> DemoFile | None:
    """The demonstration to open, or None where there is none yet."""
    return max(_all(folder), default=None)


def make_first(folder: Path, today: date, make: Make) -> DemoFile:
    """The demonstration to open, made where there is none yet."""
    if (found := newest(folder)) is not None:
        return found
    return _make(folder, today, make)


def make_anew(folder: Path, today: date, make: Make) -> DemoFile:
    """A new demonstration, beside any other; once it is there, the others are removed."""
    made = _make(folder, today, make)
    for other in _all(folder):
        if other < made:
            for ending in COMPANIONS:
                other.path.with_name(other.path.name + ending).unlink(missing_ok=True)
    return made


def _make(folder: Path, today: date, make: Make) -> DemoFile:
    _remove_drafts(folder)
    numbers = [other.number for other in _all(folder) if other.made_on == today]
    number = max(numbers, default=0) + 1
    name = f"demonstration-{today.isoformat()}" + (f"-{number}" if number > 1 else "")
    made = DemoFile(today, number, folder / f"{name}.db")
    try:
        make(made.path)
    except FileExistsError:  # another session has just made it: it is this one's too
        if not made.path.is_file():
            raise
    return made


def _remove_drafts(folder: Path) -> None:
    """Remove what sessions that were killed while they made a town have left."""
    for path in folder.glob(".demonstration-*"):
        if (match := _DRAFT.fullmatch(path.name)) and not _is_running(int(match[1])):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":  # signal 0 would end it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _all(folder: Path) -> list[DemoFile]:
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        if match := _NAME.fullmatch(path.name):
            try:
                made_on = date.fromisoformat(match[1])
            except ValueError:
                continue
            found.append(DemoFile(made_on, int(match[2] or 1), path))
    return found
