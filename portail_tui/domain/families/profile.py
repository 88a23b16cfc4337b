"""« Mon profil »: the household's own declarations, and the town's answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AddressState(StrEnum):
    """Progress of a declared address."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    """The family declared another since."""


@dataclass(frozen=True, slots=True)
class Address:
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class DeclaredAddress:
    """The last address that the family declared, until it is treated; refused, with the reason."""

    address: Address
    state: AddressState
    reason: str
    declared_on: date


class ErasureState(StrEnum):
    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    TREATED = "treated"


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """The household's last request for erasure."""

    request_id: int
    state: ErasureState
    asked_on: date
    answer: str
    """The town's answer, once given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    guardian_id: int
    name: str
    email: str
    phone: str
    may: tuple[str, ...]
    is_confidential: bool
    """Asks that its address be told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    name: str
    number: str
    active: bool
    balance_cents: int
    address: Address
    declared: DeclaredAddress | None
    resident: bool
    quotient: str
    """« 622,50 », or why there is none and the maximum applies."""
    quotient_until: date | None
    adults: tuple[Adult, ...]
    email: str
    """The one that this account logs in with."""
    erasure: ErasureAsked | None


# --- what agents treat ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """A declared address that waits for an agent."""

    change_id: int
    family_id: int
    family_name: str
    family_number: str
    before: Address
    after: Address
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """An agent's answer to a declared address."""

    accept: bool
    is_resident: bool = False
    """Accepted: whether the family lives in the town, which decides its tariffs from ``from_on`` on."""
    from_on: date | None = None
    """Local day; None: the day it was declared. Earlier only with a reason."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddressDecided:
    accepted: bool
    bookings: int
    """Number of days already paid whose price changed with it."""
    debited_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureLine:
    """A request for erasure that waits for an agent."""

    request_id: int
    family_id: int
    family_name: str
    family_number: str
    words: str
    asked_at: datetime
