"""Base of the pages that top up the wallet by card: one operation, then its outcome."""

from __future__ import annotations

from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.shared.formats import money


class PayingScreen(PageScreen):
    """A page on which the piggy bank is topped up."""

    async def pay(self, cents: int, *, is_stand_in: bool) -> str | None:
        """Pay by card, after the person has said yes; what to say then, or None where nothing was paid. The
        same amount sent again after a fault is the same payment."""
        from portail_tui.screens.dialogs.pay_by_card import CardDialog

        if not await self.app.push_screen_wait(CardDialog(cents, is_stand_in)):
            return None
        actor, family_id = self.session.actor, self.family_id
        answer = await self.write(
            lambda portal, operation: portal.top_up(
                operation_id=operation.id, actor=actor, family_id=family_id, amount_cents=cents
            ),
        )
        if answer is None:
            return None
        if isinstance(answer, Refused):
            await self.tell(answer)
            return None
        assert isinstance(answer, ToppedUp)
        self.show_balance(answer.balance_cents)
        return f"{money(cents)} sont dans votre tirelire."
