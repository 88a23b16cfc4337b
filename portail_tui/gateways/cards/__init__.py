"""Payment by card, as a service asks for it. No card number ever passes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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


class StandIn:
    """Pays every time, and takes no money: for the demonstration alone."""

    is_stand_in = True
    means = "demonstration"

    def take(self, *, operation_id: str, amount_cents: int) -> CardReceipt | None:
        return CardReceipt(f"demo-{operation_id}", amount_cents)
