"""The one door between screens and services: a Protocol, so that no screen imports SQL.

Every method may raise ``StoreTrouble``: nothing was written then. Everything else that can go wrong for a
person is a ``Refused``. Writes take an ``operation_id`` made by the screen: sent twice, they happen once and
answer the same.
"""

from __future__ import annotations

from typing import Protocol

from portail_tui.domain import views
from portail_tui.domain.refusals import Refused


class Portal(Protocol):
    """All that a person can ask of the town hall, from any screen."""

    def log_in(self, *, email: str, password: str, origin: str) -> views.LoggedIn | Refused: ...

    def town_contact(self) -> views.TownContact: ...

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
    ) -> views.Confirmation | Refused: ...

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
