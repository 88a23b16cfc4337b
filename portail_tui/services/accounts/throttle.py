"""Tries that grow slower: counted as failed before they are answered, so that those made at the same instant
from many places are all counted."""

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


@dataclass(frozen=True, slots=True)
class Heard:
    """A try that is heard, and counted as failed until it proves right."""

    at: datetime
    before: Mapping[str, datetime]
    """When the failure before it was, by key."""


def key_of(what: str, email: str) -> str:
    """The key under which tries for an e-mail are counted, known or not. An address mistyped as a password
    must not be kept: only its digest is."""
    return f"{what}:{digest_of(email)}"


def digest_of(email: str) -> str:
    """Of an address, whatever is counted."""
    return hashlib.sha256(fold_email(email).encode()).hexdigest()[:32]


def hear(context: ServiceContext, connection: Connection, keys: Mapping[str, Throttle]) -> Heard | Refused:
    """Count a try as failed by every key, if it may be heard by all; TRY_LATER otherwise, and nothing of this
    transaction is kept."""
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
    return Heard(now, {key: last for key, (_, last) in held.items()})


def forgive(connection: Connection, heard: Heard) -> None:
    """The try was right: an account starts anew; an origin gets back this one try, or whoever has an account
    could reset it."""
    for key, last in heard.before.items():
        if key.startswith("account:"):
            accounts.forget_failures(connection, key)
        else:
            accounts.take_back_failure(connection, key, heard.at, last)
