"""Sources of files for this session: the person's own disk, a scanner's folder, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from portail_tui.domain.documents.local_files import Folder, FolderEntry, PickedFile, Unread


class FileSources(Protocol):
    """Every method may take seconds: called in a thread of its own."""

    has_disk: bool
    """Whether the machine's disk is the person's own; otherwise ``folder`` and ``read`` find nothing."""
    has_scanner: bool
    """Whether a scanner leaves its files in a folder that this session may read."""

    def folder(self, path: str) -> Folder | Unread:
        """Content of a folder; an empty path is the folder of downloads."""

    def read(self, path: str) -> PickedFile | Unread:
        """The file at ``path``, as it was typed, pasted or dropped. Of one that is too large to be sent, no
        more than shows it."""

    def read_exactly(self, path: str) -> PickedFile | Unread:
        """Same as ``read``, for a path given by ``folder``."""

    def scans(self, since: datetime | None) -> tuple[FolderEntry, ...]:
        """Files that the scanner left (``since`` an instant, UTC), newest first."""

    def read_scan(self, name: str) -> PickedFile | Unread: ...

    def forget_scan(self, name: str) -> None:
        """Remove a file that the scanner left, once it was sent."""
