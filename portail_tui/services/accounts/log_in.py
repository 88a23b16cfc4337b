"""Log-in: the same words and the same work whether or not the account exists, with growing waits after
failures.

What is shaped like a secret that the town hands out is checked as one too, for every address: the work
depends on what was typed, never on whose account it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, LoggedIn, Role
from portail_tui.domain.accounts.passwords import (
    LEAST_OF_FAMILIES,
    LEAST_OF_STAFF,
    SECRET_TRIES,
    ChooseFirst,
    read_secret,
)
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import fold_email
from portail_tui.services.accounts.hashing import is_password
from portail_tui.services.accounts.throttle import CountedTry, Throttle, count_try, forgive, key_of
from portail_tui.services.core.audit import audit_account
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.accounts import accounts, passwords

OF_ACCOUNT = Throttle(free=5, first_seconds=30, most_seconds=15 * 60)
OF_ORIGIN = Throttle(free=30, first_seconds=5, most_seconds=60)
"""An origin is many people (a kiosk, a town hall's ssh server): it forgives more and waits less."""
TICKET_LASTS = timedelta(minutes=15)
"""How long one may take to choose a password."""

BAD_CREDENTIALS = Refused(Reason.BAD_CREDENTIALS)


def log_in(
    context: ServiceContext, *, email: str, password: str, origin: str
) -> LoggedIn | ChooseFirst | Refused:
    """Let someone in, or only to choose a new password. ``origin``: where the session comes from.

    Refused: BAD_CREDENTIALS, whatever is wrong; TRY_LATER after too many tries.
    """
    folded = fold_email(email)
    secret = read_secret(password)
    keys = {key_of("account", email): OF_ACCOUNT, f"origin:{origin}": OF_ORIGIN}

    def listen(connection: Connection) -> _Attempt | Refused:
        counted = count_try(context, connection, keys)
        if isinstance(counted, Refused):
            return counted
        account = accounts.by_email(connection, folded)
        kept = None
        if secret is not None:
            account_id = account.id if account else 0
            kept = passwords.take_try(connection, account_id, most=SECRET_TRIES, at=counted.at)
        return _Attempt(counted, account, kept, origin)

    attempt = context.store.write(listen)
    if isinstance(attempt, Refused):
        return attempt
    account = attempt.account
    is_right = is_password(password, account.password_hash if account else None)
    is_secret = secret is not None and is_password(secret, attempt.secret_hash)
    ticket = context.vault.draw(32).hex()
    return context.store.write(
        lambda connection: _answer(
            context, connection, attempt, is_right=is_right, is_secret=is_secret, ticket=ticket
        )
    )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A log-in that the throttle let through."""

    counted: CountedTry
    account: accounts.AccountRow | None
    """None where there is none."""
    secret_hash: str | None
    """Hash of the secret handed out for the account, read only where what was typed is shaped like one."""
    origin: str


def _answer(
    context: ServiceContext,
    connection: Connection,
    attempt: _Attempt,
    *,
    is_right: bool,
    is_secret: bool,
    ticket: str,
) -> LoggedIn | ChooseFirst | Refused:
    """Let the account in or not, forgive its failures where it gets in, and write the audit line."""
    account = attempt.account
    now = context.store.now(connection)
    answer: LoggedIn | ChooseFirst | Refused = BAD_CREDENTIALS
    if (
        account is not None
        and (is_right or is_secret)
        and _may_enter(connection, attempt, account, is_right=is_right, at=now)
    ):
        forgive(connection, attempt.counted)
        role = Role(account.role)
        if is_right and not account.must_change_password:
            actor = Actor(
                account_id=account.id,
                role=role,
                family_id=account.family_id,
                name=account.display_name,
                opened_at=now,
            )
            answer = LoggedIn(actor, role)
        else:
            passwords.give_ticket(connection, account.id, digest_of(ticket), at=now, until=now + TICKET_LASTS)
            answer = ChooseFirst(ticket, account.display_name, least_of(account.role))
    done = {LoggedIn: "log_in", ChooseFirst: "log_in_to_choose"}
    action = done.get(type(answer), "log_in_failed")
    audit_account(connection, account, action, {"origin": attempt.origin}, at=now)
    return answer


def _may_enter(
    connection: Connection, attempt: _Attempt, account: accounts.AccountRow, *, is_right: bool, at: datetime
) -> bool:
    """Re-check the account under lock, after the slow hashing: it may have been closed or changed meanwhile,
    and a secret serves once."""
    for key in attempt.counted.before:  # held before the secret's row, as where it is tried
        accounts.hold_failures(connection, key, at)
    now = accounts.by_email(connection, account.email_sort)
    if now is None or now.id != account.id:
        return False
    if is_right:
        return now.password_hash == account.password_hash
    return passwords.use_secret(connection, account.id, attempt.secret_hash or "", at=at)


def digest_of(ticket: str) -> str:
    """Digest under which a ticket is stored: it is drawn at random, so that a plain digest is enough."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def least_of(role: str) -> int:
    """Least number of characters of a password, by the account's role."""
    return LEAST_OF_FAMILIES if role == Role.FAMILY.value else LEAST_OF_STAFF
