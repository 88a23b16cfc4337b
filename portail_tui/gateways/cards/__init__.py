"""Payment by card, as a service asks for it. No card number ever passes through here."""

from __future__ import annotations

from portail_tui.gateways.protocols import CardReceipt


class StandIn:
    """Pays every time, and takes no money: for the demonstration alone."""

    is_stand_in = True
    means = "demonstration"

    def take(self, *, operation_id: str, amount_cents: int) -> CardReceipt | None:
        return CardReceipt(f"demo-{operation_id}", amount_cents)
