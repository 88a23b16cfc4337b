"""Mails about documents that a family sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portail_tui.domain.ops.mail import MailKind
from portail_tui.texts.mails.mail import FamilyMail, Text
from portail_tui.texts.shared.formats import NBSP, long_date

SEE_DOCUMENTS = (
    f"Dans le portail famille, ouvrez «{NBSP}Mes démarches{NBSP}» puis «{NBSP}Mes documents{NBSP}»."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _DocumentMail(FamilyMail):
    reference: str
    """« D-2026-000007 »."""
    label: str
    """The kind of document, as the town's file names it."""
    child: str
    """A first name; empty for a document of the household."""

    @property
    def document(self) -> str:
        whose = f", pour {self.child}" if self.child else ""
        return f"{self.label}{whose} (référence {self.reference})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReceived(_DocumentMail):
    """A document has arrived."""

    kind = MailKind.DOCUMENT_RECEIVED
    to_check: bool
    """Whether an agent has to accept it."""

    def text(self) -> Text:
        return f"Document reçu : {self.label}", [
            f"Nous avons bien reçu votre document : {self.document}.",
            "Un agent va le vérifier." if self.to_check else "Vous n'avez rien d'autre à faire.",
            SEE_DOCUMENTS,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(_DocumentMail):
    """An agent accepted a document."""

    kind = MailKind.DOCUMENT_ACCEPTED
    expires_on: date | None
    """The last local day on which it counts; None where it does not expire."""

    def text(self) -> Text:
        paragraphs = [f"La mairie a accepté votre document : {self.document}."]
        if self.expires_on:
            paragraphs.append(f"Il est valable jusqu'au {long_date(self.expires_on)}.")
        return f"Document accepté : {self.label}", [
            *paragraphs,
            "Les activités qui le demandent vous sont ouvertes dans le portail famille.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRefused(_DocumentMail):
    """An agent refused a document, for a reason that is read in the portal."""

    kind = MailKind.DOCUMENT_REFUSED

    def text(self) -> Text:
        return f"Document refusé : {self.label}", [
            f"La mairie n'a pas pu accepter votre document : {self.document}.",
            f"Le motif se lit dans le portail famille, «{NBSP}Mes documents{NBSP}». Envoyez-en un autre quand vous pourrez.",
        ]
