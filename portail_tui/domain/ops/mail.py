"""Mails of the portal: their kinds, the faults of a mail server, the pauses between two tries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portail_tui.domain.shared.text import clean


class MailKind(StrEnum):
    """What a mail tells. ``texts.mails`` has the words of each."""

    DAYS_SAVED = "days_saved"
    PLACE_GIVEN = "place_given"
    PLACE_NOT_GIVEN = "place_not_given"
    PLACE_OFFERED = "place_offered"
    OFFER_LAPSED = "offer_lapsed"
    WAITING_LAPSED = "waiting_lapsed"
    PENDING_LAPSED = "pending_lapsed"
    BOOKING_ACCEPTED = "booking_accepted"
    BOOKING_REFUSED = "booking_refused"
    ENROLMENT_ASKED = "enrolment_asked"
    ENROLMENT_ACCEPTED = "enrolment_accepted"
    ENROLMENT_REFUSED = "enrolment_refused"
    QUOTIENT_ACCEPTED = "quotient_accepted"
    TARIFF_CHANGED = "tariff_changed"
    REFUND = "refund"
    CORRECTION = "correction"
    TOPPED_UP = "topped_up"
    INVOICE_ISSUED = "invoice_issued"
    INVOICE_UNDONE = "invoice_undone"
    ACCOUNT_ACTIVATED = "account_activated"
    DOCUMENT_RECEIVED = "document_received"
    DOCUMENT_ACCEPTED = "document_accepted"
    DOCUMENT_REFUSED = "document_refused"
    NEW_PASSWORD = "new_password"  # noqa: S105 (a kind of mail)
    """Its secret is made as it leaves."""
    EMAIL_CHANGE_CODE = "email_change_code"
    """Its code is made as it leaves."""
    EMAIL_CHANGED = "email_changed"
    """To the old address."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a kind of mail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it leaves."""

    message_id: str
    """Identical at each try, so that a mail received twice is shown once."""
    written_at: datetime
    """UTC."""
    recipient: str
    subject: str
    body: str


class MailFault(StrEnum):
    """Faults of the mail server itself, whatever the mail."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    """Not that of the server named, out of date, or signed by nobody this machine knows."""
    NO_ENCRYPTION = "no_encryption"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 (a fault, not a password)
    NOT_ADMITTED = "not_admitted"
    """It refuses the user, the password or the sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A mail that was given up."""

    subject: str
    recipient: str
    written_at: datetime
    """UTC."""
    tries: int
    answer: str
    """The server's last answer."""


# --- when it is tried again -----------------------------------------------------------------------------

_PAUSES = (1, 5, 15, 60, 4 * 60)
"""Minutes before the second try, the third… Servers that put a stranger off (greylisting) take it the next
time; RFC 5321 §4.5.4.1 asks to give up after four or five days."""
_LONGEST = timedelta(hours=8)
MOST_TRIES = 18
"""Five days in all."""


def pause_after(tries: int) -> timedelta:
    """Pause after ``tries`` tries (from 1) that a server postponed."""
    return timedelta(minutes=_PAUSES[tries - 1]) if tries <= len(_PAUSES) else _LONGEST


# --- « [courriel] », in the town's file -----------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)+")
LONGEST_ADDRESS = 254
"""RFC 5321 §4.5.3.1.3."""


def is_address(text: str) -> bool:
    """Whether ``text`` is a single plain e-mail address that no mail header can misread."""
    return len(text) <= LONGEST_ADDRESS and text == clean(text) and _ADDRESS.fullmatch(text) is not None
