"""Throttle of log-ins: growing waits after failures. A try is counted as failed before it is checked, so that
simultaneous tries from many places all count."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import fold_email
from portail_tui.services.core.context import ServiceContext
from portail_tui.store.queries.accounts import accounts

FORGOTTEN_AFTER = timedelta(hours=1)
"""Failures older than this count no more: no lock for ever."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """Wait after consecutive failures: none for the first ones, then doubled by each."""

    free: int
    """Failures without any wait."""
    first_seconds: int
    most_seconds: int

    def wait(self, failures: int) -> timedelta:
        """Wait between the last of ``failures`` and the next try."""
        over = failures - self.free
        seconds = 0 if over < 0 else min(self.most_seconds, self.first_seconds << min(over, 30))
        return timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class CountedTry:
    """A try that may be checked. It stays counted as failed until ``forgive``."""

    at: datetime
    before: Mapping[str, datetime]
    """Instant (UTC) of the previous failure, by key."""


def key_of(what: str, email: str) -> str:
    """The key under which tries for an e-mail are counted, known or not. An address mistyped as a password
    must not be kept: only its digest is."""
    return f"{what}:{digest_of(email)}"


def digest_of(email: str) -> str:
    """Digest of an e-mail address, as stored in counters."""
    return hashlib.sha256(fold_email(email).encode()).hexdigest()[:32]


def count_try(
    context: ServiceContext, connection: Connection, keys: Mapping[str, Throttle]
) -> CountedTry | Refused:
    """Count a try as failed under every key, where none of them still has to wait. TRY_LATER otherwise, and
    this transaction is rolled back."""
    # in one order, that of the keys' text: no two tries wait for each other
    held = {
        key: accounts.hold_failures(connection, key, context.store.now(connection)) for key in sorted(keys)
    }
    now = context.store.now(connection)
    waits = []
    for key, (failures, last) in held.items():
        failed = 0 if now - last >= FORGOTTEN_AFTER else failures
        waits.append(last + keys[key].wait(failed) - now if failed else timedelta())
        accounts.set_failures(connection, key, failed + 1, now)
    if (wait := max(waits)) > timedelta():
        connection.rollback()
        return Refused(Reason.TRY_LATER, {"seconds": -(-wait // timedelta(seconds=1))})
    return CountedTry(now, {key: last for key, (_, last) in held.items()})


def forgive(connection: Connection, counted: CountedTry) -> None:
    """Take the failure back: an account's counter is cleared; an origin gets back this one try only, or
    anyone with an account could reset it."""
    for key, last in counted.before.items():
        if key.startswith("account:"):
            accounts.forget_failures(connection, key)
        else:
            accounts.take_back_failure(connection, key, counted.at, last)
