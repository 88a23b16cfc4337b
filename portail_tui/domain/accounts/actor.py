"""Who is asking: accounts, roles, log-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Role(StrEnum):
    FAMILY = "family"
    AGENT = "agent"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is asking. Made by ``log_in`` alone; every service checks it again."""

    account_id: int
    role: Role
    family_id: int | None
    """The family of a parent's account; None for the town's staff."""
    name: str
    opened_at: datetime = EPOCH
    """When the session began (UTC, the store's clock): a password chosen since then has ended it."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    actor: Actor
    landing: Role
