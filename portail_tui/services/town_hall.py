"""The services behind the one door that screens know (``portail_tui.portal.Portal``)."""

from __future__ import annotations

from datetime import date

from portail_tui.domain import desk, views
from portail_tui.domain.patterns import WeeklyPattern
from portail_tui.domain.refusals import Refused
from portail_tui.domain.rulebook import TownContact
from portail_tui.services import (
    activation,
    booked,
    booking,
    calendars,
    choosing,
    enrolments,
    families,
    home,
    logging_in,
    planning,
    quotients,
    refunding,
    top_ups,
    validating,
    wallets,
)
from portail_tui.services.office import Office


class TownHall:
    """Each method is a service given the office; nothing is decided here."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def log_in(self, *, email: str, password: str, origin: str) -> views.LoggedIn | Refused:
        return logging_in.log_in(self._office, email=email, password=password, origin=origin)

    def town_contact(self) -> TownContact:
        return home.show_contact(self._office)

    def home(self, *, actor: views.Actor, family_id: int) -> views.HomeView | Refused:
        return home.show_home(self._office, actor=actor, family_id=family_id)

    def choices(self, *, actor: views.Actor, family_id: int) -> views.ChoicesView | Refused:
        return choosing.show_choices(self._office, actor=actor, family_id=family_id)

    def calendar_month(
        self, *, actor: views.Actor, family_id: int, child_id: int, activity_id: int, year: int, month: int
    ) -> views.CalendarMonth | Refused:
        return calendars.show_month(
            self._office,
            actor=actor,
            family_id=family_id,
            child_id=child_id,
            activity_id=activity_id,
            year=year,
            month=month,
        )

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
    ) -> views.Confirmation | Refused:
        return booking.book_days(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            child_id=child_id,
            activity_id=activity_id,
            picks=picks,
            is_regular=is_regular,
        )

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
    ) -> views.BookedTogether | Refused:
        return booking.book_together(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            activity_id=activity_id,
            children=children,
            is_regular=is_regular,
            all_or_none=all_or_none,
        )

    def ask_enrolment(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        day: date,
    ) -> views.EnrolmentAsked | Refused:
        return enrolments.ask_enrolment(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            child_id=child_id,
            activity_id=activity_id,
            day=day,
        )

    def regular_form(
        self, *, actor: views.Actor, family_id: int, child_id: int, activity_id: int
    ) -> views.RegularForm | Refused:
        return planning.regular_form(
            self._office, actor=actor, family_id=family_id, child_id=child_id, activity_id=activity_id
        )

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
    ) -> views.RegularPlan | Refused:
        return planning.plan_regular(
            self._office,
            actor=actor,
            family_id=family_id,
            child_id=child_id,
            activity_id=activity_id,
            pattern=pattern,
            first_on=first_on,
            last_on=last_on,
            waits=waits,
        )

    def bookings(self, *, actor: views.Actor, family_id: int) -> views.BookingsView | Refused:
        return booked.show_bookings(self._office, actor=actor, family_id=family_id)

    def wallet(self, *, actor: views.Actor, family_id: int) -> views.WalletView | Refused:
        return wallets.show_wallet(self._office, actor=actor, family_id=family_id)

    def activate_account(
        self, *, operation_id: str, actor: views.Actor, family_id: int, rules_accepted: bool
    ) -> views.Activated | Refused:
        return activation.activate_account(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            rules_accepted=rules_accepted,
        )

    def top_up(
        self, *, operation_id: str, actor: views.Actor, family_id: int, amount_cents: int
    ) -> views.ToppedUp | Refused:
        return top_ups.top_up(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            amount_cents=amount_cents,
        )

    def family(self, *, actor: views.Actor, family_id: int) -> views.FamilyView | Refused:
        return families.show_family(self._office, actor=actor, family_id=family_id)

    def find_families(self, *, actor: views.Actor, text: str) -> tuple[views.FamilyHit, ...] | Refused:
        return families.find_families(self._office, actor=actor, text=text)

    def pending_queue(self, *, actor: views.Actor) -> tuple[desk.PendingLine, ...] | Refused:
        return validating.pending_queue(self._office, actor=actor)

    def decide_booking(
        self, *, operation_id: str, actor: views.Actor, booking_id: int, accept: bool, reason: str = ""
    ) -> desk.BookingDecided | Refused:
        return validating.decide_booking(
            self._office,
            operation_id=operation_id,
            actor=actor,
            booking_id=booking_id,
            accept=accept,
            reason=reason,
        )

    def enrolment_queue(self, *, actor: views.Actor) -> tuple[desk.EnrolmentLine, ...] | Refused:
        return enrolments.enrolment_queue(self._office, actor=actor)

    def decide_enrolment(
        self, *, operation_id: str, actor: views.Actor, enrolment_id: int, accept: bool, reason: str = ""
    ) -> desk.EnrolmentDecided | Refused:
        return enrolments.decide_enrolment(
            self._office,
            operation_id=operation_id,
            actor=actor,
            enrolment_id=enrolment_id,
            accept=accept,
            reason=reason,
        )

    def accept_quotient(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        quotient_id: int,
        from_on: date | None = None,
        reason: str = "",
    ) -> desk.QuotientAccepted | Refused:
        return quotients.accept_quotient(
            self._office,
            operation_id=operation_id,
            actor=actor,
            quotient_id=quotient_id,
            from_on=from_on,
            reason=reason,
        )

    def record_refund(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        means: desk.RefundMeans,
        amount_cents: int,
        reason: str,
    ) -> desk.WalletChanged | Refused:
        return refunding.record_refund(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            means=means,
            amount_cents=amount_cents,
            reason=reason,
        )

    def record_correction(
        self, *, operation_id: str, actor: views.Actor, family_id: int, cents: int, reason: str
    ) -> desk.WalletChanged | Refused:
        return refunding.record_correction(
            self._office,
            operation_id=operation_id,
            actor=actor,
            family_id=family_id,
            cents=cents,
            reason=reason,
        )
