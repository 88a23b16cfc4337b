"""Files that people send, opened in a process that may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portail_tui.domain.documents.uploaded_files import MOST_BYTES, CheckedFile, FileFlaw, UploadedFileKind
from portail_tui.gateways.inspection import inspect
from portail_tui.texts.documents.uploaded_files import flaw_sentence
from tests.support.machine.sample_files import HOSTILE, good, pdf, picture


def children() -> set[str]:
    """Processes that this one has started and that are not over."""
    ask = ["ps", "-o", "args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(ask, check=True, capture_output=True, text=True).stdout
    return {line for line in listed.splitlines() if "inspection.child" in line}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(name: str):
    file_name, make, flaw = HOSTILE[name]
    found = inspect(file_name, make(), wall_seconds=2)
    assert found is flaw
    sentence = flaw_sentence(found)
    assert sentence.startswith("Rien n'a été envoyé. ")
    assert len(sentence) < 160
    assert children() == set()


def test_every_flaw_is_shown_by_a_hostile_file():
    assert {flaw for _, _, flaw in HOSTILE.values()} == set(FileFlaw)
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(("name", "content"), list(good()), ids=[name for name, _ in good()])
def test_an_ordinary_file_is_taken(name: str, content: bytes):
    found = inspect(name, content)
    assert isinstance(found, CheckedFile)
    assert found.size == len(content)
    preview = found.facts.preview
    assert len(preview.rgb) == preview.width * preview.height * 3
    assert len(set(preview.rgb)) > 2  # something is drawn


def test_the_largest_file_is_taken():
    found = inspect("grand.jpg", picture() + b"\0" * (MOST_BYTES - len(picture())))
    assert isinstance(found, CheckedFile)


def test_facts_are_told_of_each_kind():
    kinds = [(pdf(3), UploadedFileKind.PDF, 3, (0, 0))]
    kinds += [
        (picture(name), kind, 1, (240, 320))
        for name, kind in (
            ("JPEG", UploadedFileKind.JPEG),
            ("PNG", UploadedFileKind.PNG),
            ("HEIF", UploadedFileKind.HEIC),
        )
    ]
    for content, kind, pages, size in kinds:
        found = inspect("sans nom", content)
        assert isinstance(found, CheckedFile)
        facts = found.facts
        assert (facts.kind, facts.pages, (facts.width, facts.height)) == (kind, pages, size)


def test_the_child_can_write_no_file_and_holds_no_more_than_its_memory(tmp_path: Path):
    tried = (
        "from portail_tui.gateways.inspection.child import limit; limit()\n"
        "import sys\n"
        "try:\n"
        f"    open({str(tmp_path / 'x')!r}, 'w').write('x' * 10_000)\n"
        "except OSError: print('no file')\n"
        "try:\n"
        "    bytearray(2 << 30)\n"
        "except MemoryError: print('no memory')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{tried}"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.split("\n")[:2] == ["no file", "no memory"]
    assert (tmp_path / "x").stat().st_size == 0
