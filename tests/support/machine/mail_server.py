"""A real mail server on this machine, that answers as it is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from portail_tui.domain.rules.mail_server import MailServer, Security

USER, PASSWORD = "portail@petit-bourg.example", "un secret de service"
TAKEN = "250 OK"


class PostOffice:
    """Keeps what it takes. ``answers`` says what it answers to the next recipients, ``TAKEN`` after them."""

    def __init__(self, *, is_implicit: bool = False) -> None:
        self.is_implicit = is_implicit
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: list[str] = []
        self.on_letter: Callable[[], None] = lambda: None
        """Called once a letter is kept, before it is answered."""
        self.were_encrypted: list[bool] = []
        self.port = _free_port()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: list[str]
    ) -> str:
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw.append(envelope.content)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.were_encrypted.append(self.is_implicit or session.ssl is not None)
        self.on_letter()
        return TAKEN

    def address(self, security: Security = Security.NONE, *, user: str = "") -> MailServer:
        """How it is named in the town's file."""
        host = "127.0.0.1" if security is Security.NONE else "localhost"
        return MailServer(
            host=host, sender="portail@petit-bourg.example", security=security, port=self.port, user=user
        )

    def bodies(self) -> list[str]:
        return [str(letter.get_content()).replace("\r\n", "\n") for letter in self.letters]


@contextmanager
def post_office(
    *, certificate: tuple[Path, Path] | None = None, implicit: bool = False, wants_user: bool = False
) -> Iterator[PostOffice]:
    """Open for as long as the block. With a ``certificate`` (and its key): under TLS from the start
    (``implicit``), or from STARTTLS on."""
    office = PostOffice(is_implicit=implicit)
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        options = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
    if wants_user:
        options |= {"authenticator": _knows, "auth_required": True, "auth_require_tls": not implicit}
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
    right = isinstance(login, LoginPassword) and (login.login, login.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
