"""A machine with a printer, a desktop and folders of its own, as far as a test needs: CUPS's commands and the
desktop's opener are small scripts on PATH that write down what they were given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from portail_tui.domain.shared.generated_files import MadeFile
from portail_tui.gateways.file_targets import MachineFileTargets

_LPSTAT = """#!{python}
import sys
if sys.argv[1:] == ["-e"]:
    print("{printers}")
elif sys.argv[1:] == ["-d"]:
    print("system default destination: {usual}")
"""
_LP = """#!{python}
import pathlib, sys, time
if {code} == 75:
    time.sleep(60)
sheet = pathlib.Path({out!r})
sheet.with_suffix(".args").write_text("\\n".join(sys.argv[1:]))
sheet.write_bytes(sys.stdin.buffer.read())
sys.exit({code})
"""
_OPENER = """#!{python}
import pathlib, sys
pathlib.Path({out!r}).write_bytes(pathlib.Path(sys.argv[1]).read_bytes())
sys.exit({code})
"""


class FixedFileTargets(MachineFileTargets):
    """A machine that has everything, as a picture shows it on whatever machine it is taken."""

    def __init__(self) -> None:
        super().__init__(prints=True, has_disk=True)

    def printers(self) -> tuple[str, ...]:
        return ("Accueil", "Étage")

    def may_open(self) -> bool:
        return True

    def place_for(self, file: MadeFile) -> str:
        return f"~/Téléchargements/{file.name}"


class Machine:
    """Commands on PATH, and what they were given."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = folder / "home"
        self.downloads = self.home / "Telechargements"
        self.downloads.mkdir(parents=True)
        self._commands = folder / "commands"
        self._commands.mkdir()
        self._printed = folder / "sheet"
        self._opened = folder / "opened"
        for name, value in (
            ("PATH", str(self._commands)),
            ("HOME", str(self.home)),
            ("XDG_DOWNLOAD_DIR", str(self.downloads)),
            ("XDG_CONFIG_HOME", str(self.home / ".config")),
            ("DISPLAY", ":99"),
        ):
            monkeypatch.setenv(name, value)
        (self.home / ".config").mkdir()
        (self.home / ".config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Telechargements"\n')

    def has_printers(self, *names: str, usual: str = "", code: int = 0) -> None:
        """``code``: what `lp` ends with; 75, and it does not answer."""
        listed = "\\n".join(names)
        self._add("lpstat", _LPSTAT.format(python=sys.executable, printers=listed, usual=usual or names[0]))
        self._add("lp", _LP.format(python=sys.executable, out=str(self._printed), code=code))

    def has_viewer(self, *, code: int = 0) -> None:
        self._add("xdg-open", _OPENER.format(python=sys.executable, out=str(self._opened), code=code))

    @property
    def printed(self) -> bytes:
        return self._printed.read_bytes()

    @property
    def print_arguments(self) -> list[str]:
        return self._printed.with_suffix(".args").read_text().splitlines()

    @property
    def opened(self) -> bytes:
        return self._opened.read_bytes()

    def _add(self, name: str, script: str) -> None:
        command = self._commands / name
        command.write_text(script)
        command.chmod(0o755)
