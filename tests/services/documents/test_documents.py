"""A document sent by a family, decided by an agent, and what it unlocks (leaflet 8 and 10.1)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.documents.uploaded_files import FileFlaw
from portail_tui.domain.documents.views import (
    DocumentChoice,
    DocumentDecided,
    DocumentOwner,
    DocumentSent,
    DocumentStanding,
    DocumentsView,
    KeptFile,
    SentLine,
)
from portail_tui.domain.families.views import Todo, TodoKind
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.documents.documents import MOST_A_DAY
from portail_tui.texts.refusals import refusal
from tests.support.machine.clocks import PLAY_DAY, FrozenClock
from tests.support.machine.sample_files import pdf, pdf_with_attachment, picture
from tests.support.towns.small_town import Home, LittleTown, Parent, outcomes
from tests.support.towns.town_activities import YEAR


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def sends(portal: Portal, home: Home, kind: int, *, operation: str = "send", **more: Any) -> Any:
    asked = {
        "actor": home.actor,
        "family_id": home.id,
        "child_id": home.child,
        "school_year_id": YEAR,
        "name": "fiche.pdf",
        "content": pdf(),
        **more,
    }
    return portal.send_document(operation_id=operation, type_id=kind, **asked)


def decides(portal: Portal, agent: Actor, document: int, *, accept: bool = True, **more: Any) -> Any:
    operation = more.pop("operation", f"decide-{document}")
    return portal.decide_document(
        operation_id=operation, actor=agent, document_id=document, accept=accept, **more
    )


def view(portal: Portal, home: Home) -> DocumentsView:
    shown = portal.documents(actor=home.actor, family_id=home.id)
    assert isinstance(shown, DocumentsView)
    return shown


def line(portal: Portal, home: Home, nth: int = 0) -> SentLine:
    return view(portal, home).lines[nth]


def owner(portal: Portal, home: Home, child: int | None) -> DocumentOwner:
    return next(one for one in view(portal, home).owners if one.child_id == child)


def at(town: LittleTown, instant: datetime) -> None:
    assert isinstance(town.clock, FrozenClock)
    town.clock.instant = instant


def choice(portal: Portal, home: Home) -> DocumentChoice:
    return owner(portal, home, home.child).choices[0]


def test_sent_then_accepted_what_it_blocked_may_be_booked(town: LittleTown, portal: Portal, agent: Actor):
    sheet = town.document_type()
    canteen = town.activity(documents=[sheet])
    slot, home = town.slot(canteen), town.home()
    parent = Parent(portal, home)
    missing: dict[str, str | int] = {"documents": "Fiche sanitaire", "type_id": sheet, "child_id": home.child}
    assert parent.month(canteen).blocked == Refused(Reason.DOCUMENT_MISSING, missing)
    assert choice(portal, home).is_to_send

    sent = sends(portal, home, sheet)
    assert sent == DocumentSent(
        document_id=sent.document_id,
        reference=f"D-2026-{sent.document_id:06d}",
        label="Fiche sanitaire",
        owner="Zoé",
        file_name="fiche.pdf",
        size=len(pdf()),
        sent_at=PLAY_DAY,
        needs_validation=True,
    )
    assert line(portal, home).standing is DocumentStanding.TO_CHECK
    assert not choice(portal, home).is_to_send
    assert parent.books(canteen, slot).reason is Reason.DOCUMENT_MISSING  # not checked yet

    waiting = portal.document_queue(actor=agent)
    assert not isinstance(waiting, Refused)
    assert [(one.document_id, one.family_name, one.child_name, one.school_year) for one in waiting] == [
        (sent.document_id, "Martin", "Zoé", "2026-2027")
    ]
    assert decides(portal, agent, sent.document_id) == DocumentDecided(sent.document_id, accepted=True)
    assert portal.document_queue(actor=agent) == ()
    assert line(portal, home).standing is DocumentStanding.ACCEPTED
    assert outcomes(parent.books(canteen, slot)) == ["booked"]
    assert town.audited() == ["document_sent", "document_accepted", "book_days"]
    assert [kind for kind in ("document_received", "document_accepted") if town.mails(kind)] == [
        "document_received",
        "document_accepted",
    ]
    assert not town.faults()


def test_a_type_that_the_town_does_not_check_unlocks_at_once(town: LittleTown, portal: Portal, agent: Actor):
    sheet = town.document_type(validated=False)
    canteen = town.activity(documents=[sheet])
    slot, home = town.slot(canteen), town.home()
    assert sends(portal, home, sheet).needs_validation is False
    assert line(portal, home).standing is DocumentStanding.RECEIVED
    assert portal.document_queue(actor=agent) == ()
    assert outcomes(Parent(portal, home).books(canteen, slot)) == ["booked"]


def test_refused_with_a_reason_it_is_asked_for_again(town: LittleTown, portal: Portal, agent: Actor):
    sheet = town.document_type()
    town.activity(documents=[sheet])
    home = town.home()
    sent = sends(portal, home, sheet)
    assert decides(portal, agent, sent.document_id, accept=False).reason is Reason.REASON_MISSING
    refused = decides(portal, agent, sent.document_id, accept=False, reason="La photo\nest floue.")
    assert refused == DocumentDecided(sent.document_id, accepted=False)
    shown = line(portal, home)
    assert (shown.standing, shown.reason) == (DocumentStanding.REFUSED, "La photo est floue.")
    assert choice(portal, home).is_to_send
    assert choice(portal, home).reason == "La photo est floue."
    assert "floue" not in str(town.mails("document_refused"))  # it may tell of health: the portal shows it
    again = decides(portal, agent, sent.document_id, operation="other")
    assert again == Refused(Reason.ALREADY_TREATED)


def test_a_newer_one_takes_the_place_of_one_that_waits(town: LittleTown, portal: Portal, agent: Actor):
    sheet, home = town.document_type(), town.home()
    first = sends(portal, home, sheet)
    second = sends(portal, home, sheet, operation="again", content=picture(), name="photo.jpg")
    assert [one.standing for one in view(portal, home).lines] == [
        DocumentStanding.TO_CHECK,
        DocumentStanding.REPLACED,
    ]
    waiting = portal.document_queue(actor=agent)
    assert not isinstance(waiting, Refused)
    assert [one.document_id for one in waiting] == [second.document_id]
    assert first.document_id != second.document_id


def test_one_that_is_accepted_keeps_its_right_until_another_is_or_it_expires(
    town: LittleTown, portal: Portal, agent: Actor
):
    sheet = town.document_type()
    canteen = town.activity(documents=[sheet])
    town.slot(canteen)
    home = town.home()
    first = sends(portal, home, sheet)
    last_day = PLAY_DAY.date() + timedelta(days=3)
    assert decides(portal, agent, first.document_id, expires_on=date(2026, 11, 1)).reason is Reason.DATE_PAST
    decides(portal, agent, first.document_id, expires_on=last_day)
    second = sends(portal, home, sheet, operation="again")
    assert Parent(portal, home).month(canteen).blocked is None
    assert [one.standing for one in view(portal, home).lines] == [
        DocumentStanding.TO_CHECK,
        DocumentStanding.ACCEPTED,
    ]
    decides(portal, agent, second.document_id)
    assert [one.standing for one in view(portal, home).lines] == [
        DocumentStanding.ACCEPTED,
        DocumentStanding.REPLACED,
    ]
    town.run("DELETE FROM document_file WHERE document_id = :id", id=second.document_id)
    town.run("DELETE FROM document WHERE id = :id", id=second.document_id)
    at(town, PLAY_DAY + timedelta(days=4))
    assert line(portal, home).standing is DocumentStanding.EXPIRED
    assert choice(portal, home).is_to_send


def test_sent_twice_under_one_identifier_it_is_sent_once(town: LittleTown, portal: Portal):
    sheet, home = town.document_type(), town.home()
    assert sends(portal, home, sheet) == sends(portal, home, sheet)
    assert sends(portal, home, sheet, content=picture(), name="a.jpg").reason is Reason.OPERATION_REUSED
    assert (
        town.value("SELECT count(*) FROM document") == town.value("SELECT count(*) FROM document_file") == 1
    )


def test_what_is_kept_is_what_came(town: LittleTown, portal: Portal):
    sheet, home = town.document_type(), town.home()
    sent = sends(portal, home, sheet, name=r"C:\Documents\..\été  2026.pdf")
    kept = portal.document_file(actor=home.actor, family_id=home.id, document_id=sent.document_id)
    assert isinstance(kept, KeptFile)
    assert (kept.content, kept.file.name) == (pdf(), "été 2026.pdf")
    digest = town.value("SELECT file_digest FROM document")
    assert digest == hashlib.sha256(pdf()).hexdigest()


def test_a_hostile_file_leaves_nothing(town: LittleTown, portal: Portal):
    sheet, home = town.document_type(), town.home()
    answer = sends(portal, home, sheet, content=pdf_with_attachment())
    assert answer == Refused(Reason.FILE_REFUSED, {"flaw": FileFlaw.ACTIVE.value})
    assert refusal(answer).startswith("Rien n'a été envoyé. Ce PDF contient un programme")
    looked_at = portal.check_file(actor=home.actor, family_id=home.id, name="a.pdf", content=b"")
    assert looked_at == Refused(Reason.FILE_REFUSED, {"flaw": FileFlaw.EMPTY.value})
    for table in ("document", "document_file", "operation", "outbox_mail", "audit_event"):
        assert town.value(f"SELECT count(*) FROM {table}") == 0, table


def test_a_family_sends_only_so_many_a_day(town: LittleTown, portal: Portal):
    sheet, home = town.document_type(), town.home()
    for _ in range(MOST_A_DAY):
        town.document(home, sheet, child=home.child, sent_at=int(PLAY_DAY.timestamp() * 1_000_000))
    assert sends(portal, home, sheet).reason is Reason.TOO_MANY_DOCUMENTS
    at(town, PLAY_DAY + timedelta(days=1, minutes=1))
    assert isinstance(sends(portal, home, sheet), DocumentSent)


def test_a_document_of_another_family_or_for_the_wrong_person_is_denied(
    town: LittleTown, portal: Portal, agent: Actor
):
    sheet, proof = town.document_type(), town.document_type("Justificatif de domicile", for_child=False)
    mine, theirs = town.home("Martin"), town.home("Durand")
    denied = Refused(Reason.NOT_ALLOWED)
    assert sends(portal, mine, sheet, child_id=theirs.child) == denied
    assert sends(portal, mine, sheet, child_id=None) == denied
    assert sends(portal, mine, proof) == denied
    assert sends(portal, mine, 999) == denied
    assert sends(portal, mine, sheet, school_year_id=999) == denied
    assert sends(portal, mine, sheet, school_year_id=None) == denied
    sent = sends(portal, theirs, sheet)
    asked = {"actor": mine.actor, "family_id": mine.id, "document_id": sent.document_id}
    assert portal.document_file(**asked) == denied
    assert decides(portal, mine.actor, sent.document_id) == denied
    assert town.audited() == ["denied"] * 6 + ["document_sent"] + ["denied"] * 2


def test_an_agent_does_not_treat_its_own_familys(town: LittleTown, portal: Portal, agent: Actor):
    sheet, home = town.document_type(), town.home()
    sent = sends(portal, home, sheet)
    town.run("UPDATE guardian SET email = :email", email="Agent@petit-bourg.example")
    assert decides(portal, agent, sent.document_id) == Refused(Reason.NOT_ALLOWED)


def test_a_shared_childs_document_counts_for_both_homes_and_is_told_to_one(
    town: LittleTown, portal: Portal, agent: Actor
):
    sheet = town.document_type()
    town.activity(documents=[sheet])
    one, other = town.home("Martin"), town.home("Durand", children=())
    town.share(one.child, other)
    sent = sends(portal, one, sheet, name="chez Martin.pdf")
    theirs = owner(portal, other, one.child).choices[0]
    assert (theirs.is_to_send, theirs.at_other_home) == (True, False)
    decides(portal, agent, sent.document_id)
    theirs = owner(portal, other, one.child).choices[0]
    assert (theirs.is_to_send, theirs.at_other_home) == (False, True)
    assert view(portal, other).lines == ()
    asked = {"actor": other.actor, "family_id": other.id, "document_id": sent.document_id}
    assert portal.document_file(**asked) == Refused(Reason.NOT_ALLOWED)


def test_a_document_that_ends_soon_is_told_until_its_successor_is_sent(town: LittleTown, portal: Portal):
    sheet, home = town.document_type(), town.home()
    town.activity(documents=[sheet])
    last = PLAY_DAY.date() + timedelta(days=30)
    town.document(home, sheet, child=home.child, expires_on=last)

    def told() -> list[Todo]:
        shown = portal.home(actor=home.actor, family_id=home.id)
        assert not isinstance(shown, Refused)
        return [one for one in shown.todos if one.kind is TodoKind.DOCUMENT_EXPIRES_SOON]

    assert [one.details["day"] for one in told()] == [last.isoformat()]
    at(town, PLAY_DAY - timedelta(days=1))
    assert told() == []
    at(town, PLAY_DAY)
    sends(portal, home, sheet)
    assert told() == []
