"""A store on a real server: its transactions, its clock, its faults, the tries after them, idle screens."""

from __future__ import annotations

import io
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import InvalidAddress, PostgresAddress, read_address
from portail_tui.store import tables
from portail_tui.store.engines import postgresql, retry
from portail_tui.store.engines.retry import TRIES, RetryPauses
from portail_tui.store.store import Store, open_store
from portail_tui.system import SystemClock
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import PostgresStores, Server

SOON = 2000
"""Turns of a hundredth of a second in which something that the server does must have happened."""


@pytest.fixture
def url(postgres_stores: PostgresStores, tmp_path: Path) -> str:
    return postgres_stores.fresh(tmp_path)


@pytest.fixture
def database(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


class Pauses:
    """Remembers the pauses between tries instead of making them; chance is what the test says."""

    def __init__(self, chance: float = 1.0) -> None:
        self.seconds: list[float] = []
        self.between_tries = RetryPauses(chance=lambda: chance, pause=self.seconds.append)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def store(url: str, pauses: Pauses) -> Iterator[Store]:
    store = open_store(url, FrozenClock(), pauses=pauses.between_tries)
    yield store
    store.close()


def put(connection: Connection, key: str = "k", value: str = "v") -> None:
    connection.execute(insert(tables.StoreMetaTable).values(key=key, value=value))


def kept(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM store_meta")).scalar_one())


def server_says(connection: Connection, code: str) -> None:
    """Have the server itself fail with a code."""
    connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'told to' USING ERRCODE = '{code}'; END $$")


def kill(server: Server, database: str) -> None:
    """The server ends all that is connected to the database, as when it is restarted."""
    server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database}' AND backend_type = 'client backend'"
    )


# --- transactions and the clock ----------------------------------------------------------------------


def test_a_reading_transaction_sees_one_state_and_cannot_write(store: Store):
    with store.reading() as connection:
        count = text("SELECT count(*) FROM store_meta")
        assert connection.execute(count).scalar() == 0
        with store.writing() as other:
            put(other)
        assert connection.execute(count).scalar() == 0
    with pytest.raises(StoreTrouble) as trouble, store.reading() as connection:
        put(connection, "other")
    assert trouble.value.fault is StoreFault.READ_ONLY
    assert kept(store) == 1


def test_what_is_read_after_a_lock_is_what_its_last_holder_left(store: Store):
    """Two writers add to one number, each after holding its row: none is lost."""
    with store.writing() as connection:
        put(connection, value="0")

    def add(connection: Connection) -> None:
        value = connection.execute(text("SELECT value FROM store_meta FOR UPDATE")).scalar_one()
        connection.execute(text("UPDATE store_meta SET value = :v"), {"v": str(int(value) + 1)})

    threads = [threading.Thread(target=lambda: [store.write(add) for _ in range(25)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert connection.execute(text("SELECT value FROM store_meta")).scalar() == "100"


def test_who_changes_the_rules_is_alone(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.1)
    beside = store.writing(), store.writing()  # writers don't wait for each other
    with beside[0], beside[1], pytest.raises(StoreTrouble) as trouble, store.alone():
        pass
    assert trouble.value.fault is StoreFault.BUSY
    with store.alone():
        with pytest.raises(StoreTrouble), store.writing():
            pass
        with store.reading() as connection:  # nobody who reads waits for it
            assert connection.execute(text("SELECT count(*) FROM store_meta")).scalar() == 0


def test_the_servers_clock_decides_at_the_instant_it_is_asked(url: str):
    long_ago = FrozenClock(FrozenClock().now() - timedelta(days=4000))
    store = open_store(url, long_ago)
    with store.writing() as connection:
        first = store.now(connection)
        began = connection.execute(text("SELECT now()")).scalar_one()
        assert began < first < store.now(connection)
    assert abs(first - SystemClock().now()) < timedelta(days=1)
    replaced = open_store(url, long_ago, clock_decides=True)
    with replaced.writing() as connection:
        assert replaced.now(connection) == long_ago.now()


# --- faults ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fault", "tries"),
    [
        ("40001", StoreFault.BUSY, TRIES),
        ("40P01", StoreFault.BUSY, TRIES),
        ("55P03", StoreFault.BUSY, 2),
        ("57014", StoreFault.BUSY, 2),
        ("53200", StoreFault.BUSY, 1),
        ("53100", StoreFault.DISK_FULL, 1),
        ("42501", StoreFault.NOT_ADMITTED, 1),
        ("58030", StoreFault.UNREACHABLE, 1),
        ("XX001", StoreFault.CORRUPT, 1),
        ("25006", StoreFault.READ_ONLY, 2),
    ],
)
def test_what_the_server_says_is_told_in_our_words_after_so_many_tries(
    store: Store, pauses: Pauses, code: str, fault: StoreFault, tries: int
):
    done = []

    def fail(connection: Connection) -> None:
        done.append(code)
        put(connection)
        server_says(connection, code)

    with pytest.raises(StoreTrouble) as trouble:
        store.write(fail)
    assert (trouble.value.fault, len(done), len(pauses.seconds)) == (fault, tries, tries - 1)
    assert kept(store) == 0


def test_a_write_undone_because_of_another_is_done_at_a_later_try(store: Store, pauses: Pauses):
    tries = []

    def do(connection: Connection) -> str:
        put(connection)
        tries.append(1)
        if len(tries) < 4:
            server_says(connection, "40001")
        return "done"

    assert store.write(do) == "done"
    assert (kept(store), len(pauses.seconds)) == (1, 3)


def test_pauses_grow_and_are_spread_by_chance(url: str):
    def seconds(chance: float) -> list[float]:
        pauses = Pauses(chance)
        store = open_store(url, FrozenClock(), pauses=pauses.between_tries)
        with pytest.raises(StoreTrouble):
            store.write(lambda connection: server_says(connection, "40P01"))
        store.close()
        return pauses.seconds

    longest, shortest = seconds(1.0), seconds(0.0)
    assert longest == sorted(longest)
    assert longest[-1] <= retry.LONGEST_PAUSE
    assert all(0 < short < long for short, long in zip(shortest, longest, strict=True))


def test_a_mistake_of_ours_is_neither_a_fault_of_the_store_nor_tried_again(store: Store, pauses: Pauses):
    with pytest.raises(Exception, match="no_such_table"):
        store.write(lambda connection: connection.execute(text("SELECT * FROM no_such_table")))
    assert pauses.seconds == []


def test_two_who_wait_for_each_other_both_end(store: Store, server: Server, database: str):
    """Rows held in opposite orders: the server undoes one of them, which is tried again."""
    server.run(f"ALTER DATABASE {database} SET deadlock_timeout = '20ms'")
    with store.writing() as connection:
        put(connection, "a", "0")
        put(connection, "b", "0")
    both_hold_one = threading.Barrier(2, timeout=10)
    met: list[str] = []

    def add_in(order: tuple[str, str]) -> Callable[[Connection], None]:
        def do(connection: Connection) -> None:
            add = text(
                "UPDATE store_meta SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE key = :k"
            )
            connection.execute(add, {"k": order[0]})
            if order[0] not in met:
                met.append(order[0])
                both_hold_one.wait()
            connection.execute(add, {"k": order[1]})

        return do

    threads = [
        threading.Thread(target=store.write, args=(add_in(order),)) for order in (("a", "b"), ("b", "a"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert [row.value for row in connection.execute(text("SELECT value FROM store_meta"))] == ["2", "2"]


# --- connections -------------------------------------------------------------------------------------


def connections(server: Server, database: str) -> int:
    [(count,)] = server.rows(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'")
    return int(count)


def test_an_idle_screen_holds_no_connection(url: str, server: Server, database: str):
    address = read_address(url)
    assert isinstance(address, PostgresAddress)
    engine = postgresql.store_engine(address, idle_seconds=0.05)
    store = Store(engine, FrozenClock(), pauses=RetryPauses())
    opened: list[Any] = []
    event.listen(store.engine, "connect", lambda *made: opened.append(made))
    for _ in range(10):
        assert kept(store) == 0
    assert len(opened) == 1  # while it is used, one serves for all
    assert connections(server, database) == 1
    pause = threading.Event()
    for _ in range(SOON):
        if not connections(server, database):
            break
        pause.wait(0.01)
    assert connections(server, database) == 0
    assert kept(store) == 0
    assert len(opened) == 2
    store.close()


def test_a_connection_lost_while_idle_is_opened_again_unnoticed(store: Store, server: Server, database: str):
    assert kept(store) == 0
    kill(server, database)
    assert kept(store) == 0
    kill(server, database)
    store.write(put)
    assert kept(store) == 1


def test_a_connection_lost_in_the_middle_of_a_write_is_tried_again_and_done_once(
    store: Store, server: Server, database: str
):
    tries = []

    def do(connection: Connection) -> None:
        put(connection)
        tries.append(1)
        if len(tries) == 1:
            kill(server, database)
            connection.execute(text("SELECT 1"))

    store.write(do)
    assert (len(tries), kept(store)) == (2, 1)


def losing_the_answer(store: Store, server: Server, database: str) -> None:
    """From now on, once, the connection is lost between the last statement and its keeping."""

    lost: list[int] = []

    def lose(_connection: Connection) -> None:
        if not lost:
            lost.append(1)
            kill(server, database)

    event.listen(store.engine, "commit", lose)


def test_a_write_whose_keeping_nobody_knows_says_so(store: Store, server: Server, database: str):
    losing_the_answer(store, server, database)
    with pytest.raises(StoreTrouble) as trouble:
        store.write(put)
    assert trouble.value.fault is StoreFault.ANSWER_LOST


def test_a_write_that_is_safe_to_repeat_is_then_repeated(store: Store, server: Server, database: str):
    losing_the_answer(store, server, database)
    store.write(put, safe_twice=True)
    assert kept(store) == 1


def test_a_server_without_room_for_one_more_is_busy(
    postgres_stores: PostgresStores, url: str, pauses: Pauses, database: str
):
    server = postgres_stores.server
    crowded = f"{database}_crowded"
    server.run(f"CREATE ROLE {crowded} LOGIN CONNECTION LIMIT 0")
    store = open_store(url.replace("postgres@", f"{crowded}@"), FrozenClock(), pauses=pauses.between_tries)
    with pytest.raises(StoreTrouble) as trouble:
        kept(store)
    assert (trouble.value.fault, len(pauses.seconds)) == (StoreFault.BUSY, TRIES - 1)
    server.run(f"DROP ROLE {crowded}")


def test_a_silent_writer_is_undone_and_its_locks_with_it(
    store: Store, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
):
    """A machine that vanishes in the middle of a write must not hold up the town."""
    monkeypatch.setattr(postgresql, "SILENCE_SECONDS", 0.05)
    pause = threading.Event()
    with pytest.raises(StoreTrouble) as trouble, store.writing() as connection:
        put(connection)
        pause.wait(0.5)
        connection.execute(text("SELECT 1"))
    assert trouble.value.fault is StoreFault.UNREACHABLE
    assert kept(store) == 0


# --- the way in --------------------------------------------------------------------------------------


def test_parameters_that_libpq_does_not_know_are_refused_at_once(url: str):
    with pytest.raises(InvalidAddress):
        open_store(f"{url}&bidule=1", FrozenClock())


def test_a_servers_certificate_that_is_asked_for_is_really_asked_for(server: Server, tmp_path: Path):
    """TLS settings reach libpq: without the authority's certificate it does not even try."""
    store = open_store(
        f"postgresql://agent@localhost/town?sslmode=verify-full&sslrootcert={tmp_path}/none.pem",
        FrozenClock(),
    )
    with pytest.raises(StoreTrouble) as trouble:
        kept(store)
    assert trouble.value.fault is StoreFault.UNREACHABLE


def test_of_several_hosts_the_first_that_answers_is_used(url: str, tmp_path: Path):
    assert kept(open_store(url.replace("?", f"?host={tmp_path}/nobody&"), FrozenClock())) == 0


PASSWORD = "Grenouille-été-42"


def test_the_password_is_asked_for_once_and_only_where_the_server_wants_one(
    url: str, server: Server, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def ask() -> str:
        asked.append(1)
        return PASSWORD

    assert kept(open_store(url, FrozenClock(), password=ask)) == 0
    assert asked == []
    store = open_store(server.url_with_password(url, PASSWORD), FrozenClock(), password=ask)
    for _ in range(3):
        assert kept(store) == 0
        store.close()
    assert asked == [1]


@pytest.mark.parametrize(
    ("password", "fault"),
    [(None, StoreFault.PASSWORD_MISSING), ("Crapaud-99", StoreFault.NOT_ADMITTED)],
)
def test_a_missing_or_wrong_password_is_told_and_is_in_no_traceback(
    url: str, server: Server, password: str | None, fault: StoreFault
):
    store = open_store(server.url_with_password(url, PASSWORD), FrozenClock(), password=lambda: password)
    with pytest.raises(StoreTrouble) as trouble:
        kept(store)
    assert trouble.value.fault is fault
    told = io.StringIO()
    traceback.print_exception(trouble.value, file=told)
    error: BaseException | None = trouble.value
    while error is not None:
        # the driver's own error holds the connection it tried, password included: it must not travel along
        told.write(repr(vars(error)))
        error = error.__cause__ or error.__context__
    assert "Crapaud" not in told.getvalue()
