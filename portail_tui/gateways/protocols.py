"""What services ask of the outside world: mails, card payments, checks of sent files."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from portail_tui.domain.documents.uploaded_files import (
    CheckedFile,
    FileFlaw,
)
from portail_tui.domain.ops.mail import Letter, MailFault
from portail_tui.domain.rules.mail_server import MailServer

if TYPE_CHECKING:
    pass


class MailTrouble(Exception):
    """The server takes no mail now. ``answer``: its own words, in one line, where it said some."""

    def __init__(self, fault: MailFault, answer: str = "") -> None:
        super().__init__(f"{fault}: {answer}" if answer else str(fault))
        self.fault = fault
        self.answer = answer


class NotTaken(Exception):
    """The server did not take one letter. ``for_good``: asking again is of no use."""

    def __init__(self, answer: str, *, for_good: bool) -> None:
        super().__init__(answer)
        self.answer = answer
        self.for_good = for_good


class Delivery(Protocol):
    """An open connection."""

    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises NotTaken for this one, MailTrouble where the connection is of no use
        any more (nobody knows then whether this letter was taken)."""
        ...


class Mailer(Protocol):
    """Who carries mails."""

    def connected(self, server: MailServer) -> AbstractContextManager[Delivery]:
        """A connection to the server, closed at the end. Raises MailTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class CardReceipt:
    """Money that was taken."""

    reference: str
    """The provider's, for reconciling."""
    amount_cents: int


class CardPayments(Protocol):
    """A payment provider."""

    is_stand_in: bool
    """True where no money is really taken: the screen must say so."""
    means: str
    """How the ledger names it."""

    def take(self, *, operation_id: str, amount_cents: int) -> CardReceipt | None:
        """Take ``amount_cents``, once for an ``operation_id`` however often it is asked; None where the payer
        gave up or the card was declined."""
        ...


class Inspector(Protocol):
    def __call__(self, name: str, content: bytes) -> CheckedFile | FileFlaw:
        """What a file is, or why it is not taken. ``name``: as it came, believed in nothing."""
        ...
