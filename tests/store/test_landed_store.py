"""A town as the portal's first version stored it is opened, read and carried on by this one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import Confirmation, Pick, PickAction
from portail_tui.domain.families.health import Diet, Health, HealthCard
from portail_tui.domain.families.people import ConsentCode
from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoiceIssued
from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.money.wallet import StatementFilter
from portail_tui.domain.shared.generated_files import MadeFile
from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.staff.decisions import RefundMeans, WalletChanged
from portail_tui.gateways.cards import StandIn
from portail_tui.portal import Portal
from portail_tui.services.ops.send_mail import send_mails
from portail_tui.store import schema
from tests.support.machine.mail_server import post_office
from tests.support.stored_records import ANSWERS
from tests.support.stores.both_engines import Stores
from tests.support.stores.landed_town import landed_town
from tests.support.towns.small_town import Home, LittleTown

MARTIN, DURAND, PETIT = 1, 2, 3
ACCOUNTS = {MARTIN: 3, DURAND: 4, PETIT: 5}
ZOE, EVA, MAX = 1, 4, 5
CANTEEN, EVENING, STUDY, CLUB = 8, 9, 10, 11


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> Iterator[LittleTown]:
    town = landed_town(stores, tmp_path)
    schema.upgrade(town.store)
    yield town
    town.store.close()


@pytest.fixture
def portal(town: LittleTown) -> Portal:
    return town.portal(StandIn())


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return Actor(account_id=1, role=Role.AGENT, family_id=None, name="", opened_at=town.clock.now())


def parent(town: LittleTown, family: int) -> Actor:
    return Actor(
        account_id=ACCOUNTS[family],
        role=Role.FAMILY,
        family_id=family,
        name="",
        opened_at=town.clock.now(),
    )


def of(town: LittleTown, family: int) -> dict[str, Any]:
    return {"actor": parent(town, family), "family_id": family}


def pick(slot: int, cents: int, action: PickAction = PickAction.BOOK, package: str = "") -> Pick:
    return Pick(slot_id=slot, action=action, shown_cents=cents, package=package)


def test_it_is_brought_up_to_date_and_is_whole(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    town = landed_town(stores, tmp_path)
    monkeypatch.setenv(settings.BASE, town.url)
    for command in ("mettre-a-niveau", "verifier"):
        code = main(["base", command])
        assert code == exit_codes.OK, capsys.readouterr()
    assert schema.schema_state(town.store) is schema.SchemaState.CURRENT
    assert town.faults() == []
    town.store.close()


def test_its_pages_are_shown(town: LittleTown, portal: Portal, agent: Actor):
    for family in ACCOUNTS:
        who = of(town, family)
        for page in (portal.home, portal.bookings, portal.wallet, portal.invoices, portal.documents):
            assert not isinstance(page(**who), Refused), page
        for day in (date(2026, 11, 1), date(2026, 12, 1)):
            assert not isinstance(portal.family_month(**who, year=day.year, month=day.month), Refused)
        assert isinstance(portal.wallet_export(**who, wanted=StatementFilter()), MadeFile)
        assert isinstance(portal.own_data(**who), MadeFile)
    for queue in (portal.pending_queue, portal.enrolment_queue, portal.document_queue, portal.address_queue):
        assert not isinstance(queue(actor=agent), Refused)


def test_health_is_opened(town: LittleTown, portal: Portal, agent: Actor):
    card = portal.health(actor=agent, family_id=MARTIN, child_id=ZOE, reason="Un panier-repas")
    assert isinstance(card, HealthCard)
    assert card.health == Health(
        diet=Diet.NO_PORK,
        allergies="Arachides",
        has_pai=True,
        pai="Stylo dans le sac",
        doctor="Dr Roux",
        doctor_phone=card.health.doctor_phone,
    )


def test_what_was_asked_is_answered_again_and_not_done_again(town: LittleTown, portal: Portal, agent: Actor):
    before = town.rows("SELECT count(*), max(id) FROM ledger_entry"), town.everything().count("\n")
    week = portal.book_days(
        **of(town, DURAND),
        operation_id="semaine",
        child_id=EVA,
        activity_id=CLUB,
        picks=(pick(31, 5003, package="SEMAINE@2026-12-07"),),
    )
    assert isinstance(week, Confirmation)
    assert [line.cents for line in week.lines] == [1003, 1000, 1000, 1000, 1000]
    refused = portal.book_days(
        **of(town, MARTIN),
        operation_id="repas-refuse",
        child_id=ZOE,
        activity_id=CANTEEN,
        picks=(pick(5, 1),),
    )
    assert isinstance(refused, Confirmation) and refused.lines[0].refusal is not None
    assert refused.lines[0].refusal.details == {"price_cents": 274, "shown_cents": 1}
    paid = portal.top_up(**of(town, MARTIN), operation_id="carte", amount_cents=2000)
    assert isinstance(paid, ToppedUp) and paid.amount_cents == 2000
    back = portal.record_refund(
        actor=agent,
        family_id=MARTIN,
        operation_id="rend",
        means=RefundMeans.TRANSFER,
        amount_cents=1500,
        reason="Déménagement",
    )
    assert back == WalletChanged("rend", -1500, paid.balance_cents - 1500)
    issued = portal.issue_invoice(
        actor=agent, family_id=DURAND, operation_id="facture", last_on=date(2026, 11, 10)
    )
    assert issued == InvoiceIssued(
        operation_id="facture",
        invoice_id=1,
        number="2026-000001",
        total_cents=760,
        due_on=date(2026, 12, 24),
    )
    given = portal.save_consents(
        **of(town, MARTIN), operation_id="accord", child_id=ZOE, given=(ConsentCode.PHOTO,)
    )
    assert given == (ConsentCode.PHOTO,)
    health = Health(
        diet=Diet.NO_PORK,
        allergies="Arachides",
        has_pai=True,
        pai="Stylo dans le sac",
        doctor="Dr Roux",
        doctor_phone="0612345678",
    )
    saved = portal.save_health(
        **of(town, MARTIN), operation_id="sante", child_id=ZOE, health=health, version=0
    )
    assert not isinstance(saved, Refused) and saved.version == 1
    assert (town.rows("SELECT count(*), max(id) FROM ledger_entry"), town.everything().count("\n")) == before


def test_every_answer_that_it_keeps_is_read(town: LittleTown):
    rows = town.rows("SELECT kind, result FROM operation")
    assert len(rows) == 70
    for kind, result in rows:
        assert ANSWERS[kind].from_json(result) is not None


def test_a_booking_is_cancelled_at_the_price_that_was_frozen(town: LittleTown, portal: Portal):
    answer = portal.book_days(
        **of(town, PETIT),
        operation_id="annule",
        child_id=MAX,
        activity_id=STUDY,
        picks=(pick(22, 180, PickAction.CANCEL),),
    )
    assert isinstance(answer, Confirmation)
    assert (answer.lines[0].outcome.value, answer.debited_cents) == ("cancelled", -180)
    moved = town.rows(
        "SELECT a.key, sum(e.cents) FROM ledger_entry e JOIN ledger_movement m ON m.id = e.movement_id "
        "JOIN ledger_account a ON a.id = e.account_id WHERE m.booking_id = 26 GROUP BY a.key"
    )
    assert len(moved) == 3, "the family, the activity, the third party"
    assert {cents for _, cents in moved} == {0}
    assert town.faults() == []


def test_a_booking_is_priced_again_from_what_was_frozen(town: LittleTown, portal: Portal, agent: Actor):
    home = Home(PETIT, parent(town, PETIT), {"Max": MAX})
    sent: dict[str, Any] = {"status": "sent", "proof_sent_on": date(2026, 12, 3)}
    quotient = town.quotient(home, 30_000, from_on=date(2026, 12, 3), **sent)
    answer = portal.accept_quotient(
        operation_id="accepte", actor=agent, quotient_id=quotient, from_on=date(2026, 12, 10), reason="Oubli"
    )
    assert not isinstance(answer, Refused)
    # study: 2,00 € less 10 % for the CCAS becomes 1,00 € less 10 %; canteen: 3,05 € becomes 1,50 €
    assert (answer.bookings, answer.debited_cents) == (2, -90 - 155)
    assert town.rows("SELECT cents, third_party_cents FROM booking WHERE id = 26") == [(90, 10)]
    assert town.faults() == []


def test_its_days_are_invoiced_and_its_invoices_undone(town: LittleTown, portal: Portal, agent: Actor):
    issued = portal.issue_invoice(
        actor=agent, family_id=PETIT, operation_id="facture-petit", last_on=date(2026, 11, 10)
    )
    assert isinstance(issued, InvoiceIssued) and issued.total_cents == 4 * 70
    detail = portal.invoice(**of(town, PETIT), invoice_id=issued.invoice_id)
    assert isinstance(detail, InvoiceDetail)
    lines = detail.content.lines
    assert {(line.decision, line.quotient_hundredths, line.shares[0][0]) for line in lines} == {
        ("n° 1", 30_000, "CAF")
    }
    note = portal.undo_invoice(
        actor=agent, family_id=DURAND, operation_id="annule-facture", invoice_id=1, reason="Erreur"
    )
    assert isinstance(note, InvoiceIssued) and note.total_cents == -760
    assert town.faults() == []


def test_its_invoices_and_their_papers_keep_their_bytes(town: LittleTown, portal: Portal):
    kept = town.rows("SELECT content, content_sha256 FROM invoice ORDER BY id")
    assert [hashlib.sha256(content.encode()).hexdigest() for content, _ in kept] == [own for _, own in kept]
    ((paper, digest),) = town.rows("SELECT pdf, sha256 FROM invoice_paper")
    made = portal.invoice_paper(**of(town, DURAND), invoice_id=1)
    assert isinstance(made, MadeFile)
    assert (made.content, hashlib.sha256(made.content).hexdigest()) == (bytes(paper), digest)
    for invoice_id in (2, 3):  # never printed until now
        made = portal.invoice_paper(**of(town, MARTIN), invoice_id=invoice_id)
        assert isinstance(made, MadeFile) and made.content.startswith(b"%PDF")
    assert town.rows("SELECT content, content_sha256 FROM invoice ORDER BY id") == kept


def test_its_mails_leave_with_their_words(town: LittleTown):
    waiting = "SELECT count(*) FROM outbox_mail WHERE status = 'waiting'"
    assert town.value(waiting) == 56
    with post_office() as post:
        town.sends_by(post.address())
        posted = send_mails(town.context(), holder="h")
        # three had a code or a password to give, for a day that is over
        assert (posted.sent, posted.dead, town.value(waiting)) == (53, 0, 0)
        words = {letter["Subject"]: body for letter, body in zip(post.letters, post.bodies(), strict=True)}
    assert (
        "Nous avons reçu votre versement de 20,00\N{NO-BREAK SPACE}€."
        in words["Versement reçu - Petit-Bourg"]
    )
    assert any("Zoé" in body and "Cantine" in body for body in words.values())


def test_its_audit_lines_are_read(town: LittleTown):
    lines = town.rows("SELECT action, detail FROM audit_event")
    assert all(isinstance(json.loads(detail), dict) for _, detail in lines)
