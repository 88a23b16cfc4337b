"""A test session that is killed outright leaves its server to the next one, which removes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil

from tests.support.stores.both_engines import Server, shared_folder, sweep, worker

STARTS = "import sys, time; from pathlib import Path; from tests.support.stores.both_engines import Server\n"
STARTS += "Server(Path(sys.argv[1])); print('ready', flush=True); time.sleep(600)"


def test_the_server_of_a_killed_session_is_removed_and_that_of_a_living_one_is_not(server: Server):
    folder = shared_folder(f"{worker()}-left")
    session = subprocess.Popen(
        [sys.executable, "-c", STARTS, str(folder)], stdout=subprocess.PIPE, env={**os.environ}
    )
    assert session.stdout is not None
    assert session.stdout.readline() == b"ready\n"
    postmaster = int((folder / "postmaster.pid").read_text().splitlines()[0])
    sweep()
    assert psutil.pid_exists(postmaster)
    session.send_signal(signal.SIGKILL)
    session.wait()
    session.stdout.close()
    sweep()
    assert not folder.exists()
    assert not psutil.pid_exists(postmaster)
    assert server.rows("SELECT 1") == [(1,)]
