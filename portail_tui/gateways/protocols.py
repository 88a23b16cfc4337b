"""Protocols of the outside world, as services use it: mails, card payments, inspection of sent files,
encryption, school holidays."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from portail_tui.domain.documents.uploaded_files import (
    CheckedFile,
    FileFlaw,
)
from portail_tui.domain.ops.mail import Letter, MailFault
from portail_tui.domain.rules.mail_server import MailServer
from portail_tui.domain.rules.town_file import TownFile, YearPlan

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
    """Sender of mails."""

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
    """Name of this means of payment in the ledger."""

    def take(self, *, operation_id: str, amount_cents: int) -> CardReceipt | None:
        """Take ``amount_cents``, once for an ``operation_id`` however often it is asked; None where the payer
        gave up or the card was declined."""
        ...


class Inspector(Protocol):
    def __call__(self, name: str, content: bytes) -> CheckedFile | FileFlaw:
        """Facts about a file, or its flaw. ``name``: as it came, not trusted."""
        ...


class NotOpened(Exception):
    """An encrypted value was written under another key or about something else, or altered since."""


class Encryption(Protocol):
    """Authenticated encryption of the store's values, and of the keys that encrypt them."""

    @property
    def NONCE_BYTES(self) -> int:  # noqa: N802 (a module stands behind it)
        """Number of random bytes that ``seal`` needs."""
        ...

    def seal(self, secret: bytes, plain: bytes, about: str, nonce: bytes) -> str:
        """``plain`` encrypted under ``secret``, bound to what it is ``about``; ``nonce`` serves once."""
        ...

    def open_sealed(self, secret: bytes, sealed: str, about: str) -> bytes:
        """The decrypted value. Raises NotOpened."""
        ...

    def fingerprint(self, secret: bytes, plain: bytes) -> str:
        """Equal for equal values to who holds the key, and of no meaning to who does not."""
        ...


class SchoolYears(Protocol):
    def __call__(self, today: date, file: TownFile) -> tuple[YearPlan, ...]:
        """The school years in view on a local day: published holidays, the town's own where its file has
        them, a projection beyond."""
        ...
