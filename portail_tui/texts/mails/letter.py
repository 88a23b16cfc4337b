"""A mail's text as it leaves: greeting, paragraphs, signature of the town."""

from __future__ import annotations

from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.text import clean
from portail_tui.texts.mails.mail import Text


def letter(text: Text, contact: TownContact) -> tuple[str, str]:
    """The subject and the body of a mail, signed by the service that answers families."""
    subject, paragraphs = text
    signature = "\n".join(line for line in (contact.service, contact.name, contact.phone) if line)
    body = "\n\n".join(["Bonjour,", *paragraphs, signature, "Ce message part tout seul du portail famille."])
    return clean(f"{subject} - {contact.name}"), f"{body}\n"
