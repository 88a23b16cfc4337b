"""Notices that French law requires on a public web service: publisher, accessibility, personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portail_tui.domain.rules.schema import LINES, Field, Section, Shape


@dataclass(frozen=True, slots=True)
class Notices:
    """Markdown; empty where the town has written nothing of its own.

    Source: law 2004-575 of 21 June 2004 (legal notices), decree 2019-768 (accessibility), GDPR article 13.
    """

    legal: str = ""
    accessibility: str = ""
    personal_data: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain values, in the words of the town's file."""
        said = ((_LEGAL, self.legal), (_ACCESSIBILITY, self.accessibility), (_DATA, self.personal_data))
        return {field.name: text for field, text in said if text}


NO_NOTICES = Notices()

_LEGAL = Field("legales", LINES, "Qui publie le portail, qui l'héberge (Markdown).", "")
_ACCESSIBILITY = Field("accessibilite", LINES, "La déclaration d'accessibilité (Markdown).", "")
_DATA = Field("donnees_personnelles", LINES, "Ce que deviennent les données, et les droits de chacun.", "")
NOTICES = Section(
    Shape(_LEGAL, _ACCESSIBILITY, _DATA), lambda got: Notices(got[_LEGAL], got[_ACCESSIBILITY], got[_DATA])
)
"""« [mentions] », in the town's file."""
