"""Log-in: one answer for whatever is wrong, and tries that grow slower without ever locking for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portail_tui.domain.accounts.actor import LoggedIn, Role
from portail_tui.domain.accounts.passwords import ChooseFirst, Chosen
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.accounts import hashing, log_in
from portail_tui.services.accounts.throttle import Throttle
from tests.support.machine.answers import answered
from tests.support.towns.small_town import LittleTown

PASSWORD = "Grenouille-été-42"
BAD = Refused(Reason.BAD_CREDENTIALS)


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashing.hash_password(PASSWORD)


@pytest.fixture
def email(town: LittleTown, password_hash: str) -> str:
    return town.home(password_hash=password_hash).actor.name


def try_in(portal: Portal, email: str, password: str = PASSWORD, origin: str = "borne") -> LoggedIn | Refused:
    answer = portal.log_in(email=email, password=password, origin=origin)
    assert not isinstance(answer, ChooseFirst)
    return answer


def test_the_right_password_lets_in_however_the_address_is_typed(
    town: LittleTown, portal: Portal, email: str
):
    answer = try_in(portal, f"  {email.upper()} ")
    assert isinstance(answer, LoggedIn)
    assert (answer.actor.role, answer.landing) == (Role.FAMILY, Role.FAMILY)
    assert (
        answered(portal.home(actor=answer.actor, family_id=answer.actor.family_id or 0)).family_name
        == "Martin"
    )
    assert town.audited() == ["log_in"]


def test_a_password_typed_with_dead_keys_is_the_same(portal: Portal, email: str):
    import unicodedata

    assert isinstance(try_in(portal, email, unicodedata.normalize("NFD", PASSWORD)), LoggedIn)


def test_an_error_never_says_which_was_wrong(town: LittleTown, portal: Portal, email: str):
    assert (
        try_in(portal, email, "autre")
        == try_in(portal, "inconnu@exemple.fr")
        == try_in(portal, "", "")
        == BAD
    )
    assert try_in(portal, email, PASSWORD + "x" * 200) == BAD
    assert town.audited() == ["log_in_failed"] * 4


def test_an_unknown_account_costs_the_same_work(portal: Portal, email: str, monkeypatch: pytest.MonkeyPatch):
    """The hash checked for nobody asks for as much memory and as many passes as a real one."""
    from argon2 import extract_parameters
    from argon2.exceptions import VerifyMismatchError

    assert extract_parameters(hashing._NOBODY) == extract_parameters(hashing.hash_password("x"))
    with pytest.raises(VerifyMismatchError):  # it is a hash like any other, not a malformed one
        hashing._hasher().verify(hashing._NOBODY, PASSWORD)


def test_the_hash_is_argon2id_at_the_published_least(password_hash: str):
    assert password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashing.hash_password(PASSWORD) != password_hash
    with pytest.raises(ValueError, match="128"):
        hashing.hash_password("x" * 129)


@pytest.mark.parametrize("kept", [None, "", "none", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"])
def test_no_password_opens_an_account_without_a_hash(kept: str | None):
    assert not hashing.is_password("", kept)
    assert not hashing.is_password(PASSWORD, kept)


def test_a_closed_account_is_told_nothing_more(town: LittleTown, portal: Portal, email: str):
    town.run("UPDATE account SET closed_at = 1")
    assert try_in(portal, email) == BAD


def test_an_account_that_must_choose_a_password_is_let_in_for_that_alone(
    town: LittleTown, portal: Portal, email: str
):
    town.run("UPDATE account SET must_change_password = true")
    answer = portal.log_in(email=email, password=PASSWORD, origin="borne")
    assert isinstance(answer, ChooseFirst)
    assert answer.least == 12
    assert portal.choose_password(ticket=answer.ticket, password="cheval pile agrafe") == Chosen()
    assert isinstance(try_in(portal, email, "cheval pile agrafe"), LoggedIn)


def test_five_failures_are_free_then_each_waits_longer_up_to_a_quarter_of_an_hour(
    town: LittleTown, portal: Portal, email: str
):
    for _ in range(log_in.OF_ACCOUNT.free):
        assert try_in(portal, email, "faux") == BAD
    waits = []
    for _ in range(8):
        refused = try_in(portal, email, "faux")
        assert isinstance(refused, Refused)
        assert refused.reason is Reason.TRY_LATER
        waits.append(int(refused.details["seconds"]))
        town.clock.advance(seconds=waits[-1])
        assert try_in(portal, email, "faux") == BAD
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_during_the_wait_even_the_right_password_waits_and_then_lets_in(
    town: LittleTown, portal: Portal, email: str
):
    for _ in range(5):
        try_in(portal, email, "faux")
    town.clock.advance(seconds=20)
    assert try_in(portal, email) == Refused(Reason.TRY_LATER, {"seconds": 10})
    town.clock.advance(seconds=10)
    assert isinstance(try_in(portal, email), LoggedIn)
    assert try_in(portal, email, "faux") == BAD  # forgiven: the count starts anew


def test_unknown_addresses_are_slowed_down_like_known_ones(portal: Portal):
    for _ in range(5):
        assert try_in(portal, "inconnu@exemple.fr") == BAD
    assert try_in(portal, "inconnu@exemple.fr") == Refused(Reason.TRY_LATER, {"seconds": 30})


def test_one_account_slowed_down_does_not_slow_its_neighbour(
    town: LittleTown, portal: Portal, email: str, password_hash: str
):
    neighbour = town.home("Durand", password_hash=password_hash).actor.name
    for _ in range(6):
        try_in(portal, email, "faux")
    assert isinstance(try_in(portal, neighbour), LoggedIn)


def test_an_origin_that_tries_many_accounts_is_slowed_down_for_a_minute_at_most(
    town: LittleTown, portal: Portal, email: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(log_in, "OF_ORIGIN", Throttle(free=3, first_seconds=5, most_seconds=60))
    for number in range(3):
        try_in(portal, f"inconnu{number}@exemple.fr")
    assert try_in(portal, email) == Refused(Reason.TRY_LATER, {"seconds": 5})
    assert isinstance(try_in(portal, email, origin="autre"), LoggedIn)
    assert log_in.OF_ORIGIN.wait(40) == timedelta(seconds=60)
    town.clock.advance(seconds=5)
    assert isinstance(try_in(portal, email), LoggedIn)
    # letting in takes back that one try only: an account of one's own does not reset the origin
    assert isinstance(try_in(portal, email), LoggedIn)
    assert try_in(portal, "inconnu9@exemple.fr") == BAD
    assert try_in(portal, email).reason is Reason.TRY_LATER  # type: ignore[union-attr]


def test_failures_are_forgotten_after_an_hour(town: LittleTown, portal: Portal, email: str):
    for _ in range(5):
        try_in(portal, email, "faux")
    town.clock.advance(hours=1)
    for _ in range(5):
        assert try_in(portal, email, "faux") == BAD
    assert try_in(portal, email).reason is Reason.TRY_LATER  # type: ignore[union-attr]


def test_what_was_typed_is_never_kept(town: LittleTown, portal: Portal):
    try_in(portal, "mon-mot-de-passe-ici", "mon-secret")
    kept = town.everything()
    assert "log_in_failed" in kept
    assert "mon-mot-de-passe-ici" not in kept
    assert "mon-secret" not in kept


def test_the_actor_is_the_accounts_own(town: LittleTown, portal: Portal, password_hash: str):
    agent = town.account(Role.AGENT, "agent@exemple.fr", password_hash=password_hash)
    answer = try_in(portal, "agent@exemple.fr")
    assert answer == LoggedIn(replace(agent, opened_at=town.clock.now()), Role.AGENT)
