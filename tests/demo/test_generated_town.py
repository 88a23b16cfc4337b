"""The generated town is true: its money, its places, its dates."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from portail_tui.demo.generator import generate
from tests.demo.conftest import DAYS, FAMILIES
from tests.support.machine.clocks import FrozenClock


def numbers(town: sqlite3.Connection, question: str) -> list[tuple[object, ...]]:
    return town.execute(question).fetchall()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_the_same_seed_at_the_same_instant_makes_the_same_town(towns: dict[str, Path], tmp_path: Path):
    clock = FrozenClock(DAYS["summer"])
    again = generate(tmp_path / "again.db", clock=clock, families=FAMILIES)
    assert dump(again) == dump(towns["summer"])


def test_another_seed_makes_another_town(tmp_path: Path):
    one, other = (
        generate(tmp_path / f"{seed}.db", clock=FrozenClock(), families=5, seed=seed) for seed in (1, 2)
    )
    assert dump(one) != dump(other)


def test_no_row_refers_to_nothing(town: sqlite3.Connection):
    assert numbers(town, "PRAGMA foreign_key_check") == []
    assert numbers(town, "PRAGMA integrity_check") == [("ok",)]


def test_the_indexes_of_the_tables_are_all_there(town: sqlite3.Connection, tmp_path: Path):
    from portail_tui.store import schema

    schema.make_file(tmp_path / "empty.db", FrozenClock()).close()
    empty = sqlite3.connect(tmp_path / "empty.db")
    question = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert numbers(town, question) == numbers(empty, question)


def test_every_movement_of_money_sums_to_zero_and_has_its_cause(town: sqlite3.Connection):
    assert numbers(town, "SELECT sum(cents) FROM ledger_entry") == [(0,)]
    unbalanced = "SELECT movement_id FROM ledger_entry GROUP BY movement_id HAVING sum(cents) <> 0"
    assert numbers(town, unbalanced) == []
    assert numbers(town, "SELECT count(*) > 1000 FROM ledger_movement") == [(1,)]


def test_a_wallet_was_debited_of_exactly_what_its_live_prepaid_bookings_cost(town: sqlite3.Connection):
    wrong = """
        SELECT f.id,
          (SELECT coalesce(sum(b.cents), 0) FROM booking b JOIN slot s ON s.id = b.slot_id
             JOIN unit u ON u.id = s.unit_id JOIN activity a ON a.id = u.activity_id
             WHERE b.family_id = f.id AND a.is_prepaid AND b.status IN ('booked', 'pending')) AS owed,
          (SELECT coalesce(sum(e.cents), 0) FROM ledger_entry e
             JOIN ledger_movement m ON m.id = e.movement_id JOIN ledger_account l ON l.id = e.account_id
             WHERE l.family_id = f.id AND l.kind = 'wallet' AND m.booking_id IS NOT NULL) AS paid
        FROM family f WHERE owed + paid <> 0"""
    assert numbers(town, wrong) == []


def test_no_wallet_was_ever_below_zero_but_that_of_the_family_in_debt(town: sqlite3.Connection):
    below = """
        SELECT DISTINCT a.email FROM (
          SELECT l.family_id, sum(e.cents) OVER (PARTITION BY l.id ORDER BY e.movement_id) AS balance
          FROM ledger_entry e JOIN ledger_account l ON l.id = e.account_id WHERE l.kind = 'wallet') w
        LEFT JOIN account a ON a.family_id = w.family_id WHERE w.balance < 0"""
    assert numbers(town, below) == [("dette@exemple.fr",)]


def test_a_wallet_s_movements_are_in_the_order_of_time(town: sqlite3.Connection):
    backwards = """
        SELECT count(*) FROM (
          SELECT m.made_at, lag(m.made_at) OVER (PARTITION BY a.id ORDER BY m.id) AS before
          FROM ledger_movement m JOIN ledger_entry e ON e.movement_id = m.id
          JOIN ledger_account a ON a.id = e.account_id WHERE a.kind = 'wallet') WHERE made_at < before"""
    assert numbers(town, backwards) == [(0,)]


def test_the_counts_of_every_slot_are_those_of_its_bookings(town: sqlite3.Connection):
    wrong = """
        SELECT s.id FROM slot s WHERE
          taken <> (SELECT count(*) FROM booking WHERE slot_id = s.id AND status IN ('booked', 'pending'))
          OR waiting <> (SELECT count(*) FROM booking WHERE slot_id = s.id AND status = 'waiting')"""
    assert numbers(town, wrong) == []
    assert numbers(town, "SELECT sum(waiting) > 5 FROM slot") == [(1,)]


def test_no_slot_holds_more_than_its_places(town: sqlite3.Connection):
    assert numbers(town, "SELECT id FROM slot WHERE taken > capacity") == []


def test_nobody_waits_where_a_place_is_free(town: sqlite3.Connection):
    assert numbers(town, "SELECT id FROM slot WHERE waiting > 0 AND taken < capacity") == []


def test_ranks_follow_the_order_of_arrival(town: sqlite3.Connection):
    wrong = """
        SELECT 1 FROM booking one JOIN booking other ON other.slot_id = one.slot_id
        WHERE one.status = 'waiting' AND other.status = 'waiting'
          AND one.wait_order < other.wait_order AND one.created_at > other.created_at"""
    assert numbers(town, wrong) == []


def test_a_day_that_the_town_cancelled_holds_nobody_and_everyone_was_credited(town: sqlite3.Connection):
    held = "SELECT count(*) FROM slot WHERE is_cancelled AND taken + waiting > 0"
    assert numbers(town, held) == [(0,)]


def test_no_child_is_in_two_places_at_once(town: sqlite3.Connection):
    twice = """
        WITH live AS (
          SELECT b.id, b.child_id, s.day, u.starts_minute, u.ends_minute
          FROM booking b JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id
          WHERE b.status IN ('booked', 'pending'))
        SELECT 1 FROM live one JOIN live other ON other.child_id = one.child_id AND other.day = one.day
          AND other.id > one.id
          AND other.starts_minute < one.ends_minute AND one.starts_minute < other.ends_minute"""
    assert numbers(town, twice) == []


def test_nothing_happened_after_now(town: sqlite3.Connection, day: str):
    now = int(DAYS[day].timestamp() * 1_000_000)
    for table, column in (
        ("booking", "created_at"),
        ("booking", "changed_at"),
        ("ledger_movement", "made_at"),
    ):
        assert numbers(town, f"SELECT count(*) FROM {table} WHERE {column} > {now}") == [(0,)]


def test_every_first_booking_has_made_an_enrolment(town: sqlite3.Connection):
    missing = """
        SELECT 1 FROM booking b JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id
        WHERE b.status = 'booked' AND NOT EXISTS (
          SELECT 1 FROM enrolment e WHERE e.family_id = b.family_id AND e.child_id = b.child_id
            AND e.activity_id = u.activity_id)"""
    assert numbers(town, missing) == []


def test_names_have_accents_particles_hyphens_and_apostrophes(towns: dict[str, Path], tmp_path: Path):
    path = generate(tmp_path / "town.db", clock=FrozenClock(), families=400)
    connection = sqlite3.connect(path)
    names = " ".join(row[0] for row in connection.execute("SELECT name FROM family"))
    connection.close()
    for sign in ("é", "ï", "-", "'", " de ", "Le "):
        assert sign in names


@pytest.mark.parametrize("families", [0, 3])
def test_a_town_of_hardly_anyone_can_be_made(tmp_path: Path, families: int):
    path = generate(tmp_path / "small.db", clock=FrozenClock(), families=families)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT id FROM slot WHERE taken > capacity").fetchall() == []
    assert connection.execute("SELECT count(*) FROM family").fetchone()[0] == families + 10
    connection.close()


def test_bookings_asked_for_a_child_are_about_those_it_has(tmp_path: Path):
    path = generate(tmp_path / "busy.db", clock=FrozenClock(), families=80, bookings_per_child=40)
    connection = sqlite3.connect(path)
    mean = connection.execute(
        "SELECT avg(n) FROM (SELECT count(*) AS n FROM booking WHERE family_id > 10 GROUP BY child_id)"
    ).fetchone()[0]
    connection.close()
    assert 32 < mean < 48
