"""In a browser a made file is downloaded: its server is told so, on the channel that they share."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

PROGRAM = """
import inspect, itertools
from pathlib import Path
from types import SimpleNamespace
from portail_tui.app import PortailApp
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.portal import SessionStart
from portail_tui.screens.dialogs.deliver_file import DeliverDialog
from tests.support.machine.clocks import FrozenClock
from tests.support.towns.invoices import CONTACT

class Opened(PortailApp):
    CSS_PATH = [Path(inspect.getfile(PortailApp)).parent / one for one in PortailApp.CSS_PATH]

    def on_mount(self):
        self.push_screen(DeliverDialog(MadeFile("Facture 2026-000123", GeneratedFileKind.PDF, b"%PDF-1.7")))

numbers = itertools.count()
portal = SimpleNamespace(town_contact=lambda: CONTACT)
Opened(SessionStart(load=lambda: portal, clock=FrozenClock(), new_id=lambda: f"id-{next(numbers)}")).run()
"""


def packet(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack(">I", len(payload)) + payload


def test_download_is_offered_and_begins_under_the_files_own_name(tmp_path: Path):
    program = tmp_path / "session.py"
    program.write_text(PROGRAM)
    environment = {
        **os.environ,
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "COLUMNS": "80",
        "ROWS": "24",
    }
    session = subprocess.Popen(
        [sys.executable, str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert session.stdin is not None and session.stdout is not None
    late = threading.Timer(60, session.kill)
    late.start()
    try:
        assert session.stdout.readline() == b"__GANGLION__\n"
        shown = b""
        while True:
            kind = session.stdout.read(1)
            assert kind, shown[-2000:]
            payload = session.stdout.read(struct.unpack(">I", session.stdout.read(4))[0])
            if kind == b"D":
                shown += payload
                if "Télécharger".encode() in shown:  # it has the focus: Enter takes it
                    session.stdin.write(packet(b"D", b"\r"))
                    session.stdin.flush()
                    shown = b""
            elif kind == b"M" and b"deliver_file_start" in payload:
                told = json.loads(payload)
                break
        assert (Path(told["path"]).name, told["mime_type"]) == ("Facture 2026-000123.pdf", "application/pdf")
        assert told["open_method"] == "download"
    finally:
        late.cancel()
        session.kill()
        session.wait()
