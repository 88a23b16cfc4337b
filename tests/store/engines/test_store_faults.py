"""A file that cannot answer says why; writers at the same time lose nothing."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.store import schema, tables
from portail_tui.store.engines import retry
from portail_tui.store.engines.engine import Mode
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import FrozenClock

WORKERS, INCREMENTS = 4, 25


def fault_of(store: Store, *, write: bool = False) -> StoreFault:
    with pytest.raises(StoreTrouble) as trouble, store.writing() if write else store.reading() as connection:
        if write:
            connection.execute(insert(tables.StoreMetaTable).values(key="x", value="y"))
        else:
            connection.execute(text("SELECT * FROM store_meta"))
    return trouble.value.fault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "town.db"
    schema.make_file(path, FrozenClock()).close()
    return path


def test_a_missing_store_is_said_to_be_missing_and_not_made(tmp_path: Path):
    path = tmp_path / "nowhere.db"
    assert fault_of(open_store(f"sqlite:///{path}", FrozenClock())) is StoreFault.MISSING
    assert not path.exists()


def test_a_file_that_goes_away_or_is_replaced_is_noticed_though_it_was_open(path: Path, tmp_path: Path):
    store = open_store(f"sqlite:///{path}", FrozenClock())
    with store.writing() as connection:
        connection.execute(insert(tables.StoreMetaTable).values(key="x", value="y"))
    path.rename(tmp_path / "aside.db")
    assert fault_of(store) is StoreFault.MISSING
    schema.make_file(path, FrozenClock()).close()
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM store_meta")).scalar() == 0


def test_a_file_that_is_no_database_is_corrupt(tmp_path: Path):
    path = tmp_path / "photo.db"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    assert fault_of(open_store(f"sqlite:///{path}", FrozenClock())) is StoreFault.CORRUPT


def test_a_damaged_store_is_corrupt(path: Path):
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert fault_of(open_store(f"sqlite:///{path}", FrozenClock())) is StoreFault.CORRUPT


def test_a_store_locked_by_another_program_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(f"sqlite:///{path}", FrozenClock())
    assert fault_of(store, write=True) is StoreFault.BUSY
    other.rollback()
    with store.writing() as connection:
        connection.execute(insert(tables.StoreMetaTable).values(key="x", value="y"))


def test_a_store_that_cannot_be_written_is_read_only_and_can_still_be_read(path: Path):
    store = open_store(f"sqlite:///{path}", FrozenClock())
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar() == 0
    store.close()

    def no_writing(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    from sqlalchemy import event

    event.listen(store.engine, "connect", no_writing)
    assert fault_of(store, write=True) is StoreFault.READ_ONLY
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM store_meta")).scalar() == 0


def _increment(path: Path, mode: Mode, barrier: object, lost: object) -> None:
    store = open_store(f"sqlite:///{path}", FrozenClock())
    barrier.wait()  # type: ignore[attr-defined]
    for _ in range(INCREMENTS):
        try:
            with store._transaction(mode) as connection:
                value = int(connection.execute(text("SELECT value FROM store_meta")).scalar_one())
                connection.execute(text("UPDATE store_meta SET value = :v"), {"v": str(value + 1)})
        except StoreTrouble:
            with lost.get_lock():  # type: ignore[attr-defined]
                lost.value += 1  # type: ignore[attr-defined]


def race(path: Path, mode: Mode) -> tuple[int, int]:
    """Increments seen in the store, and those that a process was refused."""
    store = open_store(f"sqlite:///{path}", FrozenClock())
    with store.writing() as connection:
        connection.execute(insert(tables.StoreMetaTable).values(key="n", value="0"))
    spawn = multiprocessing.get_context("spawn")
    barrier, lost = spawn.Barrier(WORKERS), spawn.Value("i", 0)
    workers = [spawn.Process(target=_increment, args=(path, mode, barrier, lost)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    with store.reading() as connection:
        return int(connection.execute(text("SELECT value FROM store_meta")).scalar_one()), lost.value


def test_processes_writing_at_once_lose_nothing(path: Path):
    assert race(path, Mode.WRITING) == (WORKERS * INCREMENTS, 0)


def test_control_without_the_lock_taken_first_some_writes_are_refused(path: Path):
    done, refused = race(path, Mode.READING)
    assert done + refused == WORKERS * INCREMENTS
    assert refused > 0
