"""Invoices: issued once for days that are over, frozen, numbered without a hole, undone by a credit note."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy.exc import IntegrityError

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoiceIssued, InvoicesView
from portail_tui.domain.money.invoices import InvoiceKind, InvoiceState
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.store.queries.money import issue_invoices
from tests.support.towns.invoices import AFTER, served, third_party_pays, written_by_hand
from tests.support.towns.small_town import Home, LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON, MATIN, REGIE, SOIR

LAST = AFTER - timedelta(days=1)


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def issues(portal: Portal, agent: Actor, home: Home, operation: str = "issue", last_on: date = LAST) -> Any:
    return portal.issue_invoice(operation_id=operation, actor=agent, family_id=home.id, last_on=last_on)


def issued(portal: Portal, agent: Actor, home: Home, operation: str = "issue") -> InvoiceIssued:
    answer = issues(portal, agent, home, operation)
    assert isinstance(answer, InvoiceIssued), answer
    return answer


def undoes(portal: Portal, agent: Actor, home: Home, invoice: int, **more: Any) -> Any:
    asked = {"operation_id": "undo", "reason": "Doublon", **more}
    return portal.undo_invoice(actor=agent, family_id=home.id, invoice_id=invoice, **asked)


def shown(portal: Portal, home: Home, invoice: int) -> InvoiceDetail:
    found = portal.invoice(actor=home.actor, family_id=home.id, invoice_id=invoice)
    assert isinstance(found, InvoiceDetail), found
    return found


def entries(town: LittleTown) -> list[Any]:
    return town.rows(
        "SELECT m.label, a.kind, sum(e.cents) FROM ledger_entry e "
        "JOIN ledger_movement m ON m.id = e.movement_id JOIN ledger_account a ON a.id = e.account_id "
        "WHERE m.cause = 'invoice' GROUP BY m.label, a.kind ORDER BY m.label, a.kind"
    )


def test_days_that_are_over_become_an_invoice_that_the_family_owes(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    served(town, portal, home, days=3)
    answer = issued(portal, agent, home)
    assert (answer.number, answer.total_cents) == ("2026-000001", 900)
    assert answer.due_on == AFTER + timedelta(days=30)
    assert entries(town) == [
        ("Facture 2026-000001", "receivable", -900),
        ("Facture 2026-000001", "revenue", 900),
    ]
    listed = portal.invoices(actor=home.actor, family_id=home.id)
    assert isinstance(listed, InvoicesView)
    assert [(row.number, row.state, row.owed_cents) for row in listed.rows] == [
        ("2026-000001", InvoiceState.DUE, 900)
    ]
    assert town.mails("invoice_issued")[0][1].number == "2026-000001"
    assert town.audited()[-1] == "invoice_issued"
    assert town.balance(home) == 10_000  # the wallet has nothing to do with it
    assert town.faults() == []


def test_asked_twice_it_is_issued_once(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    served(town, portal, home)
    assert issued(portal, agent, home) == issued(portal, agent, home)
    assert issues(portal, agent, home, "again") == Refused(Reason.NOTHING_TO_INVOICE)
    assert town.value("SELECT count(*) FROM invoice") == 1


def test_only_days_that_are_over_booked_and_not_paid_already_are_invoiced(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    study = served(town, portal, home, days=4)
    canteen = town.activity()
    town.clock.instant = at(DAY - timedelta(days=6), 9)
    Parent(portal, home).books(canteen, town.slot(canteen))
    cancelled = town.value("SELECT max(id) FROM slot WHERE unit_id = :u", u=study * 10)
    Parent(portal, home).cancels(study, cancelled, cents=-300)
    town.clock.instant = at(DAY + timedelta(days=2), 9)
    answer = issues(portal, agent, home, last_on=DAY + timedelta(days=1))
    assert answer.total_cents == 600  # two are over; one is to come, one cancelled, one paid by the wallet
    today = DAY + timedelta(days=2)
    assert issues(portal, agent, home, "early", last_on=today) == Refused(Reason.PERIOD_NOT_OVER)
    assert town.faults() == []


def test_less_than_one_euro_waits_for_the_next_invoice(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    study = served(town, portal, home, days=1, price=60)
    assert issues(portal, agent, home) == Refused(Reason.NOTHING_TO_INVOICE)
    assert town.value("SELECT count(*) FROM invoice_counter") == 0
    served(town, portal, home, days=1, activity=study, first=DAY + timedelta(days=1))
    assert issued(portal, agent, home, "next").total_cents == 120


def test_numbers_follow_each_other_and_what_is_undone_leaves_no_hole(
    town: LittleTown, portal: Portal, agent: Actor
):
    homes = [town.home(f"Famille {number}") for number in range(3)]
    study = served(town, portal, homes[0])
    for number, home in enumerate(homes[1:], 1):
        served(town, portal, home, activity=study, first=DAY + timedelta(days=3 * number), days=2)
    numbers = [issued(portal, agent, home, f"issue-{home.id}").number for home in homes[:2]]
    town.run("UPDATE account SET closed_at = 1 WHERE id = :a", a=agent.account_id)
    assert issues(portal, agent, homes[2]) == Refused(Reason.NOT_ALLOWED)
    town.run("UPDATE account SET closed_at = NULL WHERE id = :a", a=agent.account_id)
    numbers.append(issued(portal, agent, homes[2], "last").number)
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
    assert town.faults() == []


def test_a_number_of_a_write_that_is_undone_is_given_again(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    served(town, portal, home)
    with town.store.writing() as connection:
        assert issue_invoices.take_numbers(connection, REGIE, InvoiceKind.INVOICE, 2026, 5) == 1
        connection.rollback()
    assert issued(portal, agent, home).number == "2026-000001"
    assert town.faults() == []


def test_another_year_begins_at_one(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    study = served(town, portal, home)
    issued(portal, agent, home)
    served(town, portal, home, days=1, activity=study, first=DAY + timedelta(days=3))
    town.clock.instant = at(date(2027, 1, 4), 9)
    assert issued(portal, agent, home, "new year").number == "2027-000001"


def test_a_third_partys_share_is_a_debt_of_its_own(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    served(town, portal, home, days=2)
    third_party_pays(town, home, 100)
    answer = issued(portal, agent, home)
    assert answer.total_cents == 400
    assert entries(town) == [
        ("Facture 2026-000001", "receivable", -400),
        ("Facture 2026-000001", "revenue", 600),
        ("Facture 2026-000001", "third_party", -200),
    ]
    (line,) = shown(portal, home, answer.invoice_id).content.lines
    assert (line.unit_cents, line.whole_cents, line.cents, line.shares) == (300, 600, 400, (("CCAS", 200),))
    assert town.faults() == []


def test_what_was_issued_says_the_same_whatever_changes_afterwards(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home("Martin", children=["Zoé"])
    served(town, portal, home)
    answer = issued(portal, agent, home)
    before = shown(portal, home, answer.invoice_id)
    paper = portal.invoice_paper(actor=home.actor, family_id=home.id, invoice_id=answer.invoice_id)
    assert isinstance(paper, MadeFile)
    for change in (
        "UPDATE town SET name = 'Grand-Bourg', invoice_days = 5, invoice_vat = 'Autre'",
        "UPDATE family SET name = 'Durand', address = 'Ailleurs'",
        "UPDATE child SET first_name = 'Léo'",
        "UPDATE activity SET name = 'Autre chose'",
    ):
        town.run(change)
    town.changed_rules()
    town.clock.instant = at(AFTER + timedelta(days=3), 9)
    assert shown(portal, home, answer.invoice_id) == before
    again = portal.invoice_paper(actor=home.actor, family_id=home.id, invoice_id=answer.invoice_id)
    assert again == paper
    with pytest.raises(IntegrityError):
        town.run("UPDATE invoice SET total_cents = 0")
    with pytest.raises(IntegrityError):
        town.run("DELETE FROM invoice_paper")


def test_its_paper_carries_what_an_invoice_must(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home("Lefèvre-Martin", children=["Zoé"])
    home_quotient = 62_250
    town.quotient(home, home_quotient)
    served(town, portal, home, days=2, units=(MATIN, SOIR))
    third_party_pays(town, home, 100)
    answer = issued(portal, agent, home)
    paper = portal.invoice_paper(actor=home.actor, family_id=home.id, invoice_id=answer.invoice_id)
    assert isinstance(paper, MadeFile)
    assert (paper.name, paper.kind) == ("Facture 2026-000001.pdf", GeneratedFileKind.PDF)
    page = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range().replace("\r\n", " ")
    for words in (
        *("Petit-Bourg", "Place du Marché", "01 00 00 00 00", "Régie", "Facture 2026-000001"),
        *("Mme Claire Lefèvre-Martin", "1, rue du Puits", "00000 Petit-Bourg", "Zoé Lefèvre-Martin"),
        *("Étude, matin", "1er et 2 décembre", "3,00", "6,00", "2,00", "4,00", "Pris en charge par CCAS"),
        *("délibération n° 1", "Déjà payé", "À payer au plus tard", "espèces, chèque"),
        *("article 256 B", "réclamation", "Trésor public"),
    ):
        assert words.replace(" ", "") in page.replace("\N{NO-BREAK SPACE}", "").replace(" ", ""), words
    kept, sha = town.rows("SELECT pdf, sha256 FROM invoice_paper")[0]
    assert bytes(kept) == paper.content
    assert sha == hashlib.sha256(paper.content).hexdigest()


def test_a_late_day_stands_on_its_own_line_with_its_surcharge(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    study = served(town, portal, home, days=1, late=DAY_BEFORE_NOON)
    late = town.slot(study, DAY + timedelta(days=1))
    town.clock.instant = at(DAY, 9)
    Parent(portal, home).books(study, late, cents=550)
    town.clock.instant = at(AFTER, 9)
    lines = shown(portal, home, issued(portal, agent, home).invoice_id).content.lines
    assert [(line.cents, line.surcharge_cents) for line in lines] == [(300, 0), (550, 250)]


def test_a_credit_note_undoes_all_of_an_invoice_under_its_own_series(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    served(town, portal, home)
    third_party_pays(town, home, 100)
    first = issued(portal, agent, home)
    note = undoes(portal, agent, home, first.invoice_id)
    assert (note.number, note.total_cents, note.due_on) == ("AV2026-000001", -600, None)
    assert sum(cents for _, _, cents in entries(town)) == 0
    assert (
        town.value(
            "SELECT sum(e.cents) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id "
            "WHERE a.kind = 'receivable'"
        )
        == 0
    )
    listed = portal.invoices(actor=home.actor, family_id=home.id)
    assert isinstance(listed, InvoicesView)
    assert [(row.number, row.state) for row in listed.rows] == [
        ("AV2026-000001", InvoiceState.CREDIT_NOTE),
        ("2026-000001", InvoiceState.CANCELLED),
    ]
    assert listed.owed_cents == 0
    detail = shown(portal, home, first.invoice_id)
    assert detail.credited_by == "AV2026-000001"
    told = shown(portal, home, note.invoice_id).content
    assert (told.corrects, told.reason, told.total_cents) == ("2026-000001", "Doublon", -600)
    for invoice in (first.invoice_id, note.invoice_id):
        again = undoes(portal, agent, home, invoice, operation_id=f"undo-{invoice}")
        assert again == Refused(Reason.ALREADY_UNDONE)
    assert undoes(portal, agent, home, first.invoice_id, operation_id="x", reason=" ") == Refused(
        Reason.REASON_MISSING
    )
    assert issues(portal, agent, home, "again") == Refused(Reason.NOTHING_TO_INVOICE)
    assert town.mails("invoice_undone")[0][1].corrects == "2026-000001"
    assert town.faults() == []


def test_an_invoice_that_is_not_paid_in_time_is_overdue_from_the_day_after(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    served(town, portal, home)
    due_on = issued(portal, agent, home).due_on
    assert due_on is not None

    def state_on(day: date) -> InvoiceState:
        town.clock.instant = at(day, 9)
        listed = portal.invoices(actor=home.actor, family_id=home.id)
        assert isinstance(listed, InvoicesView)
        return listed.rows[0].state

    assert state_on(due_on) is InvoiceState.DUE
    assert state_on(due_on + timedelta(days=1)) is InvoiceState.OVERDUE


def test_another_familys_invoice_asked_for_under_ones_own_name_is_denied_and_noted(
    town: LittleTown, portal: Portal
):
    mine, theirs = town.home("Martin"), town.home("Durand")
    invoice = written_by_hand(town, theirs, 1)
    for name in ("invoice", "invoice_paper"):
        asked = getattr(portal, name)(actor=mine.actor, family_id=mine.id, invoice_id=invoice)
        assert asked == Refused(Reason.NOT_ALLOWED)
        last = town.rows("SELECT action, detail FROM audit_event ORDER BY id DESC LIMIT 1")[0]
        assert (last[0], json.loads(last[1])["what"]) == ("denied", name)
    assert town.value("SELECT count(*) FROM invoice_paper") == 0


def test_the_staff_undoes_no_invoice_under_another_familys_name(
    town: LittleTown, portal: Portal, agent: Actor
):
    mine, theirs = town.home("Martin"), town.home("Durand")
    invoice = written_by_hand(town, theirs, 1)
    assert undoes(portal, agent, mine, invoice) == Refused(Reason.NOT_ALLOWED)
    assert town.audited()[-1] == "denied"
