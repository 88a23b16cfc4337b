"""The notices of the foot of the page: who publishes the portal, accessibility, personal data."""

from __future__ import annotations

from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget

from portail_tui.domain.shared.refusals import Refused
from portail_tui.screens.base.reading_page import ReadingScreen
from portail_tui.texts.shared import legal_notices as words
from portail_tui.widgets.safe_markdown import Prose
from portail_tui.widgets.unfolding_section import UnfoldingSection


class NoticesScreen(ReadingScreen):
    """Three titles; one of them may be unfolded from the start."""

    EXPLAINED = (
        "Ce que la loi demande d'afficher : qui publie ce portail, son accessibilité, "
        "et ce que deviennent vos données. "
        "Choisissez un titre pour lire sa partie. Échap revient où vous étiez."
    )

    def __init__(self, unfolded: str = words.LEGAL) -> None:
        super().__init__()
        self._unfolded = unfolded

    def compose(self) -> ComposeResult:
        yield from self.framed("Mentions légales")

    def on_mount(self) -> None:
        self.query_one("#reading").can_focus = False
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        notices = await self.ask(lambda portal: portal.notices())
        if notices is None or isinstance(notices, Refused):
            self.action_back()
            return
        for title, text in (
            (words.LEGAL, notices.legal),
            (words.ACCESSIBILITY, notices.accessibility),
            (words.PERSONAL_DATA, notices.personal_data),
        ):
            part = UnfoldingSection(title, partial(_read, text), name=title)
            await self.query_one("#reading").mount(part)
            if title == self._unfolded:
                await part.show(unfolded=True)
                part.focus_title()


def _read(text: str) -> list[Widget]:
    return [Prose(text)]
