"""`portail base …` on a file and on a real server: made, checked, saved, restored, and its password kept."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.store import schema
from tests.support.machine.keyrings import InMemory
from tests.support.stores.both_engines import PostgresStores, SqliteStores, Stores, programs_folder
from tests.support.towns.small_town import LittleTown, Parent

PASSWORD = "Grenouille-été-42"


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Runs `portail base`: its exit code, and all that it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main(["base", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server's own version."""
    monkeypatch.setenv("PATH", str(programs_folder()), prepend=":")


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def a_keyring() -> Iterator[InMemory]:
    before, mine = keyring.get_keyring(), InMemory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(settings.BASE, url)


def elsewhere(stores: Stores, folder: Path) -> str:
    """An address that holds nothing yet, on the same engine."""
    if isinstance(stores, PostgresStores):
        return stores.bare(folder)
    return f"sqlite:///{folder}/ailleurs/commune.db"


@pytest.fixture
def town(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleTown:
    """A town with a booked day and a document, configured on this machine."""
    town = LittleTown.founded(stores, tmp_path / "town")
    activity = town.activity()
    home = town.home("Martin")
    town.sent_file(home, town.document_type(), bytes(range(256)))
    Parent(town.portal(), home).books(activity, town.slot(activity))
    use(monkeypatch, town.url)
    return town


def test_a_store_is_made_once(told, stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, elsewhere(stores, tmp_path))
    assert told("creer")[0] == exit_codes.OK
    code, words = told("verifier", "--json")
    answer = json.loads(words)
    assert (code, answer["etat"], answer["tables"]) == (exit_codes.OK, "à niveau", schema.REVISIONS[-1])
    code, words = told("creer")
    assert code == exit_codes.REFUSED
    assert "Il y a déjà des données" in words
    assert told("mettre-a-niveau") == (exit_codes.OK, "La base est déjà à niveau.\n")


def test_tables_are_made_in_no_database_of_another_program(
    told, postgres_stores: PostgresStores, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    url = postgres_stores.bare(tmp_path)
    postgres_stores.server.run("CREATE TABLE recipe (name text)", url.partition("@/")[2].partition("?")[0])
    use(monkeypatch, url)
    assert told("creer")[0] == exit_codes.REFUSED


def test_a_database_that_does_not_exist_is_said_to_be_made_first(
    told, postgres_stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
):
    use(monkeypatch, postgres_stores.server.url("nowhere"))
    code, words = told("creer")
    assert code == exit_codes.STORE_TROUBLE
    assert "createdb" in words


def test_a_store_in_order_says_so_and_what_it_holds(told, town: LittleTown):
    code, words = told("verifier")
    assert code == exit_codes.OK
    assert "1 familles, 1 réservations" in words
    assert "Tout est en ordre." in words
    answer = json.loads(told("verifier", "--json")[1])
    assert answer["anomalies"] == []
    assert answer["ecriture"] is True
    assert answer["chiffre"] is (None if town.is_a_file else False)


@pytest.mark.parametrize(
    ("sql", "anomaly"),
    [
        ("UPDATE slot SET taken = 5", "places_miscounted"),
        ("UPDATE slot SET waiting = 1", "waiting_miscounted"),
        ("UPDATE booking SET cents = 299", "charge_unlike_booking"),
        (
            "INSERT INTO ledger_entry (movement_id, account_id, cents) SELECT movement_id, account_id, 1 "
            "FROM ledger_entry LIMIT 1",
            "movement_unbalanced",
        ),
    ],
)
def test_what_must_never_be_is_found(told, town: LittleTown, sql: str, anomaly: str):
    town.run(sql)
    code, words = told("verifier", "--json")
    assert code == exit_codes.REFUSED
    assert anomaly in [one["nature"] for one in json.loads(words)["anomalies"]]
    assert "Anomalie" in told("verifier")[1]


def test_a_child_expected_in_two_places_is_found(told, town: LittleTown):
    chess = town.activity("Échecs", units=[("MIDI", "Midi", 720, 780)], prepaid=False)
    slot = town.slot(chess, taken=1)
    town.run(
        "INSERT INTO booking (slot_id, child_id, family_id, status, cents, surcharge_cents, quantity, "
        "tariff, reason, operation_id, created_at, changed_at) "
        f"SELECT {slot}, child_id, family_id, 'booked', 0, 0, 1, '{{}}', '', 'x', 0, 0 FROM booking"
    )
    assert json.loads(told("verifier", "--json")[1])["anomalies"] == [{"nature": "child_twice", "nombre": 1}]


def test_a_backup_restored_elsewhere_is_the_same_town(
    told, town: LittleTown, stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    backup = tmp_path / "sauvegarde"
    assert told("sauver", backup)[0] == exit_codes.OK
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["sauvegarde"]
    before = town.everything()
    town.run("UPDATE family SET name = 'Autre'")
    url = elsewhere(stores, tmp_path)
    use(monkeypatch, url)
    assert told("restaurer", backup)[0] == exit_codes.OK
    restored = LittleTown(url)
    assert restored.everything() == before
    assert told("verifier")[0] == exit_codes.OK
    # it lives: the ledger is still immutable, and a new family gets a number of its own
    restored.home("Durand")
    assert restored.value("SELECT count(*) FROM family") == 2


def test_nothing_that_exists_is_replaced(told, town: LittleTown, tmp_path: Path):
    backup = tmp_path / "sauvegarde"
    told("sauver", backup)
    content, before = backup.read_bytes(), town.everything()
    for action in ("sauver", "restaurer"):
        code, words = told(action, backup)
        assert code == exit_codes.REFUSED
        assert "rien n'a été changé" in words
    assert (backup.read_bytes(), town.everything()) == (content, before)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" * 1000])
def test_a_picture_is_no_backup_and_leaves_nothing_behind(
    told, stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
):
    picture = tmp_path / "photo.png"
    picture.write_bytes(content)
    url = elsewhere(stores, tmp_path)
    use(monkeypatch, url)
    code, words = told("restaurer", picture)
    assert code == exit_codes.STORE_TROUBLE
    assert "n'est pas une sauvegarde" in words
    if url.startswith("sqlite"):
        assert list((tmp_path / "ailleurs").iterdir()) == []
    assert told("restaurer", tmp_path / "nulle-part")[0] == exit_codes.MISUSED


def test_a_backup_of_a_newer_program_is_refused(
    told, town: LittleTown, stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    backup = tmp_path / "sauvegarde"
    told("sauver", backup)
    monkeypatch.setattr(schema, "REVISIONS", ("0000",))
    url = elsewhere(stores, tmp_path)
    use(monkeypatch, url)
    code, words = told("restaurer", backup)
    assert code == exit_codes.STORE_TROUBLE
    assert "version plus récente" in words
    monkeypatch.undo()
    use(monkeypatch, url)
    if not town.is_a_file:
        assert told("creer")[0] == exit_codes.OK  # it still holds nothing


def test_without_postgresqls_programs_a_sentence_names_them(
    told, postgres_stores: PostgresStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    town = LittleTown.founded(postgres_stores, tmp_path)
    use(monkeypatch, town.url)
    monkeypatch.setenv("PATH", str(tmp_path))
    code, words = told("sauver", tmp_path / "sauvegarde")
    assert code == exit_codes.STORE_TROUBLE
    assert "pg_dump" in words
    assert list(tmp_path.iterdir()) == []


# --- the password ------------------------------------------------------------------------------------


@pytest.fixture
def locked(postgres_stores: PostgresStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleTown:
    """A town whose server asks for a password."""
    town = LittleTown.founded(postgres_stores, tmp_path)
    use(monkeypatch, postgres_stores.server.url_with_password(town.url, PASSWORD))
    return town


def test_a_password_kept_in_the_keyring_opens_the_store_and_is_shown_nowhere(
    told, locked: LittleTown, a_keyring: InMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    code, words = told("verifier")
    assert code == exit_codes.STORE_TROUBLE
    assert "mot-de-passe" in words
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    code, words = told("mot-de-passe")
    assert (code, PASSWORD in words) == (exit_codes.OK, False)
    assert list(a_keyring.kept.values()) == [PASSWORD]
    assert told("verifier")[0] == exit_codes.OK
    assert told("sauver", tmp_path / "sauvegarde")[0] == exit_codes.OK
    assert told("mot-de-passe", "--oublier")[0] == exit_codes.OK
    assert told("verifier")[0] == exit_codes.STORE_TROUBLE


def test_a_wrong_password_is_refused_and_shown_nowhere(
    told, locked: LittleTown, a_keyring: InMemory, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("Crapaud-99\n"))
    code, words = told("mot-de-passe")
    assert code == exit_codes.STORE_TROUBLE
    assert "refusent cette machine" in words
    assert "Crapaud" not in words


def test_without_a_keyring_the_files_of_libpq_are_named_and_work(
    told, locked: LittleTown, no_keyring: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    code, words = told("mot-de-passe")
    assert code == exit_codes.REFUSED
    assert "~/.pgpass" in words
    assert "pg_service.conf" in words
    file = tmp_path / "pgpass"
    file.touch(mode=0o600)
    file.write_text(f"*:*:*:*:{PASSWORD}")
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert told("verifier")[0] == exit_codes.OK


def test_an_address_with_a_password_is_refused_and_never_repeated(told, monkeypatch: pytest.MonkeyPatch):
    for url in ("postgresql://agent:secret@hote/base", "postgresql://agent@hote/base?password=secret"):
        use(monkeypatch, url)
        code, words = told("verifier")
        assert code == exit_codes.MISUSED
        assert "contient un mot de passe" in words
        assert "secret" not in words


def test_a_file_has_no_password(
    told, sqlite_stores: SqliteStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    use(monkeypatch, sqlite_stores.fresh(tmp_path))
    code, words = told("mot-de-passe")
    assert code == exit_codes.MISUSED
    assert "pas de mot de passe" in words


@pytest.mark.parametrize("arguments", [["sauver"], ["verifier", "F"], ["bidule"], []])
def test_what_is_not_understood_is_said(told, arguments: list[str]):
    code, words = told(*arguments)
    assert code == exit_codes.MISUSED
    assert "--aide" in words
