"""Reading context of a decision: a transaction and the access of who asks, with no way to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from portail_tui.domain.money.ledger import LedgerAccount
from portail_tui.services.core.access import Admitted


@dataclass(slots=True, kw_only=True)
class ReadContext:
    """A transaction under way and who asks. What only reads takes this, whether or not a write is to follow:
    the write's context (``services.core.write.Work``) is one too."""

    connection: Connection
    admitted: Admitted
    """Access and family, as last checked."""

    @property
    def now(self) -> datetime:
        """UTC, by the store's clock."""
        return self.admitted.now

    def moved_cents(self, _account: LedgerAccount) -> int:
        """What this transaction adds to an account of the ledger at its end: nothing, where it only reads."""
        return 0
