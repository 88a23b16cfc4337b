"""`portail servir depot`: what it asks for before it opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a store named, and a settings file to write."""
    monkeypatch.setenv(settings.FOLDER, str(tmp_path))
    monkeypatch.setenv(settings.BASE, f"sqlite:///{tmp_path}/commune.db")
    return tmp_path / settings.SETTINGS_FILE


def test_outside_of_this_machine_it_wants_a_certificate(capsys: pytest.CaptureFixture[str]):
    for address in ("0.0.0.0", "192.168.1.4", "::", "depot.ma-commune.fr"):
        assert main(["servir", "depot", "--adresse", address]) == exit_codes.MISUSED
        assert "donnez --certificat et --cle" in capsys.readouterr().err
    assert main(["servir", "depot", "--cle", "x.pem"]) == exit_codes.MISUSED


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "L'adresse publique de la page d'envoi manque."),
        ('depot = "http://depot.ma-commune.fr"', "« depot » commence par https://"),
        ("depot = 3", "« depot » est une adresse entre guillemets."),
    ],
)
def test_without_a_public_address_it_says_where_to_write_it(
    machine: Path, capsys: pytest.CaptureFixture[str], written: str, told: str
):
    machine.write_text(written)
    assert main(["servir", "depot"]) == exit_codes.MISUSED
    assert told in capsys.readouterr().err


def test_without_a_store_it_says_so(machine: Path, capsys: pytest.CaptureFixture[str]):
    machine.write_text('depot = "https://depot.ma-commune.fr/"\nnumeriseur = "~/scans"')
    assert main(["servir", "depot"]) == exit_codes.STORE_TROUBLE
    assert capsys.readouterr().err
    assert settings.deposit_address() == "https://depot.ma-commune.fr"
    assert settings.scanner_folder() == Path("~/scans").expanduser()
