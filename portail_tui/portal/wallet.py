"""The wallet: its account, its statement, top-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.bookings import views
    from portail_tui.domain.money import wallet as wallets
    from portail_tui.domain.shared.generated_files import MadeFile
    from portail_tui.domain.shared.refusals import Refused


class MoneyPortal(Protocol):
    def wallet(self, *, actor: views.Actor, family_id: int) -> wallets.WalletView | Refused: ...

    def wallet_export(
        self, *, actor: views.Actor, family_id: int, wanted: wallets.StatementFilter
    ) -> MadeFile | Refused: ...

    def activate_account(
        self, *, operation_id: str, actor: views.Actor, family_id: int, rules_accepted: bool
    ) -> views.Activated | Refused: ...

    def top_up(
        self, *, operation_id: str, actor: views.Actor, family_id: int, amount_cents: int
    ) -> views.ToppedUp | Refused: ...
