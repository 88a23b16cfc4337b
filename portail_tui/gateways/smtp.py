"""Mails, as a service sends them: a connection to the town's server, and one letter after the other.

``smtplib`` and ``email`` are imported when a mail leaves: most sessions send nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from portail_tui.domain.ops.mail import Letter, MailFault, is_address
from portail_tui.domain.rules.deadlines import PARIS
from portail_tui.domain.rules.mail_server import MailServer, Security
from portail_tui.domain.shared.text import clean

if TYPE_CHECKING:
    import smtplib
    import ssl
    from email.message import EmailMessage
from portail_tui.gateways.protocols import Delivery, MailTrouble, NotTaken

SECONDS = 20.0
"""Longest silence of a server, in seconds (RFC 5321 §4.5.3.2 gives longer ones, for relays)."""
LONGEST_ANSWER = 300


class SmtpMailer:
    """Mails over SMTP. ``password``: finds a server's password; called only where the server has a user."""

    def __init__(
        self,
        password: Callable[[MailServer], str | None],
        *,
        context: Callable[[], ssl.SSLContext] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._password = password
        self._context = context
        self._seconds = seconds

    @contextmanager
    def connected(self, server: MailServer) -> Iterator[Delivery]:
        password = self._password(server) if server.user else None
        if server.user and password is None:
            raise MailTrouble(MailFault.PASSWORD_MISSING)
        client = self._open(server, password)
        try:
            yield _Smtp(client, server)
        finally:
            with suppress(Exception):  # what was sent is sent, whatever becomes of a farewell
                client.quit()

    def _open(self, server: MailServer, password: str | None) -> smtplib.SMTP:
        import smtplib  # noqa: PLC0415
        import ssl  # noqa: PLC0415

        try:
            context = self._context() if self._context else ssl.create_default_context()
            client: smtplib.SMTP
            where = (server.host, server.port, _own_name(server))  # its own would be asked of the DNS first
            if server.security is Security.IMPLICIT:
                client = smtplib.SMTP_SSL(*where, timeout=self._seconds, context=context)
            else:
                client = smtplib.SMTP(*where, timeout=self._seconds)
        except ssl.SSLCertVerificationError as error:
            raise MailTrouble(MailFault.CERTIFICATE, clean(error.verify_message)) from None
        except ssl.SSLError:
            raise MailTrouble(MailFault.NO_ENCRYPTION) from None
        except (OSError, smtplib.SMTPException) as error:
            raise MailTrouble(MailFault.UNREACHABLE, _words(error)) from None
        try:
            client.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                client.starttls(context=context)
            if password is not None:
                client.login(server.user, password)
        except ssl.SSLCertVerificationError as error:
            client.close()
            raise MailTrouble(MailFault.CERTIFICATE, clean(error.verify_message)) from None
        except smtplib.SMTPAuthenticationError as error:
            client.close()
            raise MailTrouble(MailFault.NOT_ADMITTED, _words(error)) from None
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            client.close()
            raise MailTrouble(MailFault.NO_ENCRYPTION, _words(error)) from None
        except (OSError, smtplib.SMTPException) as error:
            client.close()
            raise MailTrouble(MailFault.UNREACHABLE, _words(error)) from None
        return client


class _Smtp:
    def __init__(self, client: smtplib.SMTP, server: MailServer) -> None:
        self._client = client
        self._server = server

    def send(self, letter: Letter) -> None:
        import smtplib  # noqa: PLC0415

        try:
            message = message_of(letter, self._server)
        except ValueError:
            raise NotTaken("adresse impossible", for_good=True) from None
        try:
            self._client.send_message(message, self._server.sender, [letter.recipient])
        except smtplib.SMTPSenderRefused as error:
            raise MailTrouble(MailFault.NOT_ADMITTED, _words(error)) from None
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[letter.recipient]
            raise NotTaken(_answer(code, said), for_good=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            raise NotTaken(_words(error), for_good=error.smtp_code >= 500) from None
        except smtplib.SMTPNotSupportedError:  # an address that this server cannot write
            raise NotTaken("adresse impossible pour ce serveur", for_good=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise MailTrouble(MailFault.UNREACHABLE, _words(error)) from None


def message_of(letter: Letter, server: MailServer) -> EmailMessage:
    """The letter as RFC 5322 wants it. A header holds one line: what would begin another is taken out.
    Raises ValueError where no mail can be sent to the recipient."""
    if not is_address(letter.recipient):
        raise ValueError("no address")
    from email.headerregistry import Address  # noqa: PLC0415
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415
    from email.utils import format_datetime  # noqa: PLC0415

    message = EmailMessage(policy=SMTP)
    message["From"] = Address(clean(server.sender_name), addr_spec=server.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    if server.reply_to:
        message["Reply-To"] = Address(addr_spec=server.reply_to)
    message["Subject"] = clean(letter.subject)
    message["Date"] = format_datetime(letter.written_at.astimezone(PARIS))
    message["Message-ID"] = f"<{letter.message_id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "fr"
    return message


def _own_name(server: MailServer) -> str | None:
    """Name in the SMTP greeting: the domain of the sender's address."""
    domain = server.sender.rpartition("@")[2]
    return domain if domain.isascii() else None


def _words(error: Exception) -> str:
    import smtplib  # noqa: PLC0415

    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return clean(str(error))[:LONGEST_ANSWER]


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {clean(text)}"[:LONGEST_ANSWER]
