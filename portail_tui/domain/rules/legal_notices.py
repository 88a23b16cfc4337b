"""Notices that French law requires on a public web service: publisher, accessibility, personal data."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.rules.schema import LINES, Field, Section, Shape, make


@dataclass(frozen=True, slots=True)
class Notices:
    """Markdown; empty where the town has written nothing of its own.

    Source: law 2004-575 of 21 June 2004 (legal notices), decree 2019-768 (accessibility), GDPR article 13.
    """

    legal: str = ""
    accessibility: str = ""
    personal_data: str = ""


NO_NOTICES = Notices()

_LEGAL = Field("legales", LINES, "Qui publie le portail, qui l'héberge (Markdown).", "", attr="legal")
_ACCESSIBILITY = Field(
    "accessibilite", LINES, "La déclaration d'accessibilité (Markdown).", "", attr="accessibility"
)
_DATA = Field(
    "donnees_personnelles",
    LINES,
    "Ce que deviennent les données, et les droits de chacun.",
    "",
    attr="personal_data",
)
NOTICES = Section(Shape(_LEGAL, _ACCESSIBILITY, _DATA), make(Notices))
"""« [mentions] », in the town's file."""
