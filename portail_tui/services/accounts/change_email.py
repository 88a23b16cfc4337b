"""Change of an account's e-mail: it takes effect once the code mailed to the new address is typed here.

Asking looks the same whether or not the new address is somebody's account: the same words, one mail queued.
The code is drawn as its mail leaves, and only its hash is stored.
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
from portail_tui.services.accounts.own_operation import OwnOperation
from portail_tui.services.accounts.reset_password import NOBODY
from portail_tui.services.core.access import NOT_ALLOWED, note_if_denied
from portail_tui.services.core.audit import audit_account
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.store.queries.accounts import accounts, email_changes, passwords
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.texts.mails.accounts import EmailChangeCode, EmailChanged

CODE_LENGTH = 8
"""8 symbols are 37 bits, for five tries in one day."""
CODE_LASTS = timedelta(hours=24)
CODE_TRIES = 5
KIND = "change_email"


def ask_email_change(
    context: ServiceContext, *, actor: Actor, email: str, password: str
) -> EmailCodeAsked | Refused:
    """Mail a code to the new address. ``password``: the current one, asked again.

    Refused: NOT_ALLOWED, FIELD_INVALID, SAME_EMAIL, NO_MAILS, PASSWORD_WRONG, TRY_LATER after too many tries.
    """
    typed = clean(email)
    with context.store.reading() as connection:
        account = passwords.open_account(connection, actor.account_id, actor.opened_at)
        has_mail = context.rulebooks.in_force(connection).town.mail is not None
    if account is None:
        return note_if_denied(context, actor, None, KIND, NOT_ALLOWED)
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
        audit_account(connection, account, "email_change_asked", at=now)
        return EmailCodeAsked(typed)

    answer = context.store.write(ask)
    context.mails_queued()
    return answer


def code_to_mail(context: ServiceContext, account_id: int) -> str | None:
    """A new code for the pending change, grouped for reading; it replaces the one before. None where no
    change is pending any more."""
    code = draw_secret(context.vault.draw)[:CODE_LENGTH]
    code_hash = hash_password(code)

    def keep(connection: Connection) -> bool:
        return email_changes.keep_code(connection, account_id, code_hash, context.store.now(connection))

    return grouped(code) if context.store.write(keep, safe_twice=True) else None


def confirm_email_change(
    context: ServiceContext, *, operation_id: str, actor: Actor, code: str
) -> str | Refused:
    """Check the code mailed to the new address, which becomes that of the account and of its adult; the old
    address gets a mail. Answers the new address.

    Refused: NOT_ALLOWED, CODE_WRONG (``details['left']``: tries left), CODE_OVER.
    """
    operation = OwnOperation(KIND, operation_id, actor)
    with context.store.reading() as connection:
        before = operation.answered(connection)
        account = passwords.open_account(connection, actor.account_id, actor.opened_at)
    if account is None:
        return note_if_denied(context, actor, None, KIND, NOT_ALLOWED)
    if before is not None:
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
        operation.take(connection, account, now)
        if not email_changes.use(connection, account.id, found.code_hash):
            connection.rollback()
            return Refused(Reason.CODE_OVER)
        email_changes.set_email(connection, account.id, account.family_id, account.email, found.email)
        passwords.forget_secret(connection, account.id)  # a secret mailed to the old address is good no more
        audit_account(connection, account, "email_changed", at=now)
        mail = queued(EmailChanged(at=now), account.email)
        operations_audit_outbox.queue_mails(connection, [mail], operation_id=operation_id, at=now)
        return str(found.email)

    answer = context.store.write(change, safe_twice=True)
    context.mails_queued()
    return answer
