"""What every mail is: typed values, and the words made of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from portail_tui.domain.ops.mail import MailKind

Text = tuple[str, list[str]]
"""A subject, and the paragraphs below « Bonjour »."""


class Mail(ABC):
    """A mail to write: a frozen dataclass of the values it needs, and its text.

    The values wait in the store until the mail leaves, and mail is read by others than its recipient. No field
    holds a health value, a password, or what an agent wrote freely (a reason may name an illness): the text
    says where to read these in the portal, which asks for a password.
    """

    __slots__ = ()
    kind: ClassVar[MailKind]
    """The word that the store keeps for mails of this class."""

    @abstractmethod
    def text(self) -> Text:
        """The subject and the paragraphs, in French."""


class FamilyMail(Mail):
    """A mail to the adults of a family who are kept informed."""

    __slots__ = ()


class AccountMail(Mail):
    """A mail to the owner of one account."""

    __slots__ = ()
