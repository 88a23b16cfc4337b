"""The leaflet's sections 8 (« Envoyer un document ») and 10.1 (« Fournir un document »)."""

from __future__ import annotations

from pathlib import Path

import pytest

from portail_tui import settings
from portail_tui.demo import logins
from portail_tui.domain.accounts.actor import LoggedIn
from portail_tui.domain.documents.views import DocumentSent, DocumentToCheck
from portail_tui.gateways.file_sources import MachineFileSources
from portail_tui.portal import FileSources, Seat
from portail_tui.services.documents.phone_upload import find_upload_link, receive
from tests.support.machine.sample_files import pdf, pdf_with_attachment, picture
from tests.support.screens.screen_user import DemoCopy, Visitor
from tests.support.stores.service_contexts import context_behind

SMALLEST = (80, 24)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own folder, on the person's own machine."""
    folder = tmp_path / "moi"
    folder.mkdir()
    (folder / "fiche Zoé.pdf").write_bytes(pdf())
    (folder / "photo.jpg").write_bytes(picture())
    (folder / "piège.pdf").write_bytes(pdf_with_attachment())
    (folder / "notes.txt").write_text("rien")
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def own_machine(files: Path) -> FileSources:
    return MachineFileSources(has_disk=True, scanner=None)


async def test_8_a_document_is_sent_by_keyboard(demo: DemoCopy, own_machine: FileSources, files: Path):
    async with demo.app(file_sources=own_machine).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.opens("Envoyer un document")
        await visitor.types("~/piège.pdf")
        await visitor.presses("enter")
        await visitor.sees("Rien n'a été envoyé. Ce PDF contient un programme ou des fichiers joints.")
        await visitor.presses(*["backspace"] * len("piège.pdf"))
        await visitor.types("fiche Zoé.pdf")
        await visitor.presses("tab")
        await visitor.sees("PDF · 1 page", "fiche Zoé.pdf", "▀▀▀▀")
        await visitor.presses("ctrl+s")
        await visitor.sees("Accusé de réception", "Référence : D-2026-", "fiche Zoé.pdf")
        await visitor.presses("enter")
        await visitor.opens("Mes documents")
        await visitor.sees("mar. 24/11", "✓ Reçu", "! À fournir")


async def test_8_a_document_is_sent_by_touch_for_the_family(demo: DemoCopy, own_machine: FileSources):
    async with demo.app(file_sources=own_machine).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.presses("f2")
        await visitor.touches("Envoyer un document")
        await visitor.touches("Enregistrer")
        await visitor.sees("Rien n'est envoyé : choisissez d'abord le fichier.")
        await visitor.touches("Parcourir")
        await visitor.sees("Choisir le fichier", "photo.jpg", "Dossier du dessus")
        visitor.does_not_see("notes.txt")
        await visitor.touches("photo.jpg")
        await visitor.sees("Photo JPEG · 240 × 320 points")
        await visitor.touches("▼")
        await visitor.touches("La famille")
        await visitor.touches("▼", nth=1)
        await visitor.touches("Justificatif de domicile")
        await visitor.sees("Déjà accepté : il compte jusqu'à ce que le nouveau le soit.")
        await visitor.touches("Enregistrer")
        await visitor.sees("Accusé de réception", "Justificatif de domicile, La famille")
        await visitor.touches("Mes documents", nth=-1)
        await visitor.sees("Justificatif de domicile", "24/11")


async def test_8_a_file_dropped_on_the_terminal_is_taken_as_it_was_quoted(
    demo: DemoCopy, own_machine: FileSources, files: Path
):
    from textual import events

    async with demo.app(file_sources=own_machine).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.opens("Envoyer un document")
        await visitor.presses("tab")
        visitor.app.screen.post_message(events.Paste(f"'{files}/fiche Zoé.pdf'"))
        await visitor.sees("PDF · 1 page")


async def test_8_at_a_kiosk_only_what_was_scanned_since_one_came_is_shown(demo: DemoCopy, tmp_path: Path):
    scanner = tmp_path / "scans"
    scanner.mkdir()
    since = demo.clock.now().timestamp()
    for name, age in (("d'avant.pdf", -60), ("le mien.pdf", 60)):
        (scanner / name).write_bytes(pdf())
        _touched(scanner / name, since + age)
    kiosk = MachineFileSources(has_disk=False, scanner=scanner)
    async with demo.app(file_sources=kiosk, seat=Seat.KIOSK).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.opens("Envoyer un document")
        visitor.does_not_see("Parcourir", "chemin")
        await visitor.touches("Numériseur")
        await visitor.sees("le mien.pdf")
        visitor.does_not_see("d'avant.pdf")
        await visitor.presses("enter")
        await visitor.sees("PDF · 1 page")
        await visitor.touches("Enregistrer")
        await visitor.sees("Accusé de réception")
    assert [path.name for path in scanner.iterdir()] == ["d'avant.pdf"]  # nothing of theirs stays behind


def _touched(path: Path, at: float) -> None:
    import os

    os.utime(path, (at, at))


async def test_8_elsewhere_the_disk_of_the_machine_is_never_shown(demo: DemoCopy):
    nowhere = MachineFileSources(has_disk=False, scanner=None)
    async with demo.app(file_sources=nowhere, seat=Seat.REMOTE).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.opens("Envoyer un document")
        await visitor.sees("D'ici, le portail ne peut pas prendre votre fichier.")
        visitor.does_not_see("Parcourir", "Enregistrer", "chemin")
        await visitor.touches("Contacter la mairie")
        await visitor.sees("Apportez votre document à la mairie.")


async def test_10_1_a_missing_document_leads_to_sending_it_and_then_unlocks_by_touch(
    demo: DemoCopy, own_machine: FileSources
):
    async with demo.app(file_sources=own_machine).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.sees("Document à fournir")
        await visitor.touches("Menu")
        await visitor.touches("Choisir une activité")
        await visitor.touches("! Document à fournir")
        await visitor.touches("manque", nth=0)
        await visitor.sees("Rien n'a été débité.", "Envoyer le document")
        await visitor.touches("Envoyer le document")
        await visitor.touches("Parcourir")
        await visitor.touches("photo.jpg")
        await visitor.sees("Photo JPEG")
        await visitor.touches("Enregistrer")
        await visitor.sees("Accusé de réception")
        await visitor.touches("Fermer")
        await visitor.sees("Novembre 2026")


async def test_10_1_a_document_sent_by_keyboard_and_accepted_opens_the_booking(
    demo: DemoCopy, own_machine: FileSources, files: Path
):
    async with demo.app(file_sources=own_machine).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        for _ in range(2):  # two documents for the first child
            await visitor.opens("Envoyer un document")
            await visitor.types("~/photo.jpg")
            await visitor.presses("enter")
            await visitor.sees("Photo JPEG")
            await visitor.presses("ctrl+s")
            await visitor.sees("Accusé de réception")
            await visitor.presses("enter")
        assert _agent_accepts_all(demo)
        await visitor.opens("Choisir une activité")
        await visitor.sees("Restaurant scolaire")
        visitor.does_not_see("Document à fournir")
        await visitor.presses("tab", "tab")
        await visitor.chooses("Restaurant scolaire")
        await visitor.presses("pagedown", "c", "v")
        await visitor.sees("C'est enregistré")


def _agent_accepts_all(demo: DemoCopy) -> int:
    """At the town hall, an agent accepts whatever the family has sent: how many."""
    portal = demo.portal()
    agent = portal.log_in(email=logins.AGENT, password=logins.PASSWORD, origin="desk")
    assert isinstance(agent, LoggedIn)
    waiting = portal.document_queue(actor=agent.actor)
    assert isinstance(waiting, tuple)
    mine = [one for one in waiting if isinstance(one, DocumentToCheck) and one.file_name]
    for one in mine:
        portal.decide_document(
            operation_id=f"accept-{one.document_id}",
            actor=agent.actor,
            document_id=one.document_id,
            accept=True,
        )
    return len(mine)


async def test_8_from_anywhere_a_telephone_sends_and_the_screen_follows(
    demo: DemoCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(settings.FOLDER, str(tmp_path))
    (tmp_path / settings.SETTINGS_FILE).write_text('depot = "https://depot.exemple.fr/"\n')
    nowhere = MachineFileSources(has_disk=False, scanner=None)
    async with demo.app(file_sources=nowhere, seat=Seat.REMOTE).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.MISSING_DOCUMENT)
        await visitor.opens("Envoyer un document")
        await visitor.sees("Dites pour qui et quel document")
        await visitor.touches("Obtenir l'adresse")
        await visitor.sees(
            "Visez ce carré avec votre téléphone", "https://depot.exemple.fr/", "jusqu'à 10 h 30"
        )
        visitor.does_not_see("Parcourir")
        secret = "".join(visitor.screen().partition("depot.exemple.fr/")[2].split("\n")[0].split()[:1])
        context = context_behind(demo.portal())
        assert find_upload_link(context, secret) is not None
        assert isinstance(receive(context, secret, "photo.jpg", picture()), DocumentSent)
        for _ in range(20):
            if "Accusé de réception" in visitor.screen():
                break
            await visitor.app.screen.look().wait()  # type: ignore[attr-defined]
            await visitor.settle()
        await visitor.sees("Accusé de réception", "photo.jpg")
