"""Leaflet 7, « Consulter les factures »: from the home page to the list, and the paper by its file."""

from pathlib import Path

import pypdfium2
import pytest

from portail_tui.gateways.file_targets import MachineFileTargets
from tests.support.machine.printers import Machine
from tests.support.screens.screen_user import DemoCopy, Visitor


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path, monkeypatch)
    machine.has_printers("Accueil")
    return machine


def first_page(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())


async def test_a_parent_prints_an_invoice_by_keyboard(demo: DemoCopy, machine: Machine):
    app = demo.app(file_targets=MachineFileTargets(prints=True, has_disk=False))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("! Facture à payer : 4,40 €")
        await visitor.presses("down", "down", "enter")  # « Factures » unfolds
        await visitor.sees("Tarifs")
        await visitor.presses("down", "down", "enter")
        await visitor.sees("À payer : 4,40 €.", "2026-000003", "payée", "carte bancaire, chèque")
        await visitor.presses("enter")
        await visitor.sees(
            "Facture 2026-000003", "Étude surveillée", "2 jours : 5 et 6 octobre", "Reste à payer"
        )
        await visitor.presses("escape", "right", "right", "right", "right", "enter")
        await visitor.sees("Imprimer", "Fermer")
        await visitor.presses("enter")
        await visitor.sees("Envoyé à l'imprimante « Accueil »")
        assert "Facture 2026-000003" in first_page(machine.printed)
        await visitor.presses("escape")
        await visitor.sees("2026-000001")


async def test_a_parent_prints_an_invoice_by_touch(demo: DemoCopy, machine: Machine):
    app = demo.app(file_targets=MachineFileTargets(prints=True, has_disk=False))
    async with app.run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("Factures")
        await visitor.touches("└ Factures")
        await visitor.sees("À payer : 4,40 €.")
        await visitor.touches("2026-000001")
        await visitor.sees("Facture payée. Merci.")
        await visitor.touches("Accueil")
        await visitor.touches("! Facture à payer")
        await visitor.touches("▤", nth=1)
        await visitor.touches("Imprimer", nth=0)
        await visitor.sees("Envoyé à l'imprimante « Accueil »")
        assert "Facture 2026-000001" in first_page(machine.printed)
        await visitor.touches("Fermer")
        await visitor.sees("Une ligne ouvre la facture.")
