"""A town's server fails and its standby takes over: an open session goes on, and nothing is done twice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from tests.support.stores.both_engines import PostgresStores, Server, programs_folder, shared_folder, worker
from tests.support.towns.small_town import LittleTown, Parent, outcomes


@pytest.fixture
def primary() -> Iterator[Server]:
    server = Server(shared_folder(f"{worker()}-primary"))
    yield server
    server.stop()


@pytest.fixture
def standby(primary: Server) -> Iterator[Server]:
    """A copy of the primary that follows it, with all that it has at this instant."""
    folder = shared_folder(f"{worker()}-standby")
    subprocess.run(
        [
            programs_folder() / "pg_basebackup",
            f"--pgdata={folder}",
            f"--host={primary.socket_folder}",
            "--username=postgres",
            "--write-recovery-conf",
            "--checkpoint=fast",
        ],
        check=True,
        capture_output=True,
    )
    for path in (folder, *folder.rglob("*")):  # where the tests run as root, the servers don't
        shutil.chown(path, primary.folder.owner(), primary.folder.group())
    for left in (".handle_pids.json", ".s.PGSQL.5432.lock", "log"):  # the primary's own
        (folder / left).unlink(missing_ok=True)
    server = Server(folder)
    yield server
    server.stop()


def test_a_session_goes_on_with_the_standby_and_what_was_done_is_known_there(
    primary: Server, request: pytest.FixtureRequest
):
    stores = PostgresStores(primary, "town")
    founded = LittleTown.founded(stores, shared_folder("unused"))
    name = founded.url.partition("@/")[2].partition("?")[0]
    canteen = founded.activity()
    first, second = founded.slots(canteen, 2)
    home = founded.home(balance=1000)
    founded.store.close()
    standby: Server = request.getfixturevalue("standby")
    url = (
        f"postgresql://postgres@/{name}?host={primary.socket_folder}&host={standby.socket_folder}"
        "&target_session_attrs=read-write"
    )
    town = LittleTown(url)
    parent = Parent(town.portal(), home)
    booked = parent.books(canteen, first, operation="op")
    assert outcomes(booked) == ["booked"]
    wait_for_the_standby(primary)
    primary.stop()
    with pytest.raises(StoreTrouble) as trouble:  # nobody can write yet
        parent.books(canteen, second)
    assert trouble.value.fault in (StoreFault.UNREACHABLE, StoreFault.READ_ONLY)
    standby.run("SELECT pg_promote()")
    assert parent.books(canteen, first, operation="op") == booked
    assert outcomes(parent.books(canteen, second)) == ["booked"]
    assert town.balance(home) == 400
    assert town.faults() == []


def wait_for_the_standby(primary: Server) -> None:
    """Until it has all that was written."""
    primary.run(
        "DO $$ BEGIN FOR turn IN 1..2000 LOOP "
        "EXIT WHEN (SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) FROM pg_stat_replication); "
        "PERFORM pg_sleep(0.01); END LOOP; END $$"
    )
