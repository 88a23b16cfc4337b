"""Handing over an invoice's PDF, for both pages of invoices."""

from __future__ import annotations

from textual import work

from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.page import PageScreen


class InvoicePaperPage(PageScreen):
    """A page from which an invoice is printed, opened, saved or downloaded."""

    @work(group="paper", exclusive=True)
    async def bring_paper(self, invoice_id: int) -> None:
        from portail_tui.screens.dialogs.deliver_file import DeliverDialog

        actor, family_id = self.session.actor, self.family_id
        file = await self.ask(
            lambda portal: portal.invoice_paper(actor=actor, family_id=family_id, invoice_id=invoice_id)
        )
        if isinstance(file, Refused):
            await self.tell(file)
        elif file is not None:
            await self.app.push_screen_wait(DeliverDialog(file))
