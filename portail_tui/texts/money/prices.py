"""A price in words, with the units that it is for."""

from __future__ import annotations

from collections.abc import Sequence

from portail_tui.texts.shared.formats import NBSP, money

_WITH_ARTICLE = {
    "matin": "le matin",
    "midi": "le midi",
    "après-midi": "l'après-midi",
    "soir": "le soir",
    "nuit": "la nuit",
    "journée": "la journée",
    "demi-journée": "la demi-journée",
    "séance": "la séance",
    "repas": "le repas",
    "heure": "l'heure",
    "étude": "l'étude",
}


def price_words(cents: int, units: Sequence[str]) -> str:
    """Price in cents: « 2,35 € le midi », « 1,10 € le matin ou le soir », « Gratuit »; ``units`` are their labels."""
    if cents == 0:
        return "Gratuit"
    if len(units) == 1:
        return " ".join([money(cents), *filter(None, [_WITH_ARTICLE.get(units[0].casefold())])])
    named = [_WITH_ARTICLE.get(unit.casefold(), f"«{NBSP}{unit}{NBSP}»") for unit in units]
    return f"{money(cents)} {', '.join(named[:-1])} ou {named[-1]}" if named else money(cents)
