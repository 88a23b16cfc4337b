"""The application: themes, the session, the threads in which the store is asked, and what a fault shows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.binding import Binding
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from portail_tui.portal import Portal, Seat, SessionStart
from portail_tui.screens.public.login import LoginScreen
from portail_tui.texts.shared.key_names import key_name
from portail_tui.themes import THEMES, THEMES_BY_NAME

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.screens.base.session import Session

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

STORE_THREADS = 2
"""A screen asks one thing at a time; the second thread lets a read pass while a write waits its turn."""


class PortailApp(App[None]):
    """One session at one terminal."""

    TITLE = "Portail famille"
    CSS_PATH = ["app.tcss", "screens/public/login.tcss"]
    """The log-in screen is the first of the stack, and Textual reads no styles of its own for that one."""
    ENABLE_COMMAND_PALETTE = False
    """Its words are English and its commands write on the server's disk; the menu (F2) leads everywhere."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]
    BINDINGS = [
        Binding("ctrl+q", "quit", "Quitter", show=False, priority=True),
        Binding("ctrl+c", "help_quit", "Quitter", show=False, system=True),
        # handled before the next key is handed on: what is typed at once after Tab never lands in the field
        # just left (a password in the clear, on a slow line that delivers several keys together)
        Binding("tab", "focus_next", "Champ suivant", show=False, priority=True),
        Binding("shift+tab", "focus_previous", "Champ précédent", show=False, priority=True),
        # heard above a dialog too, where only what comes first of all is
        Binding("f1", "help", "Aide", priority=True),
        Binding("question_mark", "keys", "Touches", show=False),
        Binding("f9", "next_theme", "Couleurs", show=False),
    ]

    theme: Reactive[str] = Reactive(THEMES[0].name)
    """Ours from the start: a theme assigned later would have every style read again."""

    session: Session | None = None
    """The log-in session; None at the log-in screen."""

    balance_cents: int | None = None
    """The wallet's balance as last read, for the title bar of every page."""

    entered_at: datetime | None = None
    """Instant of the log-in (UTC)."""

    opening: Screen[Any] | None = None
    """Page being opened: the screens passed meanwhile receive a resume event and must load nothing."""

    asking: int = 0
    """Number of calls that wait for their answer."""

    def __init__(self, start: SessionStart) -> None:
        super().__init__()
        self.start = start
        # the screen's own: a process forked from it has no screen, and asks nothing through them
        self._threads = ThreadPoolExecutor(STORE_THREADS, thread_name_prefix="store")
        self._portal: asyncio.Future[Portal] | None = None

    def get_default_screen(self) -> LoginScreen:
        return LoginScreen()

    def on_mount(self) -> None:
        # the log-in screen is painted before the store, its tables and its driver are imported
        self.call_after_refresh(self.open_portal)

    def on_unmount(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    # --- the store ------------------------------------------------------------------------------

    def open_portal(self, load: Callable[[], Portal] | None = None) -> None:
        """Open the store in its own threads (again, after a fault). ``load`` replaces the session's own."""
        future = asyncio.get_running_loop().run_in_executor(self._threads, load or self.start.load)
        self._portal = future
        # a fault here is told to whoever asks for the portal; nobody may ask before leaving
        future.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def portal(self) -> Portal:
        """The open portal, once it is open. Raises what opening it raised."""
        while self._portal is None:
            await asyncio.sleep(0.01)
        return await asyncio.shield(self._portal)

    async def ask(self, call: Callable[[Portal], Answer]) -> Answer:
        """Make one service call in a store thread and wait for its answer.

        A call that has begun goes to its end, whatever becomes of the screen that waits. May raise
        ``StoreTrouble``.
        """
        self.asking += 1
        try:
            portal = await self.portal()
            return await asyncio.get_running_loop().run_in_executor(self._threads, call, portal)
        finally:
            self.asking -= 1

    # --- who is there ---------------------------------------------------------------------------
    # The stack of screens: the log-in screen, the session's first page, then pages and dialogs.

    def log_in(self, session: Session) -> None:
        """Show the first page of ``session`` (staff opening or closing a family begins a new one)."""
        from portail_tui.screens.base.pages import home_page

        self._keep_screens(1)
        self.session, self.balance_cents, self.entered_at = session, None, self.start.clock.now()
        if isinstance(self.screen, LoginScreen):
            self.screen.forget()
        self.push_screen(home_page(session))

    def renew(self, actor: Actor) -> None:
        """The session goes on under ``actor``: its account has a new password."""
        if self.session is not None:
            self.session = replace(self.session, actor=actor)

    def log_out(self) -> None:
        """Forget the session and everything on screen."""
        self._keep_screens(1)
        self.session = None

    def open_page(self, page: str) -> None:
        """Go to a page of the menu, above the first page."""
        from portail_tui.screens.base.pages import PAGES, load_page

        if page == PAGES.LOG_OUT:
            self.log_out()
            return
        if page != PAGES.HOME:
            self.opening = load_page(page)
            self.call_next(self._push_page, self.opening)
        self._keep_screens(2)

    async def _push_page(self, page: Screen[Any]) -> None:
        await self.push_screen(page)
        self.opening = None

    @property
    def scans_since(self) -> datetime | None:
        """At a kiosk, only files scanned since the log-in are shown; elsewhere (None) all of them."""
        return self.entered_at if self.start.seat is Seat.KIOSK else None

    def _keep_screens(self, number: int) -> None:
        """Leave the screens above the first ``number`` of them."""
        while len(self.screen_stack) > number:
            self.pop_screen()

    # --- everywhere -----------------------------------------------------------------------------

    def action_help(self) -> None:
        from portail_tui.screens.base.help import HelpDialog
        from portail_tui.screens.base.portal_screen import PortalScreen

        if isinstance(self.screen, PortalScreen) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_keys(self) -> None:
        from portail_tui.screens.base.key_list import KeysDialog

        if not isinstance(self.screen, KeysDialog):
            self.push_screen(KeysDialog(self.screen))

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our palettes alone: Textual's have no colours for days."""
        return THEMES_BY_NAME

    def action_help_quit(self) -> None:
        self.notify("Pour quitter, appuyez sur Ctrl+Q.")

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or key_name(binding.key)

    def _fatal_error(self) -> None:
        """Textual would print a traceback with every local variable: a family's data. It goes to the log."""
        error = self._exception
        log.critical("the application stopped", exc_info=error)
        self.bell()
        self._exit_renderables.append(
            "Le portail s'est arrêté à cause d'une erreur. Rien n'est à moitié enregistré : relancez-le."
        )
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        # Textual would add advice in English on seeing the others
        del self._exit_renderables[1:]
        super()._print_error_renderables()
