"""Another e-mail for one's own account: it counts once a code mailed there has been typed here.

Asking is the same whether or not the new address is somebody's account: the same words, one mail queued. The
code is made as its mail leaves, and kept as a hash alone.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.accounts.passwords import SYMBOLS, draw_secret, grouped
from portail_tui.domain.families.people import EmailCodeAsked, FieldWhy
from portail_tui.domain.ops.mail import is_address
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean, fold_email
from portail_tui.services.accounts.change_password import check_current
from portail_tui.services.accounts.hashing import hash_password, is_password
from portail_tui.services.accounts.reset_password import NOBODY
from portail_tui.services.core.access import NOT_ALLOWED, note_denial
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.store.queries.accounts import accounts, email_changes, passwords
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.texts.mails.accounts import EmailChangeCode, EmailChanged

CODE_LENGTH = 8
"""37 bits, five tries, one day."""
CODE_LASTS = timedelta(hours=24)
CODE_TRIES = 5
KIND = "change_email"


def ask_email_change(
    context: ServiceContext, *, actor: Actor, email: str, password: str
) -> EmailCodeAsked | Refused:
    """Mail a code to the address that is to be one's own. ``password``: the current one, asked again.

    Refused: NOT_ALLOWED, FIELD_INVALID, NO_MAILS, PASSWORD_WRONG, TRY_LATER after too many of these.
    """
    typed = clean(email)
    with context.store.reading() as connection:
        account = passwords.open_account(connection, actor.account_id, actor.opened_at)
        has_mail = context.rulebooks.in_force(connection).town.mail is not None
    if account is None:
        note_denial(context, actor, None, KIND)
        return NOT_ALLOWED
    if not is_address(typed):
        return Refused(Reason.FIELD_INVALID, {"field": "email", "why": FieldWhy.EMAIL.value})
    if fold_email(typed) == account.email_sort:
        return Refused(Reason.SAME_EMAIL)
    if not has_mail:
        return Refused(Reason.NO_MAILS)
    if (wrong := check_current(context, account.email, password, account.password_hash)) is not None:
        return wrong

    def ask(connection: Connection) -> EmailCodeAsked:
        now = context.store.now(connection)
        is_free = accounts.by_email(connection, fold_email(typed)) is None
        email_changes.ask(connection, account.id, typed if is_free else "", at=now, until=now + CODE_LASTS)
        mail = queued(EmailChangeCode(account_id=account.id), typed if is_free else NOBODY)
        operations_audit_outbox.queue_mails(connection, [mail], operation_id=None, at=now)
        operations_audit_outbox.audit(
            connection,
            at=now,
            account_id=account.id,
            role=account.role,
            family_id=account.family_id,
            action="email_change_asked",
            detail={},
        )
        return EmailCodeAsked(typed)

    answer = context.store.write(ask)
    context.mails_queued()
    return answer


def code_to_mail(context: ServiceContext, account_id: int) -> str | None:
    """A fresh code for the change that waits, as people read it, in the place of the one before; None where
    none waits any more."""
    code = draw_secret(context.vault.draw)[:CODE_LENGTH]
    code_hash = hash_password(code)

    def keep(connection: Connection) -> bool:
        return email_changes.keep_code(connection, account_id, code_hash, context.store.now(connection))

    return grouped(code) if context.store.write(keep, safe_twice=True) else None


def confirm_email_change(
    context: ServiceContext, *, operation_id: str, actor: Actor, code: str
) -> str | Refused:
    """The code mailed to the new address: from now on it is the account's, and the household's adult's. The
    old address is told. Answers the new one.

    Refused: NOT_ALLOWED, CODE_WRONG (``details['left']``: tries left), CODE_OVER.
    """
    digest = f"{KIND}:{actor.account_id}"
    with context.store.reading() as connection:
        before = operations_audit_outbox.find_operation(connection, operation_id)
        account = passwords.open_account(connection, actor.account_id, actor.opened_at)
    if account is None:
        note_denial(context, actor, None, KIND)
        return NOT_ALLOWED
    if before is not None and before.digest == digest:
        return str(account.email)
    found = context.store.write(
        lambda connection: email_changes.take_try(
            connection, account.id, most=CODE_TRIES, at=context.store.now(connection)
        )
    )
    if found is None:
        return Refused(Reason.CODE_OVER)
    typed = "".join(char for char in clean(code).upper() if char in SYMBOLS)
    if not is_password(typed, found.code_hash):
        return Refused(Reason.CODE_WRONG, {"left": CODE_TRIES - found.tries})

    def change(connection: Connection) -> str | Refused:
        now = context.store.now(connection)
        if accounts.by_email(connection, fold_email(found.email)) is not None:
            return Refused(Reason.CODE_OVER)
        operations_audit_outbox.take_operation(
            connection,
            operation_id=operation_id,
            kind=KIND,
            digest=digest,
            account_id=account.id,
            family_id=account.family_id,
            at=now,
        )
        if not email_changes.use(connection, account.id, found.code_hash):
            connection.rollback()
            return Refused(Reason.CODE_OVER)
        email_changes.set_email(connection, account.id, account.family_id, account.email, found.email)
        passwords.forget_secret(connection, account.id)  # a secret mailed to the old address is good no more
        operations_audit_outbox.audit(
            connection,
            at=now,
            account_id=account.id,
            role=account.role,
            family_id=account.family_id,
            action="email_changed",
            detail={},
        )
        mail = queued(EmailChanged(at=now), account.email)
        operations_audit_outbox.queue_mails(connection, [mail], operation_id=operation_id, at=now)
        return str(found.email)

    answer = context.store.write(change, safe_twice=True)
    context.mails_queued()
    return answer
