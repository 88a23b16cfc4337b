"""Mails over SMTP, against a real server of this machine."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from portail_tui.domain.ops.mail import Letter, MailFault
from portail_tui.domain.rules.mail_server import MailServer, Security
from portail_tui.gateways.protocols import MailTrouble, NotTaken
from portail_tui.gateways.smtp import SmtpMailer, message_of
from tests.support.machine.mail_server import PASSWORD, USER, post_office
from tests.support.machine.tls_proxy import certificate

LETTER = Letter(
    message_id="portail.1.2",
    written_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    recipient="zoe.martin@exemple.fr",
    subject="Vos jours enregistrés : Zoé, Cantine",
    body="Bonjour,\n\nC'est noté à « 4,50 € ».\n",
)


def mailer(trusted: Path | None = None, password: str | None = PASSWORD) -> SmtpMailer:
    """Knows the user's password; trusts one certificate alone, where one is given."""

    def context() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=trusted)

    return SmtpMailer(lambda _: password, context=context, seconds=5)


def send(by: SmtpMailer, server: MailServer, letter: Letter = LETTER) -> None:
    with by.connected(server) as delivery:
        delivery.send(letter)


def test_a_letter_arrives_as_it_was_written():
    with post_office() as context:
        send(mailer(), context.address())
    [letter] = context.letters
    assert (letter["To"], letter["Subject"]) == (LETTER.recipient, LETTER.subject)
    assert letter["From"].addresses[0].addr_spec == "portail@petit-bourg.example"
    assert str(letter["Date"]) == "Tue, 24 Nov 2026 10:30:00 +0100"
    assert letter["Message-ID"] == "<portail.1.2@petit-bourg.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert context.bodies() == [LETTER.body]
    assert all(byte < 128 for byte in context.raw[0]), "servers without 8BITMIME take it too"


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH"
)  # from the start, the test's server takes TLS for granted
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.IMPLICIT])
def test_under_tls_the_user_and_the_letter_are_seen_by_nobody(tmp_path: Path, security: Security):
    pem, key = certificate(tmp_path, "mail")
    implicit = security is Security.IMPLICIT
    with post_office(certificate=(pem, key), implicit=implicit, wants_user=True) as context:
        send(mailer(pem), context.address(security, user=USER))
    assert context.were_encrypted == [True]


def trouble_of(call: Callable[[], None]) -> MailTrouble:
    with pytest.raises(MailTrouble) as caught:
        call()
    assert PASSWORD not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.IMPLICIT])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, security: Security):
    pair = certificate(tmp_path, "mail")
    with post_office(certificate=pair, implicit=security is Security.IMPLICIT) as context:
        trouble = trouble_of(lambda: send(mailer(), context.address(security)))
    assert trouble.fault is MailFault.CERTIFICATE
    assert context.letters == []


def test_a_server_that_offers_no_encryption_is_told_nothing(tmp_path: Path):
    with post_office() as context:
        trouble = trouble_of(lambda: send(mailer(), context.address(Security.STARTTLS, user=USER)))
    assert trouble.fault is MailFault.NO_ENCRYPTION
    assert context.letters == []


def test_a_wrong_password_and_one_that_is_not_kept_are_told_apart(tmp_path: Path):
    pem, key = certificate(tmp_path, "mail")
    with post_office(certificate=(pem, key), wants_user=True) as context:
        server = context.address(Security.STARTTLS, user=USER)
        wrong = trouble_of(lambda: send(mailer(pem, password="un autre"), server))
        missing = trouble_of(lambda: send(mailer(pem, password=None), server))
    assert wrong.fault is MailFault.NOT_ADMITTED
    assert wrong.answer.startswith("535 ")
    assert missing.fault is MailFault.PASSWORD_MISSING


def test_a_server_that_is_down_is_said_to_be(tmp_path: Path):
    with post_office() as context:
        server = context.address()
    assert trouble_of(lambda: send(mailer(), server)).fault is MailFault.UNREACHABLE


@pytest.mark.parametrize(
    ("answer", "for_good"), [("450 4.2.0 Revenez plus tard", False), ("550 5.1.1 Inconnu\x1b[31m", True)]
)
def test_a_letter_that_is_not_taken_does_not_hold_the_next_one(answer: str, for_good: bool):
    with post_office() as context:
        context.answers = [answer]
        with mailer().connected(context.address()) as delivery:
            with pytest.raises(NotTaken) as caught:
                delivery.send(LETTER)
            delivery.send(LETTER)
    assert caught.value.for_good is for_good
    assert caught.value.answer == answer.replace("\x1b", "")
    assert len(context.letters) == 1


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "zoe",
        "zoe@exemple.fr, tous@exemple.fr",
        "zoe@exemple.fr\r\nBcc: tous@exemple.fr",
        "Zoé <zoe@exemple.fr>",
        "zoe@exemple.fr>\r\nRCPT TO:<tous@exemple.fr",
        "z..oe@exemple.fr",
        "a@" + "b" * 260 + ".fr",
    ],
)
def test_what_is_no_address_is_never_given_to_a_server(recipient: str):
    with post_office() as context, mailer().connected(context.address()) as delivery:
        with pytest.raises(NotTaken) as caught:
            delivery.send(
                Letter(
                    message_id="m",
                    written_at=LETTER.written_at,
                    recipient=recipient,
                    subject="Sujet",
                    body="Texte",
                )
            )
        assert caught.value.for_good
    assert context.letters == []


def test_no_name_of_a_child_or_a_town_begins_another_header():
    evil = "Zoé\r\nBcc: tous@exemple.fr\n\n<html>\u2028X: y"
    server = MailServer(host="localhost", sender="portail@petit-bourg.example", sender_name=evil)
    message = message_of(
        Letter(
            message_id="m",
            written_at=LETTER.written_at,
            recipient=LETTER.recipient,
            subject=evil,
            body=f"{evil}\n.\nfin",
        ),
        server,
    )
    read = BytesParser(policy=policy.default).parsebytes(message.as_bytes())
    assert set(read.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert re.sub(r"\s", "", read["Subject"]).startswith("ZoéBcc:tous@")
