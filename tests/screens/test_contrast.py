"""What is written can be read: contrast ratios, computed from the themes (WCAG 2.2, 1.4.3 and 1.4.6)."""

import pytest
from textual.color import Color
from textual.theme import Theme

from portail_tui.themes import THEMES

TEXT_ON = (
    ("foreground", "background"),
    ("foreground", "surface"),
    ("foreground", "panel"),
    ("foreground-muted", "background"),
    ("foreground-muted", "surface"),
    ("foreground-muted", "panel"),
    ("primary", "background"),
    ("primary", "surface"),
    ("accent", "background"),
    ("accent", "surface"),
    ("accent", "panel"),
    ("error", "background"),
    ("error", "surface"),
    ("success", "background"),
    ("success", "surface"),
    ("on-primary", "primary"),
    ("on-accent", "accent"),
    ("on-brand", "brand"),
    ("on-brand-muted", "brand"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("block-cursor-foreground", "block-cursor-background"),
)
"""Every pair of colours in which the styles write."""


def luminance(color: Color) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(theme: Theme, name: str) -> str:
    value = theme.variables.get(name) or getattr(theme, name)
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize("pair", TEXT_ON, ids=lambda pair: f"{pair[0]} on {pair[1]}")
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme, pair: tuple[str, str]):
    least = 7 if theme.name == "contraste" else 4.5
    assert contrast(*(colour(theme, name) for name in pair)) >= least


FOCUS = (
    ("accent", "background"),
    ("accent", "surface"),
    ("accent", "panel"),
    ("accent", "border"),
    ("day-cursor", "background"),
)
"""What shows where the focus is, and what it stands on or takes the place of."""


@pytest.mark.parametrize("pair", FOCUS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_where_the_focus_is_can_be_seen(theme: Theme, pair: tuple[str, str]):
    assert contrast(*(colour(theme, name) for name in pair)) >= 3


def test_control_black_on_white_is_the_most_and_grey_on_grey_fails():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#888888") < 4.5
