"""Positions in the document being read, and the mistakes found there."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys and positions in lists (from 0), from the outermost table in."""


def written(path: Path) -> str:
    """A path as people read it, rows counted from 1: « tranches.3.prix »."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in path)


@dataclass(frozen=True, slots=True)
class Mistake:
    path: Path
    message: str
    """A French sentence."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place to read from. Mistakes noted at it and below all go to one list, in the order of reading."""

    mistakes: list[Mistake]
    path: Path = ()

    def at(self, *keys: str | int) -> FilePlace:
        """A place further in."""
        return FilePlace(self.mistakes, (*self.path, *keys))

    def note(self, message: str, *keys: str | int) -> None:
        """Tell a mistake, here or further in."""
        self.mistakes.append(Mistake((*self.path, *keys), message))
