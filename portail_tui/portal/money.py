"""The wallet: its account, its statement, top-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain import views
    from portail_tui.domain.refusals import Refused


class MoneyPortal(Protocol):
    def wallet(self, *, actor: views.Actor, family_id: int) -> views.WalletView | Refused: ...

    def activate_account(
        self, *, operation_id: str, actor: views.Actor, family_id: int, rules_accepted: bool
    ) -> views.Activated | Refused: ...

    def top_up(
        self, *, operation_id: str, actor: views.Actor, family_id: int, amount_cents: int
    ) -> views.ToppedUp | Refused: ...
