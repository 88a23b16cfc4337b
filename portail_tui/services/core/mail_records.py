"""Mails as the store keeps them until they leave: the word of their kind, and their values as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portail_tui.domain.ops.mail import MailKind
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.core.operations_audit_outbox import QueuedMail
from portail_tui.texts.mails import MAILS
from portail_tui.texts.mails.mail import Mail


def queued(mail: Mail, recipient: str) -> QueuedMail:
    """A mail as it is written to the store. ``recipient``: an address; empty for a mail that never leaves."""
    return QueuedMail(kind=mail.kind, recipient=recipient, params=_RECORDS[mail.kind].to_json(mail))


def read_mail(kind: str, params: str) -> Mail:
    """A mail from the store. Raises ValueError where the portal knows no such kind or values."""
    try:
        mail: Mail = _RECORDS[MailKind(kind)].from_json(params)
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"{kind}: {error!r}") from error
    return mail


def subject_of(kind: str, params: str) -> str:
    """The subject of a mail from the store; the word of its kind where the mail cannot be read."""
    try:
        return read_mail(kind, params).text()[0]
    except (ArithmeticError, LookupError, ValueError):
        return kind


# --- version 0: parameters without a version ------------------------------------------------------------


def _place_not_given(params: Mapping[str, Any]) -> dict[str, Any]:
    """All details of the refusal were kept; one is written."""
    return {**params, "missing_cents": params["details"].get("missing_cents", 0)}


def _document_accepted(params: Mapping[str, Any]) -> dict[str, Any]:
    return {**params, "expires_on": params["expires_on"] or None}


_FROM_VERSION_0: Mapping[MailKind, Callable[[Any], Any]] = {
    MailKind.PLACE_NOT_GIVEN: _place_not_given,
    MailKind.DOCUMENT_ACCEPTED: _document_accepted,
}
"""The others are read as they are: what their texts never used is passed over."""
_RECORDS: Mapping[MailKind, JsonRecord[Any]] = {
    mail.kind: JsonRecord(mail, upgrades={0: _FROM_VERSION_0.get(mail.kind, unchanged)}) for mail in MAILS
}
