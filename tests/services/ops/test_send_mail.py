"""Mails leave once: after the write they tell of, whatever the mail server does, killed anywhere."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.ops.mail import MOST_TRIES, MailFault, MailKind, pause_after
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.services.ops.send_mail import CLAIM, QUIET, MailSender, Posted, send_mails
from portail_tui.store.queries.core.operations_audit_outbox import QueuedMail, queue_mails
from portail_tui.texts.mails.money import TopUpReceived
from tests.support.machine.clocks import FrozenClock
from tests.support.machine.mail_server import PostOffice, post_office
from tests.support.towns.small_town import LittleTown, Parent


@pytest.fixture
def post(town: LittleTown) -> Iterator[PostOffice]:
    """A mail server of this machine, which the town's file names."""
    with post_office() as post:
        town.sends_by(post.address())
        yield post


@pytest.fixture
def context(town: LittleTown) -> ServiceContext:
    return town.context()


def queue(town: LittleTown, *recipients: str) -> None:
    mails = [queued(TopUpReceived(cents=2_000, balance_cents=2_500), who) for who in recipients]
    with town.store.writing() as connection:
        queue_mails(connection, mails, operation_id=None, at=town.clock.now())


def send(context: ServiceContext) -> Posted:
    return send_mails(context, holder="h")


def outbox(town: LittleTown) -> list[tuple[str, int]]:
    return town.rows("SELECT status, attempts FROM outbox_mail ORDER BY id")


def advance(town: LittleTown, by: timedelta) -> None:
    clock: FrozenClock = town.clock
    clock.instant += by


def test_what_was_queued_leaves_once_in_the_towns_name(
    town: LittleTown, context: ServiceContext, post: PostOffice
):
    queue(town, "a@exemple.fr", "b@exemple.fr")
    assert send(context) == Posted(sent=2)
    assert send(context) == Posted()
    assert [letter["To"] for letter in post.letters] == ["a@exemple.fr", "b@exemple.fr"]
    letter = post.letters[0]
    assert letter["From"] == "Petit-Bourg <portail@petit-bourg.example>"
    assert letter["Reply-To"] == "mairie@petit-bourg.example"
    assert letter["Subject"] == "Versement reçu - Petit-Bourg"
    assert "20,00\N{NO-BREAK SPACE}€" in post.bodies()[0]
    assert "01 00 00 00 00" in post.bodies()[0]
    assert outbox(town) == [("sent", 1), ("sent", 1)]


def test_a_town_without_a_mail_server_keeps_its_mails(town: LittleTown, context: ServiceContext):
    queue(town, "a@exemple.fr")
    assert send(context) == Posted()
    assert outbox(town) == [("waiting", 0)]


def test_a_server_that_puts_a_mail_off_is_asked_again_after_growing_pauses(
    town: LittleTown, context: ServiceContext, post: PostOffice
):
    queue(town, "a@exemple.fr", "b@exemple.fr")
    post.answers = ["451 4.7.1 Revenez plus tard", "250 OK", "451 4.7.1 Encore"]
    assert send(context) == Posted(sent=1, put_off=1)
    assert send(context) == Posted(), "not before its time"
    advance(town, pause_after(1))
    assert send(context) == Posted(put_off=1)
    advance(town, pause_after(1))
    assert send(context) == Posted(), "the second pause is longer"
    advance(town, pause_after(2))
    assert send(context) == Posted(sent=1)
    assert [letter["To"] for letter in post.letters] == ["b@exemple.fr", "a@exemple.fr"]
    assert outbox(town) == [("sent", 3), ("sent", 1)]


def test_what_is_put_off_for_days_is_given_up(town: LittleTown, context: ServiceContext, post: PostOffice):
    queue(town, "a@exemple.fr")
    post.answers = ["450 4.2.2 Boîte pleine"] * MOST_TRIES
    began = town.clock.now()
    for number in range(1, MOST_TRIES):
        assert send(context) == Posted(put_off=1)
        advance(town, pause_after(number))
    assert timedelta(days=4) <= town.clock.now() - began <= timedelta(days=5)  # RFC 5321 §4.5.4.1
    assert send(context) == Posted(dead=1)
    assert outbox(town) == [("dead", MOST_TRIES)]


def test_a_refused_mail_is_given_up_at_once_and_the_staff_sees_it(
    town: LittleTown, context: ServiceContext, post: PostOffice
):
    queue(town, "parti@exemple.fr", "a@exemple.fr")
    post.answers = ["550 5.1.1 Utilisateur inconnu"]
    assert send(context) == Posted(sent=1, dead=1)
    agent = town.account(Role.AGENT, "agent@petit-bourg.example")
    [letter] = town.portal().dead_letters(actor=agent)  # type: ignore[misc]
    assert (letter.recipient, letter.subject) == ("parti@exemple.fr", "Versement reçu")
    assert (letter.answer, letter.tries) == ("550 5.1.1 Utilisateur inconnu", 1)
    assert letter.written_at == town.clock.now()


def test_a_server_that_is_down_costs_no_mail_a_try(town: LittleTown, context: ServiceContext):
    with post_office() as gone:
        town.sends_by(gone.address())
    queue(town, "a@exemple.fr")
    posted = send(context)
    assert posted.trouble is not None
    assert posted.trouble.fault is MailFault.UNREACHABLE
    assert outbox(town) == [("waiting", 0)]


def test_two_senders_never_take_the_same_mail(town: LittleTown, context: ServiceContext, post: PostOffice):
    queue(town, *(f"{number}@exemple.fr" for number in range(12)))
    others = [MailSender(town.context(), lambda number=number: f"h{number}") for number in range(3)]  # type: ignore[misc]
    for other in others:
        other.wake()
    for other in others:
        other.wait(30)
    assert sorted(letter["To"] for letter in post.letters) == sorted(f"{n}@exemple.fr" for n in range(12))


def test_a_session_leaves_a_server_alone_that_took_no_mail_and_comes_back_to_it(
    town: LittleTown, context: ServiceContext
):
    with post_office() as gone:
        town.sends_by(gone.address())
    with town.store.reading() as connection:
        context.rulebooks.read(connection)
    sender = MailSender(context, lambda: "session")

    def wakes() -> None:
        sender.wake()
        sender.wait(30)

    queue(town, "a@exemple.fr")
    wakes()
    with post_office() as post:
        town.sends_by(post.address())
        wakes()
        assert post.letters == []
        advance(town, QUIET)
        wakes()
        assert len(post.letters) == 1


KILLED = """
import sys
from portail_tui.bootstrap import open_context
from portail_tui.services.ops.send_mail import send_mails
from tests.support.machine.clocks import FrozenClock
context = open_context(sys.argv[1], FrozenClock(), clock_decides=True)
send_mails(context, holder="killed")
"""


def test_killed_between_the_sending_and_the_mark_a_mail_leaves_once_more_under_the_same_name(
    town: LittleTown, context: ServiceContext, post: PostOffice
):
    queue(town, "a@exemple.fr")
    process = subprocess.Popen([sys.executable, "-c", KILLED, town.url])
    post.on_letter = process.kill
    assert process.wait(60) < 0
    post.on_letter = lambda: None
    assert outbox(town) == [("waiting", 1)]
    assert send(context) == Posted(), "its claim holds for a while"
    advance(town, CLAIM)
    assert send(context) == Posted(sent=1)
    assert len({letter["Message-ID"] for letter in post.letters}) == 1
    assert len(post.letters) == 2


def test_a_family_has_its_mail_from_the_session_that_saved_its_days(town: LittleTown, post: PostOffice):
    canteen = town.activity()
    slot = town.slot(canteen)
    home = town.home(children=("Zoé",))
    has_come = threading.Event()
    post.on_letter = has_come.set
    Parent(town.portal(), home).books(canteen, slot)
    assert has_come.wait(30)
    [body] = post.bodies()
    assert "mardi 1er décembre 2026 (midi) : Réservé, 3,00 €" in body.replace("\N{NO-BREAK SPACE}", " ")


def test_a_mail_of_a_kind_without_a_text_is_never_queued(town: LittleTown):
    with pytest.raises(ValueError, match="surprise"), town.store.writing() as connection:
        mails = [QueuedMail("surprise", "a@exemple.fr", "{}")]  # type: ignore[arg-type]
        queue_mails(connection, mails, operation_id=None, at=town.clock.now())
    assert outbox(town) == []


def test_a_mail_whose_text_cannot_be_made_does_not_hold_the_others(
    town: LittleTown, context: ServiceContext, post: PostOffice
):
    with town.store.writing() as connection:
        mails = [QueuedMail(MailKind.DAYS_SAVED, "a@exemple.fr", "{}")]
        queue_mails(connection, mails, operation_id=None, at=town.clock.now())
    queue(town, "b@exemple.fr")
    assert send(context) == Posted(sent=1, dead=1)


def test_parents_see_no_dead_letters(town: LittleTown):
    home = town.home()
    assert town.portal().dead_letters(actor=home.actor) == Refused(Reason.NOT_ALLOWED)


def test_every_kind_is_known_to_the_store():
    assert all(kind == kind.value for kind in MailKind)
