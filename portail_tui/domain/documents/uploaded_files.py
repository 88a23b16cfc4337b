"""Files that people send: which kinds are taken, what can be wrong with one, what may be made of its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portail_tui.domain.shared.text import clean

MOST_BYTES = 10 * 1024 * 1024
"""Largest file accepted: 10 MiB, which file managers show as 10 MB."""
MOST_PAGES = 50
MOST_PIXELS = 60_000_000
"""A telephone's sharpest ordinary photo has 50 million."""
LONGEST_NAME = 255
"""The longest that a file system gives to a file."""
LONGEST_SHOWN_NAME = 80


class UploadedFileKind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


class FileFlaw(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAME_HIDES = "name_hides"
    """Its name holds marks that do not show: escapes, line breaks, changes of direction."""
    NAME_TOO_LONG = "name_too_long"
    UNKNOWN_KIND = "unknown_kind"
    NAME_DIFFERS = "name_differs"
    """Its name announces something else than what it holds."""
    BROKEN = "broken"
    """Cut short, or damaged."""
    HOLDS_MORE = "holds_more"
    """Something stands before, after or within: it is two files in one."""
    ACTIVE = "active"
    """A PDF with a program or attached files in it."""
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    """Opening it took more time or memory than a document needs: a bomb, or what is as good as one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first page, small: ``width`` × ``height`` pixels, 3 bytes each (red, green, blue), row by row."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Facts about a file that was opened and found sound."""

    kind: UploadedFileKind
    pages: int
    """1 for a picture."""
    width: int
    """Pixels of a picture; 0 for a PDF."""
    height: int
    preview: Preview


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be sent."""

    name: str
    """As it is shown, cleaned: never a path."""
    size: int
    """Bytes."""
    facts: FileFacts


_EXTENSIONS: Mapping[str, UploadedFileKind] = {
    "pdf": UploadedFileKind.PDF,
    "jpg": UploadedFileKind.JPEG,
    "jpeg": UploadedFileKind.JPEG,
    "jpe": UploadedFileKind.JPEG,
    "jfif": UploadedFileKind.JPEG,
    "png": UploadedFileKind.PNG,
    "heic": UploadedFileKind.HEIC,
    "heif": UploadedFileKind.HEIC,
    "hif": UploadedFileKind.HEIC,
}
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,4})\Z")


def flaw_of_name(name: str) -> FileFlaw | None:
    """The flaw of a file's name alone, whatever the file holds."""
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name):
        return FileFlaw.NAME_HIDES
    if len(name) > LONGEST_NAME:
        return FileFlaw.NAME_TOO_LONG
    extension = _EXTENSION.search(name)
    if extension is not None and extension[1].casefold() not in _EXTENSIONS:
        return FileFlaw.NAME_DIFFERS
    return None


def announces_another(name: str, kind: UploadedFileKind) -> bool:
    """Whether a name announces another kind of file than the content. Messaging programs rename photos
    from one picture format to another: that alone is accepted."""
    extension = _EXTENSION.search(name)
    if extension is None:
        return False
    announced = _EXTENSIONS.get(extension[1].casefold())
    return announced is None or (UploadedFileKind.PDF in (announced, kind) and announced is not kind)


def shown_name(name: str) -> str:
    """The name to store and show: without folders, system marks or markup, short, never empty."""
    last = clean(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    if len(last) > LONGEST_SHOWN_NAME:
        extension = _EXTENSION.search(last)
        end = extension[0] if extension else ""
        last = f"{last[: LONGEST_SHOWN_NAME - len(end) - 1]}…{end}"
    return last or "document"


def has_known_extension(name: str) -> bool:
    """Whether a name has the extension of a kind that may be sent; lists of files show no others."""
    extension = _EXTENSION.search(name)
    return extension is not None and extension[1].casefold() in _EXTENSIONS
