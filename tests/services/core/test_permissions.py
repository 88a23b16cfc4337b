"""Every permission of the table: which method of the portal asks for it, and what happens without it."""

from __future__ import annotations

from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff import permissions
from portail_tui.domain.staff.permissions import PERMISSIONS, Permission
from portail_tui.gateways.cards import StandIn
from portail_tui.portal import Portal
from portail_tui.services.core import access, decide
from portail_tui.services.core.access import show_and_record, show_to, show_to_staff
from portail_tui.services.core.write import ROW_ID, WriteRequest, do_once
from tests.support.towns.portal_calls import STAFF_ONLY, Call, is_denied
from tests.support.towns.small_town import Home, LittleTown


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@exemple.fr")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[Permission]:
    """The permissions that are asked about from now on."""
    asked: set[Permission] = set()

    def is_permitted(role: str | None, permission: Permission) -> bool:
        asked.add(permission)
        return permissions.is_permitted(role, permission)

    for module in (access, decide):
        monkeypatch.setattr(module, "is_permitted", is_permitted)
    return asked


def without(monkeypatch: pytest.MonkeyPatch, permission: Permission) -> None:
    """Take a permission away from every role."""
    table = {role: held - {permission} for role, held in PERMISSIONS.items()}
    monkeypatch.setattr(permissions, "PERMISSIONS", table)


def test_each_method_names_one_permission_and_is_denied_without_it(
    town: LittleTown,
    homes: tuple[Home, Home],
    calls: dict[str, Call],
    agent: Actor,
    asked: set[Permission],
    monkeypatch: pytest.MonkeyPatch,
):
    portal = town.portal(StandIn())
    admin = town.account(Role.ADMIN, "admin@exemple.fr")
    used = set()
    for name, call in calls.items():
        asked.clear()
        for staff in (agent, admin):
            assert not is_denied(call(portal, staff, homes[1].id)), name
        assert len(asked) == 1, (name, asked)
        (permission,) = asked
        assert (permission is not Permission.ACT_FOR_FAMILIES) == (name in STAFF_ONLY), name
        used.add(permission)
        if name in STAFF_ONLY:
            assert is_denied(call(portal, homes[1].actor, homes[1].id)), name
        with monkeypatch.context() as patch:
            without(patch, permission)
            for staff in (agent, admin):
                assert is_denied(call(portal, staff, homes[1].id)), name
    assert used == set(Permission)


def test_a_role_that_is_not_in_the_table_may_nothing():
    for role in (None, "", Role.FAMILY, "command", "Agent"):
        assert not any(permissions.is_permitted(role, one) for one in Permission), role
    assert set(PERMISSIONS) == {Role.AGENT, Role.ADMIN}


def test_what_is_refused_as_not_allowed_is_noted_whoever_made_the_refusal(
    town: LittleTown, homes: tuple[Home, Home], agent: Actor
):
    """The reason decides about the audit line: an equal refusal is another object."""
    context, actor, family = town.context(), homes[0].actor, homes[0].id
    request: WriteRequest[Any] = WriteRequest(
        operation_id="op", kind="write", actor=actor, family_id=family, asked={}, answer=ROW_ID
    )

    def refuse(*_: Any) -> Any:
        return Refused(Reason.NOT_ALLOWED, {"why": "made here"})

    for number, ask in enumerate(
        (
            lambda: show_to(context, actor, family, "read", refuse),
            lambda: show_and_record(context, actor, family, "read", refuse),
            lambda: show_to_staff(context, agent, Permission.FIND_FAMILIES, "read", refuse),
            lambda: do_once(context, request, refuse),
        ),
        1,
    ):
        assert ask() == Refused(Reason.NOT_ALLOWED, {"why": "made here"})
        assert town.audited() == ["denied"] * number


def test_what_is_refused_for_another_reason_leaves_no_line(
    town: LittleTown, portal: Portal, homes: tuple[Home, Home], agent: Actor
):
    answer = portal.decide_booking(operation_id="op", actor=agent, booking_id=999_999, accept=True)
    assert answer == Refused(Reason.ALREADY_TREATED)
    assert town.audited() == []
