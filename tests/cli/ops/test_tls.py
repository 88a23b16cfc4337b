"""A store across a network: its server is known by its certificate, or nothing is said to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from tests.support.machine.tls_proxy import Front, certificate
from tests.support.stores.both_engines import PostgresStores


@dataclass(frozen=True)
class Remote:
    """A store reached by the network, and the certificate that its server shows."""

    port: int
    database: str
    certificate: Path

    def url(self, settings: str) -> str:
        return f"postgresql://postgres@localhost:{self.port}/{self.database}?{settings}"


@pytest.fixture
def remote(postgres_stores: PostgresStores, tmp_path: Path) -> Iterator[Remote]:
    pem, key = certificate(tmp_path, "mairie")
    database = postgres_stores.fresh(tmp_path).partition("@/")[2].partition("?")[0]
    behind = Path(postgres_stores.server.socket_folder) / ".s.PGSQL.5432"
    front = Front(behind, certificate=pem, key=key)
    yield Remote(front.port, database, pem)
    front.close()


def told(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, str]:
    monkeypatch.setenv(settings.BASE, url)
    monkeypatch.setenv("PGPASSWORD", "Grenouille-été-42")
    code = main(["base", "verifier", *more])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_server_with_the_certificate_that_is_expected_is_spoken_to_under_tls(
    remote: Remote, mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    url = remote.url(f"sslmode={mode}&sslrootcert={remote.certificate}")
    code, words = told(url, monkeypatch, capsys)
    assert (code, "Connexion chiffrée : oui" in words) == (exit_codes.OK, True)
    code, words = told(url, monkeypatch, capsys, "--json")
    assert json.loads(words)["chiffre"] is True


def test_a_server_with_another_certificate_is_refused_in_french_and_nothing_secret_is_told(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    other, _ = certificate(tmp_path, "inconnue")
    code, words = told(remote.url(f"sslmode=verify-full&sslrootcert={other}"), monkeypatch, capsys)
    assert code == exit_codes.STORE_TROUBLE
    assert words.startswith("Les données ne répondent pas.")
    assert "certificate verify failed" in words
    assert "Traceback" not in words
    assert "Grenouille" not in words


def test_a_name_that_is_not_in_the_certificate_is_refused(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    url = remote.url(f"sslmode=verify-full&sslrootcert={remote.certificate}")
    by_number = url.replace("localhost:", "127.0.0.1:")
    assert told(by_number, monkeypatch, capsys)[0] == exit_codes.STORE_TROUBLE
    assert told(by_number.replace("verify-full", "verify-ca"), monkeypatch, capsys)[0] == exit_codes.OK


def test_a_server_that_wants_tls_is_not_spoken_to_without(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    code, words = told(remote.url("sslmode=disable"), monkeypatch, capsys)
    assert code == exit_codes.STORE_TROUBLE
    assert "Traceback" not in words
