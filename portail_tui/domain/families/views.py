"""Values shown on the home page, the household's pages and the agents' search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.rules.rulebook import TownContact


class TodoKind(StrEnum):
    ACCOUNT_INACTIVE = "account_inactive"
    PLACE_OFFERED = "place_offered"
    """A place from the waiting list is reserved for the family. ``child_id`` and ``activity_id`` lead to
    its calendar; ``until``: end of the reservation (UTC instant, ISO)."""
    LOW_BALANCE = "low_balance"
    BALANCE_TO_SETTLE = "balance_to_settle"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_EXPIRES_SOON = "document_expires_soon"
    INVOICE_DUE = "invoice_due"
    """``cents`` to pay in all, ``overdue_cents`` of them since their due date; ``day``: the next one."""
    QUOTIENT_EXPIRED = "quotient_expired"
    QUOTIENT_EXPIRES_SOON = "quotient_expires_soon"
    QUOTIENT_MISSING = "quotient_missing"
    QUOTIENT_REFUSED = "quotient_refused"


@dataclass(frozen=True, slots=True)
class Todo:
    """Something the family should do. ``details`` feed the sentence: ``cents``, ``document``, ``child``,
    ``day`` (ISO)."""

    kind: TodoKind
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCard:
    activity_id: int
    name: str
    type_code: str
    summary: str
    """A line of the town's: « Lundi, mardi, jeudi et vendredi, 11 h 45 – 13 h 30 »."""
    children: tuple[str, ...]
    """First names of the family's children whom it concerns."""


@dataclass(frozen=True, slots=True)
class NewsCard:
    title: str
    published_on: date
    summary: str
    body: str
    """Markdown written by the town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDay:
    """One of the family's next booked days."""

    day: date
    child_name: str
    activity_name: str
    unit_label: str
    state: DayState


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    family_name: str
    family_number: str
    active: bool
    balance_cents: int
    today: date
    todos: tuple[Todo, ...]
    activities: tuple[ActivityCard, ...]
    news: tuple[NewsCard, ...]
    has_hints: bool
    """Whether the account has not read the hints of its first visit; never for staff."""
    coming: tuple[ComingDay, ...]
    contact: TownContact


@dataclass(frozen=True, slots=True)
class HintsDismissed:
    """The hints of a first visit are never shown again to the account."""


@dataclass(frozen=True, slots=True)
class GuardianCard:
    name: str
    email: str
    phone: str
    may: tuple[str, ...]
    """Rights of this adult, in words."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    label: str
    state: str
    """« manquante », « envoyée », « acceptée », « refusée », « expirée »."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCard:
    child_id: int
    first_name: str
    last_name: str
    birth_date: date
    age: int
    school: str
    grade: str
    shared_custody: str
    """« Garde alternée : semaines paires chez vous », or empty. Nothing of the other home."""
    documents: tuple[DocumentLine, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    family_id: int
    name: str
    number: str
    active: bool
    balance_cents: int
    address: tuple[str, ...]
    resident: bool
    quotient: str
    """« 622,50 », or why there is none and the maximum applies."""
    quotient_until: date | None
    guardians: tuple[GuardianCard, ...]
    children: tuple[ChildCard, ...]
    documents: tuple[DocumentLine, ...]
    contact: TownContact


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHit:
    """A family found by an agent's search."""

    family_id: int
    number: str
    name: str
    children: tuple[str, ...]
    email: str
    town: str
