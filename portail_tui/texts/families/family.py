"""Words of « MA FAMILLE »: what an adult may do, where a document stands, how custody alternates."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.documents.requirements import DocumentState

DOCUMENT_STATES: Mapping[DocumentState, str] = {
    DocumentState.MISSING: "manquante",
    DocumentState.SENT: "envoyée",
    DocumentState.ACCEPTED: "acceptée",
    DocumentState.REFUSED: "refusée",
    DocumentState.EXPIRED: "expirée",
}
RECEIVED = "reçue"
"""Of a child's document that the other home sent: nothing more is told."""


def guardian_may(*, books: bool, collects: bool, is_informed: bool) -> tuple[str, ...]:
    """« peut réserver », « peut venir chercher », « reçoit les messages »."""
    rights = (
        (books, "peut réserver"),
        (collects, "peut venir chercher"),
        (is_informed, "reçoit les messages"),
    )
    return tuple(word for granted, word in rights if granted)


def shared_custody(weeks: str | None) -> str:
    """« Garde alternée : semaines paires chez vous » (``weeks``: even, odd or None)."""
    which = {"even": "semaines paires", "odd": "semaines impaires"}.get(weeks or "")
    return f"Garde alternée : {which} chez vous" if which else "Garde alternée"
