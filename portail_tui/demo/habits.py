"""Habits of ordinary families: each child has its own, an activity on a day of the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from portail_tui.demo.household_bookings import DAY, HOUR, MINUTE, TOO_LATE, HomeBookings
from portail_tui.demo.people import Kid
from portail_tui.demo.slot_occupancy import Board, DemoSlot
from portail_tui.domain.bookings.day_state import BookingStatus

BACK, AHEAD = timedelta(days=42), timedelta(days=28)
"""Bookings go from six weeks ago to four weeks ahead."""
APPETITE = {"CANTINE": 9.0, "ACCUEIL": 2.5, "ETUDE": 1.0, "MERCREDI": 2.0, "LOISIRS": 2.0, "NATATION": 1.4}
OTHER_APPETITE = 0.8
SETTLED = 2 * DAY + 6 * HOUR
"""Bookings are older than this, waiting entries younger: a family that waits came after the others."""
TREATED = 9 * DAY
"""An agent has treated every request that is older."""
CANCELLED, LATE, REFUSED = 0.03, 0.02, 0.04
"""Shares of bookings that were cancelled, made late, refused by the agent."""
WAITS = 0.3
LONGEST_LIST = 7
REFUSAL = "Le groupe de ce niveau est complet."


class Habits:
    """Draws the bookings of ordinary children."""

    def __init__(self, random: Random, board: Board, today: date, now: int) -> None:
        self._random = random
        self._now = now
        self._runs: dict[tuple[int, int], list[DemoSlot]] = defaultdict(list)
        self._weights: list[tuple[float, tuple[int, int]]] = []
        for unit_id, places in board.by_unit.items():
            for place in places:
                if today - BACK <= place.day <= today + AHEAD and not place.is_closed:
                    self._runs[unit_id, place.day.weekday()].append(place)
        for key, places in self._runs.items():
            appetite = APPETITE.get(places[0].activity.code, OTHER_APPETITE)
            self._weights.append((1 / appetite, key))

    def sessions(self) -> tuple[int, ...]:
        """Instants at which a family books: about four evenings, the last a few days ago."""
        pick = self._random
        midnight = self._now - self._now % DAY
        days = (pick.randint(54, 66), pick.randint(26, 38), pick.randint(10, 18), pick.randint(3, 6))
        return tuple(
            midnight - days_ago * DAY + pick.randint(6, 21) * HOUR + pick.randrange(60) * MINUTE
            for days_ago in days
        )

    def book(self, book: HomeBookings, kid: Kid, quota: int) -> None:
        """Give the child about ``quota`` bookings."""
        left = quota
        for places in self._drawn():
            if left <= 0:
                return
            left -= self._book_run(book, kid, places, left)

    def fill(self, place: DemoSlot, books: Iterable[HomeBookings], most_waiting: int = 0) -> None:
        """Take every place of a slot, then put a few children on its waiting list. Where the town has too few
        children, the slot loses the places that are left: a leader is missing that day."""
        waiting = 0
        for book in books:
            for kid in book.home.kids:
                if not (book.is_free(kid, place) and book.may(kid, place)):
                    continue
                if not place.is_full:
                    if (at := book.ordinary_instant(place)) != TOO_LATE:
                        book.add(kid, place, self._status(place, at), at)
                elif waiting < most_waiting and self._wait(book, kid, place):
                    waiting += 1
                if place.is_full and waiting == most_waiting:
                    return
        if not place.is_full:
            place.capacity = place.taken

    def _drawn(self) -> Iterable[Sequence[DemoSlot]]:
        """Habits in a random order, the most popular first."""
        draw = self._random.random
        keys = sorted(((draw() ** power, key) for power, key in self._weights), reverse=True)
        return (self._runs[key] for _, key in keys)

    def _book_run(self, book: HomeBookings, kid: Kid, places: Sequence[DemoSlot], most: int) -> int:
        made = 0
        first = places[0].activity
        if first.document_ids and not any(book.may(kid, place) for place in (places[0], places[-1])):
            return 0
        since = self._random.choice((0, 0, 0, 0, 1, 2, 3))
        for place in places:
            if made >= most:
                break
            if not (book.is_free(kid, place) and book.may(kid, place)):
                continue
            kept = 2 if place.reserved else 0
            if (left := place.places_left) is not None and left <= kept:
                if not kept and self._random.random() < WAITS:
                    self._wait(book, kid, place)
                continue
            made += self._book_place(book, kid, place, since)
        return made

    def _book_place(self, book: HomeBookings, kid: Kid, place: DemoSlot, since: int) -> bool:
        draw = self._random.random()
        at = book.ordinary_instant(place, since)
        if draw < LATE:
            at = self._late_instant(book, place) or at
        if at == TOO_LATE or (place.cancelled_at and at >= place.cancelled_at):
            return False
        if draw > 1 - CANCELLED and self._cancelled(book, kid, place, at):
            return True
        if place.activity.needs_validation and draw > 1 - CANCELLED - REFUSED and at < self._now - TREATED:
            treated = at + self._random.randint(1, 8) * DAY
            if treated < place.cancelling:
                book.add(kid, place, BookingStatus.CANCELLED, at, changed=treated, reason=REFUSAL)
                return True
        book.add(kid, place, self._status(place, at), at)
        return True

    def _status(self, place: DemoSlot, at: int) -> BookingStatus:
        if not place.activity.needs_validation or at < self._now - TREATED or place.late <= self._now:
            return BookingStatus.BOOKED
        return BookingStatus.PENDING

    def _late_instant(self, book: HomeBookings, place: DemoSlot) -> int:
        if place.activity.late_rule is None:
            return TOO_LATE
        first = max(place.ordinary, place.opens(book.home.is_resident))
        last = min(place.late, self._now - SETTLED) - HOUR
        return self._random.randint(first, last) if first < last else TOO_LATE

    def _cancelled(self, book: HomeBookings, kid: Kid, place: DemoSlot, at: int) -> bool:
        first, last = at + HOUR, min(place.cancelling, self._now - SETTLED) - HOUR
        if place.cancelled_at or first >= last:
            return False
        book.add(kid, place, BookingStatus.CANCELLED, at, changed=self._random.randint(first, last))
        return True

    def _wait(self, book: HomeBookings, kid: Kid, place: DemoSlot) -> bool:
        """Join the waiting list of a full slot, since the day before yesterday."""
        if not place.activity.has_waiting_list or place.waiting >= LONGEST_LIST or place.cancelled_at:
            return False
        first = max(self._now - SETTLED + 3 * HOUR, place.opens(book.home.is_resident))
        last = self._now - 2 * HOUR
        if first >= last or place.cancelling <= self._now + HOUR or place.late <= self._now + HOUR:
            return False
        # those who came first are first on the list
        step = (last - first) // (LONGEST_LIST + 1)
        at = first + step * place.waiting + self._random.randrange(step)
        book.add(kid, place, BookingStatus.WAITING, at)
        return True
