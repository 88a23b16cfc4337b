"""The server by which a town's mails leave, and its keys in the town's file (« [courriel] »)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portail_tui.domain.ops.mail import is_address
from portail_tui.domain.rules.schema import TEXT, Field, Got, Inline, OneOf, Scalar, Shape, Whole, optional
from portail_tui.domain.shared.invalid_rule import InvalidRule

_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")


class Security(StrEnum):
    """Encryption of the connection to the mail server."""

    STARTTLS = "starttls"
    IMPLICIT = "tls"
    NONE = "aucune"
    """Only to a server of this very machine."""


_USUAL_PORTS = {Security.STARTTLS: 587, Security.IMPLICIT: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The town's outgoing mail server and its sender. Its password is in no file: see
    ``gateways.keyring_passwords``."""

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


def _address(value: object) -> str:
    if not isinstance(value, str) or not is_address(value):
        raise InvalidRule("une adresse électronique est attendue : « nom@exemple.fr ».")
    return value


ADDRESS = Scalar(_address, "", {"type": "string", "format": "email"})
_HOST = Field("serveur", TEXT, "Le serveur d'envoi (SMTP) : « smtp.exemple.fr ».", attr="host")
_PORT = optional(
    "port", Whole(1, 65_535), "Son port ; sans lui, 587 (starttls), 465 (tls) ou 25 (aucune).", attr="port"
)
_SECURITY = optional(
    "securite",
    OneOf({one.value: one for one in Security}),
    "Le chiffrement : après la réponse du serveur (starttls), d'emblée (tls), ou aucun vers cette machine.",
    attr="security",
)
_USER = Field(
    "utilisateur",
    TEXT,
    "Le compte d'envoi ; son mot de passe ne s'écrit pas dans ce fichier.",
    "",
    attr="user",
)
_SENDER = Field("expediteur", ADDRESS, "L'adresse d'où partent les messages.", attr="sender")
_SENDER_NAME = Field(
    "nom", TEXT, "Le nom de l'expéditeur ; sans lui, celui de la commune.", "", attr="sender_name"
)
_REPLY_TO = Field("repondre_a", ADDRESS, "Où vont les réponses ; sans elle, au service.", "", attr="reply_to")


def _server(got: Got) -> MailServer:
    host, security = got[_HOST], got[_SECURITY] or Security.STARTTLS
    if security is Security.NONE and not _LOOPBACK.fullmatch(host):
        raise InvalidRule(
            "sans chiffrement, le serveur est sur cette machine (« localhost »).", _SECURITY.name
        )
    return MailServer(
        host=host,
        sender=got[_SENDER],
        security=security,
        port=got[_PORT] or _USUAL_PORTS[security],
        user=got[_USER],
        sender_name=got[_SENDER_NAME],
        reply_to=got[_REPLY_TO],
    )


MAIL_SERVER = Inline(Shape(_HOST, _PORT, _SECURITY, _USER, _SENDER, _SENDER_NAME, _REPLY_TO), _server)
"""« [courriel] », in the town's file."""


def mail_server(data: Mapping[str, Any]) -> MailServer:
    """Read the server from plain values; raises InvalidRule."""
    return MAIL_SERVER.one(data)
