"""What every screen shares: asking the portal, telling what went wrong, the way back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual.binding import Binding
from textual.screen import ModalScreen, Screen, ScreenResultType

from portail_tui.domain.refusals import Refused, StoreTrouble
from portail_tui.portal import Portal

if TYPE_CHECKING:
    from portail_tui.app import PortailApp
    from portail_tui.screens.session import Session

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


class Asking(Generic[ScreenResultType]):
    """Mixed into screens and dialogs: one way to call a service, whatever happens."""

    @property
    def portail(self) -> PortailApp:
        return cast("PortailApp", cast("Screen[ScreenResultType]", self).app)

    @property
    def session(self) -> Session:
        """The session of the person at the screen."""
        session = self.portail.session
        assert session is not None, "this screen is only shown to somebody logged in"
        return session

    @property
    def family_id(self) -> int:
        family_id = self.session.family_id
        assert family_id is not None, "this screen is only shown for a family"
        return family_id

    async def ask(
        self, call: Callable[[Portal], Answer | Refused], *, writing: bool = False
    ) -> Answer | Refused | None:
        """Call a service from a worker. A fault is told and tried again as often as the person wants, with
        the same ``call`` (so the same operation): None where they gave up."""
        from portail_tui.screens.dialogs.message import MessageDialog
        from portail_tui.texts.sentences import store_fault

        while True:
            try:
                return await self.portail.ask(call)
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
            if not again:
                return None

    async def tell(self, refused: Refused) -> None:
        """Show a refusal, and go to its cure where a page has it."""
        from portail_tui.screens.dialogs.cures import CURES
        from portail_tui.screens.dialogs.message import MessageDialog
        from portail_tui.texts.sentences import refusal

        cure = CURES.get(refused.reason)
        dialog = MessageDialog(
            "Ce n'est pas possible pour l'instant", refusal(refused), action=cure.label if cure else None
        )
        if await self.portail.push_screen_wait(dialog) and cure:
            self.portail.push_screen(cure.screen())


class PageScreen(Asking[None], Screen[None]):
    """A page: title bar above, keys below, « Échap » to go back."""

    BINDINGS = [
        Binding("escape", "back", "Retour"),
        Binding("f2", "menu", "Menu"),
    ]

    def action_back(self) -> None:
        self.app.pop_screen()

    def on_title_bar_home_asked(self) -> None:
        self.portail.open_home()

    def on_title_bar_wallet_asked(self) -> None:
        from portail_tui.screens.pages import PAGES

        self.portail.open_page(PAGES.WALLET)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The first page has nothing to go back to."""
        return action != "back" or len(self.app.screen_stack) > 1

    def action_menu(self) -> None:
        from portail_tui.screens.dialogs.menu import MenuDialog

        self.app.push_screen(MenuDialog())


class Dialog(Asking[ScreenResultType], ModalScreen[ScreenResultType]):
    """A question or a message above a page; « Échap » gives it up."""

    BINDINGS = [
        Binding("escape", "dismiss_dialog", "Fermer"),
        Binding("down", "scroll_body(1)", "Descendre", show=False),
        Binding("up", "scroll_body(-1)", "Monter", show=False),
    ]

    def action_dismiss_dialog(self) -> None:
        self.dismiss(None)

    def action_scroll_body(self, rows: int) -> None:
        """What is longer than the dialog scrolls by the arrows, the focus staying on its button."""
        for body in self.query(".dialog-body"):
            body.scroll_relative(y=rows, animate=False)

    def on_click(self, event: object) -> None:
        """A touch beside the dialog closes it."""
        if getattr(event, "widget", None) is self:
            self.action_dismiss_dialog()
