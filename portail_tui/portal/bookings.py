"""Booking: what can be chosen, the calendar, « Régulière », what is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.bookings import family_month, views
    from portail_tui.domain.bookings.choice_views import ChoicesView
    from portail_tui.domain.bookings.plan_views import RegularForm, RegularPlan
    from portail_tui.domain.bookings.sibling_plan import TogetherPlan
    from portail_tui.domain.bookings.weekly_pattern import WeeklyPattern
    from portail_tui.domain.shared.generated_files import MadeFile
    from portail_tui.domain.shared.refusals import Refused


class BookingPortal(Protocol):
    def choices(self, *, actor: Actor, family_id: int) -> ChoicesView | Refused: ...

    def calendar_month(
        self, *, actor: Actor, family_id: int, child_id: int, activity_id: int, year: int, month: int
    ) -> views.CalendarMonth | Refused: ...

    def family_month(
        self, *, actor: Actor, family_id: int, year: int, month: int, child_id: int | None = None
    ) -> family_month.FamilyMonth | Refused: ...

    def book_days(
        self,
        *,
        operation_id: str,
        actor: Actor,
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
        actor: Actor,
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
        actor: Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        day: date,
    ) -> views.EnrolmentAsked | Refused: ...

    def regular_form(
        self, *, actor: Actor, family_id: int, child_id: int, activity_id: int
    ) -> RegularForm | Refused: ...

    def plan_regular(
        self,
        *,
        actor: Actor,
        family_id: int,
        child_id: int,
        activity_id: int,
        pattern: WeeklyPattern,
        first_on: date,
        last_on: date,
        waits: bool,
    ) -> RegularPlan | Refused: ...

    def plan_together(
        self,
        *,
        actor: Actor,
        family_id: int,
        activity_id: int,
        child_ids: tuple[int, ...],
        picks: tuple[views.Pick, ...],
        is_regular: bool,
        all_or_none: bool,
        waits: bool,
    ) -> TogetherPlan | Refused: ...

    def bookings(self, *, actor: Actor, family_id: int) -> views.BookingsView | Refused: ...

    def bookings_sheet(
        self,
        *,
        actor: Actor,
        family_id: int,
        first_on: date,
        last_on: date,
        child_id: int | None = None,
        activity_id: int | None = None,
    ) -> MadeFile | Refused: ...
