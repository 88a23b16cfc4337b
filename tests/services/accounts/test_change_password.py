"""Changing one's password: every other session ends, this one goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portail_tui.domain.accounts.actor import Actor, LoggedIn, Role
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.accounts import hashing
from tests.support.towns.small_town import Home, LittleTown

OLD, NEW = "Grenouille-été-42", "cheval pile agrafe"
NOT_ALLOWED = Refused(Reason.NOT_ALLOWED)


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashing.hash_password(OLD)


@pytest.fixture
def home(town: LittleTown, password_hash: str) -> Home:
    return town.home(password_hash=password_hash)


def opened(town: LittleTown, portal: Portal, email: str, password: str = OLD) -> Actor:
    """A session that began now; a minute passes."""
    answer = portal.log_in(email=email, password=password, origin="borne")
    assert isinstance(answer, LoggedIn)
    town.clock.advance(minutes=1)
    return answer.actor


def change(
    portal: Portal, actor: Actor, current: str = OLD, new: str = NEW, name: str = "c"
) -> Actor | Refused:
    return portal.change_password(operation_id=name, actor=actor, current=current, password=new)


def test_the_other_sessions_end_and_this_one_goes_on(town: LittleTown, portal: Portal, home: Home):
    here, there = (opened(town, portal, home.actor.name) for _ in range(2))
    changed = change(portal, here)
    assert isinstance(changed, Actor)
    assert changed == replace(here, opened_at=town.clock.now())
    assert portal.home(actor=there, family_id=home.id) == NOT_ALLOWED
    assert portal.home(actor=here, family_id=home.id) == NOT_ALLOWED
    assert not isinstance(portal.home(actor=changed, family_id=home.id), Refused)
    assert change(portal, there, NEW, "autre chose du tout", "d") == NOT_ALLOWED
    assert town.mails("password_changed")[0][0] == home.actor.name
    opened(town, portal, home.actor.name, NEW)


def test_an_agent_s_other_sessions_end_too(town: LittleTown, portal: Portal, password_hash: str):
    agent = town.account(Role.AGENT, "agent@exemple.fr", password_hash=password_hash)
    there, here = (opened(town, portal, agent.name) for _ in range(2))
    changed = change(portal, here, new="cheval pile agrafe bleue")
    assert isinstance(changed, Actor)
    assert portal.pending_queue(actor=there) == NOT_ALLOWED
    assert portal.pending_queue(actor=changed) == ()
    assert change(portal, changed, "cheval pile agrafe bleue", "xkqvjwpzrbnt", "d").details["least"] == 15  # type: ignore[union-attr]


def test_sent_twice_it_happens_once_and_answers_the_same(town: LittleTown, portal: Portal, home: Home):
    here = opened(town, portal, home.actor.name)
    changed = change(portal, here)
    town.clock.advance(minutes=1)
    assert change(portal, here) == changed
    assert town.audited().count("password_changed") == len(town.mails("password_changed")) == 1
    assert NEW not in town.everything()


def test_the_present_one_is_asked_again_and_guessing_it_grows_slow(
    town: LittleTown, portal: Portal, home: Home
):
    here = opened(town, portal, home.actor.name)
    for _ in range(5):
        assert change(portal, here, "faux") == Refused(Reason.PASSWORD_WRONG)
    assert change(portal, here) == Refused(Reason.TRY_LATER, {"seconds": 30})
    town.clock.advance(seconds=30)
    assert isinstance(change(portal, here), Actor)


@pytest.mark.parametrize(
    ("new", "why"), [("court", "too_short"), (OLD, "same"), ("Petit-Bourg-2026", "too_close")]
)
def test_a_weak_one_is_refused_and_nothing_changes(
    town: LittleTown, portal: Portal, home: Home, new: str, why: str
):
    here = opened(town, portal, home.actor.name)
    assert change(portal, here, new=new) == Refused(Reason.PASSWORD_UNFIT, {"why": why, "least": 12})
    assert not isinstance(portal.home(actor=here, family_id=home.id), Refused)


def test_a_closed_account_changes_nothing_and_the_journal_tells(town: LittleTown, portal: Portal, home: Home):
    here = opened(town, portal, home.actor.name)
    town.run("UPDATE account SET closed_at = 1")
    assert change(portal, here) == NOT_ALLOWED
    assert town.audited()[-1] == "denied"


def test_two_screens_at_once_leave_one_password(town: LittleTown, portal: Portal, home: Home):
    here = opened(town, portal, home.actor.name)
    with town.store.writing() as connection:
        from portail_tui.store.queries.accounts import passwords

        assert not passwords.set_password(connection, here.account_id, "un autre", "x", town.clock.now())
