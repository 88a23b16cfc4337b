"""A store in a PostgreSQL database: many writers at once, held apart by locks (docs/locking.md).

The driver is imported here alone, and only for such a store.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import AddressFault, InvalidAddress, PostgresAddress
from portail_tui.store.engines import retry
from portail_tui.store.engines.engine import Mode, StoreEngine, mode_of
from portail_tui.store.engines.idle_pool import IDLE_SECONDS, BriefPool
from portail_tui.store.engines.retry import TransientTrouble
from portail_tui.store.queries.core.instants import from_stored

if TYPE_CHECKING:
    import psycopg

Password = Callable[[], str | None]

RULES_LOCK = 0x706F727461696C
"""Advisory lock (the letters of « portail »): shared by every write, exclusive for changes of tables or
règlement."""
SILENCE_SECONDS = 15
"""Seconds after which the server rolls back a write whose machine is silent, because its locks block
others."""
_UNLESS_TOLD = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""libpq waits for ever by default."""


def store_engine(
    address: PostgresAddress, password: Password | None = None, *, idle_seconds: float = IDLE_SECONDS
) -> StoreEngine:
    """The store at ``address``. Connects only when first used. Raises InvalidAddress.

    ``password``: asked for only where the server wants one and libpq has found none, and once.
    """
    engine = create_engine(
        "postgresql+psycopg://",
        pool=BriefPool(_Connector(address, password), idle_seconds=idle_seconds),
        use_native_hstore=False,
    )
    event.listen(engine, "begin", _begin)
    return StoreEngine(engine, trouble_of, may_be_written, ask_time)


def _begin(connection: Connection) -> None:
    mode = mode_of(connection)
    connection.exec_driver_sql(_READING if mode is Mode.READING else _begin_writing(_LOCKS[mode]))


_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_LOCKS = {
    Mode.WRITING: "pg_advisory_xact_lock_shared",
    Mode.ALONE: "pg_advisory_xact_lock",
    Mode.TABLES: "pg_advisory_xact_lock",
}


def _begin_writing(lock: str) -> str:
    """Begin a write in one message. READ COMMITTED: a read after a lock sees what its last holder
    committed."""
    waits = int(retry.BUSY_SECONDS / retry.WAITS * 1000)
    return (
        f"BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {waits}; "
        f"SET LOCAL idle_in_transaction_session_timeout = {SILENCE_SECONDS * 1000}; "
        f"SELECT {lock}({RULES_LOCK})"
    )


_TIME = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def ask_time(connection: Connection) -> datetime:
    """The server's clock as it is now, and not when the transaction began (UTC)."""
    return from_stored(int(connection.exec_driver_sql(_TIME).scalar_one()))


_REFUSES = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"


def may_be_written(connection: Connection) -> bool:
    """False on a standby, and on a server or a database set to read-only."""
    return not connection.exec_driver_sql(_REFUSES).scalar_one()


class _Connector:
    """Opens connections. The password is known to it alone, and is in no error that it raises."""

    def __init__(self, address: PostgresAddress, password: Password | None) -> None:
        from psycopg import ProgrammingError  # noqa: PLC0415
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415

        elsewhere = "service" in address.parameters or "PGSERVICE" in os.environ
        defaults: Mapping[str, str] = {} if elsewhere else _UNLESS_TOLD
        self._parameters = {"fallback_application_name": "portail", **defaults, **address.parameters}
        self._password = password
        self._secret: dict[str, str] = {}
        try:
            make_conninfo(**self._parameters)
        except ProgrammingError:
            raise InvalidAddress(AddressFault.NOT_UNDERSTOOD) from None

    def __call__(self) -> psycopg.Connection[Any]:
        opened = self._try_to_open()
        if isinstance(opened, StoreTrouble) and opened.fault in _ASK and self._password is not None:
            found, self._password = self._password(), None
            if found is not None:
                self._secret = {"password": found}
                opened = self._try_to_open()
        if isinstance(opened, StoreTrouble):
            raise opened
        return opened

    def _try_to_open(self) -> psycopg.Connection[Any] | StoreTrouble:
        """A connection or why there is none: a value, for the driver's own error holds the password."""
        import psycopg  # noqa: PLC0415 (0.1 s that a local store does without)

        # no prepared statements: they would not survive a pooler between two transactions
        options: dict[str, Any] = {**self._parameters, **self._secret}
        try:
            return psycopg.connect(autocommit=True, prepare_threshold=None, **options)
        except psycopg.Error as error:
            return _refused_at_the_door(error)


_ASK = frozenset({StoreFault.PASSWORD_MISSING, StoreFault.NOT_ADMITTED})

# libpq tells a refused connection in words only, in the server's language
_SAID: tuple[tuple[str, StoreFault], ...] = (
    (
        r"too many (clients|connections)|remaining connection slots|trop de (clients|connexions)",
        StoreFault.BUSY,
    ),
    (r"emplacements de connexions? restants", StoreFault.BUSY),
    (r'database ".*" does not exist|base de données « .* » n.existe pas', StoreFault.MISSING),
    (r"session is read-only|server is in hot standby mode|session is in read-only", StoreFault.READ_ONLY),
    (r"authentication failed|authentification .*échou|no pg_hba\.conf entry", StoreFault.NOT_ADMITTED),
    (
        r"aucune entrée dans pg_hba\.conf|role \".*\" does not exist|rôle « .* » n.existe pas",
        StoreFault.NOT_ADMITTED,
    ),
)


def _refused_at_the_door(error: psycopg.Error) -> StoreTrouble:
    said = str(error)
    if error.pgconn is not None and error.pgconn.needs_password:
        return StoreTrouble(StoreFault.PASSWORD_MISSING, said)
    fault = next((fault for words, fault in _SAID if re.search(words, said)), StoreFault.UNREACHABLE)
    if fault is StoreFault.BUSY:
        return TransientTrouble(fault, said, tries=retry.TRIES)
    return StoreTrouble(fault, said)


_AT_ONCE = frozenset({"40001", "40P01", "53300"})
"""Serialization failure, deadlock, too many connections: undone without having waited."""
_WAITED = frozenset({"55P03", "57014"})
"""A lock not had in time, a statement stopped."""
_FAULTS = {
    "25006": StoreFault.READ_ONLY,
    "42501": StoreFault.NOT_ADMITTED,
    "28000": StoreFault.NOT_ADMITTED,
    "28P01": StoreFault.NOT_ADMITTED,
    "53100": StoreFault.DISK_FULL,
    "3D000": StoreFault.MISSING,
    "58030": StoreFault.UNREACHABLE,
    "XX001": StoreFault.CORRUPT,
    "XX002": StoreFault.CORRUPT,
}
_CLASSES = {"08": StoreFault.UNREACHABLE, "57": StoreFault.UNREACHABLE, "53": StoreFault.BUSY}


def trouble_of(error: DBAPIError) -> StoreTrouble | None:
    code, said = getattr(error.orig, "sqlstate", None), str(error.orig)
    if error.connection_invalidated:
        # lost on the way: another connection may find the store, or its successor
        return TransientTrouble(StoreFault.UNREACHABLE, said, tries=2)
    if code in _AT_ONCE:
        return TransientTrouble(StoreFault.BUSY, said, tries=retry.TRIES)
    if code in _WAITED:
        return TransientTrouble(StoreFault.BUSY, said, tries=retry.WAITS)
    if code == "25006":
        # a connection kept while its server became a standby: a new one asks who writes now
        return TransientTrouble(StoreFault.READ_ONLY, said, tries=2)
    fault = _FAULTS.get(code or "") or _CLASSES.get((code or "")[:2])
    return None if fault is None else StoreTrouble(fault, said)
