"""A new password for whoever has none, or has lost it: by mail, or from the town hall.

Asking is the same for an address that is known and for one that is not: the same words, the same statements,
one mail queued. The secret is made as the mail leaves, and kept as a hash alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.accounts.passwords import SECRET_LASTS, Asked, Provisional, draw_secret, grouped
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import fold_email
from portail_tui.domain.staff.permissions import Permission
from portail_tui.paper.password_slip import password_slip
from portail_tui.services.accounts.hashing import hash_password
from portail_tui.services.accounts.throttle import Throttle, hear, key_of
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.services.core.staff_access import do_as_staff
from portail_tui.services.core.write import Request, Work
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.accounts import accounts, passwords
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.texts.mails.accounts import NewPassword

OF_ADDRESS = Throttle(free=3, first_seconds=3600, most_seconds=3600)
"""Three an hour."""
OF_ORIGIN = Throttle(free=20, first_seconds=30, most_seconds=10 * 60)
NOBODY = ""
"""The recipient of a mail that is queued like any other, and never leaves."""


def ask_new_password(context: ServiceContext, *, email: str, origin: str) -> Asked | Refused:
    """Mail a temporary password to the account of this address, if there is one. ``origin``: where the
    session comes from. Refused: TRY_LATER, known or not."""
    folded = fold_email(email)
    keys = {key_of("new-password", email): OF_ADDRESS, f"new-password-origin:{origin}": OF_ORIGIN}

    def ask(connection: Connection) -> Asked | Refused:
        heard = hear(context, connection, keys)
        if isinstance(heard, Refused):
            return heard
        account = accounts.by_email(connection, folded)
        by_mail = context.rulebooks.in_force(connection).town.mail is not None
        if by_mail:  # a secret asked for today is not to leave the day that mails begin to
            to, account_id = (account.email, account.id) if account else (NOBODY, 0)
            mail = queued(NewPassword(account_id=account_id), to)
            operations_audit_outbox.queue_mails(connection, [mail], operation_id=None, at=heard.at)
        operations_audit_outbox.audit(
            connection,
            at=heard.at,
            account_id=account.id if account else None,
            role=account.role if account else "",
            family_id=account.family_id if account else None,
            action="new_password_asked",
            detail={"origin": origin},
        )
        return Asked(by_mail)

    answer = context.store.write(ask)
    if not isinstance(answer, Refused):
        context.mails_queued()
    return answer


def secret_to_mail(context: ServiceContext, account_id: int, *, asked_at: datetime) -> str | None:
    """A fresh secret for the account, as it is written for people, in the place of the one before; None where
    nobody may have one any more, or it was asked for too long ago (UTC) to be expected still."""
    secret = draw_secret(context.vault.draw)
    secret_hash = hash_password(secret)

    def keep(connection: Connection) -> bool:
        now = context.store.now(connection)
        if now - asked_at >= SECRET_LASTS:
            return False
        return passwords.keep_secret(connection, account_id, secret_hash, at=now, until=now + SECRET_LASTS)

    return grouped(secret) if context.store.write(keep, safe_twice=True) else None


ANSWER = JsonRecord(Provisional, upgrades={0: unchanged}, never_written=("secret", "slip"))


def give_password(
    context: ServiceContext, *, operation_id: str, actor: Actor, family_id: int, email: str
) -> Provisional | Refused:
    """A provisional password for an account of the family, to be handed out once: drawn, never chosen. The
    present one stays good until another is chosen.

    Refused: NOT_ALLOWED (staff alone, never for their own family), NO_ACCOUNT.
    """
    secret = draw_secret(context.vault.draw)
    secret_hash = hash_password(secret)

    def give(work: Work) -> Provisional | Refused:
        account = accounts.by_email(work.connection, fold_email(email))
        if account is None or account.family_id != family_id:
            return Refused(Reason.NO_ACCOUNT)
        until = work.now + SECRET_LASTS
        passwords.keep_secret(work.connection, account.id, secret_hash, at=work.now, until=until)
        work.audit("password_given", {"account": account.id})
        return Provisional(account.email, until, grouped(secret))

    request = Request(
        operation_id=operation_id,
        kind="give_password",
        actor=actor,
        family_id=family_id,
        asked={"email": fold_email(email)},
        answer=ANSWER,
    )
    answer = do_as_staff(context, Permission.GIVE_PASSWORDS, request, give)
    if isinstance(answer, Refused) or not answer.secret:
        return answer
    return replace(answer, slip=_slip(context, answer))


def _slip(context: ServiceContext, given: Provisional) -> MadeFile:
    from portail_tui.paper.pdf import to_pdf  # noqa: PLC0415 (fpdf2: 0.3 s, for whoever prints)

    with context.store.reading() as connection:
        contact = context.rulebooks.in_force(connection).town.contact
    letter = password_slip(
        sender=contact,
        email=given.email,
        secret=given.secret,
        made_at=given.until - SECRET_LASTS,
        until=given.until,
    )
    return MadeFile(letter.title, GeneratedFileKind.PDF, to_pdf(letter))
