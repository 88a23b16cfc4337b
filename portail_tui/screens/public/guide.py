"""« Mode d'emploi »: the user's guide, a title for each section of the leaflet."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Label, Static

from portail_tui.screens.base.reading_page import ReadingScreen
from portail_tui.texts.guide import GUIDE, GuideSection, legend_lines
from portail_tui.widgets.unfolding_section import UnfoldingSection


class GuideScreen(ReadingScreen):
    """Titles that unfold, numbered as the leaflet's."""

    EXPLAINED = (
        "Le guide du portail, avec les mêmes numéros que le dépliant de la mairie. "
        "Choisissez un titre pour lire sa partie, choisissez-le encore pour la replier. "
        "Échap revient où vous étiez."
    )

    def compose(self) -> ComposeResult:
        yield from self.framed(
            "Mode d'emploi",
            Label("Choisissez un titre pour lire sa partie.", classes="muted"),
            *(UnfoldingSection(one.heading, partial(_read, one), name=str(one.number)) for one in GUIDE),
            Button("Mentions légales, accessibilité, données personnelles", id="notices", classes="link"),
        )

    def on_mount(self) -> None:
        self.query_one("#reading").can_focus = False
        self.query(UnfoldingSection).first().focus_title()

    @on(Button.Pressed, "#notices")
    def open_notices(self) -> None:
        from portail_tui.screens.public.legal_notices import NoticesScreen

        self.app.push_screen(NoticesScreen())


def _read(section: GuideSection) -> list[Static]:
    words = "\n\n".join(section.paragraphs)
    if section.is_legend:
        words += "\n\n" + "\n".join(legend_lines())
    return [Static(f"{words}\n", classes="guide-words", markup=False)]
