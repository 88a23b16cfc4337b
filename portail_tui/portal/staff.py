"""What agents treat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.bookings import views
    from portail_tui.domain.ops.mail import DeadLetter
    from portail_tui.domain.shared.refusals import Refused
    from portail_tui.domain.staff import decisions as desk


class DeskPortal(Protocol):
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

    def dead_letters(self, *, actor: views.Actor) -> tuple[DeadLetter, ...] | Refused: ...
