"""Bringing money by card, from whichever page it is done on: once, and told."""

from __future__ import annotations

from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.shared.formats import money


class PayingScreen(PageScreen):
    """A page on which the piggy bank is topped up."""

    def __init__(self) -> None:
        super().__init__()
        self._payment: tuple[int, str] | None = None
        """Amount last asked for, and the operation under which it was."""

    async def pay(self, cents: int, *, is_stand_in: bool) -> str | None:
        """Pay by card, after the person has said yes; what to say then, or None where nothing was paid. The
        same amount sent again after a fault is the same payment."""
        from portail_tui.screens.dialogs.pay_by_card import CardDialog

        if not await self.app.push_screen_wait(CardDialog(cents, is_stand_in)):
            return None
        if self._payment is None or self._payment[0] != cents:
            self._payment = (cents, self.portail.start.new_id())
        operation_id = self._payment[1]
        actor, family_id = self.session.actor, self.family_id
        answer = await self.ask(
            lambda portal: portal.top_up(
                operation_id=operation_id, actor=actor, family_id=family_id, amount_cents=cents
            ),
            writing=True,
        )
        if answer is None:
            return None
        self._payment = None
        if isinstance(answer, Refused):
            await self.tell(answer)
            return None
        assert isinstance(answer, ToppedUp)
        self.show_balance(answer.balance_cents)
        return f"{money(cents)} sont dans votre tirelire."
