"""Sources of files for a session: the person's own disk, a scanner's folder."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from portail_tui.domain.documents.local_files import Folder, FolderEntry, PickedFile, Unread, typed_path
from portail_tui.domain.documents.uploaded_files import MOST_BYTES, has_known_extension

MOST_ENTRIES = 2_000


class MachineFileSources:
    """This machine's. ``has_disk``: whether its disk is the person's own. ``scanner``: the folder in which a
    scanner leaves its files, where this session may read it."""

    def __init__(self, *, has_disk: bool, scanner: Path | None) -> None:
        self.has_disk = has_disk
        self.has_scanner = scanner is not None
        self._scanner = scanner

    def folder(self, path: str) -> Folder | Unread:
        if not self.has_disk:
            return Unread.NO_RIGHT
        place = _home() if not path else _expanded(path)
        try:
            entries = [_entry(found) for found in list(os.scandir(place))[:MOST_ENTRIES]]
        except OSError as error:
            return _why(error)
        shown = [one for one in entries if one is not None]
        shown.sort(key=lambda one: (not one.is_folder, one.name.casefold()))
        parent = None if place.parent == place else str(place.parent)
        return Folder(str(place), parent, tuple(shown))

    def read(self, path: str) -> PickedFile | Unread:
        if not self.has_disk:
            return Unread.NO_RIGHT
        return _read(_expanded(typed_path(path)))

    def read_exactly(self, path: str) -> PickedFile | Unread:
        return _read(Path(path)) if self.has_disk else Unread.NO_RIGHT

    def scans(self, since: datetime | None) -> tuple[FolderEntry, ...]:
        if self._scanner is None:
            return ()
        with suppress(OSError):
            entries = [_entry(found) for found in os.scandir(self._scanner)]
            shown = [one for one in entries if one is not None and not one.is_folder and one.size]
            recent = [one for one in shown if since is None or one.changed_at >= since]
            return tuple(sorted(recent, key=lambda one: one.changed_at, reverse=True))
        return ()

    def read_scan(self, name: str) -> PickedFile | Unread:
        return Unread.NOT_FOUND if (path := self._scan(name)) is None else _read(path, follows=False)

    def forget_scan(self, name: str) -> None:
        if (path := self._scan(name)) is not None:
            with suppress(OSError):
                path.unlink()

    def _scan(self, name: str) -> Path | None:
        """A file of the scanner's folder itself: a name that leads elsewhere names none."""
        if self._scanner is None or not name or name != Path(name).name:
            return None
        return self._scanner / name


def _home() -> Path:
    """The download folder of browsers and mail programs, or the person's own folder."""
    home = Path.home()
    received = (home / name for name in ("Téléchargements", "Downloads"))
    return next((folder for folder in received if folder.is_dir()), home)


def _expanded(path: str) -> Path:
    with suppress(RuntimeError):  # « ~someone », whom this machine does not know
        return Path(path).expanduser().absolute()
    return Path(path).absolute()


def _entry(found: os.DirEntry[str]) -> FolderEntry | None:
    """None for what is hidden, gone, or could not be sent."""
    with suppress(OSError):
        known = found.stat()
        is_folder = stat.S_ISDIR(known.st_mode)
        is_file = stat.S_ISREG(known.st_mode) and has_known_extension(found.name)
        if not found.name.startswith(".") and (is_folder or is_file):
            changed = datetime.fromtimestamp(known.st_mtime, UTC)
            return FolderEntry(
                path=found.path,
                name=found.name,
                is_folder=is_folder,
                size=0 if is_folder else known.st_size,
                changed_at=changed,
            )
    return None


def _read(path: Path, *, follows: bool = True) -> PickedFile | Unread:
    """A file's first bytes, one more than may be sent at most."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follows else os.O_NOFOLLOW)
    try:
        with open(os.open(path, flags), "rb") as opened:  # noqa: PTH123 (a descriptor)
            mode = os.fstat(opened.fileno()).st_mode
            if stat.S_ISDIR(mode):
                return Unread.A_FOLDER
            if not stat.S_ISREG(mode):
                return Unread.NOT_A_FILE
            return PickedFile(path.name, opened.read(MOST_BYTES + 1))
    except ValueError:  # a zero in the path
        return Unread.NOT_FOUND
    except OSError as error:
        return _why(error)


def _why(error: OSError) -> Unread:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Unread.NOT_FOUND
    if isinstance(error, IsADirectoryError):
        return Unread.A_FOLDER
    return Unread.NO_RIGHT if isinstance(error, PermissionError) else Unread.TROUBLE
