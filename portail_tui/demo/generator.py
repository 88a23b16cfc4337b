"""Makes a whole town, deterministic for a seed and an instant: the demonstration, and towns of any size."""

from __future__ import annotations

import os
from datetime import timedelta
from importlib import resources
from pathlib import Path
from random import Random

from portail_tui.demo import health
from portail_tui.demo.household_bookings import DAY
from portail_tui.demo.invoices import issue_months
from portail_tui.demo.make_town import Ids, TownMaker
from portail_tui.demo.slot_occupancy import Board
from portail_tui.domain.ops.data_keys import WrappingKey
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.town_file import TownFile, parse
from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
from portail_tui.domain.shared.clock import Clock
from portail_tui.gateways.school_holidays import years_around
from portail_tui.store import schema
from portail_tui.store import tables_core as t
from portail_tui.store.bulk_load import bulk_load
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.row_matching import ids_by_code
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from portail_tui.store.queries.rules import town_file_rows
from portail_tui.store.store import open_store

FAMILIES = 400
BOOKINGS_PER_CHILD = 26
"""Bookings a child for which the file's places are enough; larger towns get more places in proportion."""
SEED = 2026


def town_text() -> str:
    """The demonstration town's file, as it is written."""
    return resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8")


def town_file() -> TownFile:
    """The demonstration town's file."""
    return parse(town_text())


def generate(
    path: Path,
    *,
    clock: Clock,
    families: int = FAMILIES,
    bookings_per_child: int = BOOKINGS_PER_CHILD,
    seed: int = SEED,
) -> Path:
    """Make a town of ``families`` ordinary families, besides the special ones, in a new file at ``path``.

    The file is made beside its place and moved there: killed on the way, nothing is half-made. Raises
    FileExistsError rather than replace a store, StoreTrouble where the folder cannot be written.
    """
    draft = schema.draft_of(path)
    if path.exists():
        raise FileExistsError(path)
    try:
        key = _fill(draft, clock, families, bookings_per_child, seed)
        health.keep_key(path, key)  # before the town: whoever opens it finds its key
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def make_demo(path: Path, clock: Clock) -> Path:
    """The demonstration's town, of its usual size."""
    return generate(path, clock=clock)


def _fill(draft: Path, clock: Clock, families: int, bookings_per_child: int, seed: int) -> WrappingKey:
    now = clock.now()
    today = local_day(now)
    file = town_file()
    years = years_around(today, file)
    store = schema.make_file(draft, clock)
    with store.writing() as connection:
        town_file_rows.write_town(
            connection,
            file,
            town_text(),
            years=years,
            public_holidays=public_holidays_of(file, years),
            is_demo=True,
            at=now - timedelta(days=200),
        )
    with store.reading() as connection:
        rulebook = rulebook_queries.load(connection)
        ids = Ids(
            ids_by_code(connection, t.school),
            ids_by_code(connection, t.document_type),
            tuple(ids_by_code(connection, t.school_year)[year.code] for year in years),
        )
    store.close()
    random = Random(f"{seed} {today.isoformat()}")  # noqa: S311 (a town of invented people, no secret)
    scale = max(1.0, families / FAMILIES) * max(1.0, bookings_per_child / BOOKINGS_PER_CHILD)
    town = TownMaker(
        random=random,
        file=file,
        rulebook=rulebook,
        years=years,
        ids=ids,
        board=Board(rulebook, file, years, scale),
        today=today,
        now=to_stored(now),
    )
    with bulk_load(draft) as bulk:
        homes = town.make(bulk, families, bookings_per_child)
        own = Random(f"{seed} {today.isoformat()} health")  # noqa: S311 (nobody's health)
        key = health.write_health(bulk, homes, own, to_stored(now) - 60 * DAY)
    store = open_store(f"sqlite:///{draft}", clock)
    paying = Random(f"{seed} {today.isoformat()} invoices")  # noqa: S311 (nobody's money)
    with store.writing() as connection:
        issue_months(connection, rulebook, paying, now)
    store.close()  # leaves all of it in the one file
    return key
