"""Statements that the driver sends itself answer as SQLAlchemy would."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import MOST_LISTED, CompiledStatement
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import Stores

DAYS = [date(2026, 9, number) for number in range(1, MOST_LISTED + 4)]
AMONG = select(t.public_holiday.c.day, t.public_holiday.c.name).where(
    t.public_holiday.c.day.in_(bindparam("days", expanding=True))
)
ACCOUNT = {
    "email": "a@b.fr",
    "email_sort": "a@b.fr",
    "role": "agent",
    "display_name": "A",
    "password_hash": "x",
    "must_change_password": True,
    "created_at": 1,
}


@pytest.fixture
def store(stores: Stores, tmp_path: Path) -> Store:
    store = open_store(stores.fresh(tmp_path), FrozenClock())
    with store.writing() as connection:
        connection.execute(insert(t.public_holiday), [{"day": day, "name": f"{day}"} for day in DAYS])
    return store


def test_a_list_of_any_length_finds_what_is_in_it(store: Store):
    among = CompiledStatement(AMONG)
    with store.reading() as connection:
        for length in range(len(DAYS) + 1):
            asked = {"days": DAYS[:length]}
            assert {row.day for row in among.rows(connection, asked)} == set(DAYS[:length])


def test_dates_and_booleans_come_back_as_such(store: Store):
    column = t.account.c
    asked = select(column.must_change_password, column.closed_at).where(column.email_sort == bindparam("who"))
    with store.writing() as connection:
        CompiledStatement(insert(t.account)).run(connection, ACCOUNT)
        row = CompiledStatement(asked).row(connection, {"who": "a@b.fr"})
        assert row.must_change_password is True
        assert row.closed_at is None
        assert CompiledStatement(AMONG).scalar(connection, {"days": DAYS[:1]}) == DAYS[0]
        assert CompiledStatement(AMONG).row(connection, {"days": [date(2030, 1, 1)]}) is None


@pytest.mark.filterwarnings("error")
def test_a_date_reaches_the_driver_as_sqlalchemy_tells_it(store: Store):
    """From Python 3.12 on, sqlite3 warns of a date that it has to write down itself."""
    told: list[object] = []
    event.listen(store.engine, "before_cursor_execute", lambda *sent: told.append(sent[3]))
    row = {"day": date(2027, 1, 1), "name": "Jour de l'an"}
    with store.writing() as connection:
        CompiledStatement(insert(t.public_holiday)).run(connection, row)
        by_hand = told[-1]
        connection.execute(t.public_holiday.delete().where(t.public_holiday.c.day == row["day"]))
        connection.execute(insert(t.public_holiday), row)
    assert by_hand == told[-1]


def test_an_insertion_answers_its_rows_in_order(store: Store):
    add = CompiledStatement(insert(t.store_meta).returning(t.store_meta.c.key, sort_by_parameter_order=True))
    with store.writing() as connection:
        assert [row.key for row in add.returned(connection, [{"key": "a", "value": "1"}])] == ["a"]
        many = [{"key": key, "value": "1"} for key in ("z", "c", "m")]
        assert [row.key for row in add.returned(connection, many)] == ["z", "c", "m"]


def test_each_of_some_rows_is_changed(store: Store):
    column = t.public_holiday.c
    rename = CompiledStatement(
        update(t.public_holiday).where(column.day == bindparam("on")).values(name=bindparam("to"))
    )
    with store.writing() as connection:
        rename.run_each(connection, [{"on": day, "to": "fête"} for day in DAYS[:3]])
        names = {row.day: row.name for row in CompiledStatement(AMONG).rows(connection, {"days": DAYS[:4]})}
    assert [names[day] for day in DAYS[:4]] == ["fête", "fête", "fête", f"{DAYS[3]}"]


def test_what_the_store_refuses_is_told_as_sqlalchemy_tells_it(store: Store):
    add = CompiledStatement(insert(t.public_holiday))
    with pytest.raises(IntegrityError) as refusal, store.writing() as connection:
        add.run(connection, {"day": DAYS[0], "name": "une autre"})
    assert refusal.value.orig is not None
    assert not refusal.value.connection_invalidated
