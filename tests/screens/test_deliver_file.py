"""A made file handed to the person, by what the session can do and no more."""

from pathlib import Path

import pytest

from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.gateways.file_targets import MachineFileTargets
from portail_tui.portal import Seat
from portail_tui.screens.dialogs.deliver_file import DeliverDialog
from tests.support.machine.printers import Machine
from tests.support.screens.screen_user import DemoCopy, Visitor

FILE = MadeFile("Facture 2026-000123", GeneratedFileKind.PDF, b"%PDF-1.7 a sheet")
TABLE = MadeFile("Relevé", GeneratedFileKind.CSV, b"a;b")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


async def test_on_ones_own_machine_a_file_is_printed_opened_and_saved(demo: DemoCopy, machine: Machine):
    machine.has_printers("Accueil")
    machine.has_viewer()
    app = demo.app(file_targets=MachineFileTargets(prints=True, has_disk=True))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await app.push_screen(DeliverDialog(FILE))
        await visitor.touches("Imprimer")
        await visitor.sees("Envoyé à l'imprimante « Accueil »")
        assert machine.printed == FILE.content
        await visitor.touches("Ouvrir", nth=-1)
        await visitor.sees("s'ouvre dans une autre fenêtre")
        assert machine.opened == FILE.content
        await visitor.touches("Enregistrer", nth=-1)
        await visitor.sees("Enregistré :")
        assert (machine.downloads / FILE.name).read_bytes() == FILE.content
        await visitor.touches("Fermer")
        assert not isinstance(app.screen, DeliverDialog)


async def test_by_keyboard_another_file_is_replaced_only_when_asked_a_second_time(
    demo: DemoCopy, machine: Machine
):
    (machine.downloads / FILE.name).write_bytes(b"mine")
    app = demo.app(file_targets=MachineFileTargets(prints=True, has_disk=True))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await app.push_screen(DeliverDialog(FILE))
        await visitor.sees("Enregistrer")
        await visitor.presses("enter")
        await visitor.sees("Un autre fichier porte déjà ce nom", "Le remplacer")
        assert (machine.downloads / FILE.name).read_bytes() == b"mine"
        await visitor.presses("shift+tab", "end", "x", "backspace")
        await visitor.sees("Enregistrer")
        visitor.does_not_see("Le remplacer")
        await visitor.presses("tab", "enter")
        await visitor.sees("Un autre fichier porte déjà ce nom", "Le remplacer")  # typed again: asked again
        assert (machine.downloads / FILE.name).read_bytes() == b"mine"
        await visitor.presses("shift+tab", "enter")
        await visitor.sees("Enregistré :")
        assert (machine.downloads / FILE.name).read_bytes() == FILE.content


@pytest.mark.parametrize(
    ("seat", "file", "prints", "words"),
    [
        (Seat.REMOTE, FILE, False, "Ouvrez le portail dans un navigateur"),
        (Seat.KIOSK, FILE, True, "Cette borne ne peut pas imprimer en ce moment."),
        (Seat.KIOSK, TABLE, True, "Ce fichier ne s'imprime pas."),
    ],
)
async def test_where_nothing_is_possible_a_sentence_says_where_to_go(
    demo: DemoCopy, machine: Machine, seat: Seat, file: MadeFile, prints: bool, words: str
):
    machine.has_viewer()
    app = demo.app(seat=seat, file_targets=MachineFileTargets(prints=prints, has_disk=False))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await app.push_screen(DeliverDialog(file))
        await visitor.sees(words)
        visitor.does_not_see("Enregistrer", "Ouvrir", "Imprimer")
        await visitor.presses("enter")
        assert not isinstance(app.screen, DeliverDialog)


async def test_a_kiosk_prints_and_never_shows_its_disk(demo: DemoCopy, machine: Machine):
    machine.has_printers("Borne", "Accueil")
    machine.has_viewer()
    app = demo.app(seat=Seat.KIOSK, file_targets=MachineFileTargets(prints=True, has_disk=False))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await app.push_screen(DeliverDialog(FILE))
        await visitor.sees("Imprimer", "Borne")
        visitor.does_not_see("Enregistrer", "Ouvrir", str(machine.home))
        await visitor.presses("enter")
        await visitor.sees("Envoyé à l'imprimante « Borne »")
        assert machine.print_arguments[1] == "Borne"
