"""Choosing a password: by the ticket of a log-in that allows nothing else, or in place of the current one.

Every session that began before ends, and the account's owner gets a mail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.accounts.passwords import Chosen, Weakness, read_secret, weakness_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.accounts.hashing import hash_password, is_password
from portail_tui.services.accounts.log_in import OF_ACCOUNT, digest_of, least_of
from portail_tui.services.accounts.own_operation import OwnOperation
from portail_tui.services.accounts.throttle import count_try, forgive, key_of
from portail_tui.services.core.access import NOT_ALLOWED, note_if_denied
from portail_tui.services.core.audit import audit_account
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued
from portail_tui.store.json_records import JsonRecord
from portail_tui.store.queries.accounts import accounts, passwords
from portail_tui.store.queries.accounts.accounts import AccountRow
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.core.instants import from_stored
from portail_tui.texts.mails.accounts import PasswordChanged

KIND = "change_password"
ANSWER = JsonRecord(datetime, upgrades={0: from_stored})
"""When it was changed: the session goes on from then."""


def choose_password(context: ServiceContext, *, ticket: str, password: str) -> Chosen | Refused:
    """Store the password chosen after a log-in that allowed nothing else. Sent twice, it happens once.

    Refused: TICKET_OVER (too late, or already used), PASSWORD_UNFIT.
    """
    digest = digest_of(ticket)
    with context.store.reading() as connection:
        ticket_row = passwords.by_ticket(connection, digest)
        words = passwords.own_words(connection, ticket_row.account) if ticket_row else []
    if ticket_row is None:
        return Refused(Reason.TICKET_OVER)
    account = ticket_row.account
    if ticket_row.is_used:  # it has served: for this very password, where the answer was lost
        chosen = is_password(password, account.password_hash)
        return Chosen() if chosen else Refused(Reason.TICKET_OVER)
    if (unfit := _unfit(account, words, password, ticket_row.secret_hash)) is not None:
        return unfit
    password_hash = hash_password(password)

    def choose(connection: Connection) -> Chosen | Refused:
        now = context.store.now(connection)
        accounts.forget_failures(connection, key_of("account", account.email))
        if not passwords.use_ticket(connection, digest, now):
            return Refused(Reason.TICKET_OVER)
        if not passwords.set_password(connection, account.id, account.password_hash, password_hash, now):
            connection.rollback()
            return Refused(Reason.TICKET_OVER)
        _tell(connection, account, now, "password_chosen")
        return Chosen()

    answer = context.store.write(choose, safe_twice=True)
    context.mails_queued()
    return answer


def change_password(
    context: ServiceContext, *, operation_id: str, actor: Actor, current: str, password: str
) -> Actor | Refused:
    """Replace one's own password. Answers the actor of this session, which goes on while the others end.

    Refused: NOT_ALLOWED, PASSWORD_WRONG (the current one), TRY_LATER after too many tries, PASSWORD_UNFIT.
    """
    operation = OwnOperation(KIND, operation_id, actor)
    with context.store.reading() as connection:
        before = operation.answered(connection)
        account = passwords.open_account(connection, actor.account_id, actor.opened_at)
        words = passwords.own_words(connection, account) if account else []
    if before is not None:
        return replace(actor, opened_at=ANSWER.from_json(before.result))
    if account is None:
        return note_if_denied(context, actor, None, KIND, NOT_ALLOWED)
    if (wrong := check_current(context, account.email, current, account.password_hash)) is not None:
        return wrong
    if (unfit := _unfit(account, words, password)) is not None:
        return unfit
    password_hash = hash_password(password)

    def change(connection: Connection) -> Actor | Refused:
        now = context.store.now(connection)
        operation.take(connection, account, now)
        accounts.forget_failures(connection, key_of("account", account.email))
        if not passwords.set_password(connection, account.id, account.password_hash, password_hash, now):
            connection.rollback()  # another was chosen meanwhile
            return Refused(Reason.PASSWORD_WRONG)
        passwords.forget_secret(connection, account.id)
        operations_audit_outbox.end_operation(connection, operation_id, ANSWER.to_json(now))
        _tell(connection, account, now, "password_changed")
        return replace(actor, opened_at=now)

    answer = context.store.write(change, safe_twice=True)
    context.mails_queued()
    return answer


def check_current(context: ServiceContext, email: str, current: str, kept: str) -> Refused | None:
    """None where the current password is right, or why not. A wrong one counts as a failed log-in."""
    keys = {key_of("account", email): OF_ACCOUNT}
    counted = context.store.write(lambda connection: count_try(context, connection, keys))
    if isinstance(counted, Refused):
        return counted
    if not is_password(current, kept):
        return Refused(Reason.PASSWORD_WRONG)
    context.store.write(lambda connection: forgive(connection, counted))
    return None


def _unfit(account: AccountRow, words: list[str], password: str, secret_hash: str = "") -> Refused | None:
    """Why this password cannot be the account's, or None. ``secret_hash``: of the secret handed out for the
    account, which the password must not be either."""
    least = least_of(account.role)
    why = weakness_of(password, least=least, own_words=words)
    if why is None:
        secret = read_secret(password)
        if is_password(password, account.password_hash) or (secret and is_password(secret, secret_hash)):
            why = Weakness.SAME
    return Refused(Reason.PASSWORD_UNFIT, {"why": why.value, "least": least}) if why else None


def _tell(connection: Connection, account: AccountRow, now: datetime, action: str) -> None:
    """Write the audit line, and mail the account's owner."""
    audit_account(connection, account, action, at=now)
    notice = queued(PasswordChanged(at=now), account.email)
    operations_audit_outbox.queue_mails(connection, [notice], operation_id=None, at=now)
