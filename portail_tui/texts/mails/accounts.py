"""Mails about an account: its password, its e-mail address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portail_tui.domain.accounts.passwords import SECRET_LASTS
from portail_tui.domain.ops.mail import MailKind
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.texts.mails.mail import AccountMail, Text
from portail_tui.texts.shared.formats import local_hour, long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword(AccountMail):
    """A temporary password. It is drawn as the mail leaves: what waits in the store holds none."""

    kind = MailKind.NEW_PASSWORD
    account_id: int
    """0 where the address that asked belongs to no account."""

    def text(self, secret: str = "") -> Text:
        """``secret``: the temporary password, as people read it."""
        hours = int(SECRET_LASTS.total_seconds()) // 3600
        return "Votre mot de passe provisoire", [
            "Voici votre mot de passe provisoire pour le portail famille :",
            f"    {secret}",
            "Saisissez-le avec votre email. Les tirets et les majuscules ne comptent pas.",
            f"Il sert une seule fois, pendant {hours} heures : vous choisirez aussitôt votre propre mot de passe. Si vous "
            "avez reçu plusieurs messages, seul le dernier compte.",
            "Vous n'avez rien demandé ? Ne faites rien : votre mot de passe actuel reste le bon.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeCode(AccountMail):
    """The code that confirms a new address, sent there. It is drawn as the mail leaves."""

    kind = MailKind.EMAIL_CHANGE_CODE
    account_id: int

    def text(self, code: str = "") -> Text:
        """``code``: as people read it."""
        return "Votre code de confirmation", [
            "Vous avez donné cette adresse pour votre compte du portail famille. Voici le code qui la confirme :",
            f"    {code}",
            "Saisissez-le dans le portail, « Mon profil ». Il sert une seule fois, pendant 24 heures.",
            "Vous n'avez rien demandé ? Ne faites rien : rien ne change.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged(AccountMail):
    """The account has another address: sent to the old one."""

    kind = MailKind.EMAIL_CHANGED
    at: datetime
    """UTC."""

    def text(self) -> Text:
        return "Votre adresse e-mail a changé", [
            f"L'adresse de votre compte a été changée le {_moment(self.at)}.",
            "Vous vous connectez désormais avec la nouvelle. Plus aucun message ne viendra à celle-ci.",
            "Ce n'était pas vous ? Prévenez tout de suite la mairie.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(AccountMail):
    """The account has another password."""

    kind = MailKind.PASSWORD_CHANGED
    at: datetime
    """UTC."""

    def text(self) -> Text:
        return "Votre mot de passe a changé", [
            f"Le mot de passe de votre compte a été changé le {_moment(self.at)}.",
            "Les autres écrans ouverts avec votre compte sont fermés.",
            "Ce n'était pas vous ? Prévenez la mairie.",
        ]


def _moment(at: datetime) -> str:
    return f"{long_date(local_day(at))} à {local_hour(at)}"
