"""A town as the portal's first version stored it, on each engine."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

from sqlalchemy import MetaData, create_engine, insert, select, text

from portail_tui.domain.ops.data_keys import WrappingKey
from portail_tui.gateways.key_files import KeyPlaces, write_key
from portail_tui.store import schema
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown, at

LANDED = Path(__file__).parents[2] / "store" / "landed"
REVISION = "0012"
"""Of its tables."""
LAST_DAY = date(2026, 12, 3)
"""Its last write was made in that evening."""


def landed_town(stores: Stores, folder: Path) -> LittleTown:
    """It, not brought up to date yet, on the evening of its last write; with the key of its data."""
    file = folder / "landed.db"
    file.write_bytes(gzip.decompress((LANDED / "town.db.gz").read_bytes()))
    url = f"sqlite:///{file}"
    if stores.engine == "postgresql":
        url = stores.bare(folder)
        store = open_store(url, FrozenClock())
        schema.upgrade(store, REVISION)
        _copy_rows(file, store)
        store.close()
    clock = FrozenClock()
    clock.instant = at(LAST_DAY, 20)
    town = LittleTown(url, clock)
    town.keys = KeyPlaces(folder / "key")
    write_key(town.keys.file, WrappingKey(b"k" * 32))
    return town


def _copy_rows(file: Path, store: Store) -> None:
    source, engine, target = MetaData(), create_engine(f"sqlite:///{file}"), MetaData()
    with engine.connect() as read, store.alone() as write:
        source.reflect(read)
        target.reflect(write)
        write.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger, no foreign key
        for table in target.sorted_tables:
            write.execute(table.delete())
            rows = [dict(row) for row in read.execute(select(source.tables[table.name])).mappings()]
            if rows:
                write.execute(insert(table), rows)
        write.execute(
            text(
                "SELECT setval(seqrelid, 1000) FROM pg_sequence"  # ids drawn from now on are nobody's yet
            )
        )
    engine.dispose()
