"""`portail commune appliquer` and `exporter`, on a file and on a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portail_tui import settings
from portail_tui.bootstrap import open_portal
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.texts.shared.formats import NBSP
from tests.support.machine.clocks import FrozenClock
from tests.support.stores.both_engines import Stores
from tests.support.towns.communes import SMALLEST


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Runs `portail commune`: its exit code, what it printed, what it said beside."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["commune", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out.replace(NBSP, " "), printed.err.replace(NBSP, " ")

    return run


@pytest.fixture(autouse=True)
def store(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configured store with its tables, and no town."""
    monkeypatch.setenv(settings.BASE, stores.fresh(tmp_path / "store"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "commune.toml"
    path.write_text(f"# Notre règlement\n{SMALLEST}", encoding="utf-8")
    return path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_file_makes_the_town_and_its_days(told, file: Path):
    code, out, err = told("appliquer", file)
    assert (code, err) == (exit_codes.OK, "")
    first, town, slots, years, last = out.splitlines()
    assert (first, town, last) == (
        "Ce qui change :",
        "- Commune nouvelle : tout son fichier",
        "Le règlement est en vigueur.",
    )
    assert slots.endswith("séances ajoutées")
    assert years.startswith("Années scolaires ouvertes : 20")


def test_applied_again_nothing_changes(told, file: Path):
    told("appliquer", file)
    for option in ([], ["--essai"]):
        code, out, _ = told("appliquer", file, *option)
        assert (code, out) == (exit_codes.OK, "Rien ne change : c'est déjà le règlement en vigueur.\n")


def test_a_trial_tells_what_would_change_and_keeps_nothing(told, file: Path):
    told("appliquer", file)
    change(file, "prix = 4.00", "prix = 4.20")
    code, out, _ = told("appliquer", file, "--essai")
    assert code == exit_codes.OK
    assert out.splitlines()[:2] == [
        "Essai : rien n'est enregistré. Ce qui changerait :",
        "- Tarif REPAS, depuis le 01/09/2025, prix : 4,00 € → 4,20 €",
    ]
    assert told("exporter")[1] == f"# Notre règlement\n{SMALLEST}"


def test_what_changes_is_told_to_scripts(told, file: Path):
    told("appliquer", file)
    change(file, "prix = 4.00", "prix = 4.20")
    code, out, _ = told("appliquer", file, "--json")
    answer = json.loads(out)
    assert code == exit_codes.OK
    assert answer["applique"] is answer["change"] is True
    assert answer["premiere_fois"] is False
    assert answer["changements"] == [
        {
            "nature": "modification",
            "ou": "tarifs.REPAS 2025-09-01.prix",
            "avant": "4.00",
            "apres": "4.20",
        }
    ]
    assert answer["seances"]["ajoutees"] == 0
    assert answer["concernes"] == []


def test_the_file_in_force_is_exported_as_it_was_written(told, file: Path, tmp_path: Path):
    told("appliquer", file)
    assert told("exporter")[:2] == (exit_codes.OK, file.read_text(encoding="utf-8"))
    copy = tmp_path / "copie.toml"
    assert told("exporter", copy)[0] == exit_codes.OK
    assert copy.read_bytes() == file.read_bytes()
    change(copy, "# Notre", "# À moi, notre")
    mine = copy.read_bytes()
    code, _, err = told("exporter", copy)
    assert (code, err) == (exit_codes.REFUSED, f"Ce fichier existe déjà, rien n'a été changé : {copy}\n")
    assert copy.read_bytes() == mine


def test_nothing_is_exported_before_a_file_was_applied(told):
    code, out, err = told("exporter")
    assert (code, out) == (exit_codes.REFUSED, "")
    assert err.splitlines()[1] == "Pour en appliquer un : portail commune appliquer F"


def test_a_file_with_mistakes_is_not_applied(told, file: Path):
    change(file, 'type = "PERI"', 'type = "PARI"')
    code, out, _ = told("appliquer", file)
    assert code == exit_codes.REFUSED
    assert out.splitlines()[-1] == "1 erreur dans ce fichier."
    assert told("exporter")[0] == exit_codes.REFUSED


def test_another_town_s_file_is_refused_with_what_to_do(told, file: Path):
    told("appliquer", file)
    change(file, "Petit-Bourg", "Grand-Bourg")
    code, out, err = told("appliquer", file)
    assert (code, out) == (exit_codes.REFUSED, "")
    assert err == (
        "Rien n'a été changé :\n"
        "- ce fichier est celui de « Grand-Bourg », ces données sont celles de « Petit-Bourg ». "
        "Si la commune change de nom : --autre-nom\n"
    )
    code, out, _ = told("appliquer", file, "--json")
    assert json.loads(out)["refus"][0]["motif"] == "autre_commune"
    assert told("appliquer", file, "--autre-nom")[0] == exit_codes.OK


def test_what_goes_with_applying_goes_with_nothing_else(told, file: Path):
    assert told("verifier", file, "--essai")[0] == exit_codes.MISUSED
    assert told("appliquer")[0] == exit_codes.MISUSED


def test_a_machine_without_a_store_is_told_so(told, file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(settings.BASE)
    assert told("appliquer", file)[0] == exit_codes.MISUSED
    assert told("exporter")[0] == exit_codes.MISUSED


def test_a_first_town_from_nothing_to_its_log_in_screen(
    told, stores: Stores, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url = stores.bare(tmp_path)
    if stores.engine == "sqlite":
        url = f"sqlite:///{tmp_path / 'commune.db'}"
    monkeypatch.setenv(settings.BASE, url)
    assert main(["base", "creer"]) == exit_codes.OK
    assert told("appliquer", file)[0] == exit_codes.OK
    assert open_portal(url, FrozenClock()).town_contact().name == "Petit-Bourg"
    assert main(["base", "verifier"]) == exit_codes.OK
