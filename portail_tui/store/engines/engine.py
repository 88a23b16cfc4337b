"""Interface of the engines that hold a store: SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from portail_tui.domain.ops.store_errors import StoreTrouble


class Mode(Enum):
    """Purpose of a transaction, passed to the engine by the execution option ``mode``."""

    READING = "reading"
    """Sees one state of the store, and waits for nobody."""
    WRITING = "writing"
    """May write, beside others where the engine can."""
    ALONE = "alone"
    """May write, and no other write runs beside it."""
    TABLES = "tables"
    """Same as ALONE, and tables may be rebuilt while others refer to them."""


def mode_of(connection: Connection) -> Mode:
    mode: Mode = connection.get_execution_options().get("mode", Mode.READING)
    return mode


@dataclass(frozen=True, slots=True)
class StoreEngine:
    """An engine that begins transactions by their mode, and translates its errors into faults of the
    store."""

    engine: Engine
    trouble_of: Callable[[DBAPIError], StoreTrouble | None]
    """The trouble behind a driver's error; None where it is not the store's state but a mistake of ours."""
    may_be_written: Callable[[Connection], bool]
    """Whether writes are possible, as far as can be known without writing."""
    ask_time: Callable[[Connection], datetime] | None = None
    """Its own clock (UTC), where it has one: the one that decides deadlines for every machine."""
