"""Files found on the person's own disk or in a scanner's folder, and nowhere else."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portail_tui.domain.documents.local_files import Folder, PickedFile, Unread
from portail_tui.domain.documents.uploaded_files import MOST_BYTES
from portail_tui.gateways.file_sources import MachineFileSources

OWN = MachineFileSources(has_disk=True, scanner=None)
ELSEWHERE = MachineFileSources(has_disk=False, scanner=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.pdf", "A.JPG", "notes.txt", ".caché.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "dossier").mkdir()
    os.mkfifo(tmp_path / "tuyau.pdf")
    return tmp_path


def test_a_folder_shows_folders_then_what_may_be_sent(folder: Path):
    found = OWN.folder(str(folder))
    assert isinstance(found, Folder)
    assert [one.name for one in found.entries] == ["dossier", "A.JPG", "b.pdf"]
    assert found.parent == str(folder.parent)
    root = OWN.folder("/")
    assert isinstance(root, Folder) and root.parent is None


def test_a_file_is_read_and_anything_else_is_told(folder: Path):
    assert OWN.read(f"'{folder}/b.pdf'") == PickedFile("b.pdf", b"x")
    assert OWN.read(f"{folder}/nulle part.pdf") is Unread.NOT_FOUND
    assert OWN.read(f"{folder}/b.pdf/c") is Unread.NOT_FOUND
    assert OWN.read("a\0b") is Unread.NOT_FOUND
    assert OWN.read(str(folder)) is Unread.A_FOLDER
    assert OWN.read(f"{folder}/tuyau.pdf") is Unread.NOT_A_FILE  # it would wait for ever
    assert OWN.read("/dev/zero") is Unread.NOT_A_FILE
    assert OWN.folder(f"{folder}/nulle part") is Unread.NOT_FOUND
    assert OWN.read_exactly(f"{folder}/b.pdf") == PickedFile("b.pdf", b"x")


def test_no_more_is_read_than_shows_that_it_is_too_large(tmp_path: Path):
    with (tmp_path / "a.pdf").open("wb") as large:
        large.truncate(MOST_BYTES * 3)
    found = OWN.read(f"{tmp_path}/a.pdf")
    assert isinstance(found, PickedFile)
    assert len(found.content) == MOST_BYTES + 1


def test_a_disk_that_is_not_the_persons_is_never_read(folder: Path):
    assert ELSEWHERE.folder(str(folder)) is Unread.NO_RIGHT
    assert ELSEWHERE.read(f"{folder}/b.pdf") is Unread.NO_RIGHT
    assert ELSEWHERE.read_exactly(f"{folder}/b.pdf") is Unread.NO_RIGHT
    assert ELSEWHERE.scans(None) == ()
    assert ELSEWHERE.read_scan("b.pdf") is Unread.NOT_FOUND


def test_a_scanners_folder_gives_its_own_files_since_an_instant_and_no_others(folder: Path):
    scanner = MachineFileSources(has_disk=False, scanner=folder)
    os.utime(folder / "A.JPG", (1000, 1000))
    os.utime(folder / "b.pdf", (2000, 2000))
    assert [one.name for one in scanner.scans(None)] == ["b.pdf", "A.JPG"]
    assert [one.name for one in scanner.scans(datetime.fromtimestamp(1500, UTC))] == ["b.pdf"]
    (folder / "lien.pdf").symlink_to("/etc/passwd")
    for name in ("../b.pdf", "/etc/passwd", "", ".", "lien.pdf"):
        assert isinstance(scanner.read_scan(name), Unread), name
    assert scanner.read_scan("b.pdf") == PickedFile("b.pdf", b"x")
    scanner.forget_scan("b.pdf")
    scanner.forget_scan("../ailleurs")
    assert not (folder / "b.pdf").exists()
