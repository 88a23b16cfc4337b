"""Files picked on the person's own machine, or by a scanner: what was typed or dropped, what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_ESCAPED = re.compile(r"\\(.)")


class Unread(StrEnum):
    """Why no file was read."""

    NOT_FOUND = "not_found"
    A_FOLDER = "a_folder"
    NO_RIGHT = "no_right"
    NOT_A_FILE = "not_a_file"
    """A device, a pipe: it may have no end."""
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PickedFile:
    name: str
    """As the machine names it: believed in nothing."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEntry:
    path: str
    name: str
    is_folder: bool
    size: int
    """Bytes; 0 for a folder."""
    changed_at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The useful content of a folder: its folders, and files of kinds that may be sent."""

    path: str
    parent: str | None
    """None at the top."""
    entries: tuple[FolderEntry, ...]


def typed_path(text: str) -> str:
    r"""The path in what somebody typed, pasted or dropped on the terminal, which quotes it, escapes its
    spaces or makes an address of it (« 'a b.pdf' », « a\ b.pdf », « file:///a%20b.pdf »)."""
    path = text.strip()
    for quote in ("'", '"'):
        if len(path) > 1 and path[0] == path[-1] == quote:
            return path[1:-1].replace(f"{quote}\\{quote}{quote}", quote)
    if path.lower().startswith("file://"):
        found = unquote(urlsplit(path).path)
        return found[1:] if _WINDOWS.match(found[1:]) else found
    return path if _WINDOWS.match(path) else _ESCAPED.sub(r"\1", path)
