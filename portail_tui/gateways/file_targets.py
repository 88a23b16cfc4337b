"""Targets of a file: a printer and, on the person's own machine, a viewer or the disk."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from portail_tui.domain.shared.generated_files import Handed, MadeFile
from portail_tui.gateways import printing

OPENING = 2
"""Seconds in which a viewer that fails has failed."""
OPENER = "xdg-open"
WINDOWS = ("DISPLAY", "WAYLAND_DISPLAY")
"""One of them is set where there are windows. Without any, the opener would take the terminal for itself."""


class MachineFileTargets:
    """This machine's. ``prints``: whether its printers serve this session; ``has_disk``: whether its disk and
    its windows are the person's own."""

    def __init__(self, *, prints: bool, has_disk: bool) -> None:
        self._prints = prints
        self._has_disk = has_disk
        self._opened: tempfile.TemporaryDirectory[str] | None = None
        """Temporary files opened by viewers, removed when the session ends."""

    def printers(self) -> tuple[str, ...]:
        return printing.printers() if self._prints else ()

    def print_out(self, file: MadeFile, printer: str) -> Handed:
        return printing.print_out(file, printer) if self._prints else Handed.NO_PRINTER

    def may_open(self) -> bool:
        has_windows = any(os.environ.get(name) for name in WINDOWS)
        return self._has_disk and has_windows and shutil.which(OPENER) is not None

    def open(self, file: MadeFile) -> Handed:
        opener = shutil.which(OPENER)
        if opener is None or not self.may_open():
            return Handed.NO_VIEWER
        if self._opened is None:
            self._opened = tempfile.TemporaryDirectory(prefix="portail-", ignore_cleanup_errors=True)
        path = Path(self._opened.name) / file.name
        try:
            path.write_bytes(file.content)
            viewer = subprocess.Popen(  # noqa: S603 (a list of arguments; the desktop's own command)
                [opener, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            return _trouble(error)
        try:
            return Handed.DONE if viewer.wait(OPENING) == 0 else Handed.NO_VIEWER
        except subprocess.TimeoutExpired:
            return Handed.DONE  # it is the viewer itself, which stays

    def place_for(self, file: MadeFile) -> str | None:
        if not self._has_disk:
            return None
        from platformdirs import user_downloads_path  # noqa: PLC0415

        folder = user_downloads_path()
        place = (folder if folder.is_dir() else Path.home()) / file.name
        try:
            return str("~" / place.relative_to(Path.home()))
        except ValueError:
            return str(place)

    def save(self, file: MadeFile, path: str, *, replace: bool = False) -> Handed:
        usual = self.place_for(file)
        if usual is None:
            return Handed.REFUSED
        place = Path(usual).expanduser().parent / Path(path.strip()).expanduser()
        if place.is_dir():
            place /= file.name
        try:
            return _write(place, file.content, replace=replace)
        except OSError as error:
            return _trouble(error)


def _write(place: Path, content: bytes, *, replace: bool) -> Handed:
    """Write beside the place, then take it: never half a file there, and nobody else's replaced unasked."""
    descriptor, draft = tempfile.mkstemp(dir=place.parent, prefix=".portail-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not replace:
            place.touch(mode=0o600, exist_ok=False)  # the name is ours: sticks have no links
        Path(draft).replace(place)
    except FileExistsError:
        return Handed.EXISTS
    finally:
        Path(draft).unlink(missing_ok=True)
    return Handed.DONE


def _trouble(error: OSError) -> Handed:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Handed.NO_FOLDER
    return Handed.DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else Handed.REFUSED
