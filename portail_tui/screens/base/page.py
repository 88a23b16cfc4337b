"""A page of the portal: the title bar above, the way back, the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from portail_tui.screens.base.portal_screen import PortalScreen
from portail_tui.widgets.title_bar import TitleBar

Answer = TypeVar("Answer")
_OPEN_LIST = "Dismiss menu"
"""Textual's description of the key that closes an unfolded list."""
CLOSE_LIST = "Fermer la liste"


class PageScreen(PortalScreen[None], Screen[None]):
    """A page: title bar above, keys below, « Échap » to go back."""

    BINDINGS = [
        Binding("escape", "back", "Retour"),
        Binding("f2", "menu", "Menu"),
    ]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Keys of the footer, with the only visible label of Textual's own put in French."""
        return {
            key: one._replace(binding=replace(one.binding, description=CLOSE_LIST))
            if one.binding.description == _OPEN_LIST
            else one
            for key, one in super().active_bindings.items()
        }

    def on_screen_resume(self) -> None:
        is_passed = self.portail.opening not in (None, self)
        if not is_passed and not self.occupied:
            self.visited()

    def visited(self) -> None:
        """Shown, or shown again after another page: what it shows may have changed."""

    async def ask_or_leave(self, call: Callable[[Portal], Answer | Refused]) -> Answer | None:
        """The content of this page. Where it cannot be read, the reason is shown, the page is left, and
        the answer is None."""
        answer = await self.ask(call)
        if isinstance(answer, Refused):
            await self.tell(answer)
        if answer is None or isinstance(answer, Refused):
            self.action_back()
            return None
        return answer

    def action_back(self) -> None:
        self.app.pop_screen()

    def on_title_bar_home_asked(self) -> None:
        from portail_tui.screens.base.pages import PAGES

        self.portail.open_page(PAGES.HOME)

    def on_title_bar_wallet_asked(self) -> None:
        from portail_tui.screens.base.pages import PAGES

        self.portail.open_page(PAGES.WALLET)

    def title_bar(self, title: str = "") -> TitleBar:
        """The line above this page: its title, the family, the balance last read."""
        session = self.session
        bar = TitleBar(title, family=session.family_name, acting=session.acts_for_another)
        bar.set_reactive(TitleBar.balance_cents, self.portail.balance_cents)
        return bar

    def show_balance(self, cents: int) -> None:
        """The balance just read, here and on the pages to come."""
        self.portail.balance_cents = cents
        self.query_one(TitleBar).balance_cents = cents

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The first page has nothing to go back to."""
        return action != "back" or len(self.app.screen_stack) > 2

    def action_menu(self) -> None:
        from portail_tui.screens.base.menu import MenuDialog

        self.app.push_screen(MenuDialog())
