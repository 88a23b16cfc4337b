"""Who may ask for what: every method of the portal, tried by whoever may not."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern
from portail_tui.domain.money.wallet import StatementFilter
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import RefundMeans
from portail_tui.gateways.cards import StandIn
from portail_tui.portal import Portal
from portail_tui.services.portal import Service, ServicePortal
from tests.support.towns.invoices import written_by_hand
from tests.support.towns.people_requests import people_calls
from tests.support.towns.small_town import DAY, YEAR, Home, LittleTown, outcomes

OPEN_TO_ALL = {"log_in", "ask_new_password", "choose_password", "town_contact", "notices"}
"""Asked before anyone is known."""
OF_ONESELF = {"change_password", "ask_email_change", "confirm_email_change"}
"""Of one's own account alone, whatever the family (test_changing_passwords.py, test_email_changes.py)."""
OF_NO_FAMILY = {
    "find_families",
    "pending_queue",
    "decide_booking",
    "enrolment_queue",
    "decide_enrolment",
    "accept_quotient",
    "dead_letters",
    "document_queue",
    "decide_document",
    "address_queue",
    "decide_address",
    "erasure_queue",
    "answer_erasure",
}
"""Asked without naming one."""
STAFF_ONLY = OF_NO_FAMILY | {
    "record_refund",
    "record_correction",
    "issue_invoice",
    "undo_invoice",
    "give_password",
}

Call = Callable[[Portal, Actor, int], Any]


@pytest.fixture
def homes(town: LittleTown) -> tuple[Home, Home]:
    return town.home("Martin"), town.home("Durand")


@pytest.fixture
def calls(town: LittleTown, homes: tuple[Home, Home]) -> dict[str, Call]:
    """For each method of the portal, how to ask it something for a family. A new method must be added."""
    town.makes_its_key()
    sheet = town.document_type()
    canteen = town.activity()
    slot = town.slot(canteen)
    children = {home.id: home.child for home in homes}
    deposits = {home.id: town.open_address(home, sheet) for home in homes}
    files = {home.id: town.sent_file(home, sheet) for home in homes}
    invoices = {home.id: written_by_hand(town, home, number, canteen) for number, home in enumerate(homes, 1)}
    return {
        **people_calls(town, homes),
        "home": lambda portal, actor, family: portal.home(actor=actor, family_id=family),
        "choices": lambda portal, actor, family: portal.choices(actor=actor, family_id=family),
        "calendar_month": lambda portal, actor, family: portal.calendar_month(
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            year=DAY.year,
            month=DAY.month,
        ),
        "family_month": lambda portal, actor, family: portal.family_month(
            actor=actor, family_id=family, year=DAY.year, month=DAY.month
        ),
        "book_days": lambda portal, actor, family: portal.book_days(
            operation_id=f"book-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
        ),
        "book_together": lambda portal, actor, family: portal.book_together(
            operation_id=f"together-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            activity_id=canteen,
            children=(
                ChildPicks(
                    children.get(family, 1), (Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),)
                ),
            ),
            is_regular=False,
            all_or_none=True,
        ),
        "regular_form": lambda portal, actor, family: portal.regular_form(
            actor=actor, family_id=family, child_id=children.get(family, 1), activity_id=canteen
        ),
        "plan_regular": lambda portal, actor, family: portal.plan_regular(
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            activity_id=canteen,
            pattern=WeeklyPattern.every_week([(DAY.weekday(), canteen * 10)]),
            first_on=DAY,
            last_on=DAY,
            waits=False,
        ),
        "plan_together": lambda portal, actor, family: portal.plan_together(
            actor=actor,
            family_id=family,
            activity_id=canteen,
            child_ids=(children.get(family, 1),),
            picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
            is_regular=False,
            all_or_none=True,
            waits=False,
        ),
        "bookings": lambda portal, actor, family: portal.bookings(actor=actor, family_id=family),
        "bookings_sheet": lambda portal, actor, family: portal.bookings_sheet(
            actor=actor, family_id=family, first_on=DAY, last_on=DAY
        ),
        "wallet": lambda portal, actor, family: portal.wallet(actor=actor, family_id=family),
        "wallet_export": lambda portal, actor, family: portal.wallet_export(
            actor=actor, family_id=family, wanted=StatementFilter()
        ),
        "activate_account": lambda portal, actor, family: portal.activate_account(
            operation_id=f"activate-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            rules_accepted=True,
        ),
        "top_up": lambda portal, actor, family: portal.top_up(
            operation_id=f"pay-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            amount_cents=2000,
        ),
        "dismiss_hints": lambda portal, actor, family: portal.dismiss_hints(
            operation_id=f"hints-{actor.account_id}-{family}", actor=actor, family_id=family
        ),
        "tariffs": lambda portal, actor, family: portal.tariffs(actor=actor, family_id=family),
        "family": lambda portal, actor, family: portal.family(actor=actor, family_id=family),
        "check_file": lambda portal, actor, family: portal.check_file(
            actor=actor, family_id=family, name="a.pdf", content=b""
        ),
        "documents": lambda portal, actor, family: portal.documents(actor=actor, family_id=family),
        "send_document": lambda portal, actor, family: portal.send_document(
            operation_id=f"send-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            type_id=sheet,
            school_year_id=YEAR,
            name="a.pdf",
            content=b"",
        ),
        "open_deposit": lambda portal, actor, family: portal.open_deposit(
            operation_id=f"deposit-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 1),
            type_id=sheet,
            school_year_id=YEAR,
            secret=f"secret-{actor.account_id}-{family}",
        ),
        "deposit_state": lambda portal, actor, family: portal.deposit_state(
            actor=actor, family_id=family, deposit_id=deposits.get(family, 1)
        ),
        "document_file": lambda portal, actor, family: portal.document_file(
            actor=actor, family_id=family, document_id=files.get(family, 1)
        ),
        "document_queue": lambda portal, actor, family: portal.document_queue(actor=actor),
        "decide_document": lambda portal, actor, family: portal.decide_document(
            operation_id=f"paper-{actor.account_id}", actor=actor, document_id=999_999, accept=True
        ),
        "find_families": lambda portal, actor, family: portal.find_families(actor=actor, text="Durand"),
        "give_password": lambda portal, actor, family: portal.give_password(
            operation_id=f"give-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            email=homes[0].actor.name,
        ),
        "dead_letters": lambda portal, actor, family: portal.dead_letters(actor=actor),
        "pending_queue": lambda portal, actor, family: portal.pending_queue(actor=actor),
        "decide_booking": lambda portal, actor, family: portal.decide_booking(
            operation_id=f"decide-{actor.account_id}", actor=actor, booking_id=999_999, accept=True
        ),
        "enrolment_queue": lambda portal, actor, family: portal.enrolment_queue(actor=actor),
        "decide_enrolment": lambda portal, actor, family: portal.decide_enrolment(
            operation_id=f"enrol-{actor.account_id}", actor=actor, enrolment_id=999_999, accept=True
        ),
        "ask_enrolment": lambda portal, actor, family: portal.ask_enrolment(
            operation_id=f"ask-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            child_id=children.get(family, 0),
            activity_id=canteen,
            day=DAY,
        ),
        "accept_quotient": lambda portal, actor, family: portal.accept_quotient(
            operation_id=f"quotient-{actor.account_id}", actor=actor, quotient_id=999_999
        ),
        "invoices": lambda portal, actor, family: portal.invoices(actor=actor, family_id=family),
        "invoice": lambda portal, actor, family: portal.invoice(
            actor=actor, family_id=family, invoice_id=invoices.get(family, 1)
        ),
        "invoice_paper": lambda portal, actor, family: portal.invoice_paper(
            actor=actor, family_id=family, invoice_id=invoices.get(family, 1)
        ),
        "issue_invoice": lambda portal, actor, family: portal.issue_invoice(
            operation_id=f"issue-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            last_on=DAY - timedelta(days=30),
        ),
        "undo_invoice": lambda portal, actor, family: portal.undo_invoice(
            operation_id=f"undo-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            invoice_id=invoices.get(family, 1),
            reason="Doublon",
        ),
        "record_refund": lambda portal, actor, family: portal.record_refund(
            operation_id=f"refund-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            means=RefundMeans.TRANSFER,
            amount_cents=100,
            reason="Déménagement",
        ),
        "record_correction": lambda portal, actor, family: portal.record_correction(
            operation_id=f"correct-{actor.account_id}-{family}",
            actor=actor,
            family_id=family,
            cents=-100,
            reason="Erreur",
        ),
    }


def is_denied(answer: Any) -> bool:
    return answer == Refused(Reason.NOT_ALLOWED)


def public(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}


def test_every_method_of_the_portal_is_tried_here(calls: dict[str, Call]):
    assert public(Portal) == set(calls) | OPEN_TO_ALL | OF_ONESELF
    assert {name for name, one in vars(ServicePortal).items() if isinstance(one, Service)} == public(Portal)


@pytest.mark.parametrize("name", sorted(public(Portal)))
def test_a_service_takes_the_context_and_then_what_its_method_takes(name: str):
    method, service = (
        inspect.signature(getattr(Portal, name)),
        inspect.signature(vars(ServicePortal)[name].do),
    )
    of_method = list(method.parameters.values())[1:]
    first, *of_service = service.parameters.values()
    assert (first.name, first.annotation) == ("context", "ServiceContext")
    assert [(one.name, one.kind, one.default) for one in of_service] == [
        (one.name, one.kind, one.default) for one in of_method
    ]
    assert [_bare(one.annotation) for one in of_service] == [_bare(one.annotation) for one in of_method]
    assert _bare(service.return_annotation) == _bare(method.return_annotation)


def _bare(annotation: str) -> str:
    """The type as it is called, whichever module it is called through."""
    return re.sub(r"\b[a-z_]+\.", "", annotation)


def test_another_familys_anything_is_denied_and_leaves_an_audit_line(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    mine, theirs = homes
    portal = town.portal(StandIn())
    before = town.rows("SELECT count(*), sum(cents) FROM ledger_entry")
    for name, call in calls.items():
        assert is_denied(call(portal, mine.actor, theirs.id)), name
        last = town.rows("SELECT account_id, action, detail FROM audit_event ORDER BY id DESC LIMIT 1")
        assert last[0][:2] == (mine.actor.account_id, "denied"), name
        asked = {"account": mine.actor.account_id, "family": None if name in OF_NO_FAMILY else theirs.id}
        assert json.loads(last[0][2]) == {**asked, "what": name}
    assert town.value("SELECT count(*) FROM booking") == 0
    assert town.value("SELECT count(*) FROM operation") == 0
    assert town.rows("SELECT count(*), sum(cents) FROM ledger_entry") == before


OF_THE_TOWN = {"family_id", "operation_id", "activity_id", "type_id", "school_year_id"}
"""What names nobody's thing (or the family itself); any other ``…_id`` names a thing of a family's."""


class Asked:
    """A portal that answers nothing: it keeps what is asked of it."""

    def __init__(self) -> None:
        self.what: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., None]:
        return self.what.update


def requests_for(call: Call, actor: Actor, family: int) -> dict[str, Any]:
    asked = Asked()
    call(cast(Portal, asked), actor, family)
    return asked.what


def things_named(name: str) -> set[str]:
    """The parameters of a method of a family's that name a thing of that family."""
    names = inspect.signature(getattr(Portal, name)).parameters
    if "family_id" not in names:
        return set()
    return {one for one in names if one.endswith("_id")} - OF_THE_TOWN | names.keys() & {"children", "person"}


def test_another_familys_child_invoice_or_document_named_as_ones_own_is_denied_with_an_audit_line(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    """Whatever a method takes beside the family, in the name of the family that asks."""
    mine, theirs = homes
    portal = town.portal(StandIn())
    tried = set()
    for name, call in calls.items():
        own, others = (requests_for(call, mine.actor, home.id) for home in homes)
        for thing in things_named(name):
            named = others.get(thing) or {"child_id": theirs.child}[thing]
            assert named != own.get(thing), f"{name}: the calls above name no {thing} of each family's"
            before = town.value("SELECT count(*) FROM audit_event")
            answer = getattr(portal, name)(**{**own, thing: named})
            assert is_denied(answer), (name, thing)
            assert town.value("SELECT count(*) FROM audit_event") == before + 1, (name, thing)
            assert town.audited()[-1] == "denied", (name, thing)
            tried.add(name)
    assert tried >= {
        "calendar_month",
        "book_days",
        "book_together",
        "plan_regular",
        "document_file",
        "health",
    }


def test_a_parent_reaches_its_own_family_and_staff_any(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    mine, theirs = homes
    portal = town.portal(StandIn())
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    admin = town.account(Role.ADMIN, "admin@exemple.fr")
    for name, call in calls.items():
        assert is_denied(call(portal, mine.actor, mine.id)) == (name in STAFF_ONLY), name
        for staff in (agent, admin):
            assert not is_denied(call(portal, staff, theirs.id)), name


def test_a_closed_account_and_one_that_must_choose_a_password_reach_nothing(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    portal = town.portal(StandIn())
    closed = town.account(Role.AGENT, "parti@exemple.fr", closed_at=1)
    provisional = town.account(Role.AGENT, "nouveau@exemple.fr", must_change_password=True)
    town.run("UPDATE account SET closed_at = 1 WHERE id = :id", id=homes[0].actor.account_id)
    for name, call in calls.items():
        for actor in (closed, provisional, homes[0].actor):
            assert is_denied(call(portal, actor, homes[0].id)), name


def test_rights_are_the_stores_whatever_the_screen_holds(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    mine, theirs = homes
    portal = town.portal(StandIn())
    forged = replace(mine.actor, role=Role.ADMIN, family_id=theirs.id)
    nobody = Actor(account_id=999_999, role=Role.ADMIN, family_id=None, name="Personne")
    for name, call in calls.items():
        assert is_denied(call(portal, forged, theirs.id)), name
        assert is_denied(call(portal, nobody, theirs.id)), name
    line = town.rows(
        "SELECT account_id, family_id FROM audit_event WHERE detail LIKE '%999999%' ORDER BY id LIMIT 1"
    )
    assert line == [(None, theirs.id)]


def test_a_right_withdrawn_during_the_session_is_gone_at_once(town: LittleTown, homes: tuple[Home, Home]):
    portal = town.portal()
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    assert not is_denied(portal.home(actor=agent, family_id=homes[0].id))
    town.run("UPDATE account SET closed_at = 1 WHERE id = :id", id=agent.account_id)
    assert is_denied(portal.home(actor=agent, family_id=homes[0].id))


def test_a_family_that_does_not_exist_or_has_left_is_denied(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    portal = town.portal(StandIn())
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    town.run("UPDATE family SET closed_at = 1 WHERE id = :id", id=homes[1].id)
    for name, call in calls.items():
        if name not in OF_NO_FAMILY:
            assert is_denied(call(portal, agent, 999_999)), name
            assert is_denied(call(portal, agent, homes[1].id)), name


def test_a_forged_child_or_activity_is_denied(town: LittleTown, homes: tuple[Home, Home]):
    mine, theirs = homes
    portal = town.portal()
    canteen = town.activity()
    slot = town.slot(canteen)
    for child, activity in ((theirs.child, canteen), (999_999, canteen), (mine.child, 999_999)):
        month = portal.calendar_month(
            actor=mine.actor,
            family_id=mine.id,
            child_id=child,
            activity_id=activity,
            year=2026,
            month=12,
        )
        booked = portal.book_days(
            operation_id=f"{child}-{activity}",
            actor=mine.actor,
            family_id=mine.id,
            child_id=child,
            activity_id=activity,
            picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
        )
        assert is_denied(month)
        assert is_denied(booked)
    assert town.audited() == ["denied"] * 6
    assert town.statuses(slot) == []


def test_a_denied_repetition_of_another_familys_request_tells_nothing(
    town: LittleTown, homes: tuple[Home, Home], calls: dict[str, Call]
):
    mine, theirs = homes
    portal = town.portal()
    assert outcomes(calls["book_days"](portal, theirs.actor, theirs.id)) == ["booked"]
    assert is_denied(
        calls["book_days"](portal, replace(theirs.actor, account_id=mine.actor.account_id), theirs.id)
    )
