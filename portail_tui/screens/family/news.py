"""A piece of news, whole."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Label

from portail_tui.domain.families.views import NewsCard
from portail_tui.screens.base.reading_page import ReadingScreen
from portail_tui.texts.shared.formats import long_date
from portail_tui.widgets.safe_markdown import Prose


class NewsScreen(ReadingScreen):
    """Opened from its card on the home page."""

    EXPLAINED = (
        "Une actualité de la mairie, en entier. "
        "Descendez avec les flèches, la molette ou le doigt si elle est longue. "
        "Échap revient à l'accueil."
    )

    def __init__(self, news: NewsCard) -> None:
        super().__init__()
        self._news = news

    def compose(self) -> ComposeResult:
        published = f"Publiée le {long_date(self._news.published_on)}"
        yield from self.framed(
            "Actualité",
            Label(self._news.title, id="reading-subject", markup=False),
            Label(published, classes="muted", markup=False),
            Prose(self._news.body),
        )
