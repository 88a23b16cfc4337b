"""Common ground of every screen and dialog: calling the portal, showing faults and refusals."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.screen import Screen, ScreenResultType

from portail_tui.domain.ops.store_errors import StoreTrouble
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from portail_tui.screens.base.operations import Operation, Operations

if TYPE_CHECKING:
    from portail_tui.app import PortailApp
    from portail_tui.screens.base.session import Session

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


class PortalScreen(Generic[ScreenResultType]):
    """Mixed into screens and dialogs: one way to call a service, whatever happens."""

    EXPLAINED: ClassVar[str] = ""
    """Help text of this screen (« F1 »): its purpose, the actions, their effect. Short plain French."""

    occupied: int = 0
    """Number of this screen's calls that wait for an answer, including their dialogs."""

    @property
    def portail(self) -> PortailApp:
        return cast("PortailApp", cast("Screen[ScreenResultType]", self).app)

    @property
    def session(self) -> Session:
        """The session of the person at the screen."""
        session = self.portail.session
        if session is None:  # logged out since this screen was told to show itself
            raise asyncio.CancelledError
        return session

    @property
    def family_id(self) -> int:
        family_id = self.session.family_id
        assert family_id is not None, "this screen is only shown for a family"
        return family_id

    async def ask(self, call: Callable[[Portal], Answer | Refused]) -> Answer | Refused | None:
        """Call a service from a worker. A fault of the store is shown, and the same ``call`` (the same
        operation) repeated as often as the person wants; None where they gave up."""
        return await self._ask(call, writing=False)

    async def write(
        self, call: Callable[[Portal, Operation], Answer | Refused], *, unseen: bool = False
    ) -> Answer | Refused | None:
        """Call a service that writes, keys and touches held meanwhile (not where it is ``unseen``); otherwise
        as ``ask``. Until it is answered, the same asked again is the same operation."""
        operation = self.operations.of(call)
        answer = await self._ask(lambda portal: call(portal, operation), writing=not unseen)
        if answer is not None:
            self.operations.answered()
        return answer

    @cached_property
    def operations(self) -> Operations:
        return Operations(self.portail.start.new_id)

    async def _ask(
        self, call: Callable[[Portal], Answer | Refused], *, writing: bool
    ) -> Answer | Refused | None:
        self.occupied += 1
        try:
            return await self._ask_until_answered(call, writing=writing)
        finally:
            self.occupied -= 1

    async def _ask_until_answered(
        self, call: Callable[[Portal], Answer | Refused], *, writing: bool
    ) -> Answer | Refused | None:
        from portail_tui.screens.base.message import MessageDialog
        from portail_tui.texts.shared.store_faults import store_fault

        while True:
            try:
                answer = await (self._save(call) if writing else self.portail.ask(call))
                if not self._is_there():
                    raise asyncio.CancelledError  # left meanwhile: there is nothing to show it on
                return answer
            except StoreTrouble as trouble:
                log.warning("the store cannot answer: %s", trouble.fault)
                sentence = store_fault(trouble.fault, writing=writing)
            except Exception as error:
                reference = self.portail.start.new_id()[:8].upper()
                log.exception("unexpected error, reference %s", reference, exc_info=error)
                kept = "Rien n'a été enregistré, vos choix sont toujours à l'écran. " if writing else ""
                sentence = f"{kept}Une erreur est survenue (référence {reference}). Prévenez la mairie."
            again = await self.portail.push_screen_wait(
                MessageDialog("Un instant…", sentence, action="Réessayer", back="Revenir")
            )
            await self._catch_up()
            if not again:
                return None

    def _is_there(self) -> bool:
        return cast("Screen[ScreenResultType]", self) in self.portail.screen_stack

    async def _catch_up(self) -> None:
        """Let this screen process the messages that arrived while a dialog was above it, before the call
        ends: the screen was not left, so that nothing is reloaded.

        Only after a dialog: otherwise every change of month would cost two milliseconds more.
        """
        if self._is_there():
            read = asyncio.Event()
            cast("Screen[ScreenResultType]", self).call_later(read.set)
            await read.wait()

    async def _save(self, call: Callable[[Portal], Answer]) -> Answer:
        from portail_tui.screens.base.busy import BusyDialog

        busy = BusyDialog()
        await self.portail.push_screen(busy)
        try:
            return await self.portail.ask(call)
        finally:
            await busy.dismiss()
            await self._catch_up()

    async def tell(self, refused: Refused) -> None:
        """Show a refusal, and take its one next step where the person wants it."""
        from portail_tui.screens.base.message import MessageDialog
        from portail_tui.screens.base.next_step import next_step_of
        from portail_tui.texts.refusals import refusal

        step = next_step_of(refused)
        dialog = MessageDialog(
            "Ce n'est pas possible pour l'instant", refusal(refused), action=step.label if step else None
        )
        if not await self.portail.push_screen_wait(dialog) or step is None:
            return
        if step.screen is None:
            await self.take_next_step(refused)
        else:
            self.portail.push_screen(step.screen())

    async def take_next_step(self, refused: Refused) -> None:
        """Remedy a refusal on this very screen, where no other page can; overridden by screens that know
        how."""
