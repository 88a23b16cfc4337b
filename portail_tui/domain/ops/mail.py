"""Mails that the portal sends: what they tell, the server that they leave by, when they are tried again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portail_tui.domain.rules.schema import TEXT, Field, Got, Inline, OneOf, Scalar, Shape, Whole, optional
from portail_tui.domain.shared.invalid_rule import InvalidRule
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


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it leaves."""

    message_id: str
    """The same however often this mail is sent: whoever gets it twice sees it once."""
    written_at: datetime
    """UTC."""
    recipient: str
    subject: str
    body: str


class MailFault(StrEnum):
    """What can be wrong with the server itself: no mail of ours is at fault."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    """Not that of the server named, out of date, or signed by nobody this machine knows."""
    NO_ENCRYPTION = "no_encryption"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 (a fault, not a password)
    NOT_ADMITTED = "not_admitted"
    """It refuses the user, the password or the sender."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A mail that was given up."""

    subject: str
    recipient: str
    written_at: datetime
    """UTC."""
    tries: int
    answer: str
    """What the server said last."""


# --- when it is tried again -----------------------------------------------------------------------------

_PAUSES = (1, 5, 15, 60, 4 * 60)
"""Minutes before the second try, the third… Servers that put a stranger off (greylisting) take it the next
time; RFC 5321 §4.5.4.1 asks to give up after four or five days."""
_LONGEST = timedelta(hours=8)
MOST_TRIES = 18
"""Five days in all."""


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries (from 1) that a server put off."""
    return timedelta(minutes=_PAUSES[tries - 1]) if tries <= len(_PAUSES) else _LONGEST


# --- « [courriel] », in the town's file -----------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)+")
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
LONGEST_ADDRESS = 254
"""RFC 5321 §4.5.3.1.3."""


def is_address(text: str) -> bool:
    """Whether one mail can be sent to ``text``: a plain address, and nothing that a header would obey."""
    return len(text) <= LONGEST_ADDRESS and text == clean(text) and _ADDRESS.fullmatch(text) is not None


class Security(StrEnum):
    """How the way to the mail server is closed to others."""

    STARTTLS = "starttls"
    IMPLICIT = "tls"
    NONE = "aucune"
    """Only to a server of this very machine."""


_USUAL_PORTS = {Security.STARTTLS: 587, Security.IMPLICIT: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails leave by, and in whose name. Its password is in no file: ``gateways.secrets``."""

    host: str
    sender: str
    security: Security = Security.STARTTLS
    port: int = 587
    user: str = ""
    """Empty where the server wants none."""
    sender_name: str = ""
    """Empty: the town's name."""
    reply_to: str = ""
    """Empty: the service that answers families."""

    def to_data(self) -> dict[str, Any]:
        """Plain values, in the words of the town's file."""
        data: dict[str, Any] = {
            "serveur": self.host,
            "expediteur": self.sender,
            "securite": self.security.value,
            "port": self.port,
        }
        more = {"utilisateur": self.user, "nom": self.sender_name, "repondre_a": self.reply_to}
        return data | {key: value for key, value in more.items() if value}


def _address(value: object) -> str:
    if not isinstance(value, str) or not is_address(value):
        raise InvalidRule("une adresse électronique est attendue : « nom@exemple.fr ».")
    return value


ADDRESS = Scalar(_address, "", {"type": "string", "format": "email"})

_HOST = Field("serveur", TEXT, "Le serveur d'envoi (SMTP) : « smtp.exemple.fr ».")
_PORT = optional("port", Whole(1, 65_535), "Son port ; sans lui, 587 (starttls), 465 (tls) ou 25 (aucune).")
_SECURITY = Field(
    "securite",
    OneOf({one.value: one for one in Security}),
    "Le chiffrement : après la réponse du serveur (starttls), d'emblée (tls), ou aucun vers cette machine.",
    Security.STARTTLS,
)
_USER = optional("utilisateur", TEXT, "Le compte d'envoi ; son mot de passe ne s'écrit pas dans ce fichier.")
_SENDER = Field("expediteur", ADDRESS, "L'adresse d'où partent les messages.")
_SENDER_NAME = optional("nom", TEXT, "Le nom de l'expéditeur ; sans lui, celui de la commune.")
_REPLY_TO = optional("repondre_a", ADDRESS, "Où vont les réponses ; sans elle, au service.")


def _server(got: Got) -> MailServer:
    host, security = got[_HOST], got[_SECURITY]
    if security is Security.NONE and not _LOOPBACK.fullmatch(host):
        raise InvalidRule(
            "sans chiffrement, le serveur est sur cette machine (« localhost »).", _SECURITY.name
        )
    return MailServer(
        host=host,
        sender=got[_SENDER],
        security=security,
        port=got[_PORT] or _USUAL_PORTS[security],
        user=got[_USER] or "",
        sender_name=got[_SENDER_NAME] or "",
        reply_to=got[_REPLY_TO] or "",
    )


MAIL_SERVER = Inline(Shape(_HOST, _PORT, _SECURITY, _USER, _SENDER, _SENDER_NAME, _REPLY_TO), _server)
"""« [courriel] », in the town's file."""


def mail_server(data: Mapping[str, Any]) -> MailServer:
    """Read the server from plain values; raises InvalidRule."""
    return MAIL_SERVER.one(data)
