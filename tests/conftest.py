"""What several rooms' tests share: stores on both engines, and the demonstration town, each made once and
copied for each test."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from portail_tui.demo import logins
from tests.support.machine import examples  # noqa: F401  (the profiles)
from tests.support.machine.clocks import FrozenClock
from tests.support.screens.screen_user import DemoCopy
from tests.support.screens.textual_setup import set_up_textual
from tests.support.stores.both_engines import (
    ENGINES,
    PostgresStores,
    Server,
    SqliteStores,
    Stores,
    shared_folder,
    sweep,
    worker,
)
from tests.support.towns.made_once import made_once

settings.load_profile("everyday")  # unless --hypothesis-profile says otherwise


def pytest_collection_finish() -> None:
    """What is loaded by now stays for good: the collector need not walk through it for each test."""
    set_up_textual()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish() -> None:
    """What is left is thrown away once, now: nobody waits for a worker that has said that it is done."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def server() -> Server:
    """A real PostgreSQL."""
    server = Server(shared_folder())
    sweep()
    return server


@pytest.fixture(scope="session")
def sqlite_stores(tmp_path_factory: pytest.TempPathFactory) -> SqliteStores:
    return SqliteStores(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def all_postgres_stores(server: Server) -> PostgresStores:
    return PostgresStores(server, worker())


@pytest.fixture
def postgres_stores(all_postgres_stores: PostgresStores) -> Iterator[PostgresStores]:
    yield all_postgres_stores
    all_postgres_stores.give_back_all()


@pytest.fixture(params=ENGINES)
def stores(request: pytest.FixtureRequest) -> Stores:
    """Whoever asks for it runs once on each engine."""
    found: Stores = request.getfixturevalue(
        "postgres_stores" if request.param == "postgresql" else "sqlite_stores"
    )
    return found


@pytest.fixture(scope="session")
def demo_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration town on the day when every picture is taken."""
    from portail_tui.demo.generator import generate

    def make(folder: Path) -> Path:
        town = generate(folder / "town.db", clock=FrozenClock(), families=60)
        with closing(sqlite3.connect(town)) as store, store:  # everyone but one has been here before
            store.execute("UPDATE account SET hints_read_at = 0 WHERE email <> ?", (logins.TOO_YOUNG,))
        return town

    return made_once(tmp_path_factory, "demo", make)


@pytest.fixture
def demo(demo_town: Path, tmp_path: Path) -> DemoCopy:
    return DemoCopy.copied(demo_town, tmp_path)
