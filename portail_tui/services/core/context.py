"""What every service is given: the store, the règlement in force, the gateways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from portail_tui.domain.rules.mail_server import MailServer
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.gateways.protocols import CardPayments, Inspector, Mailer, SchoolYears
from portail_tui.services.core.vault import Vault
from portail_tui.store.queries.rules import rulebook as rulebook_queries
from portail_tui.store.store import Store


class Rulebooks:
    """Cache of the règlement, valid until its revision changes."""

    def __init__(self) -> None:
        self._kept: Rulebook | None = None

    def latest(self, connection: Connection) -> Rulebook:
        """The cached règlement, whatever its revision; read where there is none yet."""
        return self._kept or self.read(connection)

    def in_force(self, connection: Connection) -> Rulebook:
        """The règlement in force: read again where the cached revision is out of date."""
        kept = self.latest(connection)
        if kept.revision == rulebook_queries.revision(connection):
            return kept
        return self.read(connection)

    @property
    def mail_server(self) -> MailServer | None:
        """The town's mail server, as far as known without asking the store."""
        return self._kept.town.mail if self._kept else None

    def read(self, connection: Connection) -> Rulebook:
        """Read it again from the store."""
        self._kept = rulebook_queries.load(connection)
        return self._kept


def _nobody() -> None:
    """Does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceContext:
    store: Store
    vault: Vault
    """What opens encrypted rows; a machine without the key has one that opens nothing."""
    inspect: Inspector
    """Opens files that people send, in a separate process."""
    school_years: SchoolYears
    """Published school holidays, and a projection beyond them."""
    cards: CardPayments | None = None
    """None: payment at the town hall's desk only."""
    mailer: Mailer | None = None
    """None: mails are queued, and sent by others."""
    mails_queued: Callable[[], None] = _nobody
    """Called after a write that may have queued mails."""
    rulebooks: Rulebooks = field(default_factory=Rulebooks)
    deposit_address: str | None = None
    """Where telephones send documents, without a final slash; None, and no address is offered."""
