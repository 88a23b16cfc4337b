"""`portail demo`: what the application is given, on a real folder."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from portail_tui.cli.sessions.demo import session_start
from portail_tui.demo import logins
from portail_tui.domain.accounts.actor import LoggedIn
from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.money.wallet import WalletView
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.portal import Portal
from portail_tui.store.engines import retry
from tests.support.machine.clocks import FrozenClock


def wallet(portal: Portal, *, top_up: str | None = None) -> int:
    """The balance of the demonstration's family, after a top-up of 20 € where an operation is named."""
    answer = portal.log_in(email=logins.FAMILY, password=logins.PASSWORD, origin="test")
    assert isinstance(answer, LoggedIn)
    actor, family_id = answer.actor, answer.actor.family_id
    assert family_id is not None
    if top_up is not None:
        done = portal.top_up(operation_id=top_up, actor=actor, family_id=family_id, amount_cents=2000)
        assert isinstance(done, ToppedUp)
    view = portal.wallet(actor=actor, family_id=family_id)
    assert isinstance(view, WalletView)
    assert view.card_is_stand_in
    return view.balance_cents


def towns(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("demonstration*") if path.suffix == ".db")


def test_nothing_is_made_before_the_store_is_asked_for(folder: Path):
    start = session_start(FrozenClock(), anew=False)
    assert start.demo is not None
    assert start.demo.age_days == 0
    assert [login.email for login in start.demo.logins] == [logins.FAMILY, logins.AGENT, logins.ADMIN]
    assert not folder.exists()


def test_the_town_is_kept_from_one_session_to_the_next_and_made_anew_on_request(folder: Path):
    clock = FrozenClock()
    first = wallet(session_start(clock, anew=False).load())
    after = wallet(session_start(clock, anew=False).load(), top_up="operation-1")
    assert after == first + 2000
    assert wallet(session_start(clock, anew=False).load()) == after
    assert towns(folder) == ["demonstration-2026-11-24.db"]

    assert wallet(session_start(clock, anew=True).load()) == first
    assert towns(folder) == ["demonstration-2026-11-24-2.db"]
    assert wallet(session_start(clock, anew=False).load()) == first


def test_an_old_town_tells_its_age_and_renewing_makes_one_of_today(folder: Path):
    clock = FrozenClock()
    session_start(clock, anew=False).load()
    clock.advance(days=8)
    start = session_start(clock, anew=False)
    assert start.demo is not None
    assert start.demo.age_days == 8
    wallet(start.demo.renew())
    assert towns(folder) == ["demonstration-2026-12-02.db"]
    again = session_start(clock, anew=False)
    assert again.demo is not None
    assert again.demo.age_days == 0


def trouble(folder: Path, content: bytes | None = None, *, sql: str = "") -> StoreFault:
    """What opening says once the file of the demonstration was changed."""
    clock = FrozenClock()
    if content is None:
        session_start(clock, anew=False).load()
    folder.mkdir(exist_ok=True)
    path = folder / "demonstration-2026-11-24.db"
    if content is not None:
        path.write_bytes(content)
    else:
        connection = sqlite3.connect(path)
        connection.executescript(sql)
        connection.close()
    with pytest.raises(StoreTrouble) as found:
        session_start(clock, anew=False).load()
    return found.value.fault


def test_a_damaged_town_is_said_to_be_corrupt_and_can_be_made_anew(folder: Path):
    assert trouble(folder, b"not a town" * 1000) is StoreFault.CORRUPT
    wallet(session_start(FrozenClock(), anew=True).load())


def test_a_town_of_a_newer_program_is_said_to_be_too_new(folder: Path):
    assert trouble(folder, sql="UPDATE alembic_version SET version_num = '9999'") is StoreFault.TOO_NEW


def test_a_town_that_another_program_holds_is_busy(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.05)
    session_start(FrozenClock(), anew=False).load()
    other = sqlite3.connect(folder / "demonstration-2026-11-24.db", isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE store_meta SET value = value")
    with pytest.raises(StoreTrouble) as found:
        session_start(FrozenClock(), anew=False).load()
    assert found.value.fault is StoreFault.BUSY
    other.rollback()
    other.close()


def test_a_folder_that_cannot_be_written_is_said_to_be_read_only(folder: Path):
    folder.write_text("a file where the folder should be")
    with pytest.raises(StoreTrouble) as found:
        session_start(FrozenClock(), anew=False).load()
    assert found.value.fault is StoreFault.READ_ONLY


def test_a_clock_that_goes_back_finds_the_town_all_the_same(folder: Path):
    clock = FrozenClock()
    session_start(clock, anew=False).load()
    clock.instant -= timedelta(days=3)
    session_start(clock, anew=False).load()
    assert len(towns(folder)) == 1
