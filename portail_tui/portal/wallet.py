"""The wallet: its account, its statement, top-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.money.views import Activated, ToppedUp
    from portail_tui.domain.money.wallet import StatementFilter, WalletView
    from portail_tui.domain.shared.generated_files import MadeFile
    from portail_tui.domain.shared.refusals import Refused


class MoneyPortal(Protocol):
    def wallet(self, *, actor: Actor, family_id: int) -> WalletView | Refused: ...

    def wallet_export(
        self, *, actor: Actor, family_id: int, wanted: StatementFilter
    ) -> MadeFile | Refused: ...

    def activate_account(
        self, *, operation_id: str, actor: Actor, family_id: int, rules_accepted: bool
    ) -> Activated | Refused: ...

    def top_up(
        self, *, operation_id: str, actor: Actor, family_id: int, amount_cents: int
    ) -> ToppedUp | Refused: ...
