"""A new password for whoever has none, or has lost it: by mail, or from the town hall.

Asking is the same for an address that is known and for one that is not: the same words, the same statements,
one mail queued. The secret is made as the mail leaves, and kept as a hash alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from portail_tui.domain.passwords import SECRET_LASTS, Asked, Provisional, draw_secret, grouped
from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.text import fold_email
from portail_tui.domain.views import Actor
from portail_tui.services.office import Office
from portail_tui.services.passwords import hash_password
from portail_tui.services.staff import do_as_staff
from portail_tui.services.throttling import Throttle, hear, key_of
from portail_tui.services.writing import Request, Work
from portail_tui.store.queries import accounts, passwords, records
from portail_tui.store.queries.records import Mail

HOURS = int(SECRET_LASTS.total_seconds()) // 3600
OF_ADDRESS = Throttle(free=3, first_seconds=3600, most_seconds=3600)
"""Three an hour."""
OF_ORIGIN = Throttle(free=20, first_seconds=30, most_seconds=10 * 60)
NOBODY = ""
"""The recipient of a mail that is queued like any other, and never leaves."""


def ask_new_password(office: Office, *, email: str, origin: str) -> Asked | Refused:
    """Mail a temporary password to the account of this address, if there is one. ``origin``: where the
    session comes from. Refused: TRY_LATER, known or not."""
    folded = fold_email(email)
    keys = {key_of("new-password", email): OF_ADDRESS, f"new-password-origin:{origin}": OF_ORIGIN}

    def ask(connection: Connection) -> Asked | Refused:
        heard = hear(office, connection, keys)
        if isinstance(heard, Refused):
            return heard
        account = accounts.by_email(connection, folded)
        mail = Mail(
            "new_password",
            account.email if account else NOBODY,
            {"account_id": account.id if account else 0},
        )
        records.queue_mails(connection, [mail], operation_id=None, at=heard.at)
        records.audit(
            connection,
            at=heard.at,
            account_id=account.id if account else None,
            role=account.role if account else "",
            family_id=account.family_id if account else None,
            action="new_password_asked",
            detail={"origin": origin},
        )
        return Asked(by_mail=office.rulebooks.in_force(connection).town.mail is not None)

    answer = office.store.write(ask)
    if not isinstance(answer, Refused):
        office.mails_queued()
    return answer


def secret_to_mail(office: Office, account_id: int) -> str | None:
    """A fresh secret for the account, as it is written for people, in the place of the one before; None where
    nobody may have one any more."""
    secret = draw_secret(office.vault.draw)
    secret_hash = hash_password(secret)
    return grouped(secret) if _keep(office, account_id, secret_hash) else None


def _keep(office: Office, account_id: int, secret_hash: str) -> bool:
    def keep(connection: Connection) -> bool:
        now = office.store.now(connection)
        return passwords.keep_secret(connection, account_id, secret_hash, at=now, until=now + SECRET_LASTS)

    return office.store.write(keep, safe_twice=True)


def give_password(
    office: Office, *, operation_id: str, actor: Actor, family_id: int, email: str
) -> Provisional | Refused:
    """A provisional password for an account of the family, to be handed out once: drawn, never chosen. The
    present one stays good until another is chosen.

    Refused: NOT_ALLOWED (staff alone, never for their own family), NO_ACCOUNT.
    """
    secret = draw_secret(office.vault.draw)
    secret_hash = hash_password(secret)

    def give(work: Work) -> Provisional | Refused:
        account = accounts.by_email(work.connection, fold_email(email))
        if account is None or account.family_id != family_id:
            return Refused(Reason.NO_ACCOUNT)
        until = work.now + SECRET_LASTS
        passwords.keep_secret(work.connection, account.id, secret_hash, at=work.now, until=until)
        work.audit("password_given", {"account": account.id})
        return Provisional(grouped(secret), account.email, HOURS)

    request = Request(
        operation_id, "give_password", actor, family_id, {"email": fold_email(email)}, _to_data, _from_data
    )
    return do_as_staff(office, request, give)


def _to_data(answer: Provisional) -> dict[str, Any]:
    return {"email": answer.email}


def _from_data(data: Any) -> Provisional:
    return Provisional("", data["email"], HOURS)
