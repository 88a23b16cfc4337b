"""Base of the pages that save picks: one operation, then its outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual import on
from textual.widgets import Button
from textual.worker import Worker

from portail_tui.domain.bookings.views import ChildPicks, Confirmation, EnrolmentAsked, Pick, PickAction
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.refusals import ASK_FIRST, AT_ONCE, HOW_TO_WAIT, enrolment_asked

_ALREADY_THERE = frozenset({Reason.ALREADY_ENROLLED, Reason.ENROLMENT_ASKED})
"""Refusals of one child among several that need no message."""


class PicksScreen(PageScreen):
    """A page on which days of an activity are picked for a child."""

    def __init__(self, child_id: int, activity_id: int) -> None:
        super().__init__()
        self.child_id = child_id
        self.activity_id = activity_id

    async def send(self, picks: tuple[Pick, ...], *, is_regular: bool = False) -> Confirmation | None:
        """Save the picks, once however often they are sent; None where they were not saved, which is told."""
        told = await self.told_how_to_wait((ChildPicks(self.child_id, picks),))
        if told is None:
            return None
        picks = told[0].picks
        actor, family_id = self.session.actor, self.family_id
        child_id, activity_id = self.child_id, self.activity_id
        answer = await self.write(
            lambda portal, operation: portal.book_days(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=child_id,
                activity_id=activity_id,
                picks=picks,
                is_regular=is_regular,
            ),
        )
        if isinstance(answer, Refused):
            await self.tell(answer)
            return None
        return answer

    async def told_how_to_wait(self, children: tuple[ChildPicks, ...]) -> tuple[ChildPicks, ...] | None:
        """The same picks, those that wait told whether a place that frees is booked at once, or
        « Prévenez-moi d'abord »; None where the family gives up."""
        from portail_tui.screens.base.message import MessageDialog

        if not any(pick.action is PickAction.WAIT for one in children for pick in one.picks):
            return children
        dialog = MessageDialog("Si une place se libère", HOW_TO_WAIT, action=AT_ONCE, back=ASK_FIRST)
        at_once = await self.app.push_screen_wait(dialog)
        if at_once is None:
            return None
        return tuple(
            ChildPicks(
                one.child_id,
                tuple(
                    replace(pick, asks_first=not at_once) if pick.action is PickAction.WAIT else pick
                    for pick in one.picks
                ),
            )
            for one in children
        )

    @on(Button.Pressed, "#validate")
    def action_validate(self) -> None:
        self.validate()

    def validate(self) -> Worker[None]:
        """Send what was picked, in a worker."""
        raise NotImplementedError

    def asked_for(self) -> tuple[tuple[int, ...], date] | None:
        """Children to enrol from this page, with a day of the school year."""
        raise NotImplementedError

    def enrolment_asked(self) -> None:
        """An enrolment was asked for: what is shown may have changed."""

    async def take_next_step(self, refused: Refused) -> None:
        """Ask for the enrolments that the activity wants first."""
        asked_for = self.asked_for()
        if refused.reason is not Reason.ENROLMENT_FIRST or asked_for is None:
            return
        children, day = asked_for
        answers = [await self._ask_enrolment(child_id, day) for child_id in children]
        if any(answers):
            self.enrolment_asked()

    async def _ask_enrolment(self, child_id: int, day: date) -> bool:
        """Ask for one, for the school year of ``day``; one message says that it is asked. Whether it was."""
        from portail_tui.screens.base.message import MessageDialog

        actor, family_id, activity_id = self.session.actor, self.family_id, self.activity_id
        answer = await self.write(
            lambda portal, operation: portal.ask_enrolment(
                operation_id=operation.id,
                actor=actor,
                family_id=family_id,
                child_id=child_id,
                activity_id=activity_id,
                day=day,
            ),
        )
        if isinstance(answer, Refused) and answer.reason not in _ALREADY_THERE:
            await self.tell(answer)
        if not isinstance(answer, EnrolmentAsked):
            return False
        await self.app.push_screen_wait(MessageDialog("Demande envoyée", enrolment_asked(answer)))
        return True

    async def confirm(self, *answers: Confirmation) -> bool:
        """Show what was saved for each child; whether the family stays on this page."""
        from portail_tui.screens.base.pages import PAGES
        from portail_tui.screens.dialogs.booking_confirmation import ConfirmationDialog

        self.show_balance(answers[-1].balance_cents)
        to_bookings = await self.app.push_screen_wait(ConfirmationDialog(*answers))
        if to_bookings:
            self.portail.open_page(PAGES.BOOKINGS)
        return not to_bookings
