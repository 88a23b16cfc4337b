"""A household's bookings while the town is being made: what may be booked, when, and at what price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portail_tui.demo.people import DemoHome, Kid, Paper
from portail_tui.demo.slot_occupancy import Board, DemoSlot
from portail_tui.domain.bookings.availability import price_for
from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.documents.requirements import SentDocument, state_of_document, unlocks
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.quotients import WhyMaximum, quotient_on
from portail_tui.store.queries.bookings.frozen_prices import PRICE

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
TOO_LATE = 0
"""No instant at which a slot could have been booked."""


@dataclass(slots=True, eq=False, kw_only=True)
class Entry:
    """A booking, or an entry of a waiting list."""

    place: DemoSlot
    kid: Kid
    status: BookingStatus
    cents: int
    surcharge_cents: int
    tariff: str
    created: int
    changed: int
    reason: str = ""
    wait_order: int | None = None
    id: int = 0

    @property
    def is_prepaid(self) -> bool:
        return self.place.activity.is_prepaid


@dataclass(slots=True, eq=False, kw_only=True)
class HomeBookings:
    """Bookings of one home. Instants are stored ones (microseconds)."""

    home: DemoHome
    board: Board
    year_ids: tuple[int, ...]
    now: int
    today: date
    sessions: tuple[int, ...]
    """Instants at which the family booked, oldest first."""
    entries: list[Entry] = field(default_factory=list)
    exact_wallet: bool = False
    """Its top-ups are exactly what it spends."""
    _used: set[tuple[int, int, date]] = field(default_factory=set)
    _prices: dict[tuple[int, bool, int | WhyMaximum], tuple[int, int, str] | None] = field(
        default_factory=dict
    )
    _quotients: dict[date, int | WhyMaximum] = field(default_factory=dict)
    _unlocked: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)

    def facts(self, kid: Kid) -> ChildFacts:
        return ChildFacts(
            birth_on=kid.birth_on,
            schoolings=kid.schoolings,
            is_resident=self.home.is_resident,
            quotients=tuple(self.home.quotients),
        )

    def is_free(self, kid: Kid, place: DemoSlot) -> bool:
        """Whether the child has no other booking at that time."""
        used, day = self._used, place.day
        if (kid.id, place.unit.id, day) in used:
            return False
        return all((kid.id, other, day) not in used for other in self.board.conflicts[place.unit.id])

    def may(self, kid: Kid, place: DemoSlot) -> bool:
        """Whether the child is eligible that day and its documents are there."""
        activity = place.activity
        return (
            not place.is_closed
            and (not activity.document_ids or self._documents_unlock(kid, place))
            and activity.eligibility.admits(kid.birth_on, kid.schoolings, place.day)
        )

    def ordinary_instant(self, place: DemoSlot, since: int = 0) -> int:
        """First instant at which the family could book ``place`` at its ordinary price, or TOO_LATE.
        ``since``: index of the first session in which it wants to."""
        opens, closes = place.opens(self.home.is_resident), place.ordinary
        for at in self.sessions[since:]:
            if opens <= at < closes:
                return at
        return TOO_LATE

    def add(
        self,
        kid: Kid,
        place: DemoSlot,
        status: BookingStatus,
        created: int,
        *,
        changed: int = 0,
        reason: str = "",
    ) -> Entry:
        """Book ``place`` for the child as of ``created``, at that instant's price. Checked before."""
        is_waiting = status is BookingStatus.WAITING
        cents, extra, tariff = 0, 0, "{}"
        if not is_waiting:
            cents, extra, tariff = self._price(kid, place, is_late=created >= place.ordinary)
        if place.cancelled_at:
            status, changed, reason = BookingStatus.CANCELLED, place.cancelled_at, place.cancel_reason
        place.count(status)
        entry = Entry(
            place=place,
            kid=kid,
            status=status,
            cents=cents,
            surcharge_cents=extra,
            tariff=tariff,
            created=created,
            changed=changed or created,
            reason=reason,
            wait_order=place.waiting if is_waiting else None,
        )
        self.entries.append(entry)
        if status is not BookingStatus.CANCELLED:
            self._used.add((kid.id, place.unit.id, place.day))
        return entry

    def _price(self, kid: Kid, place: DemoSlot, *, is_late: bool) -> tuple[int, int, str]:
        if (quotient := self._quotients.get(place.day)) is None:
            quotient = self._quotients[place.day] = quotient_on(self.home.quotients, place.day)
        key = (place.activity.id, is_late, quotient)
        if key not in self._prices:
            price = price_for(
                self.board.rulebook, place.activity, place.day, self.facts(kid), is_late=is_late
            )
            self._prices[key] = (
                None if price is None else (price.cents, price.surcharge_cents, PRICE.to_json(price))
            )
        found = self._prices[key]
        if found is None:
            raise ValueError(f"no tariff on {place.day}")
        return found

    def _documents_unlock(self, kid: Kid, place: DemoSlot) -> bool:
        key = (kid.id, place.year)
        if key not in self._unlocked:
            kinds = self.board.rulebook.document_types.values()
            sent = list(
                self.sent((*self.home.papers, *kid.papers), {kind.code: kind.id for kind in kinds}, kid)
            )
            self._unlocked[key] = frozenset(
                kind.id for kind in kinds if self._unlocks(kind, sent, kid, self.year_ids[place.year])
            )
        return self._unlocked[key].issuperset(place.activity.document_ids)

    def _unlocks(self, kind: DocumentType, sent: list[SentDocument], kid: Kid, year_id: int) -> bool:
        state, _ = state_of_document(kind, sent, child_id=kid.id, school_year_id=year_id, today=self.today)
        return unlocks(kind, state)

    def sent(self, papers: Iterable[Paper], ids: dict[str, int], kid: Kid) -> Iterable[SentDocument]:
        for order, paper in enumerate(papers):
            year_id = None if paper.year is None else self.year_ids[paper.year]
            yield SentDocument(
                type_id=ids[paper.code],
                child_id=kid.id,
                school_year_id=year_id,
                status=paper.status,
                reason=paper.reason,
                expires_on=paper.expires_on,
                order=order,
            )
