"""The one door between screens and services: a Protocol, so that no screen imports SQL.

Every method may raise ``StoreTrouble``: nothing was written then. Everything else that can go wrong for a
person is a ``Refused``. Writes take an ``operation_id`` made by the screen: sent twice, they happen once and
answer the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the log-in screen is painted before the views' modules are imported
    from datetime import date

    from portail_tui.domain import desk, views
    from portail_tui.domain.clock import Clock
    from portail_tui.domain.patterns import WeeklyPattern
    from portail_tui.domain.refusals import Refused
    from portail_tui.domain.rulebook import TownContact


class Portal(Protocol):
    """All that a person can ask of the town hall, from any screen."""

    def log_in(self, *, email: str, password: str, origin: str) -> views.LoggedIn | Refused: ...

    def town_contact(self) -> TownContact: ...

    def home(self, *, actor: views.Actor, family_id: int) -> views.HomeView | Refused: ...

    def choices(self, *, actor: views.Actor, family_id: int) -> views.ChoicesView | Refused: ...

    def calendar_month(
        self, *, actor: views.Actor, family_id: int, child_id: int, activity_id: int, year: int, month: int
    ) -> views.CalendarMonth | Refused: ...

    def book_days(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        picks: tuple[views.Pick, ...],
        is_regular: bool = False,
    ) -> views.Confirmation | Refused: ...

    def book_together(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        activity_id: int,
        children: tuple[views.ChildPicks, ...],
        is_regular: bool,
        all_or_none: bool,
    ) -> views.BookedTogether | Refused: ...

    def ask_enrolment(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        day: date,
    ) -> views.EnrolmentAsked | Refused: ...

    def regular_form(
        self, *, actor: views.Actor, family_id: int, child_id: int, activity_id: int
    ) -> views.RegularForm | Refused: ...

    def plan_regular(
        self,
        *,
        actor: views.Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        pattern: WeeklyPattern,
        first_on: date,
        last_on: date,
        waits: bool,
    ) -> views.RegularPlan | Refused: ...

    def bookings(self, *, actor: views.Actor, family_id: int) -> views.BookingsView | Refused: ...

    def wallet(self, *, actor: views.Actor, family_id: int) -> views.WalletView | Refused: ...

    def activate_account(
        self, *, operation_id: str, actor: views.Actor, family_id: int, rules_accepted: bool
    ) -> views.Activated | Refused: ...

    def top_up(
        self, *, operation_id: str, actor: views.Actor, family_id: int, amount_cents: int
    ) -> views.ToppedUp | Refused: ...

    def family(self, *, actor: views.Actor, family_id: int) -> views.FamilyView | Refused: ...

    def find_families(self, *, actor: views.Actor, text: str) -> tuple[views.FamilyHit, ...] | Refused: ...

    # --- what agents treat --------------------------------------------------------------------------

    def pending_queue(self, *, actor: views.Actor) -> tuple[desk.PendingLine, ...] | Refused: ...

    def decide_booking(
        self, *, operation_id: str, actor: views.Actor, booking_id: int, accept: bool, reason: str = ""
    ) -> desk.BookingDecided | Refused: ...

    def enrolment_queue(self, *, actor: views.Actor) -> tuple[desk.EnrolmentLine, ...] | Refused: ...

    def decide_enrolment(
        self, *, operation_id: str, actor: views.Actor, enrolment_id: int, accept: bool, reason: str = ""
    ) -> desk.EnrolmentDecided | Refused: ...

    def accept_quotient(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        quotient_id: int,
        from_on: date | None = None,
        reason: str = "",
    ) -> desk.QuotientAccepted | Refused: ...

    def record_refund(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        means: desk.RefundMeans,
        amount_cents: int,
        reason: str,
    ) -> desk.WalletChanged | Refused: ...

    def record_correction(
        self, *, operation_id: str, actor: views.Actor, family_id: int, cents: int, reason: str
    ) -> desk.WalletChanged | Refused: ...


@dataclass(frozen=True, slots=True)
class DemoLogin:
    who: str
    """« Famille », « Agent », « Administrateur »."""
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What the log-in screen of a demonstration shows."""

    logins: tuple[DemoLogin, ...]
    age_days: int
    """How old its town is; 0 where it is made as this session starts."""
    renew: Callable[[], Portal]
    """Makes the town anew (seconds; in a store thread) and answers its portal. May raise StoreTrouble."""


@dataclass(frozen=True, slots=True)
class SessionStart:
    """All that the application is given: made by ``cli`` without importing services or store."""

    load: Callable[[], Portal]
    """Opens the store (makes the demonstration's first, where there is none). Called once, in a store thread,
    while the log-in screen is already up. May raise StoreTrouble."""
    clock: Clock
    new_id: Callable[[], str]
    """A fresh identifier for an operation."""
    origin: str = "local"
    """Where the session comes from, for the log-in throttle."""
    demo: Demo | None = None
