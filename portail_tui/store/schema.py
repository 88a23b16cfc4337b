"""Making a store, bringing it up to date, and recognising one that is too new.

Alembic is imported only to make or change tables: an up-to-date store starts without it.
"""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.shared.clock import Clock
from portail_tui.store.store import Store, open_store, sqlite_path

REVISIONS = tuple(f"{number:04}" for number in range(1, 13))
"""Every revision this program knows, oldest first; a test holds it to the migrations' own."""


class SchemaState(Enum):
    CURRENT = "current"
    OLDER = "older"
    EMPTY = "empty"


class NotEmpty(Exception):
    """A database that holds tables already: nothing is made in it."""


def revision_of(store: Store) -> str | None:
    """The revision of the store's tables; None where it has none of ours. Raises StoreTrouble."""
    try:
        with store.reading() as connection:
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found
    except (OperationalError, ProgrammingError):  # no such table
        return None


def schema_state(store: Store) -> SchemaState:
    """Version of the store's tables compared with this program's. Raises StoreTrouble (TOO_NEW among
    others)."""
    return state_of_revision(revision_of(store))


def state_of_revision(revision: str | None) -> SchemaState:
    """Version of tables at that revision compared with this program's. Raises StoreTrouble: TOO_NEW."""
    if revision is None:
        return SchemaState.EMPTY
    if revision not in REVISIONS:
        raise StoreTrouble(StoreFault.TOO_NEW, revision)
    return SchemaState.CURRENT if revision == REVISIONS[-1] else SchemaState.OLDER


def must_be_bare(store: Store) -> None:
    """Raises NotEmpty where the database holds any table, ours or another program's."""
    with store.reading() as connection:
        if inspect(connection).get_table_names():
            raise NotEmpty


def upgrade(store: Store, to: str = "head") -> None:
    """Bring the tables up to date, in one transaction; safe to repeat, and to run twice at once."""
    from alembic.command import upgrade as alembic_upgrade  # noqa: PLC0415 (0.3 s that most starts don't need)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with store.changing_tables() as connection:
        config.attributes["connection"] = connection
        alembic_upgrade(config, to)
        if (
            connection.dialect.name == "sqlite"
            and connection.execute(text("PRAGMA foreign_key_check")).first()
        ):
            raise StoreTrouble(StoreFault.CORRUPT, "a row refers to nothing")


def create(url: str, clock: Clock) -> Path:
    """Make an empty, up-to-date SQLite store beside its place, then move it there; returns its path.

    Killed on the way, it leaves no half-made store. Raises FileExistsError rather than replace one.
    """
    path = sqlite_path(url)
    draft = draft_of(path)
    try:
        make_file(draft, clock).close()  # closing it leaves all of it in the one file
        os.link(draft, path)
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{draft}{end}").unlink(missing_ok=True)
    return path


def draft_of(path: Path) -> Path:
    """Path where a new store is built before it takes its place."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def make_file(path: Path, clock: Clock) -> Store:
    """An empty, up-to-date SQLite store at ``path``, replacing whatever draft was there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    store = open_store(f"sqlite:///{path}", clock)
    with store.engine.connect() as connection:
        # kept in the file: readers and the writer never wait for each other
        connection.connection.execute("PRAGMA journal_mode=WAL")
    upgrade(store)
    return store
