"""A store's backup in one file, and a store made again from it. Nothing that exists is ever replaced.

A file is copied by SQLite itself while others write. A PostgreSQL database is dumped and restored by its own
programs, found on the PATH.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import PostgresAddress
from portail_tui.store.schema import SchemaState, draft_of, state_of_revision


class BackupFault(StrEnum):
    NO_PROGRAM = "no_program"
    """``where``: pg_dump or pg_restore, which is not on the PATH."""
    PROGRAM_TOO_OLD = "program_too_old"
    """It is older than the server."""
    PROGRAM_FAILED = "program_failed"
    """``where``: what it said."""
    UNREADABLE = "unreadable"
    """The backup is damaged, or no backup of a store."""


class BackupTrouble(Exception):
    """A backup that could not be made or used. Nothing was changed."""

    def __init__(self, fault: BackupFault, where: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.where = where


# --- a file ------------------------------------------------------------------------------------------


def save_file(store: Path, backup: Path) -> None:
    """Copy the file's store as it is at one instant. Raises FileExistsError, OSError, StoreTrouble."""
    with _Draft(backup) as draft:
        _copy(f"file:{quote(str(store))}?mode=ro", draft)
        _keep_journal(draft, "DELETE")  # the backup is one file, readable where it lies
        _check(draft)


def restore_file(backup: Path, store: Path) -> None:
    """Make a store from its backup, where there is none. Raises FileExistsError, OSError, BackupTrouble,
    StoreTrouble (TOO_NEW)."""
    if not backup.is_file():
        raise FileNotFoundError(str(backup))
    store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _Draft(store) as draft:
        try:
            _copy(f"file:{quote(str(backup))}?mode=ro&immutable=1", draft)
        except sqlite3.DatabaseError:
            raise BackupTrouble(BackupFault.UNREADABLE) from None
        _check(draft)
        _keep_journal(draft, "WAL")


def _copy(source: str, draft: Path) -> None:
    with closing(sqlite3.connect(source, uri=True)) as read, closing(sqlite3.connect(draft)) as written:
        read.backup(written)


def _keep_journal(draft: Path, mode: str) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute(f"PRAGMA journal_mode={mode}")


def _check(draft: Path) -> None:
    """Raises where the copy is damaged or is not a store that this program knows."""
    try:
        with closing(sqlite3.connect(draft)) as copy:
            is_whole = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        raise BackupTrouble(BackupFault.UNREADABLE) from None
    if not is_whole or state_of_revision(revision and revision[0]) is SchemaState.EMPTY:
        raise BackupTrouble(BackupFault.UNREADABLE)


class _Draft:
    """A file made beside its place, readable by its owner alone, that takes it only when it is whole."""

    def __init__(self, place: Path) -> None:
        self._place, self._path = place, draft_of(place)

    def __enter__(self) -> Path:
        if self._place.exists():
            raise FileExistsError(str(self._place))
        self._path.unlink(missing_ok=True)
        self._path.touch(mode=0o600)
        return self._path

    def __exit__(self, kind: object, *_error: object) -> None:
        try:
            if kind is None:
                with self._path.open("rb+") as file:
                    os.fsync(file.fileno())
                os.link(self._path, self._place)
        finally:
            for path in (self._path, *(Path(f"{self._path}{end}") for end in ("-wal", "-shm", "-journal"))):
                path.unlink(missing_ok=True)


# --- a database of a server --------------------------------------------------------------------------


def save_database(address: PostgresAddress, backup: Path, password: str | None) -> None:
    """Dump the database as it is at one instant. Raises FileExistsError, OSError, BackupTrouble."""
    with _Draft(backup) as draft:
        _run("pg_dump", address, password, "--format=custom", "--file", str(draft))
        _revision_in(draft, password)


def restore_database(backup: Path, address: PostgresAddress, password: str | None) -> None:
    """Restore into a database that holds nothing, whole or not at all. Raises OSError, BackupTrouble,
    StoreTrouble (TOO_NEW)."""
    if not backup.is_file():
        raise FileNotFoundError(str(backup))
    state_of_revision(_revision_in(backup, password))
    _run("pg_restore", address, password, "--exit-on-error", "--single-transaction", str(backup))


def _revision_in(backup: Path, password: str | None) -> str:
    """The revision that a dump holds, which proves that it can be read."""
    words = ("--data-only", "--table=alembic_version", "--file=-", str(backup))
    lines = _run("pg_restore", None, password, *words).splitlines()
    for number, line in enumerate(lines):
        if line.startswith("COPY ") and number + 1 < len(lines):
            return lines[number + 1].strip()
    raise BackupTrouble(BackupFault.UNREADABLE)


def _run(program: str, address: PostgresAddress | None, password: str | None, *words: str) -> str:
    """Run one of PostgreSQL's programs: what it wrote. The password goes by its environment, which its user
    alone can read: never by its arguments."""
    path = shutil.which(program)
    if path is None:
        raise BackupTrouble(BackupFault.NO_PROGRAM, program)
    common: Sequence[str] = ()
    if address is not None:
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415

        database = make_conninfo(**address.parameters)
        common = ("--no-owner", "--no-privileges", "--no-password", f"--dbname={database}")
    secret = {} if password is None else {"PGPASSWORD": password}
    done = subprocess.run(  # noqa: S603 (a program of the system's, and arguments of ours)
        [path, *common, *words],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return done.stdout
    if address is None:
        raise BackupTrouble(BackupFault.UNREADABLE)
    if "server version mismatch" in done.stderr:
        raise BackupTrouble(BackupFault.PROGRAM_TOO_OLD, program)
    if "No space left" in done.stderr:
        raise StoreTrouble(StoreFault.DISK_FULL)
    said = done.stderr.strip().splitlines() or [""]
    raise BackupTrouble(BackupFault.PROGRAM_FAILED, said[0])
