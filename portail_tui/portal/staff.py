"""Requests that wait for an agent, and decisions on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.ops.mail import DeadLetter
    from portail_tui.domain.shared.refusals import Refused
    from portail_tui.domain.staff import decisions


class DeskPortal(Protocol):
    def pending_queue(self, *, actor: Actor) -> tuple[decisions.PendingLine, ...] | Refused: ...

    def decide_booking(
        self, *, operation_id: str, actor: Actor, booking_id: int, accept: bool, reason: str = ""
    ) -> decisions.BookingDecided | Refused: ...

    def enrolment_queue(self, *, actor: Actor) -> tuple[decisions.EnrolmentLine, ...] | Refused: ...

    def decide_enrolment(
        self, *, operation_id: str, actor: Actor, enrolment_id: int, accept: bool, reason: str = ""
    ) -> decisions.EnrolmentDecided | Refused: ...

    def accept_quotient(
        self,
        *,
        operation_id: str,
        actor: Actor,
        quotient_id: int,
        from_on: date | None = None,
        reason: str = "",
    ) -> decisions.QuotientAccepted | Refused: ...

    def record_refund(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        means: decisions.RefundMeans,
        amount_cents: int,
        reason: str,
    ) -> decisions.WalletChanged | Refused: ...

    def record_correction(
        self, *, operation_id: str, actor: Actor, family_id: int, cents: int, reason: str
    ) -> decisions.WalletChanged | Refused: ...

    def dead_letters(self, *, actor: Actor) -> tuple[DeadLetter, ...] | Refused: ...
