"""Log-in: the same words and the same work whether or not the account exists, and tries that grow slower.

Each try is counted as failed before the password is checked, and forgiven when it is right: tries made at the
same instant from many places are all counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from portail_tui.domain.refusals import Reason, Refused
from portail_tui.domain.text import fold_email
from portail_tui.domain.views import Actor, LoggedIn, Role
from portail_tui.services.office import Office
from portail_tui.services.passwords import is_password
from portail_tui.store.queries import accounts, records


@dataclass(frozen=True, slots=True)
class Throttle:
    """How long one waits after failed tries in a row: nothing at first, then twice as long each time."""

    free: int
    """Tries that cost no waiting."""
    first_seconds: int
    most_seconds: int

    def wait(self, failures: int) -> timedelta:
        """How long after the last of ``failures`` the next try is heard."""
        over = failures - self.free
        seconds = 0 if over < 0 else min(self.most_seconds, self.first_seconds << min(over, 30))
        return timedelta(seconds=seconds)


OF_ACCOUNT = Throttle(free=5, first_seconds=30, most_seconds=15 * 60)
OF_ORIGIN = Throttle(free=30, first_seconds=5, most_seconds=60)
"""An origin is many people (a kiosk, a town hall's ssh server): it forgives more and waits less."""
FORGOTTEN_AFTER = timedelta(hours=1)
"""Failures older than this count no more: no lock for ever."""

BAD_CREDENTIALS = Refused(Reason.BAD_CREDENTIALS)


def log_in(office: Office, *, email: str, password: str, origin: str) -> LoggedIn | Refused:
    """Let someone in. ``origin``: where the session comes from.

    Refused: BAD_CREDENTIALS, whatever is wrong; TRY_LATER after too many tries.
    """
    folded = fold_email(email)
    # an address mistyped as a password must not be kept: only its digest is
    digest = hashlib.sha256(folded.encode()).hexdigest()[:32]
    keys = {f"account:{digest}": OF_ACCOUNT, f"origin:{origin}": OF_ORIGIN}
    attempt = office.store.write(lambda connection: _hear(office, connection, keys, folded))
    if isinstance(attempt, Refused):
        return attempt
    account = attempt.account
    is_right = is_password(password, account.password_hash if account else None)
    if not office.store.write(lambda connection: _answer(office, connection, attempt, is_right, origin)):
        return BAD_CREDENTIALS
    role = Role(account.role)
    return LoggedIn(Actor(account.id, role, account.family_id, account.display_name), role)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that is heard, and counted as failed until it proves right."""

    account: Any
    """The account's row; None where there is none."""
    tried_at: datetime
    failures_before: Mapping[str, datetime]
    """When the failure before it was, by key."""


def _hear(
    office: Office, connection: Connection, keys: Mapping[str, Throttle], folded: str
) -> Attempt | Refused:
    """Count a try as failed by every key, if it may be heard by all."""
    # in one order, that of the keys' text: no two tries wait for each other
    held = {
        key: accounts.hold_failures(connection, key, office.store.now(connection)) for key in sorted(keys)
    }
    now = office.store.now(connection)
    waits = []
    for key, (failures, last) in held.items():
        failed = 0 if now - last >= FORGOTTEN_AFTER else failures
        waits.append(last + keys[key].wait(failed) - now if failed else timedelta())
        accounts.set_failures(connection, key, failed + 1, now)
    if (wait := max(waits)) > timedelta():
        connection.rollback()
        return Refused(Reason.TRY_LATER, {"seconds": -(-wait // timedelta(seconds=1))})
    before = {key: last for key, (_, last) in held.items()}
    return Attempt(accounts.by_email(connection, folded), now, before)


def _answer(office: Office, connection: Connection, attempt: Attempt, is_right: bool, origin: str) -> bool:
    """Whether the account may enter; its tries are forgiven then. Either way the journal tells."""
    account = attempt.account
    may_enter = is_right and accounts.open_role(connection, account.id) is not None
    if may_enter:
        for key, last in attempt.failures_before.items():
            _forgive_try(connection, key, attempt.tried_at, last)
    records.audit(
        connection,
        at=office.store.now(connection),
        account_id=account.id if account else None,
        role=account.role if account else "",
        family_id=account.family_id if account else None,
        action="log_in" if may_enter else "log_in_failed",
        detail={"origin": origin},
    )
    return may_enter


def _forgive_try(connection: Connection, key: str, tried_at: datetime, last: datetime) -> None:
    """The try was right: an account starts anew; an origin gets back this one try, or whoever has an account
    could reset it."""
    if key.startswith("account:"):
        accounts.forget_failures(connection, key)
    else:
        accounts.take_back_failure(connection, key, tried_at, last)
