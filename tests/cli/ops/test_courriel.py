"""`portail courriel`: the mail server's password, where it is kept and where it never is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.domain.rules.mail_server import Security
from portail_tui.gateways import keyring_passwords
from tests.support.machine.keyrings import InMemory
from tests.support.machine.mail_server import PASSWORD, USER, PostOffice, post_office
from tests.support.machine.tls_proxy import certificate
from tests.support.stores.both_engines import SqliteStores
from tests.support.towns.small_town import LittleTown


@pytest.fixture
def rings() -> Iterator[InMemory]:
    before, mine = keyring.get_keyring(), InMemory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.fixture
def post(
    sqlite_stores: SqliteStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PostOffice]:
    """A server that asks for a user under TLS, and a town that names it."""
    town = LittleTown.founded(sqlite_stores, tmp_path)
    monkeypatch.setenv(settings.BASE, town.url)
    pem, key = certificate(tmp_path, "mail")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with post_office(certificate=(pem, key), wants_user=True) as post:
        town.sends_by(post.address(Security.STARTTLS, user=USER))
        yield post


def test_kept_in_the_keyring_it_opens_the_server_and_forgotten_it_does_not(
    post: PostOffice,
    rings: InMemory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.MAIL_TROUBLE
    assert "portail courriel mot-de-passe" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["courriel", "mot-de-passe"]) == exit_codes.OK
    assert PASSWORD in rings.kept.values()
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.OK
    assert post.were_encrypted == [True]
    assert main(["courriel", "mot-de-passe", "--oublier"]) == exit_codes.OK
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.MAIL_TROUBLE
    assert PASSWORD not in "".join(capsys.readouterr())


def test_without_a_keyring_systemd_gives_it(
    post: PostOffice,
    rings: InMemory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    keyring.set_keyring(fail.Keyring())
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["courriel", "mot-de-passe"]) == exit_codes.REFUSED
    assert "LoadCredential=portail-courriel" in capsys.readouterr().err
    (tmp_path / keyring_passwords.MAIL_CREDENTIAL).write_text(f"{PASSWORD}\n")
    monkeypatch.setenv(keyring_passwords.CREDENTIALS, str(tmp_path))
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.OK
