"""A file made by the portal for a person, and the outcomes of handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from portail_tui.domain.shared.text import clean

_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
"""Characters that some system refuses in a file's name, or takes for a folder."""


class GeneratedFileKind(StrEnum):
    """What it is, by the end of its name."""

    PDF = "pdf"
    CSV = "csv"
    ZIP = "zip"

    @property
    def mime_type(self) -> str:
        return {"pdf": "application/pdf", "csv": "text/csv", "zip": "application/zip"}[self.value]

    @property
    def is_printable(self) -> bool:
        return self is GeneratedFileKind.PDF


@dataclass(frozen=True, slots=True)
class MadeFile:
    title: str
    """Name of the file for people: « Facture 2026-000123 »."""
    kind: GeneratedFileKind
    content: bytes

    @property
    def name(self) -> str:
        """Its name on a disk, whatever stands in the title."""
        stem = clean(self.title).translate(_NOT_IN_NAMES).strip(" .")[:100]
        return f"{stem or 'document'}.{self.kind.value}"


class Handed(Enum):
    """Outcome of handing a file over."""

    DONE = "done"
    EXISTS = "exists"
    """Another file has that name: nothing was written."""
    NO_FOLDER = "no_folder"
    REFUSED = "refused"
    """This machine does not let it be written there."""
    DISK_FULL = "disk_full"
    NO_PRINTER = "no_printer"
    """The printer is not there, or takes nothing."""
    NO_VIEWER = "no_viewer"
    """No program of this machine opens it."""
    TOO_LONG = "too_long"
    """The printing service did not answer in time."""
