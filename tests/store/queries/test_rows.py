"""Rows answered as named tuples of a declared type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import insert, select

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import columns_of, row_of, rows_of
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import Stores

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


class LeaseRow(NamedTuple):
    key: str
    holder: str


class LeaseEnd(NamedTuple):
    until: datetime


@pytest.fixture
def store(stores: Stores, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(stores.fresh(tmp_path), FrozenClock())
    with opened.writing() as connection:
        connection.execute(insert(t.lease).values(key="upkeep", holder="one", until=to_stored(NOON)))
    yield opened
    opened.close()


def test_a_row_is_a_named_tuple_of_the_columns_named_after_its_fields(store: Store) -> None:
    with store.reading() as connection:
        found = connection.execute(select(*columns_of(t.lease, LeaseRow))).all()
    assert rows_of(LeaseRow, found) == [LeaseRow("upkeep", "one")]
    assert row_of(LeaseRow, None) is None


def test_columns_that_are_not_the_fields_are_found_out(store: Store) -> None:
    statement = select(t.lease.c.key, t.lease.c.holder)
    with store.reading() as connection:
        rows = connection.execute(statement).all()
        swapped = connection.execute(select(t.lease.c.holder, t.lease.c.key)).all()
    with pytest.raises(TypeError):
        rows_of(LeaseEnd, rows)
    with pytest.raises(TypeError):
        rows_of(LeaseRow, swapped)


def test_an_instant_is_answered_in_utc(store: Store) -> None:
    with store.reading() as connection:
        found = connection.execute(select(instant(t.lease.c.until))).all()
    assert rows_of(LeaseEnd, found) == [LeaseEnd(NOON)]
