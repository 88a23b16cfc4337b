"""The printers of this machine, through CUPS's own commands (`lpstat`, `lp`).

Arguments are a list, never a shell's line; what is printed goes in by the pipe and is on no disk of ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from portail_tui.domain.shared.generated_files import Handed, MadeFile

ASKING, PRINTING = 5, 30
"""Seconds after which the printing service is said not to answer."""


def printers() -> tuple[str, ...]:
    """The names of the printers that CUPS knows, the usual one first; none where there is no CUPS."""
    if shutil.which("lp") is None:
        return ()
    known = [line.strip() for line in _told("-e").splitlines() if line.strip()]
    usual = _told("-d").rpartition(":")[2].strip()
    return tuple(sorted(known, key=lambda name: name != usual))


def print_out(file: MadeFile, printer: str) -> Handed:
    """Give a file to a printer. DONE: CUPS has taken it; paper comes later."""
    lp = shutil.which("lp")
    if lp is None:
        return Handed.NO_PRINTER
    try:
        done = subprocess.run(  # noqa: S603 (a list of arguments; CUPS's own command)
            [lp, "-d", printer, "-t", file.name, "-o", "media=A4", "-s"],
            input=file.content,
            capture_output=True,
            timeout=PRINTING,
            check=False,
            env=_plain_words(),
        )
    except subprocess.TimeoutExpired:
        return Handed.TOO_LONG
    except OSError:
        return Handed.NO_PRINTER
    return Handed.DONE if done.returncode == 0 else Handed.NO_PRINTER


def _told(question: str) -> str:
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603
            [lpstat, question], capture_output=True, timeout=ASKING, check=False, env=_plain_words()
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _plain_words() -> dict[str, str]:
    """The environment, with answers in one language."""
    return {**os.environ, "LC_ALL": "C"}
