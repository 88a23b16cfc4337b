"""Documents as families and agents see them: frozen values, local dates, UTC instants, sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.uploaded_files import CheckedFile
from portail_tui.domain.rules.document_types import DocumentType


class DocumentStanding(StrEnum):
    """What became of a document that was sent."""

    RECEIVED = "received"
    """Taken as good once sent: the town does not check this type."""
    TO_CHECK = "to_check"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    REPLACED = "replaced"
    """A newer one of the same type, for the same person and year, stands in its place."""


def standing_of(
    kind: DocumentType,
    state: DocumentState,
    *,
    expires_on: date | None,
    newer: list[DocumentState],
    today: date,
) -> DocumentStanding:
    """State of a sent document as the family reads it. ``newer``: states of the documents sent after it for
    the same need.

    Only a newer accepted document replaces an accepted one: sending another never takes a right away. A
    refusal stays visible.
    """
    if state is DocumentState.REFUSED:
        return DocumentStanding.REFUSED
    if state is DocumentState.ACCEPTED:
        if DocumentState.ACCEPTED in newer:
            return DocumentStanding.REPLACED
        is_over = expires_on is not None and expires_on < today
        return DocumentStanding.EXPIRED if is_over else DocumentStanding.ACCEPTED
    if state is DocumentState.EXPIRED:
        return DocumentStanding.EXPIRED
    if newer:
        return DocumentStanding.REPLACED
    return DocumentStanding.TO_CHECK if kind.needs_validation else DocumentStanding.RECEIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """A document that may be sent for the family or one of its members."""

    type_id: int
    school_year_id: int | None
    """Of a yearly document."""
    label: str
    """With its school year, where it is asked for each year."""
    state: DocumentState
    reason: str
    """Of a refusal."""
    is_asked: bool
    """Something that the family may book asks for it."""
    at_other_home: bool = False
    """The child's other home has sent it; nothing more is disclosed."""

    @property
    def is_to_send(self) -> bool:
        """Whether the family still has to send it."""
        return self.is_asked and self.state not in (DocumentState.ACCEPTED, DocumentState.SENT)


@dataclass(frozen=True, slots=True)
class DocumentOwner:
    """The subject of a document: the family (``child_id`` None) or one of its children."""

    child_id: int | None
    name: str
    """Empty for the family."""
    choices: tuple[DocumentChoice, ...]
    """Types of documents, the missing ones first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A document that the family sent, or handed to the town hall (then without a file)."""

    document_id: int
    reference: str
    label: str
    owner: str
    """First name of the child; empty for the family."""
    sent_at: datetime
    standing: DocumentStanding
    reason: str
    expires_on: date | None
    """Last day it is good for, included."""
    file_name: str
    """Empty where no file was sent."""
    size: int


@dataclass(frozen=True, slots=True)
class DocumentsView:
    owners: tuple[DocumentOwner, ...]
    """The family first."""
    lines: tuple[SentLine, ...]
    """Newest first."""
    today: date
    takes_from_afar: bool = False
    """The town has set the public address by which telephones send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSent:
    """The receipt of a document (« accusé de réception »)."""

    document_id: int
    reference: str
    label: str
    owner: str
    file_name: str
    size: int
    sent_at: datetime
    needs_validation: bool
    """False: what it was asked for may be booked at once."""


@dataclass(frozen=True, slots=True)
class UploadLinkOpened:
    """An address by which one document may be sent from elsewhere."""

    deposit_id: int
    expires_at: datetime
    address: str = ""
    """It holds a secret, and is never kept."""


@dataclass(frozen=True, slots=True)
class UploadLinkState:
    sent: DocumentSent | None
    """What came by it."""
    is_over: bool
    """It takes nothing any more."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sent, as it came, with what it is."""

    document_id: int
    file: CheckedFile
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentToCheck:
    """A document that waits for an agent."""

    document_id: int
    reference: str
    family_id: int
    family_name: str
    family_number: str
    child_name: str
    """Empty where it is about the family."""
    label: str
    school_year: str
    """Empty where it is not asked for each year."""
    sent_at: datetime
    file_name: str
    """Empty where no file was sent."""


@dataclass(frozen=True, slots=True)
class DocumentDecided:
    document_id: int
    accepted: bool


def reference_of(document_id: int, sent_on: date) -> str:
    """The reference of a document on its receipt, at the desk and in mails; ``sent_on``: local date."""
    return f"D-{sent_on.year}-{document_id:06d}"
