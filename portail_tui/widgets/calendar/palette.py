"""The styles a month is painted with, made once for each theme."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.style import Style
from textual.color import Color

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.widgets.calendar.day_widget import MARKS, DayPainted, Mark, mark_class

SHADE = 0.1
"""Darkening from the head of a day to its foot: it separates two weeks without a gap."""
FADE = 0.62
"""Share by which the colour of a past day fades into the page."""
BLACK = Color(0, 0, 0)


@dataclass(slots=True, kw_only=True)
class CalendarColours:
    """Colours of the page and of each mark, with a cache of the styles made from them."""

    page: Color
    text: Color
    muted: Color
    accent: Color
    cursor: Color
    holiday: Color
    holiday_text: Color
    button: Color
    button_text: Color
    grounds: dict[Mark, Color]
    texts: dict[Mark, Color]
    _kept: dict[tuple[Color, Color, str], Style] = field(default_factory=dict)
    _changes: dict[tuple[Style, str], Style] = field(default_factory=dict)

    @classmethod
    def of(cls, widget: DayPainted) -> CalendarColours:
        """The colours of ``widget`` under the theme it has now."""
        pairs = {mark: widget.day_colours(mark_class(mark)) for mark in MARKS}
        page = widget.background_colors[1]
        holiday, holiday_text = widget.day_colours("day--holiday")
        button, button_text = widget.day_colours("day--button")
        return cls(
            button=button,
            button_text=button_text,
            page=page,
            text=page + widget.styles.color,
            muted=widget.day_colours("day--muted")[1],
            accent=widget.day_colours("day--accent")[1],
            cursor=widget.day_colours("day--cursor")[1],
            holiday=holiday,
            holiday_text=holiday_text,
            grounds={mark: pair[0] for mark, pair in pairs.items()},
            texts={mark: pair[1] for mark, pair in pairs.items()},
        )

    def style(self, text: Color, ground: Color, effects: str = "") -> Style:
        """``effects``: « b » for bold."""
        key = (text, ground, effects)
        style = self._kept.get(key)
        if style is None:
            style = self._kept[key] = Style(
                color=text.rich_color,
                bgcolor=ground.rich_color,
                bold="b" in effects,
            )
        return style

    def strong(self, style: Style, *, is_underlined: bool) -> Style:
        return self._changed(style, "bu" if is_underlined else "b")

    def reversed(self, style: Style) -> Style:
        return self._changed(style, "r")

    def _changed(self, style: Style, effects: str) -> Style:
        """A style with more effects, cached as well: painting compares styles by identity."""
        key = (style, effects)
        if key not in self._changes:
            added = Style(
                bold="b" in effects or None, underline="u" in effects or None, reverse="r" in effects or None
            )
            self._changes[key] = style + added
        return self._changes[key]

    def pair(self, mark: Mark, *, is_past: bool, is_foot: bool) -> tuple[Color, Color]:
        """The text and ground colours of a day that is filled: fainter where past, darker at its foot."""
        ground, text = self.grounds[mark], self.texts[mark]
        if is_past:
            ground = self.page.blend(ground, 1 - FADE)
            text = self.text
        if is_foot:
            ground = ground.blend(BLACK, SHADE)
        return text, ground

    def sample(self, mark: Mark) -> Style:
        """The style of a mark's glyph where it stands alone: in the legend, in the line below the grid."""
        text, ground = self.pair(mark, is_past=False, is_foot=False)
        return self.style(text, ground if self.is_filled(mark) else self.page, "b")

    @staticmethod
    def is_filled(mark: Mark) -> bool:
        """A day that is not offered is written on the page itself."""
        return mark is not DayState.NOT_OFFERED
