"""Words of « MA FAMILLE »: rights of an adult, state of a document, weeks of shared custody."""

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
"""State of a child's document that the other home sent: nothing more of it is shown."""


def guardian_may(*, books: bool, collects: bool, is_informed: bool) -> tuple[str, ...]:
    """Rights of an adult: « peut réserver », « peut venir chercher », « reçoit les messages »."""
    rights = (
        (books, "peut réserver"),
        (collects, "peut venir chercher"),
        (is_informed, "reçoit les messages"),
    )
    return tuple(word for granted, word in rights if granted)


def shared_custody(weeks: str | None) -> str:
    """Shared custody: « Garde alternée : semaines paires chez vous ». ``weeks``: even, odd or None."""
    which = {"even": "semaines paires", "odd": "semaines impaires"}.get(weeks or "")
    return f"Garde alternée : {which} chez vous" if which else "Garde alternée"
