"""Lost password: nobody can tell an account from no account, and a secret opens one door, once, for a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import event

from portail_tui.domain.accounts.actor import Actor, LoggedIn, Role
from portail_tui.domain.accounts.passwords import Asked, ChooseFirst, Chosen, Provisional, read_secret
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.accounts import hashing
from portail_tui.services.ops.send_mail import send_mails
from tests.support.machine.mail_server import PostOffice, post_office
from tests.support.towns.small_town import Home, LittleTown

OLD, NEW = "Grenouille-été-42", "cheval pile agrafe"
BAD = Refused(Reason.BAD_CREDENTIALS)


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashing.hash_password(OLD)


@pytest.fixture
def home(town: LittleTown, password_hash: str) -> Home:
    return town.home(password_hash=password_hash)


@pytest.fixture
def post(town: LittleTown) -> Iterator[PostOffice]:
    with post_office() as post:
        town.sends_by(post.address())
        yield post


def ask(portal: Portal, email: str, origin: str = "borne") -> Asked | Refused:
    return portal.ask_new_password(email=email, origin=origin)


def try_in(portal: Portal, email: str, password: str) -> Any:
    return portal.log_in(email=email, password=password, origin="borne")


def mailed(town: LittleTown, post: PostOffice) -> str:
    """The secret of the last mail, once those that are due have left."""
    send_mails(town.context(), holder="h")
    found = re.search(r"([A-Z0-9]{4}-){4}[A-Z0-9]{4}", post.bodies()[-1])
    assert found is not None
    return found[0]


def test_a_mailed_secret_lets_choose_a_password_and_nothing_else(
    town: LittleTown, home: Home, post: PostOffice
):
    portal, email = quiet(town), home.actor.name
    assert ask(portal, email.upper()) == Asked(by_mail=True)
    secret = mailed(town, post)
    assert post.letters[-1]["To"] == email
    first = try_in(portal, email, secret.lower().replace("-", " "))
    assert isinstance(first, ChooseFirst)
    assert isinstance(try_in(portal, email, OLD), LoggedIn), "the present one is good until then"
    assert portal.choose_password(ticket=first.ticket, password=NEW) == Chosen()
    assert portal.choose_password(ticket=first.ticket, password=NEW) == Chosen(), (
        "sent twice, it is done once"
    )
    assert try_in(portal, email, OLD) == BAD
    assert isinstance(try_in(portal, email, NEW), LoggedIn)
    mailed_at = len(post.letters)
    send_mails(town.context(), holder="h")
    [notice] = post.letters[mailed_at:]
    assert notice["Subject"] == "Votre mot de passe a changé - Petit-Bourg"


def quiet(town: LittleTown) -> Portal:
    """A portal that leaves its mails to the test."""
    from portail_tui.services.portal import open_to_screens

    return open_to_screens(town.context())


def test_a_secret_serves_once_for_a_day_and_five_tries(town: LittleTown, home: Home, post: PostOffice):
    portal, email = quiet(town), home.actor.name
    ask(portal, email)
    used = mailed(town, post)
    assert isinstance(try_in(portal, email, used), ChooseFirst)
    assert try_in(portal, email, used) == BAD
    ask(portal, email)
    late = mailed(town, post)
    town.clock.advance(hours=24)
    assert try_in(portal, email, late) == BAD
    town.clock.advance(hours=1)  # tries that failed count no more
    ask(portal, email)
    tried = mailed(town, post)
    wrong = tried[:-1] + ("A" if tried[-1] != "A" else "C")
    assert read_secret(wrong) is not None
    for _ in range(5):
        assert try_in(portal, email, wrong) == BAD
    town.clock.advance(minutes=5)
    assert try_in(portal, email, tried) == BAD


def test_only_the_newest_secret_is_good_and_each_mail_has_its_own_name(
    town: LittleTown, home: Home, post: PostOffice
):
    portal, email = quiet(town), home.actor.name
    ask(portal, email)
    older = mailed(town, post)
    ask(portal, email)
    newer = mailed(town, post)
    assert try_in(portal, email, older) == BAD
    assert isinstance(try_in(portal, email, newer), ChooseFirst)
    assert len({letter["Message-ID"] for letter in post.letters}) == 2


def test_a_mail_put_off_leaves_with_a_fresh_secret_under_another_name(
    town: LittleTown, home: Home, post: PostOffice
):
    portal = quiet(town)
    ask(portal, home.actor.name)
    post.answers = ["450 4.7.1 Plus tard"]
    send_mails(town.context(), holder="h")
    town.clock.advance(minutes=1)
    assert isinstance(try_in(portal, home.actor.name, mailed(town, post)), ChooseFirst)
    assert ".2@" in post.letters[0]["Message-ID"]


def test_what_is_mailed_is_kept_as_a_hash_alone(town: LittleTown, home: Home, post: PostOffice):
    ask(quiet(town), home.actor.name)
    secret = mailed(town, post)
    kept = town.everything()
    assert secret not in kept
    assert secret.replace("-", "") not in kept
    assert town.value("SELECT secret_hash FROM temporary_password").startswith("$argon2id$")


def test_the_right_to_choose_is_over_after_a_quarter_of_an_hour(
    town: LittleTown, home: Home, post: PostOffice
):
    portal = quiet(town)
    ask(portal, home.actor.name)
    first = try_in(portal, home.actor.name, mailed(town, post))
    town.clock.advance(minutes=15)
    assert portal.choose_password(ticket=first.ticket, password=NEW) == Refused(Reason.TICKET_OVER)
    assert portal.choose_password(ticket="inventé", password=NEW) == Refused(Reason.TICKET_OVER)
    assert isinstance(try_in(portal, home.actor.name, OLD), LoggedIn)


def test_a_weak_password_is_refused_and_may_be_chosen_again(town: LittleTown, home: Home, post: PostOffice):
    portal = quiet(town)
    ask(portal, home.actor.name)
    secret = mailed(town, post)
    first = try_in(portal, home.actor.name, secret)
    for password, why in (
        ("court", "too_short"),
        ("Motdepasse2026!", "too_simple"),
        ("petit-bourg-martin", "too_close"),
        (OLD, "same"),
        (secret, "same"),
    ):
        answer = portal.choose_password(ticket=first.ticket, password=password)
        assert answer == Refused(Reason.PASSWORD_UNFIT, {"why": why, "least": 12}), password
    assert portal.choose_password(ticket=first.ticket, password=NEW) == Chosen()


# --- no account can be told from no account -------------------------------------------------------


@pytest.fixture
def addresses(town: LittleTown, home: Home) -> list[str]:
    town.account(Role.AGENT, "parti@exemple.fr", closed_at=1)
    return [home.actor.name, "inconnue@exemple.fr", "parti@exemple.fr"]


class WorkCounter:
    """What the store and Argon2 are asked for."""

    def __init__(self, town: LittleTown, monkeypatch: pytest.MonkeyPatch) -> None:
        self.context = town.context()
        self.statements: list[str] = []
        self.hashes = 0
        hasher = hashing._hasher()

        def counted(real: Any) -> Any:
            def call(*values: Any) -> Any:
                self.hashes += 1
                return real(*values)

            return call

        class Counted:
            hash, verify = staticmethod(counted(hasher.hash)), staticmethod(counted(hasher.verify))

        monkeypatch.setattr(hashing, "_hasher", Counted)
        event.listen(self.context.store.engine, "before_cursor_execute", self._note)

    def _note(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        self.statements.append(statement)

    def taken(self) -> tuple[Counter[str], int]:
        done = Counter(self.statements), self.hashes
        self.statements, self.hashes = [], 0
        return done


def test_asking_is_the_same_work_and_the_same_words_for_every_address(
    town: LittleTown, addresses: list[str], post: PostOffice, monkeypatch: pytest.MonkeyPatch
):
    from portail_tui.services.portal import open_to_screens

    work = WorkCounter(town, monkeypatch)
    portal = open_to_screens(work.context)
    ask(portal, "premiere@exemple.fr", "ailleurs")  # what is read once and kept
    send_mails(work.context, holder="h")
    work.taken()
    asked, sent, answers = [], [], []
    for number, email in enumerate(addresses):
        mails = town.value("SELECT count(*) FROM outbox_mail")
        answers.append(ask(portal, email, f"borne {number}"))
        asked.append(work.taken())
        assert town.value("SELECT count(*) FROM outbox_mail") == mails + 1
        send_mails(work.context, holder="h")
        sent.append(work.taken()[1])
    assert answers == [Asked(by_mail=True)] * 3
    assert asked[0] == asked[1] == asked[2]
    assert asked[0][1] == 0
    assert sent == [1, 1, 1], "one Argon2 each, as the mail leaves or would"
    assert len(post.letters) == 1
    assert town.rows("SELECT DISTINCT status FROM outbox_mail") == [("sent",)]


@pytest.mark.parametrize("password", ["faux", "ACDE-FGHJ-KLMN-PQRT-UVWX"], ids=["ordinary", "like a secret"])
def test_logging_in_is_the_same_work_for_every_address(
    town: LittleTown, addresses: list[str], password: str, monkeypatch: pytest.MonkeyPatch
):
    from portail_tui.services.portal import open_to_screens

    work = WorkCounter(town, monkeypatch)
    portal = open_to_screens(work.context)
    done = []
    for number, email in enumerate(addresses):
        assert portal.log_in(email=email, password=password, origin=f"borne {number}") == BAD
        done.append(work.taken())
    assert done[0] == done[1] == done[2]
    assert done[0][1] == (1 if password == "faux" else 2)


def test_three_requests_an_hour_then_every_address_waits_alike(town: LittleTown, addresses: list[str]):
    portal = quiet(town)
    for email in addresses:
        for _ in range(3):
            assert ask(portal, email) == Asked(by_mail=False)
        assert ask(portal, email) == Refused(Reason.TRY_LATER, {"seconds": 3600})
    town.clock.advance(hours=1)
    assert ask(portal, addresses[0]) == Asked(by_mail=False)
    assert town.audited() == ["new_password_asked"] * 10


def test_a_request_that_waited_for_a_day_is_dropped(town: LittleTown, home: Home, post: PostOffice):
    ask(quiet(town), home.actor.name)
    town.clock.advance(hours=24)
    send_mails(town.context(), holder="h")
    assert post.letters == []
    assert town.rows("SELECT status FROM outbox_mail") == [("sent",)]


def test_a_secret_typed_on_two_screens_at_once_serves_one(town: LittleTown, home: Home, post: PostOffice):
    ask(quiet(town), home.actor.name)
    secret = mailed(town, post)
    screens = [quiet(town), quiet(town)]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda portal: try_in(portal, home.actor.name, secret), screens))
    assert {type(answer) for answer in answers} == {ChooseFirst, Refused}


def test_an_origin_that_asks_for_many_addresses_is_slowed_down(town: LittleTown):
    portal = quiet(town)
    for number in range(20):
        assert ask(portal, f"{number}@exemple.fr") == Asked(by_mail=False)
    assert ask(portal, "encore@exemple.fr") == Refused(Reason.TRY_LATER, {"seconds": 30})
    assert ask(portal, "encore@exemple.fr", "ailleurs") == Asked(by_mail=False)


def test_what_was_typed_for_nobody_is_not_kept(town: LittleTown):
    ask(quiet(town), "un-mot-de-passe-ici")
    assert "un-mot-de-passe-ici" not in town.everything()


# --- at the desk ----------------------------------------------------------------------------------


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def give(portal: Portal, agent: Actor, home: Home, email: str) -> Provisional | Refused:
    return portal.give_password(operation_id="g", actor=agent, family_id=home.id, email=email)


def test_an_agent_hands_out_a_password_shown_once(town: LittleTown, home: Home, agent: Actor):
    portal, email = quiet(town), home.actor.name
    given = give(portal, agent, home, f" {email.upper()}")
    assert isinstance(given, Provisional)
    assert (given.email, given.until) == (email, town.clock.now() + timedelta(hours=24))
    assert given.slip is not None
    [page] = pypdfium2.PdfDocument(given.slip.content)
    printed = page.get_textpage().get_text_range()
    for words in (given.secret, email, "mercredi 25 novembre 2026 à 10 h 00", "ne sert qu'une fois"):
        assert words in " ".join(printed.replace("\N{NO-BREAK SPACE}", " ").split())
    assert given.secret.replace("-", "") not in town.everything()
    again = give(portal, agent, home, email)
    assert again == Provisional(email, given.until)
    assert isinstance(try_in(portal, email, given.secret), ChooseFirst)
    assert town.audited()[-2:] == ["password_given", "log_in_to_choose"]


def test_an_agent_hands_out_none_for_another_family_nor_for_nobody(
    town: LittleTown, home: Home, agent: Actor
):
    other = town.home("Durand")
    portal = quiet(town)
    assert give(portal, agent, home, other.actor.name) == Refused(Reason.NO_ACCOUNT)
    assert give(portal, agent, home, "personne@exemple.fr") == Refused(Reason.NO_ACCOUNT)
    assert give(portal, home.actor, home, home.actor.name) == Refused(Reason.NOT_ALLOWED)
    assert town.value("SELECT count(*) FROM temporary_password") == 0
