"""Another e-mail: it counts once the code mailed there is typed; the old address is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, LoggedIn
from portail_tui.domain.families.people import EmailCodeAsked
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.accounts import hashing
from portail_tui.services.ops.send_mail import send_mails
from portail_tui.services.portal import open_to_screens
from tests.support.machine.mail_server import PostOffice, post_office
from tests.support.towns.small_town import Home, LittleTown

PASSWORD, NEW = "Grenouille-été-42", "Claire.Nouvelle@exemple.fr"


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashing.hash_password(PASSWORD)


@pytest.fixture
def home(town: LittleTown, password_hash: str) -> Home:
    return town.home(password_hash=password_hash)


@pytest.fixture
def portal(town: LittleTown) -> Portal:
    """A portal that leaves its mails to the test."""
    return open_to_screens(town.context())


@pytest.fixture
def post(town: LittleTown) -> Iterator[PostOffice]:
    with post_office() as post:
        town.sends_by(post.address())
        yield post


def opened(town: LittleTown, portal: Portal, email: str) -> Actor:
    answer = portal.log_in(email=email, password=PASSWORD, origin="borne")
    assert isinstance(answer, LoggedIn), answer
    return answer.actor


def ask(portal: Portal, actor: Actor, email: str = NEW, password: str = PASSWORD) -> Any:
    return portal.ask_email_change(actor=actor, email=email, password=password)


def confirm(portal: Portal, actor: Actor, code: str, operation: str = "c") -> Any:
    return portal.confirm_email_change(operation_id=operation, actor=actor, code=code)


def mailed(town: LittleTown, post: PostOffice) -> str:
    """The code of the last mail, once those that are due have left."""
    send_mails(town.context(), holder="h")
    code: str
    (code,) = re.findall(r"^    (\S{4}-\S{4})$", post.bodies()[-1], re.MULTILINE)
    return code


def test_the_new_address_counts_once_its_code_is_typed(
    town: LittleTown, portal: Portal, home: Home, post: PostOffice
):
    actor, old = opened(town, portal, home.actor.name), home.actor.name
    assert ask(portal, actor) == EmailCodeAsked(NEW)
    assert town.value("SELECT email FROM account WHERE id = :id", id=actor.account_id) == old
    code = mailed(town, post)
    assert post.letters[-1]["To"] == NEW
    assert code.replace("-", "") not in town.everything()
    assert confirm(portal, actor, code.lower().replace("-", " ")) == NEW
    assert confirm(portal, actor, code) == NEW, "sent twice, it answers the same"
    assert portal.profile(actor=actor, family_id=home.id).email == NEW  # type: ignore[union-attr]
    assert town.value("SELECT email FROM guardian WHERE family_id = :id", id=home.id) == NEW
    assert town.mails("email_changed")[0][0] == old
    opened(town, portal, NEW.lower())
    assert portal.log_in(email=old, password=PASSWORD, origin="b") == Refused(Reason.BAD_CREDENTIALS)


def test_an_address_that_is_somebody_s_is_answered_alike_and_never_serves(
    town: LittleTown, portal: Portal, home: Home, post: PostOffice
):
    other = town.home("Durand")
    actor = opened(town, portal, home.actor.name)
    taken = other.actor.name.upper()
    assert ask(portal, actor, taken) == EmailCodeAsked(taken)
    send_mails(town.context(), holder="h")
    assert post.letters == []
    assert confirm(portal, actor, "ACDE-FGHJ") == Refused(Reason.CODE_OVER)


def test_five_tries_then_the_code_is_over_and_so_it_is_after_a_day(
    town: LittleTown, portal: Portal, home: Home, post: PostOffice
):
    actor = opened(town, portal, home.actor.name)
    ask(portal, actor)
    code = mailed(town, post)
    for left in (4, 3, 2, 1, 0):
        assert confirm(portal, actor, "AAAA-AAAA") == Refused(Reason.CODE_WRONG, {"left": left})
    assert confirm(portal, actor, code) == Refused(Reason.CODE_OVER)
    ask(portal, actor)
    late = mailed(town, post)
    town.clock.advance(hours=24)
    assert confirm(portal, actor, late) == Refused(Reason.CODE_OVER)
    assert town.value("SELECT email FROM account WHERE id = :id", id=actor.account_id) == home.actor.name


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("claire", PASSWORD, Reason.FIELD_INVALID),
        ("claire@exemple.fr\nBcc: x@y.fr", PASSWORD, Reason.FIELD_INVALID),
        (NEW, "pas le bon", Reason.PASSWORD_WRONG),
    ],
)
def test_what_is_no_address_or_whoever_does_not_know_the_password_changes_nothing(
    town: LittleTown, portal: Portal, home: Home, post: PostOffice, email: str, password: str, reason: Reason
):
    actor = opened(town, portal, home.actor.name)
    assert ask(portal, actor, email, password).reason is reason
    assert ask(portal, actor, home.actor.name).reason is Reason.SAME_EMAIL
    assert town.value("SELECT count(*) FROM outbox_mail") == 0


def test_a_town_without_mail_says_so_and_a_stranger_is_denied(town: LittleTown, portal: Portal, home: Home):
    actor = opened(town, portal, home.actor.name)
    assert ask(portal, actor) == Refused(Reason.NO_MAILS)
    stranger = replace(actor, account_id=999_999)
    assert ask(portal, stranger) == confirm(portal, stranger, "A") == Refused(Reason.NOT_ALLOWED)
    assert town.audited()[-2:] == ["denied", "denied"]
