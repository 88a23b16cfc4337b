"""What a town's file says, written to a store of each engine, is what the store gives back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.rules.town_file import InvalidTownFile, TownFile, parse
from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of
from portail_tui.gateways.school_holidays import years_of
from portail_tui.store import tables_core as t
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from portail_tui.store.queries.rules.town_file_rows import write_town
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import PLAY_DAY, FrozenClock
from tests.support.machine.examples import examples
from tests.support.stores.both_engines import Stores
from tests.support.towns.town_from_file import TEXTS, plain

VALUES = st.sampled_from(
    """
    true|false|0|1|2|"23:59"|["lundi"]|["mercredi", "samedi"]|"facture"|"ete"|"toute_annee"|"MIDI"|["CP"]
    ["MIDI"]|3.05|2026-12-24|"12-24"|"B"|"semaine"
    """.strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.fixture
def store(stores: Stores, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(stores.fresh(tmp_path), FrozenClock())
    yield opened
    opened.close()


class Undone(Exception):
    """Ends a transaction that nothing is kept of."""


def given_back(store: Store, file: TownFile, text: str) -> tuple[Rulebook, Rulebook]:
    """The rules as the file says them, and as a store gives them back; the store is left as it was."""
    years = years_of(file, (2025, 2026, 2027))
    holidays = public_holidays_of(file, years)
    loaded = None
    with pytest.raises(Undone), store.writing() as connection:
        write_town(connection, file, text, years=years, public_holidays=holidays, is_demo=False, at=PLAY_DAY)
        loaded = rulebook_queries.load(connection)
        raise Undone
    assert loaded is not None
    return plain(rulebook_of(file, years, holidays)), plain(loaded)


@pytest.mark.parametrize("text", TEXTS, ids=["smallest", "everything", "published", "demonstration"])
def test_a_town_s_rules_come_back_whole(store: Store, text: str):
    said, loaded = given_back(store, parse(text), text)
    assert loaded == said


def test_the_file_with_everything_says_all_that_a_store_keeps():
    file = parse(TEXTS[1])
    activity = file.activities[0]
    assert file.town.parts_rule
    assert file.town.custody_binds
    assert not file.town.reprices_prepaid
    assert activity.packages_only
    assert activity.least_days_a_week == 2
    assert [len(activity.groups), len(activity.packages), len(activity.units)] == [2, 2, 3]


@examples(30, HealthCheck.function_scoped_fixture)
@given(st.sampled_from(TEXTS), st.data())
def test_a_valid_file_s_rules_come_back_whole_whatever_it_says(store: Store, text: str, data: st.DataObject):
    file = data.draw(st.composite(a_valid_file)(text))
    said, loaded = given_back(store, file, "")
    assert loaded == said


def a_valid_file(draw: st.DrawFn, text: str) -> TownFile:
    """A good file with some of its values changed, each time that it stays a good one."""
    lines = text.splitlines()
    written = [number for number, line in enumerate(lines) if " = " in line]
    for number in draw(st.lists(st.sampled_from(written), max_size=8, unique=True)):
        before = lines[number]
        lines[number] = f"{before.split(' = ')[0]} = {draw(VALUES)}"
        try:
            parse("\n".join(lines))
        except InvalidTownFile:
            lines[number] = before
    return parse("\n".join(lines))


def test_the_file_s_own_text_is_kept(store: Store):
    file = parse(TEXTS[1])
    with store.writing() as connection:
        write_town(connection, file, TEXTS[1], years=(), public_holidays={}, is_demo=False, at=PLAY_DAY)
        assert text_in(connection) == TEXTS[1]


def text_in(connection: Connection) -> str:
    return str(connection.execute(select(t.town_file.c.content)).scalar_one())
