"""The tables come from migrations alone, and are those that the code declares, on each engine."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

import portail_tui.store
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.store import schema, tables
from portail_tui.store.store import Store, open_store
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import PostgresStores, Stores


@pytest.fixture
def store(stores: Stores, tmp_path: Path) -> Store:
    return open_store(stores.fresh(tmp_path), FrozenClock())


def test_migrations_make_exactly_the_declared_tables(store: Store):
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


CATALOGUE = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace AND conrelid <> 0",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT table_name, column_name, data_type, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
)


def test_checks_keys_indexes_and_defaults_are_the_declared_ones_too(
    postgres_stores: PostgresStores, tmp_path: Path
):
    """What Alembic's own comparison does not look at, as the server itself tells it."""
    declared = open_store(postgres_stores.bare(tmp_path), FrozenClock())
    with declared.alone() as connection:
        SQLModel.metadata.create_all(connection)
    migrated = open_store(postgres_stores.fresh(tmp_path), FrozenClock())

    def told(store: Store) -> set[tuple[object, ...]]:
        with store.reading() as connection:
            rows = [tuple(row) for sql in CATALOGUE for row in connection.execute(text(sql))]
        return {row for row in rows if row[0] != "alembic_version"}

    assert len(told(declared)) > 300
    assert told(migrated) == told(declared)


def test_the_program_knows_every_migration_and_no_other():
    config = Config()
    config.set_main_option("script_location", str(Path(portail_tui.store.__file__).parent / "migrations"))
    newest_first = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(newest_first)) == schema.REVISIONS


def test_a_store_just_made_is_current_and_upgrading_it_again_changes_nothing(store: Store):
    assert schema.schema_state(store) is schema.SchemaState.CURRENT
    schema.upgrade(store)
    assert schema.schema_state(store) is schema.SchemaState.CURRENT


def test_an_empty_file_is_known_to_be_empty(tmp_path: Path):
    (tmp_path / "empty.db").touch()
    store = open_store(f"sqlite:///{tmp_path}/empty.db", FrozenClock())
    assert schema.schema_state(store) is schema.SchemaState.EMPTY


def test_an_empty_database_is_known_to_be_empty(postgres_stores: PostgresStores, tmp_path: Path):
    store = open_store(postgres_stores.bare(tmp_path), FrozenClock())
    assert schema.schema_state(store) is schema.SchemaState.EMPTY


def test_a_store_of_a_newer_program_is_refused(store: Store):
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTrouble) as trouble:
        schema.schema_state(store)
    assert trouble.value.fault is StoreFault.TOO_NEW


def test_creating_never_replaces_a_store(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/town.db"
    path = schema.create(url, FrozenClock())
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        schema.create(url, FrozenClock())
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["town.db"]


def test_a_store_is_readable_by_its_owner_alone(tmp_path: Path):
    path = schema.create(f"sqlite:///{tmp_path}/town.db", FrozenClock())
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET cents = 1", "DELETE FROM ledger_entry"])
def test_what_the_ledger_holds_can_be_neither_changed_nor_deleted(store: Store, statement: str):
    with store.writing() as connection:
        connection.execute(insert(tables.RegieTable).values(id=1, code="R", name="Régie"))
        connection.execute(
            insert(tables.LedgerAccountTable).values(id=1, key="write_off:1:", regie_id=1, kind="write_off")
        )
        connection.execute(
            insert(tables.LedgerMovementTable).values(
                id=1, regie_id=1, operation_id="o", ordinal=0, cause="correction", label="", made_at=0
            )
        )
        connection.execute(insert(tables.LedgerEntryTable).values(id=1, movement_id=1, account_id=1, cents=0))
    with pytest.raises(IntegrityError, match="immutable"), store.writing() as connection:
        connection.execute(text(statement))


def test_a_state_that_does_not_exist_cannot_be_stored(store: Store):
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(
            insert(tables.OutboxMailTable).values(
                kind="k", recipient="r", params="{}", status="lost", next_try_at=0, created_at=0
            )
        )


def test_a_row_that_refers_to_nothing_cannot_be_stored(store: Store):
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(
            insert(tables.SlotTable).values(
                unit_id=1, day=FrozenClock().now().date(), is_cancelled=False, cancel_reason=""
            )
        )


def test_a_transaction_that_fails_leaves_nothing(store: Store):
    with pytest.raises(RuntimeError), store.writing() as connection:
        connection.execute(insert(tables.StoreMetaTable).values(key="k", value="v"))
        raise RuntimeError
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM store_meta")).scalar() == 0


def test_updating_through_the_tables_works_in_a_writing_transaction(store: Store):
    with store.writing() as connection:
        connection.execute(insert(tables.StoreMetaTable).values(key="k", value="v"))
        connection.execute(update(tables.StoreMetaTable).values(value="w"))
    with store.reading() as connection:
        assert connection.execute(text("SELECT value FROM store_meta")).scalar() == "w"


FIRST_VERSION = (
    "INSERT INTO regie (id, code, name) VALUES (1, 'R', 'Régie')",
    "INSERT INTO activity_type (id, code, label, position) VALUES (1, 'PERI', 'Périscolaire', 0)",
    "INSERT INTO activity (id, code, type_id, regie_id, name, summary, position, is_prepaid, "
    "needs_validation, has_waiting_list, enrolment_first, grades, schools, booking_rule, "
    "cancel_rule, tariff_code, few_places) "
    "VALUES (1, 'A', 1, 1, 'A', '', 0, true, false, false, false, '[]', '[]', '{}', '{}', 'T', 5)",
    "INSERT INTO unit (id, activity_id, code, label, position, starts_minute, ends_minute) "
    "VALUES (1, 1, 'U', 'U', 0, 0, 60)",
    "INSERT INTO slot (id, unit_id, day, taken, waiting, is_cancelled, cancel_reason) "
    "VALUES (1, 1, '2026-12-01', 1, 0, false, '')",
    "INSERT INTO family (id, number, name, name_sort, address, postcode, city, is_active, created_at) "
    "VALUES (1, 'F1', 'Martin', 'martin', '', '', '', false, 0)",
    "INSERT INTO child (id, first_name, last_name, name_sort, birth_on, needs_help, created_at) "
    "VALUES (1, 'Zoé', 'Martin', 'zoe martin', '2019-05-10', false, 0)",
    "INSERT INTO booking (id, slot_id, child_id, family_id, status, cents, surcharge_cents, quantity, "
    "tariff, reason, operation_id, created_at, changed_at) "
    "VALUES (7, 1, 1, 1, 'booked', 300, 50, 1, '{}', '', 'o', 0, 0)",
    "INSERT INTO ledger_movement (id, regie_id, operation_id, ordinal, cause, label, booking_id, made_at) "
    "VALUES (1, 1, 'o', 0, 'booking', 'Midi', 7, 0)",
)


def test_a_store_of_the_first_version_keeps_its_bookings_and_their_money(stores: Stores, tmp_path: Path):
    store = open_store(stores.bare(tmp_path), FrozenClock())
    schema.upgrade(store, "0001")
    with store.writing() as connection:
        for statement in FIRST_VERSION:
            connection.execute(text(statement))

    schema.upgrade(store)

    with store.writing() as connection:
        row = connection.execute(
            text("SELECT status, cents, surcharge_cents, rank, package FROM booking")
        ).one()
        assert tuple(row) == ("booked", 300, 50, 1, "")
        assert connection.execute(text("SELECT booking_id FROM ledger_movement")).scalar() == 7
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(text("DELETE FROM booking"))  # its movement still refers to it
