"""Opening the portal on a store that is not what it should be: said at once, never repaired in silence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest

from portail_tui.bootstrap import open_portal
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.portal import Portal
from portail_tui.store import schema
from portail_tui.store.engines import retry
from portail_tui.store.store import Store
from portail_tui.texts.shared.store_faults import store_fault
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import PostgresStores, SqliteStores, Stores, worker
from tests.support.towns.small_town import LittleTown, Parent, outcomes


def fault_at(url: str, **options: Any) -> StoreFault:
    with pytest.raises(StoreTrouble) as trouble:
        open_portal(url, FrozenClock(), **options)
    assert store_fault(trouble.value.fault, writing=False)
    return trouble.value.fault


def test_a_town_opens_and_names_its_contact(portal: Portal):
    assert portal.town_contact().name == "Petit-Bourg"


def test_a_newer_store_is_left_alone(town: LittleTown):
    town.run("UPDATE alembic_version SET version_num = '9999'")
    assert fault_at(town.url) is StoreFault.TOO_NEW
    assert fault_at(town.url, bring_up_to_date=True) is StoreFault.TOO_NEW


def test_a_store_without_a_town_is_empty(stores: Stores, tmp_path: Path):
    assert fault_at(stores.fresh(tmp_path)) is StoreFault.EMPTY


def test_an_older_store_is_brought_up_to_date_only_when_asked(
    town: LittleTown, monkeypatch: pytest.MonkeyPatch
):
    """A program with one more revision than the store; what upgrading does is the migrations' own tests."""
    asked: list[Store] = []
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr("portail_tui.bootstrap.upgrade", asked.append)
    assert fault_at(town.url) is StoreFault.TOO_OLD
    assert asked == []
    open_portal(town.url, FrozenClock(), bring_up_to_date=True)
    assert len(asked) == 1


def test_a_store_that_stays_locked_is_busy_and_keeps_nothing(
    town: LittleTown, monkeypatch: pytest.MonkeyPatch
):
    canteen = town.activity()
    slot = town.slot(canteen)
    home = town.home()
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.05)
    parent = Parent(town.portal(), home)
    with town.held(), pytest.raises(StoreTrouble) as trouble:
        parent.books(canteen, slot, operation="op")
    assert trouble.value.fault is StoreFault.BUSY
    assert town.statuses(slot) == []
    assert outcomes(parent.books(canteen, slot, operation="op")) == ["booked"]


# --- a file ------------------------------------------------------------------------------------------


def test_a_missing_file_is_not_made(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/nowhere.db"
    assert fault_at(url) is StoreFault.MISSING
    assert fault_at(url, bring_up_to_date=True) is StoreFault.MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_no_store(tmp_path: Path):
    path = tmp_path / "photo.db"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    assert fault_at(f"sqlite:///{path}") is StoreFault.CORRUPT


def test_another_programs_file_is_never_filled_with_tables(tmp_path: Path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    assert fault_at(f"sqlite:///{path}", bring_up_to_date=True) is StoreFault.EMPTY
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]


def test_a_file_that_cannot_be_written_says_so(sqlite_stores: SqliteStores, tmp_path: Path):
    town = LittleTown.founded(sqlite_stores, tmp_path)
    town.store.close()
    if os.geteuid() != 0:
        town.path.chmod(0o400)
        assert fault_at(town.url) is StoreFault.READ_ONLY
        return
    # root may write anything: another process gives that up first
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = Path(shutil.copy(town.path, folder / "town.db"))
    path.chmod(0o444)
    try:
        if (process := os.fork()) == 0:
            os.setuid(65534)
            try:
                open_portal(f"sqlite:///{path}", FrozenClock())
            except StoreTrouble as trouble:
                os._exit(0 if trouble.fault is StoreFault.READ_ONLY else 2)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    finally:
        shutil.rmtree(folder)


# --- a database of a server --------------------------------------------------------------------------


def test_a_missing_database_is_not_made(postgres_stores: PostgresStores):
    server = postgres_stores.server
    assert fault_at(server.url("nowhere"), bring_up_to_date=True) is StoreFault.MISSING
    assert server.rows("SELECT 1 FROM pg_database WHERE datname = 'nowhere'") == []


def test_another_programs_database_is_never_filled_with_tables(
    postgres_stores: PostgresStores, tmp_path: Path
):
    url = postgres_stores.bare(tmp_path)
    name = url.partition("@/")[2].partition("?")[0]
    postgres_stores.server.run("CREATE TABLE recipe (name text)", name)
    assert fault_at(url, bring_up_to_date=True) is StoreFault.EMPTY
    tables = postgres_stores.server.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)
    assert tables == [("recipe",)]


def test_a_database_that_refuses_writes_says_so(postgres_stores: PostgresStores, tmp_path: Path):
    town = LittleTown.founded(postgres_stores, tmp_path)
    name = town.url.partition("@/")[2].partition("?")[0]
    postgres_stores.server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert fault_at(town.url) is StoreFault.READ_ONLY


def test_nobody_answering_is_said(tmp_path: Path):
    assert fault_at(f"postgresql://agent@/town?host={tmp_path}") is StoreFault.UNREACHABLE


def test_a_user_without_rights_is_not_admitted(postgres_stores: PostgresStores, tmp_path: Path):
    town = LittleTown.founded(postgres_stores, tmp_path)
    server = postgres_stores.server
    stranger = f"{worker()}_stranger"
    server.run(f"CREATE ROLE {stranger} LOGIN")
    try:
        assert fault_at(town.url.replace("postgres@", f"{stranger}@")) is StoreFault.NOT_ADMITTED
    finally:
        server.run(f"DROP ROLE {stranger}")
