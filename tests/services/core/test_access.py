"""Who may ask for what: every method of the portal, tried by whoever may not."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.gateways.cards import StandIn
from portail_tui.portal import Portal
from portail_tui.services.portal import Service, ServicePortal
from tests.support.towns.portal_calls import (
    OF_NO_FAMILY,
    OF_ONESELF,
    OPEN_TO_ALL,
    STAFF_ONLY,
    STORED_NAMES,
    Call,
    is_denied,
)
from tests.support.towns.small_town import Home, LittleTown, outcomes


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
        assert json.loads(last[0][2]) == {**asked, "what": STORED_NAMES.get(name, name)}
    assert town.value("SELECT count(*) FROM booking") == 0
    assert town.value("SELECT count(*) FROM operation") == 0
    assert town.rows("SELECT count(*), sum(cents) FROM ledger_entry") == before


OF_THE_TOWN = {"family_id", "operation_id", "activity_id", "type_id", "school_year_id"}
"""What names nobody's thing (or the family itself); any other ``…_id`` names a thing of a family's."""


class RecordingPortal:
    """A portal that answers nothing: it keeps what is asked of it."""

    def __init__(self) -> None:
        self.what: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., None]:
        return self.what.update


def requests_for(call: Call, actor: Actor, family: int) -> dict[str, Any]:
    asked = RecordingPortal()
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
