"""Three palettes: « clair », « sombre » and « contraste élevé ». Every colour on screen is one of theirs.

A day's state has a pair of variables, ``$day-<state>-bg`` and ``$day-<state>-fg``; the calendar and its
legend read nothing else.
"""

from __future__ import annotations

from textual.theme import Theme

CLAIR = Theme(
    name="clair",
    primary="#1f4e79",
    secondary="#5b7f9e",
    accent="#a3440a",
    success="#1d6b41",
    warning="#8a5a00",
    error="#a8261b",
    foreground="#22303c",
    background="#f3efe6",
    surface="#fbf8f2",
    panel="#e6dfd0",
    dark=False,
    variables={
        "on-primary": "#ffffff",
        "on-accent": "#ffffff",
        "foreground-muted": "#525c65",
        "border": "#c9bfa9",
        "brand": "#1f4e79",
        "on-brand": "#ffffff",
        "on-brand-muted": "#c3d6e8",
        "pig": "#f2a7b5",
        "pig-dark": "#d97f92",
        "pig-light": "#f8cbd3",
        "coin": "#e0a526",
        "pig-eye": "#4a1f28",
        "stone": "#ece3d0",
        "slate": "#8ea3b8",
        "lawn": "#6fae7d",
        "flag-blue": "#2c56b0",
        "flag-white": "#ffffff",
        "flag-red": "#d5362c",
        "block-cursor-background": "#1f4e79",
        "block-cursor-foreground": "#ffffff",
        "footer-key-foreground": "#933a05",
        "footer-description-foreground": "#22303c",
        "footer-background": "#e6dfd0",
        "scrollbar": "#c9bfa9",
        "scrollbar-background": "#f3efe6",
        "scrollbar-hover": "#a3440a",
        "scrollbar-active": "#a3440a",
        "scrollbar-corner-color": "#f3efe6",
        "input-selection-background": "#1f4e79 30%",
        "link-color": "#1f4e79",
        "link-background-hover": "#a3440a",
        "link-color-hover": "#ffffff",
        "day-booked-cancellable-bg": "#2a8450",  # vert
        "day-booked-cancellable-fg": "#ffffff",
        "day-booked-locked-bg": "#14452a",  # vert foncé
        "day-booked-locked-fg": "#e3f5ea",
        "day-pending-bg": "#f4cf4d",  # jaune
        "day-pending-fg": "#2b2200",
        "day-waitlisted-bg": "#7446ad",  # violet
        "day-waitlisted-fg": "#ffffff",
        "day-not-offered-bg": "#fbf8f2",  # sans couleur
        "day-not-offered-fg": "#6f6a5f",
        "day-full-bg": "#d9d5cb",  # gris clair
        "day-full-fg": "#000000",
        "day-late-bg": "#b8322a",  # rouge
        "day-late-fg": "#ffffff",
        "day-cancelled-bg": "#9aa1a8",  # gris foncé
        "day-cancelled-fg": "#14181c",
        "day-available-bg": "#f28c28",  # orange
        "day-available-fg": "#241300",
        "day-selected-bg": "#1766c2",  # bleu
        "day-selected-fg": "#ffffff",
        "day-unselected-bg": "#cfe0f4",  # bleu pâle
        "day-unselected-fg": "#123a66",
        "day-holiday-bg": "#e4ebe9",
        "day-holiday-fg": "#40585a",
        "day-cursor": "#101820",
    },
)

SOMBRE = Theme(
    name="sombre",
    primary="#7fb2e5",
    secondary="#8ea3b8",
    accent="#f2a25c",
    success="#6fcf97",
    warning="#f0c75e",
    error="#f08a80",
    foreground="#e4e8ec",
    background="#14191f",
    surface="#1b222a",
    panel="#28323d",
    dark=True,
    variables={
        "on-primary": "#0d1620",
        "on-accent": "#1d1000",
        "foreground-muted": "#9fabb7",
        "border": "#3a4754",
        "brand": "#1d3f5f",
        "on-brand": "#ffffff",
        "on-brand-muted": "#b7cbe0",
        "pig": "#e79aa9",
        "pig-dark": "#c06e80",
        "pig-light": "#f5bfc9",
        "coin": "#f0c75e",
        "pig-eye": "#2a1015",
        "stone": "#d8cfbd",
        "slate": "#7388a0",
        "lawn": "#4f8a5e",
        "flag-blue": "#2c56b0",
        "flag-white": "#ffffff",
        "flag-red": "#d5362c",
        "block-cursor-background": "#7fb2e5",
        "block-cursor-foreground": "#0d1620",
        "footer-key-foreground": "#f2a25c",
        "footer-description-foreground": "#e4e8ec",
        "footer-background": "#28323d",
        "scrollbar": "#3a4754",
        "scrollbar-background": "#14191f",
        "scrollbar-hover": "#f2a25c",
        "scrollbar-active": "#f2a25c",
        "scrollbar-corner-color": "#14191f",
        "input-selection-background": "#7fb2e5 30%",
        "link-color": "#7fb2e5",
        "link-background-hover": "#f2a25c",
        "link-color-hover": "#1d1000",
        "day-booked-cancellable-bg": "#46b878",  # vert
        "day-booked-cancellable-fg": "#05210f",
        "day-booked-locked-bg": "#1c5936",  # vert foncé
        "day-booked-locked-fg": "#d6f3e1",
        "day-pending-bg": "#e3bc3a",  # jaune
        "day-pending-fg": "#241d00",
        "day-waitlisted-bg": "#7d52b8",  # violet
        "day-waitlisted-fg": "#ffffff",
        "day-not-offered-bg": "#1b222a",  # sans couleur
        "day-not-offered-fg": "#8a96a3",
        "day-full-bg": "#c9ced3",  # gris clair
        "day-full-fg": "#000000",
        "day-late-bg": "#b8322a",  # rouge
        "day-late-fg": "#ffffff",
        "day-cancelled-bg": "#68717a",  # gris foncé
        "day-cancelled-fg": "#ffffff",
        "day-available-bg": "#f09030",  # orange
        "day-available-fg": "#1d1000",
        "day-selected-bg": "#246fca",  # bleu
        "day-selected-fg": "#ffffff",
        "day-unselected-bg": "#284a70",  # bleu pâle
        "day-unselected-fg": "#cfe3fa",
        "day-holiday-bg": "#22303a",
        "day-holiday-fg": "#a9bccb",
        "day-cursor": "#ffffff",
    },
)

CONTRASTE = Theme(
    name="contraste",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffd400",
    success="#7dff9b",
    warning="#ffd400",
    error="#ffb0a8",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={
        "on-primary": "#000000",
        "on-accent": "#000000",
        "foreground-muted": "#d0d0d0",
        "border": "#767676",
        "brand": "#000000",
        "on-brand": "#ffffff",
        "on-brand-muted": "#ffffff",
        "pig": "#ffffff",
        "pig-dark": "#b0b0b0",
        "pig-light": "#ffffff",
        "coin": "#ffd400",
        "pig-eye": "#000000",
        "stone": "#ffffff",
        "slate": "#b0b0b0",
        "lawn": "#ffffff",
        "flag-blue": "#2c56b0",
        "flag-white": "#ffffff",
        "flag-red": "#d5362c",
        "block-cursor-background": "#ffd400",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#ffd400",
        "footer-description-foreground": "#ffffff",
        "footer-background": "#1a1a1a",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-hover": "#ffd400",
        "scrollbar-active": "#ffd400",
        "scrollbar-corner-color": "#000000",
        "input-selection-background": "#ffd400 40%",
        "link-color": "#ffffff",
        "link-background-hover": "#ffd400",
        "link-color-hover": "#000000",
        "day-booked-cancellable-bg": "#00e06a",  # vert
        "day-booked-cancellable-fg": "#000000",
        "day-booked-locked-bg": "#005a2b",  # vert foncé
        "day-booked-locked-fg": "#ffffff",
        "day-pending-bg": "#ffe94d",  # jaune
        "day-pending-fg": "#000000",
        "day-waitlisted-bg": "#d9b3ff",  # violet
        "day-waitlisted-fg": "#000000",
        "day-not-offered-bg": "#000000",  # sans couleur
        "day-not-offered-fg": "#b8b8b8",
        "day-full-bg": "#d2d2d2",  # gris clair
        "day-full-fg": "#000000",
        "day-late-bg": "#a80000",  # rouge
        "day-late-fg": "#ffffff",
        "day-cancelled-bg": "#565656",  # gris foncé
        "day-cancelled-fg": "#ffffff",
        "day-available-bg": "#ff9d2e",  # orange
        "day-available-fg": "#000000",
        "day-selected-bg": "#0a4ac0",  # bleu
        "day-selected-fg": "#ffffff",
        "day-unselected-bg": "#bfe0ff",  # bleu pâle
        "day-unselected-fg": "#000000",
        "day-holiday-bg": "#2a2a2a",
        "day-holiday-fg": "#ffffff",
        "day-cursor": "#ffffff",
    },
)

THEMES = (CLAIR, SOMBRE, CONTRASTE)
THEMES_BY_NAME = {theme.name: theme for theme in THEMES}
