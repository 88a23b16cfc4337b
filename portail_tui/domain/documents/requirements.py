"""The state of a required document, and which ones stand between a child and an activity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portail_tui.domain.rules.document_types import DocumentType


class DocumentState(StrEnum):
    MISSING = "missing"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDocument:
    """A document received. ``order``: greater for a newer one. ``school_year_id``: only for a yearly
    document."""

    type_id: int
    child_id: int | None
    school_year_id: int | None
    status: DocumentState
    reason: str
    expires_on: date | None
    """Last day it is good for, included."""
    order: int
    by_other_home: bool = False
    """Sent by the other household of a shared child: it helps once it is good, and is nothing until then."""


def state_of_document(
    kind: DocumentType,
    sent: Iterable[SentDocument],
    *,
    child_id: int,
    school_year_id: int | None,
    today: date,
) -> tuple[DocumentState, str]:
    """The state of a document for a child and a school year, with the reason of a refusal.

    An accepted document that is still good wins over newer ones: sending another never takes a right away.
    """
    mine = _in_place(kind, sent, child_id, school_year_id, today)
    if not mine:
        return DocumentState.MISSING, ""
    if any(one.status is DocumentState.ACCEPTED and _is_good(kind, one, today) for one in mine):
        return DocumentState.ACCEPTED, ""
    newest = mine[-1]
    state = DocumentState.EXPIRED if newest.status is DocumentState.ACCEPTED else newest.status
    return state, newest.reason


def last_good_day(
    kind: DocumentType,
    sent: Iterable[SentDocument],
    *,
    child_id: int,
    school_year_id: int | None,
    today: date,
) -> date | None:
    """The last day for which what was sent is good, where it is good today and has an end. None too where a
    newer one waits for its answer: the family has done its part."""
    mine = _in_place(kind, sent, child_id, school_year_id, today)
    ends = [one.expires_on for one in mine if _is_good(kind, one, today)]
    if not ends or mine[-1].status is DocumentState.SENT:
        return None
    return max((end for end in ends if end is not None), default=None) if None not in ends else None


def _in_place(
    kind: DocumentType,
    sent: Iterable[SentDocument],
    child_id: int,
    school_year_id: int | None,
    today: date,
) -> list[SentDocument]:
    """Documents of one type sent for a child (or its family) and a school year, oldest first."""
    return sorted(
        (
            one
            for one in sent
            if one.type_id == kind.id
            and (not kind.for_child or one.child_id == child_id)
            and (not kind.is_yearly or one.school_year_id == school_year_id)
            and (not one.by_other_home or _is_good(kind, one, today))
        ),
        key=lambda one: one.order,
    )


def _is_good(kind: DocumentType, one: SentDocument, today: date) -> bool:
    """Whether the town has the document and it is valid on ``today``."""
    return unlocks(kind, one.status) and (one.expires_on is None or one.expires_on >= today)


def unlocks(kind: DocumentType, state: DocumentState) -> bool:
    """Whether a document in ``state`` lets the family book."""
    return state is DocumentState.ACCEPTED or (state is DocumentState.SENT and not kind.needs_validation)
