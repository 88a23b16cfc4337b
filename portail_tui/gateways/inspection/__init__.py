"""Inspection of a file that somebody sent, in a process of its own, which may be killed.

Nothing of the file is opened in the portal's own process: decoders of pictures and PDF are the target of
hostile files. The child receives the bytes on its input and answers a line of JSON; it writes no file.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from portail_tui.domain.documents.uploaded_files import (
    MOST_BYTES,
    CheckedFile,
    FileFacts,
    FileFlaw,
    Preview,
    UploadedFileKind,
    announces_another,
    flaw_of_name,
    shown_name,
)

WALL_SECONDS = 20.0
"""An ordinary document takes less than one."""


def inspect(name: str, content: bytes, *, wall_seconds: float = WALL_SECONDS) -> CheckedFile | FileFlaw:
    """Check a file's name and size here, and all the rest in a child process (about 0.4 s)."""
    if not content:
        return FileFlaw.EMPTY
    if len(content) > MOST_BYTES:
        return FileFlaw.TOO_LARGE
    if (flaw := flaw_of_name(name)) is not None:
        return flaw
    facts = _opened(content, wall_seconds)
    if isinstance(facts, FileFlaw):
        return facts
    if announces_another(name, facts.kind):
        return FileFlaw.NAME_DIFFERS
    return CheckedFile(shown_name(name), len(content), facts)


def _opened(content: bytes, wall_seconds: float) -> FileFacts | FileFlaw:
    child = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "portail_tui.gateways.inspection.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(content, timeout=wall_seconds)
    except subprocess.TimeoutExpired:
        return FileFlaw.TOO_HEAVY
    finally:
        _end(child)
    if child.returncode != 0:  # killed by one of its limits, or by what it opened
        return FileFlaw.TOO_HEAVY
    return _read(json.loads(said))


def _environment() -> dict[str, str]:
    """Nothing of the session's environment but where the program lies: no password, no proxy, no display."""
    return {"PYTHONPATH": str(Path(__file__).parents[3]), "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"}


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and all that it may have started, and wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    child.wait()


def _read(answer: Any) -> FileFacts | FileFlaw:
    if "flaw" in answer:
        return FileFlaw(answer["flaw"])
    preview = answer["preview"]
    return FileFacts(
        kind=UploadedFileKind(answer["kind"]),
        pages=answer["pages"],
        width=answer["width"],
        height=answer["height"],
        preview=Preview(preview["width"], preview["height"], base64.b64decode(preview["rgb"])),
    )
