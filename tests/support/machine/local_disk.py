"""A person's own disk, for pictures: the same files under the same names on every machine."""

from __future__ import annotations

from datetime import datetime

from portail_tui.domain.documents.local_files import Folder, FolderEntry, PickedFile, Unread
from tests.support.machine.clocks import PLAY_DAY
from tests.support.machine.sample_files import picture

HOME = "/dossiers/claire/Téléchargements"


class FixedFileSources:
    has_disk, has_scanner = True, True

    def folder(self, path: str) -> Folder | Unread:
        return Folder(HOME, "/dossiers/claire", (self._entry("Photos", 0, is_folder=True), *self.scans(None)))

    def read(self, path: str) -> PickedFile | Unread:
        return PickedFile("attestation.jpg", picture()) if path.startswith("/dossiers") else Unread.NOT_FOUND

    read_exactly = read_scan = read

    def scans(self, since: datetime | None) -> tuple[FolderEntry, ...]:
        return (self._entry("attestation.jpg", 3_000), self._entry("fiche sanitaire.pdf", 345_000))

    def forget_scan(self, name: str) -> None:
        pass

    def _entry(self, name: str, size: int, *, is_folder: bool = False) -> FolderEntry:
        return FolderEntry(
            path=f"{HOME}/{name}", name=name, is_folder=is_folder, size=size, changed_at=PLAY_DAY
        )
