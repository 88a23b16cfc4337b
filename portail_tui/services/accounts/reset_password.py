"""A new password for somebody who has none or lost it: by mail, or handed out at the town hall.

Asking looks the same for a known address and an unknown one: the same words, the same statements, one mail
queued. The secret is drawn as the mail leaves, and only its hash is stored.
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
from portail_tui.services.accounts.throttle import Throttle, count_try, key_of
from portail_tui.services.core.audit import audit_account
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import Decision, decide_for
from portail_tui.services.core.mail_records import queued
from portail_tui.services.core.write import Work
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.accounts import accounts, passwords
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.texts.mails.accounts import NewPassword

OF_ADDRESS = Throttle(free=3, first_seconds=3600, most_seconds=3600)
"""Three requests an hour."""
OF_ORIGIN = Throttle(free=20, first_seconds=30, most_seconds=10 * 60)
NOBODY = ""
"""The recipient of a mail that is queued like any other, and never leaves."""


def ask_new_password(context: ServiceContext, *, email: str, origin: str) -> Asked | Refused:
    """Mail a temporary password to the account of this address, if there is one. ``origin``: where the
    session comes from. Refused: TRY_LATER, known or not."""
    folded = fold_email(email)
    keys = {key_of("new-password", email): OF_ADDRESS, f"new-password-origin:{origin}": OF_ORIGIN}

    def ask(connection: Connection) -> Asked | Refused:
        counted = count_try(context, connection, keys)
        if isinstance(counted, Refused):
            return counted
        account = accounts.by_email(connection, folded)
        by_mail = context.rulebooks.in_force(connection).town.mail is not None
        if by_mail:  # a secret asked for today is not to leave the day that mails begin to
            to, account_id = (account.email, account.id) if account else (NOBODY, 0)
            mail = queued(NewPassword(account_id=account_id), to)
            operations_audit_outbox.queue_mails(connection, [mail], operation_id=None, at=counted.at)
        audit_account(connection, account, "new_password_asked", {"origin": origin}, at=counted.at)
        return Asked(by_mail)

    answer = context.store.write(ask)
    if not isinstance(answer, Refused):
        context.mails_queued()
    return answer


def secret_to_mail(context: ServiceContext, account_id: int, *, asked_at: datetime) -> str | None:
    """A new secret for the account, grouped for reading; it replaces the one before. None where the account
    may have none any more, or where it was asked for (``asked_at``, UTC) too long ago."""
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
    """Draw a provisional password for an account of the family, to be printed and handed out once. The
    current password works until another is chosen.

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

    decision = Decision(
        permission=Permission.GIVE_PASSWORDS,
        operation_id=operation_id,
        kind="give_password",
        actor=actor,
        asked={"email": fold_email(email)},
        answer=ANSWER,
    )
    answer = decide_for(context, decision, family_id, give)
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
