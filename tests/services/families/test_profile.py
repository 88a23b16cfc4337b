"""« Mon profil »: details kept by the household, an address that decides nothing until an agent accepts it, a
request for erasure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.families.profile import (
    Address,
    AddressAnswer,
    AddressDecided,
    AddressState,
    ErasureState,
)
from portail_tui.domain.rules.tariffs import Fixed, TariffGrid
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.texts.refusals import refusal
from tests.support.machine.answers import answered
from tests.support.towns.small_town import Home, LittleTown, outcomes
from tests.support.towns.town_activities import DAY

TODAY = date(2026, 11, 24)
NEW = Address("3, rue Neuve", "29000", "Ville-Voisine")


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def shown(portal: Portal, home: Home) -> Any:
    answer = portal.profile(actor=home.actor, family_id=home.id)
    assert not isinstance(answer, Refused)
    return answer


def declare(portal: Portal, home: Home, address: Address = NEW, operation: str = "d") -> Any:
    return portal.declare_address(
        operation_id=operation, actor=home.actor, family_id=home.id, address=address
    )


def decide(portal: Portal, agent: Actor, change: int, answer: AddressAnswer, operation: str = "a") -> Any:
    return portal.decide_address(operation_id=operation, actor=agent, change_id=change, answer=answer)


def residences(town: LittleTown, home: Home) -> list[Any]:
    return town.rows(
        "SELECT from_on, is_resident, city FROM family_residence WHERE family_id = :id ORDER BY from_on",
        id=home.id,
    )


def test_an_adults_telephone_is_kept_as_people_write_it_and_a_bad_one_changes_nothing(
    town: LittleTown, portal: Portal
):
    home = town.home()
    adult = shown(portal, home).adults[0]
    asked: dict[str, Any] = {"actor": home.actor, "family_id": home.id, "guardian_id": adult.guardian_id}
    bad = portal.save_adult(operation_id="a", **asked, phone="06 12", is_confidential=True)
    assert bad == Refused(Reason.FIELD_INVALID, {"field": "phone", "why": "phone"})
    assert shown(portal, home).adults[0] == adult
    kept = portal.save_adult(operation_id="b", **asked, phone="+33612345678", is_confidential=True)
    assert kept == "06 12 34 56 78"
    after = shown(portal, home).adults[0]
    assert (after.phone, after.is_confidential) == ("06 12 34 56 78", True)
    assert town.audited() == ["details_changed"]


def test_a_declared_address_touches_neither_the_address_nor_the_residence(town: LittleTown, portal: Portal):
    home = town.home()
    before = residences(town, home)
    change = declare(portal, home)
    view = shown(portal, home)
    assert view.address == Address("1, rue du Puits", "00000", "Petit-Bourg")
    assert (view.declared.address, view.declared.state) == (NEW, AddressState.SENT)
    assert residences(town, home) == before
    assert view.resident
    # another declaration takes its place: an agent treats the last one alone
    again = declare(portal, home, Address("4, rue Neuve", "29000", "Ville-Voisine"), "e")
    assert town.rows("SELECT id, status FROM address_change ORDER BY id") == [
        (change, "replaced"),
        (again, "sent"),
    ]


@pytest.mark.parametrize("field", ["street", "postcode", "city"])
def test_an_address_has_all_its_parts(town: LittleTown, portal: Portal, field: str):
    home = town.home()
    parts = {"street": NEW.street, "postcode": NEW.postcode, "city": NEW.city, field: " "}
    refused = declare(portal, home, Address(**parts))
    assert refused == Refused(Reason.FIELD_INVALID, {"field": field, "why": "missing"})
    assert refusal(refused).startswith("Rien n'a été enregistré.")
    same = declare(portal, home, Address("1, rue du Puits", "00000", "Petit-Bourg"))
    assert same == Refused(Reason.SAME_ADDRESS)


def test_an_agent_accepts_it_from_a_day_on_and_paid_days_follow(
    town: LittleTown, portal: Portal, agent: Actor
):
    canteen = town.activity(
        price=TariffGrid(
            code="T", from_on=date(2026, 9, 1), decision="n° 1", form=Fixed(300), outside_cents=500
        )
    )
    slot, home = town.slot(canteen), town.home(balance=2_000)
    booked = portal.book_days(
        operation_id="book",
        actor=home.actor,
        family_id=home.id,
        child_id=home.child,
        activity_id=canteen,
        picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
    )
    assert outcomes(booked) == ["booked"]
    change = declare(portal, home)
    (line,) = portal.address_queue(actor=agent)  # type: ignore[misc]
    assert (line.change_id, line.before.city, line.after) == (change, "Petit-Bourg", NEW)
    answer = AddressAnswer(True, is_resident=False, from_on=DAY - timedelta(days=1))
    assert decide(portal, agent, change, answer) == AddressDecided(True, 1, 200)
    assert town.balance(home) == 1_500
    assert residences(town, home)[-1][1:] in [(0, "Ville-Voisine"), (False, "Ville-Voisine")]
    view = shown(portal, home)
    assert (view.address, view.declared) == (NEW, None)
    assert portal.address_queue(actor=agent) == ()
    assert decide(portal, agent, change, answer, "b") == Refused(Reason.ALREADY_TREATED)


def test_a_refused_address_tells_its_reason_and_an_earlier_day_wants_one(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    change = declare(portal, home)
    assert decide(portal, agent, change, AddressAnswer(False)) == Refused(Reason.REASON_MISSING)
    early = AddressAnswer(True, is_resident=False, from_on=TODAY - timedelta(days=30))
    assert decide(portal, agent, change, early) == Refused(Reason.REASON_MISSING)
    refused = AddressAnswer(False, reason="Il manque le justificatif.")
    assert decide(portal, agent, change, refused) == AddressDecided(False, 0, 0)
    declared = shown(portal, home).declared
    assert (declared.state, declared.reason) == (AddressState.REFUSED, "Il manque le justificatif.")


def test_a_request_for_erasure_waits_is_answered_and_is_asked_once_at_a_time(
    town: LittleTown, portal: Portal, agent: Actor
):
    home = town.home()
    asked: dict[str, Any] = {"actor": home.actor, "family_id": home.id}
    request = answered(portal.ask_erasure(operation_id="a", **asked, words="Nous déménageons."))
    assert portal.ask_erasure(operation_id="b", **asked, words="") == Refused(Reason.ALREADY_ASKED)
    (line,) = portal.erasure_queue(actor=agent)  # type: ignore[misc]
    assert (line.request_id, line.words, line.family_id) == (request, "Nous déménageons.", home.id)
    assert portal.withdraw_erasure(operation_id="c", **asked, request_id=request) == request
    assert shown(portal, home).erasure is None
    assert portal.erasure_queue(actor=agent) == ()
    again = portal.ask_erasure(operation_id="d", **asked, words="")
    answer: dict[str, Any] = {"actor": agent, "request_id": again}
    assert portal.answer_erasure(operation_id="e", **answer, answer=" ") == Refused(Reason.REASON_MISSING)
    words = "Effacé, sauf les factures, gardées dix ans."
    assert portal.answer_erasure(operation_id="f", **answer, answer=words) == again
    erasure = shown(portal, home).erasure
    assert (erasure.state, erasure.answer) == (ErasureState.TREATED, words)
    assert portal.answer_erasure(operation_id="g", **answer, answer=words) == Refused(Reason.ALREADY_TREATED)
