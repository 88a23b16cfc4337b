"""The days of ``famille@exemple.fr``: every colour of the calendar, around today, whatever the day.

Each coming day of each child and activity is asked of the domain's own rules, then given something to show.
The days that must be full are filled afterwards with other families' children.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from portail_tui.demo.household_bookings import DAY, HOUR, TOO_LATE, HomeBookings
from portail_tui.demo.people import Kid
from portail_tui.demo.slot_occupancy import Board, DemoSlot
from portail_tui.domain.bookings.availability import offer_of
from portail_tui.domain.bookings.day_state import BookingStatus, DayState, NotOffered
from portail_tui.store.queries.core.instants import from_stored

PAST = timedelta(days=30)
PLAIN = ("book", "leave", "book", "leave", "cancel", "book", "leave", "leave")
"""States given in turn to the coming days of an ordinary activity."""
WAITED = ("leave", "full", "wait", "book", "leave", "full", "cancel", "leave")
VALIDATED = ("ask", "leave", "book", "leave", "cancel", "leave")
REGULAR, OCCASIONAL = frozenset({0, 1, 2, 3}), frozenset({1, 4, 5})
"""Weekdays on which the eldest and the others came, these last weeks."""


@dataclass(slots=True)
class SlotToFill:
    """A slot to be filled by others, once the other families exist."""

    place: DemoSlot
    waiting_first: int
    """Number of other children before it on the waiting list."""
    kid: Kid | None = None
    """The family's own child, who then joins it; None where the family only sees that it is full."""


@dataclass(slots=True)
class MainFamilyDays:
    book: HomeBookings
    board: Board
    last: date
    """Until when days are given something to show."""
    to_fill: list[SlotToFill] = field(default_factory=list)

    def book_days(self) -> None:
        """Book the family's past and coming days; ``to_fill`` then holds the slots for others to fill."""
        for number, kid in enumerate(self.book.home.kids):
            for places in self.board.by_activity.values():
                self._past(kid, places, regular=number == 0)
                coming = self._coming(kid, places)
                for place in coming[DayState.NOT_OFFERED]:  # too late now: booked when there was time
                    self._book(kid, place, BookingStatus.BOOKED)
                self._late(kid, coming[DayState.LATE])
                self._ahead(kid, coming[DayState.AVAILABLE], number)

    def join_lists(self) -> None:
        """Join the waiting lists of the slots that are now full."""
        for wanted in self.to_fill:
            if (
                wanted.kid is not None
                and wanted.place.is_full
                and self.book.is_free(wanted.kid, wanted.place)
            ):
                self.book.add(wanted.kid, wanted.place, BookingStatus.WAITING, self.book.now - HOUR)

    def _past(self, kid: Kid, places: list[DemoSlot], *, regular: bool) -> None:
        today, weekdays = self.book.today, REGULAR if regular else OCCASIONAL
        for place in places:
            if today - PAST <= place.day < today and place.day.weekday() in weekdays:
                self._book(kid, place, BookingStatus.BOOKED)

    def _coming(self, kid: Kid, places: list[DemoSlot]) -> dict[DayState, list[DemoSlot]]:
        found: dict[DayState, list[DemoSlot]] = defaultdict(list)
        now = from_stored(self.book.now)
        for place in places:
            if self.book.today <= place.day <= self.last and self.book.may(kid, place):
                offer = offer_of(
                    self.board.rulebook, place.activity, place.facts(), self.book.facts(kid), now
                )
                if offer.why in (None, NotOffered.TOO_LATE):
                    found[offer.state].append(place)
        return found

    def _late(self, kid: Kid, places: list[DemoSlot]) -> None:
        """The first late day is left, so that it shows its surcharge; the next was booked in time."""
        for number, place in enumerate(places):
            place.reserved = True
            if number % 2:
                self._book(kid, place, BookingStatus.BOOKED)

    def _ahead(self, kid: Kid, places: list[DemoSlot], number: int) -> None:
        if not places:
            return
        activity = places[0].activity
        parts = VALIDATED if activity.needs_validation else WAITED if activity.has_waiting_list else PLAIN
        turn, has_cancelled = number, False
        for place in places:
            # a day that closes within hours would change colour under the visitor's eyes
            if min(place.ordinary, place.cancelling) < self.book.now + 3 * HOUR:
                continue
            part = parts[turn % len(parts)]
            turn += 1
            if part == "cancel" and has_cancelled:  # once is enough to be seen
                part = "leave"
            has_cancelled = has_cancelled or part == "cancel"
            self._show(kid, place, part)

    def _show(self, kid: Kid, place: DemoSlot, part: str) -> None:
        place.reserved = True
        match part:
            case "book":
                self._book(kid, place, BookingStatus.BOOKED)
            case "cancel":
                if self._instant(place) != TOO_LATE:
                    self._book(kid, place, BookingStatus.CANCELLED)
            case "ask":
                self._book(kid, place, BookingStatus.PENDING)
            case "full":
                self.to_fill.append(SlotToFill(place, len(self.to_fill) % 4))
            case "wait" if self.book.is_free(kid, place):
                self.to_fill.append(SlotToFill(place, 2, kid))

    def _instant(self, place: DemoSlot) -> int:
        """Instant at which the family booked ``place``: one of its usual ones, or an hour ago."""
        if (at := self.book.ordinary_instant(place)) != TOO_LATE:
            return at
        lately = self.book.now - HOUR
        return lately if place.opens(self.book.home.is_resident) <= lately < place.ordinary else TOO_LATE

    def _book(self, kid: Kid, place: DemoSlot, status: BookingStatus) -> None:
        if not (self.book.may(kid, place) and self.book.is_free(kid, place)) or place.is_full:
            return
        at = self._instant(place)
        if at == TOO_LATE or (place.cancelled_at and at >= place.cancelled_at):
            return
        changed = 0
        if status is BookingStatus.CANCELLED:
            lately = self.book.now - DAY - place.id % 5 * 9 * HOUR
            changed = min(max(at + HOUR, lately), self.book.now - HOUR // 2)
        self.book.add(kid, place, status, at, changed=changed)
