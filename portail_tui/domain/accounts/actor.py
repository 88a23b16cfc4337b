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
    """The account that asks for something. Made at log-in only; every service checks it again."""

    account_id: int
    role: Role
    family_id: int | None
    """The family of a parent's account; None for the town's staff."""
    name: str
    opened_at: datetime = EPOCH
    """Instant at which the session began (UTC, the store's clock). A later choice of password ends the
    session."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    actor: Actor
    landing: Role
