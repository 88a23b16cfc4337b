"""Files handed to the machine: its printers, its windows, its disk, and to each only where it may."""

from pathlib import Path

import pytest

from portail_tui.domain.shared.generated_files import GeneratedFileKind, Handed, MadeFile
from portail_tui.gateways import printing
from portail_tui.gateways.file_targets import MachineFileTargets
from tests.support.machine.printers import Machine

FILE = MadeFile("Facture 2026-000123", GeneratedFileKind.PDF, b"%PDF-1.7 a sheet")
OWN = MachineFileTargets(prints=True, has_disk=True)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_the_printers_are_those_of_cups_the_usual_one_first(machine: Machine):
    machine.has_printers("Accueil", "Etage", usual="Etage")
    assert OWN.printers() == ("Etage", "Accueil")


def test_a_machine_without_cups_has_no_printer(machine: Machine):
    assert OWN.printers() == ()
    assert OWN.print_out(FILE, "Accueil") is Handed.NO_PRINTER


def test_a_file_is_printed_byte_for_byte_under_its_name(machine: Machine):
    machine.has_printers("Accueil")
    assert OWN.print_out(FILE, "Accueil") is Handed.DONE
    assert machine.printed == FILE.content
    assert machine.print_arguments[:4] == ["-d", "Accueil", "-t", "Facture 2026-000123.pdf"]


def test_what_a_shell_would_obey_in_a_title_is_only_a_title(machine: Machine, tmp_path: Path):
    machine.has_printers("Accueil")
    file = MadeFile(f"$(touch {tmp_path}/obeyed); `touch {tmp_path}/obeyed`", GeneratedFileKind.PDF, b"sheet")
    assert OWN.print_out(file, "Accueil; touch obeyed") is Handed.DONE
    assert not (tmp_path / "obeyed").exists()
    assert machine.print_arguments[1] == "Accueil; touch obeyed"


def test_a_printer_that_refuses_or_never_answers_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch):
    machine.has_printers("Accueil", code=1)
    assert OWN.print_out(FILE, "Accueil") is Handed.NO_PRINTER
    machine.has_printers("Accueil", code=75)
    monkeypatch.setattr(printing, "PRINTING", 0.2)
    assert OWN.print_out(FILE, "Accueil") is Handed.TOO_LONG


def test_a_file_is_opened_by_the_desktops_own_viewer(machine: Machine):
    assert not OWN.may_open()
    machine.has_viewer()
    assert OWN.may_open()
    assert OWN.open(FILE) is Handed.DONE
    assert machine.opened == FILE.content
    machine.has_viewer(code=3)
    assert OWN.open(FILE) is Handed.NO_VIEWER


def test_without_windows_nothing_is_opened_over_the_terminal(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    machine.has_viewer()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not OWN.may_open()
    assert OWN.open(FILE) is Handed.NO_VIEWER


def test_a_file_is_saved_where_downloads_go_unless_told_otherwise(machine: Machine):
    usual = OWN.place_for(FILE)
    assert usual == "~/Telechargements/Facture 2026-000123.pdf"
    assert OWN.save(FILE, usual) is Handed.DONE
    assert OWN.save(FILE, "autre.pdf") is Handed.DONE
    assert OWN.save(FILE, "~") is Handed.DONE  # a folder: the file keeps its name
    downloaded = machine.downloads / "Facture 2026-000123.pdf"
    for place in (downloaded, machine.downloads / "autre.pdf", machine.home / "Facture 2026-000123.pdf"):
        assert place.read_bytes() == FILE.content


def test_another_file_is_replaced_only_when_that_is_said(machine: Machine):
    place = machine.downloads / "notes.pdf"
    place.write_bytes(b"mine")
    assert OWN.save(FILE, str(place)) is Handed.EXISTS
    assert place.read_bytes() == b"mine"
    assert OWN.save(FILE, str(place), replace=True) is Handed.DONE
    assert place.read_bytes() == FILE.content
    assert sorted(machine.downloads.iterdir()) == [place]  # no draft is left behind


def test_a_folder_that_is_not_there_is_told_and_nothing_made(machine: Machine):
    assert OWN.save(FILE, str(machine.home / "nowhere" / "a.pdf")) is Handed.NO_FOLDER
    assert OWN.save(FILE, str(machine.downloads / "a.pdf" / "b.pdf")) is Handed.NO_FOLDER
    assert not (machine.home / "nowhere").exists()


def test_from_afar_nothing_of_the_machine_serves(machine: Machine):
    machine.has_printers("Accueil")
    machine.has_viewer()
    afar = MachineFileTargets(prints=False, has_disk=False)
    assert (afar.printers(), afar.may_open(), afar.place_for(FILE)) == ((), False, None)
    assert afar.print_out(FILE, "Accueil") is Handed.NO_PRINTER
    assert afar.open(FILE) is Handed.NO_VIEWER
    assert afar.save(FILE, str(machine.downloads / "a.pdf")) is Handed.REFUSED
    assert list(machine.downloads.iterdir()) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Facture 2026-000123", "Facture 2026-000123.pdf"),
        ("../../etc/passwd", "-..-etc-passwd.pdf"),
        ("Élève : « Zoé »\x1b[31m\n", "Élève - « Zoé »[31m.pdf"),
        ("...", "document.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_a_title_makes_a_name_that_any_disk_takes(title: str, name: str):
    assert MadeFile(title, GeneratedFileKind.PDF, b"").name == name
