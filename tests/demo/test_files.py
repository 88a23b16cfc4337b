"""The demonstration's file is made once, kept, and made anew on request; never half-made."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from portail_tui.demo import files
from portail_tui.demo.generator import generate, make_demo
from tests.support.machine.clocks import FrozenClock

TODAY = date(2026, 11, 24)


def make(path: Path) -> None:
    if path.exists():
        raise FileExistsError(path)
    path.write_text("a town")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_first_opening_makes_the_town_and_the_next_ones_find_it(tmp_path: Path):
    first = files.make_first(tmp_path, TODAY, make)
    first.path.write_text("a town with bookings")
    again = files.make_first(tmp_path, date(2026, 11, 30), make)
    assert again == first
    assert again.path.read_text() == "a town with bookings"


def test_a_new_town_replaces_the_old_one_and_what_lay_beside_it(tmp_path: Path):
    old = files.make_first(tmp_path, TODAY, make)
    for ending in ("-wal", "-shm"):
        old.path.with_name(old.path.name + ending).write_text("")
    new = files.make_anew(tmp_path, TODAY, make)
    assert new.path != old.path
    assert names(tmp_path) == [new.path.name]
    assert files.newest(tmp_path) == new


def test_the_old_town_stays_where_the_new_one_cannot_be_made(tmp_path: Path):
    old = files.make_first(tmp_path, TODAY, make)

    def fail(path: Path) -> None:
        raise OSError

    with pytest.raises(OSError):
        files.make_anew(tmp_path, TODAY, fail)
    assert files.newest(tmp_path) == old


def test_a_town_that_another_session_has_just_made_is_opened(tmp_path: Path):
    def made_meanwhile(path: Path) -> None:
        make(path)
        raise FileExistsError(path)

    assert files.make_first(tmp_path, TODAY, made_meanwhile).path.read_text() == "a town"


def test_the_age_is_counted_in_days_and_never_negative(tmp_path: Path):
    made = files.make_first(tmp_path, TODAY, make)
    assert made.age_days(date(2026, 12, 2)) == 8
    assert made.age_days(date(2026, 11, 1)) == 0


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path):
    for name in ("commune.db", "demonstration-2026-13-45.db", "notes.txt"):
        (tmp_path / name).write_text("mine")
    files.make_first(tmp_path, TODAY, make)
    files.make_anew(tmp_path, TODAY, make)
    assert {"commune.db", "demonstration-2026-13-45.db", "notes.txt"} < set(names(tmp_path))


def test_a_draft_left_by_a_process_that_is_gone_is_removed(tmp_path: Path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    stale = tmp_path / f".demonstration-2026-11-23.db.{gone.pid}"
    mine = tmp_path / f".demonstration-2026-11-24.db.{os.getpid()}"
    for draft in (stale, mine):
        draft.write_text("half a town")
    made = files.make_first(tmp_path, TODAY, make)
    assert names(tmp_path) == sorted([mine.name, made.path.name])


def test_a_town_that_fails_while_it_is_made_leaves_nothing(tmp_path: Path):
    with pytest.raises(TypeError):
        generate(tmp_path / "town.db", clock=FrozenClock(), bookings_per_child="many")  # type: ignore[arg-type]
    assert names(tmp_path) == []


def test_a_process_killed_while_it_makes_the_town_leaves_no_town(tmp_path: Path):
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from portail_tui.demo import generator, news\n"
        "from tests.support.machine.clocks import FrozenClock\n"
        "news.items = lambda *args, **more: os._exit(9)\n"
        "generator.make_demo(Path(sys.argv[1]), FrozenClock())\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "town.db")], check=False)
    assert done.returncode == 9
    assert not (tmp_path / "town.db").exists()
    assert len(names(tmp_path)) > 0  # the draft, which the next session removes


def test_generating_never_replaces_a_store(tmp_path: Path):
    path = tmp_path / "town.db"
    path.write_text("someone's")
    with pytest.raises(FileExistsError):
        make_demo(path, FrozenClock())
    assert path.read_text() == "someone's"
    assert names(tmp_path) == ["town.db"]


def test_the_town_made_is_a_file_like_any_other(autumn: Path):
    connection = sqlite3.connect(autumn)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT value FROM store_meta WHERE key = 'demo_day'").fetchone() == (
        "2026-11-24",
    )
    with pytest.raises(sqlite3.IntegrityError, match="immutable"):
        connection.execute("DELETE FROM ledger_entry")
    connection.close()
