"""`portail base cle …`: the town's key made once, kept on the machine, changed, saved apart from the data."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from portail_tui import settings, system
from portail_tui.bootstrap import open_context
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.domain.ops.data_keys import KeyFault, KeyTrouble
from portail_tui.services.core.vault import Sealed
from portail_tui.services.ops.data_keys import turn_key
from portail_tui.store import tables_core as t
from portail_tui.store.queries.ops import data_keys
from tests.support.machine.keyrings import InMemory
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown


@pytest.fixture
def town(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleTown:
    town = LittleTown.founded(stores, tmp_path)
    monkeypatch.setenv(settings.BASE, town.url)
    return town


@pytest.fixture(autouse=True)
def no_keyring():
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Runs `portail base cle`: its exit code, and all that it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main(["base", "cle", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def test_a_key_is_made_once_in_a_file_of_its_owners_alone(town: LittleTown, told):
    code, words = told("creer")
    assert code == exit_codes.OK
    assert str(settings.key_path()) in words
    assert stat.S_IMODE(settings.key_path().stat().st_mode) == 0o600
    assert settings.key_path().read_text().strip() not in words
    before = settings.key_path().read_text(), town.rows("SELECT * FROM data_key")
    assert told("creer")[0] == exit_codes.REFUSED
    assert (settings.key_path().read_text(), town.rows("SELECT * FROM data_key")) == before


def test_the_store_holds_nothing_that_opens_by_itself(town: LittleTown, told):
    told("creer")
    secret = settings.key_path().read_text().strip().partition(":")[2]
    assert secret not in str(town.rows("SELECT * FROM data_key"))
    assert secret not in str(town.rows("SELECT * FROM audit_event"))


def test_a_key_goes_to_the_keyring_where_there_is_one(town: LittleTown, told):
    keyring.set_keyring(InMemory())
    assert told("creer")[0] == exit_codes.OK
    assert not settings.key_path().exists()
    assert told("tourner")[0] == exit_codes.OK


def test_a_credential_of_systemd_comes_first(
    town: LittleTown, told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told("creer")
    folder = tmp_path / "credentials"
    folder.mkdir()
    settings.key_path().rename(folder / settings.KEY_FILE)
    assert told("tourner")[0] == exit_codes.REFUSED
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert told("tourner")[0] == exit_codes.OK


def test_the_key_saved_apart_opens_the_data_on_another_machine(
    town: LittleTown, told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told("creer")
    copy = tmp_path / "coffre"
    assert told("sauver", copy)[0] == exit_codes.OK
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert told("sauver", copy)[0] == exit_codes.REFUSED
    monkeypatch.setenv(settings.FOLDER, str(tmp_path / "autre-machine"))
    code, words = told("tourner")
    assert code == exit_codes.REFUSED and "Cette machine n'a pas la clé" in words
    settings.key_path().parent.mkdir()
    copy.rename(settings.key_path())
    assert told("tourner")[0] == exit_codes.OK


def test_a_key_that_others_can_read_or_that_is_none_is_refused(town: LittleTown, told):
    told("creer")
    settings.key_path().chmod(0o644)
    code, words = told("tourner")
    assert code == exit_codes.REFUSED and "chmod 600" in words
    settings.key_path().chmod(0o600)
    settings.key_path().write_text("portail-cle-1:secret-mal-copié")
    code, words = told("sauver", settings.key_path().with_name("x"))
    assert code == exit_codes.REFUSED and "secret-mal" not in words


def test_a_command_without_a_key_says_how_to_make_one(town: LittleTown, told):
    for action in (("tourner",), ("sauver", "f")):
        code, words = told(*action)
        assert (code, "portail base cle creer" in words) == (exit_codes.REFUSED, True)


def test_a_backup_says_that_the_key_is_not_in_it(
    town: LittleTown, told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    if not town.is_a_file:
        pytest.skip("dumped by the server's own programs, told by the same words")
    assert main(["base", "sauver", str(tmp_path / "avant.db")]) == exit_codes.OK
    assert "clé" not in capsys.readouterr().out
    told("creer")
    assert main(["base", "sauver", str(tmp_path / "apres.db")]) == exit_codes.OK
    assert "leur clé n'y est pas" in capsys.readouterr().out


def test_checking_the_store_tells_whether_this_machine_has_its_key(
    town: LittleTown, told, capsys: pytest.CaptureFixture[str]
):
    def state() -> str:
        assert main(["base", "verifier", "--json"]) == exit_codes.OK
        return str(json.loads(capsys.readouterr().out)["cle_de_sante"])

    assert state() == "pas encore créée"
    told("creer")
    assert state() == "sur cette machine"
    settings.key_path().unlink()
    assert state() == "absente de cette machine"


def sealed(town: LittleTown, context, count: int) -> list[int]:
    """So many children whose health is encrypted under the newest key."""
    home = town.home(children=[f"Enfant {number}" for number in range(count)])
    with town.store.writing() as connection:
        for child in home.children.values():
            value = context.vault.seal(connection, t.child_health, child, f"santé {child}".encode())
            row = {"child_id": child, "key_id": value.key_id, "sealed": value.text, "changed_at": 0}
            connection.execute(t.child_health.insert().values(**row))
    return list(home.children.values())


def opened(town: LittleTown) -> list[bytes]:
    context = open_context(town.url, town.clock, clock_decides=True)
    with town.store.reading() as connection:
        return [
            context.vault.open(connection, t.child_health, row.child_id, Sealed(row.key_id, row.sealed))
            for row in connection.execute(t.child_health.select().order_by(t.child_health.c.child_id))
        ]


def test_turning_the_key_writes_every_row_anew_and_forgets_the_old_one(town: LittleTown, told):
    told("creer")
    context = open_context(town.url, town.clock, clock_decides=True)
    children = sealed(town, context, 5)
    before = town.rows("SELECT sealed FROM child_health")
    code, words = told("tourner")
    assert code == exit_codes.OK and words.rstrip().endswith(": 5")
    assert town.rows("SELECT DISTINCT key_id FROM child_health") == [(2,)]
    assert town.rows("SELECT id FROM data_key") == [(2,)]
    assert set(before).isdisjoint(town.rows("SELECT sealed FROM child_health"))
    assert opened(town) == [f"santé {child}".encode() for child in children]


def test_a_turn_that_was_interrupted_is_ended_by_the_next_and_nothing_is_lost(
    town: LittleTown, told, monkeypatch: pytest.MonkeyPatch
):
    told("creer")
    context = open_context(town.url, town.clock, clock_decides=True)
    children = sealed(town, context, 5)
    monkeypatch.setattr("portail_tui.services.ops.data_keys.BATCH", 2)
    real, calls = data_keys.reseal, []

    def stops(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > 3:
            raise KeyboardInterrupt
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(data_keys, "reseal", stops)
    with pytest.raises(KeyboardInterrupt):
        turn_key(context)
    assert opened(town) == [f"santé {child}".encode() for child in children]
    assert town.rows("SELECT count(DISTINCT key_id) FROM child_health") == [(2,)]
    monkeypatch.setattr(data_keys, "reseal", real)
    assert turn_key(open_context(town.url, town.clock, clock_decides=True)).rows == 3
    assert town.rows("SELECT id FROM data_key") == [(2,)]
    assert opened(town) == [f"santé {child}".encode() for child in children]


def test_a_value_moved_to_another_row_no_longer_opens(town: LittleTown, told):
    told("creer")
    context = open_context(town.url, system.SystemClock())
    one, other = sealed(town, context, 2)
    town.run(
        "UPDATE child_health SET sealed = (SELECT sealed FROM child_health WHERE child_id = :one)", one=one
    )
    with pytest.raises(KeyTrouble) as trouble:
        opened(town)
    assert trouble.value.fault is KeyFault.DAMAGED
    assert other
