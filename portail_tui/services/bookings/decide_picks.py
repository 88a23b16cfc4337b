"""Decide each pick by the rules, under lock and whatever the screen showed; then what refuses them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.availability import barred_of, offer_of
from portail_tui.domain.bookings.day_state import BookingStatus, NotOffered
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.bookings.package_availability import NOT_SERVED, PackageOffer, package_offer
from portail_tui.domain.bookings.pick_rules import Accepted, Presence, conflict_of, decide
from portail_tui.domain.bookings.request_rules import BOOKS, Item, settle
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.money.wallet import wallet_short
from portail_tui.domain.rules.groups import group_of
from portail_tui.domain.rules.packages import find_package, monday_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings.booking_request import BookingRequest, ChildRequest
from portail_tui.services.core.household import missing_refusal
from portail_tui.services.core.read_context import ReadContext
from portail_tui.services.money.booking_charges import wallet_for
from portail_tui.store.queries.bookings import presences as presences_queries


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """Options of a request, for all its picks."""

    is_regular: bool = False
    all_or_none: bool = False


def decide_all(read: ReadContext, booking: BookingRequest, terms: RequestTerms) -> tuple[Item, ...]:
    """The verdict of every pick, children in their order, days in theirs."""
    together = [one.child for one in booking.requests]
    days = {
        slot.day
        for one in booking.requests
        for slot in one.slots.values()
        if slot.id in {pick.slot_id for pick in one.picks} or booking.activity.packages
    }
    presences = presences_queries.presences(read.connection, [child.id for child in together], days, read.now)
    taken: Counter[tuple[int, str]] = Counter()
    items: list[Item] = []
    for request in booking.requests:
        chooser = _Chooser(read, booking, terms, request, presences[request.child.id], taken)
        items += chooser.items()
    weeks = {one.child.id: _open_slots(read, booking, one) for one in booking.requests}
    return settle(booking.activity, items, weeks, all_or_none=terms.all_or_none)


class _Chooser:
    """Decides one child's picks in turn: first those that leave a day, so that its hours are free for those
    that book."""

    def __init__(
        self,
        read: ReadContext,
        booking: BookingRequest,
        terms: RequestTerms,
        request: ChildRequest,
        presences: Sequence[Presence],
        taken: Counter[tuple[int, str]],
    ) -> None:
        self._read = read
        self._booking = booking
        self._terms = terms
        self._request = request
        self._presences = list(presences)
        self._taken = taken
        """Places that this request takes, by slot and group: its other children count."""

    def items(self) -> list[Item]:
        picks = sorted(self._request.picks, key=lambda pick: (pick.action in BOOKS, self._slot(pick).day))
        whole: set[tuple[str, PickAction]] = set()
        found = []
        for pick in picks:
            key = self._package_key(pick)
            if key and (key, pick.action) in whole:
                continue
            whole.add((key, pick.action))
            item = self._package(pick, key) if key else self._day(pick)
            found.append(item)
            self._keep(item)
        order = {unit.id: number for number, unit in enumerate(self._booking.activity.units)}
        return sorted(found, key=lambda item: (item.slots[0].day, order[item.slots[0].unit.id]))

    def _slot(self, pick: Pick) -> SlotFacts:
        slot = self._request.slots[pick.slot_id]
        taken = {group: places for (slot_id, group), places in self._taken.items() if slot_id == slot.id}
        for group, places in taken.items():
            for _ in range(places):
                slot = slot.with_one_more(group)
        return slot

    def _package_key(self, pick: Pick) -> str:
        """Package of a pick: a booking is cancelled with the package it was booked in, whatever the screen
        says."""
        if pick.action in BOOKS:
            return pick.package
        mine = self._request.slots[pick.slot_id].mine
        return mine.package if mine else ""

    def _day(self, pick: Pick) -> Item:
        activity, slot = self._booking.activity, self._slot(pick)
        if activity.packages_only and pick.action in BOOKS:
            return self._item(pick, (slot,), Refused(Reason.PACKAGE_ONLY))
        offer = offer_of(
            self._read.admitted.rulebook,
            activity,
            slot,
            self._facts(slot),
            self._read.now,
            is_occasional=not self._terms.is_regular,
        )
        conflict = self._conflict(slot) if pick.action in BOOKS else None
        verdict = decide(pick, activity=activity, slot=slot, offer=offer, conflict=conflict)
        return self._item(pick, (slot,), verdict if isinstance(verdict, Refused) else (verdict,))

    def _package(self, pick: Pick, key: str) -> Item:
        """All the days of a package have one verdict."""
        offered = self._offered(key)
        if offered is None:
            why = Refused(Reason.NOT_OFFERED, {"why": NotOffered.CLOSED.value})
            return self._item(pick, (self._slot(pick),), why)
        slots = offered.slots
        conflict = None
        if pick.action in BOOKS:
            conflict = next((found for slot in slots if (found := self._conflict(slot))), None)
        first = slots[0]
        verdict = decide(
            pick, activity=self._booking.activity, slot=first, offer=offered.offer, conflict=conflict
        )
        if isinstance(verdict, Refused):
            return self._item(pick, slots, verdict, key)
        if pick.action is PickAction.BOOK:
            return self._item(pick, slots, tuple(Accepted(price=part) for part in offered.parts()), key)
        if pick.action is PickAction.WAIT:
            return self._item(pick, slots, (Accepted(),) * len(slots), key)
        live = [slot for slot in slots if slot.mine is not None]
        gives_back = pick.action is PickAction.CANCEL
        return self._item(
            pick,
            tuple(live),
            tuple(
                Accepted(credit_cents=slot.mine.cents, credited_shares=slot.mine.shares)
                if gives_back and slot.mine
                else Accepted()
                for slot in live
            ),
            key,
        )

    def _offered(self, key: str) -> PackageOffer | None:
        found = find_package(self._booking.activity.packages, key)
        if found is None:
            return None
        package, monday = found
        week = [self._slot_of(slot) for slot in self._request.slots.values() if monday_of(slot.day) == monday]
        if not week:
            return None
        return package_offer(
            self._read.admitted.rulebook,
            self._booking.activity,
            package,
            week,
            self._facts(week[0]),
            self._read.now,
            is_occasional=not self._terms.is_regular,
        )

    def _slot_of(self, slot: SlotFacts) -> SlotFacts:
        return self._slot(Pick(slot_id=slot.id, action=PickAction.BOOK, shown_cents=0))

    def _facts(self, slot: SlotFacts) -> ChildFacts:
        return facts_of(self._booking, self._request, slot)

    def _conflict(self, slot: SlotFacts) -> Refused | None:
        return conflict_of(slot, self._presences, family_id=self._read.admitted.family_id)

    def _item(
        self,
        pick: Pick,
        slots: tuple[SlotFacts, ...],
        verdict: tuple[Accepted, ...] | Refused,
        package: str = "",
    ) -> Item:
        child = self._request.child
        return Item(
            child_id=child.id,
            child_name=child.first_name,
            pick=pick,
            slots=slots,
            verdict=verdict,
            package=package,
        )

    def _keep(self, item: Item) -> None:
        """Take an accepted pick into account for the next ones."""
        if not item.is_accepted:
            return
        gone = {slot.id for slot in item.slots}
        self._presences = [one for one in self._presences if one.slot_id not in gone]
        if item.pick.action is not PickAction.BOOK:
            return
        for slot in item.slots:
            unit, family_id = slot.unit, self._read.admitted.family_id
            self._presences.append(
                Presence(
                    family_id=family_id,
                    slot_id=slot.id,
                    status=BookingStatus.BOOKED,
                    day=slot.day,
                    starts_minute=unit.starts_minute,
                    ends_minute=unit.ends_minute,
                    activity_name=self._booking.activity.name,
                    unit_id=unit.id,
                )
            )
            if slot.mine is None or slot.mine.status is not BookingStatus.OFFERED:
                self._taken[slot.id, group_code(self._booking, self._request, slot)] += 1


def facts_of(booking: BookingRequest, request: ChildRequest, slot: SlotFacts) -> ChildFacts:
    """Facts about the child for that day's rules, with its siblings of the same request counted."""
    together = [one.child for one in booking.requests]
    return booking.home.facts(request.child, booking.activity, slot.day, together=together)


def group_code(booking: BookingRequest, request: ChildRequest, slot: SlotFacts) -> str:
    """The group whose place the child takes that day, or empty."""
    child = request.child
    group = group_of(booking.activity.groups, child.birth_on, child.schoolings, slot.day)
    return group.code if group else ""


def _open_slots(read: ReadContext, booking: BookingRequest, request: ChildRequest) -> list[SlotFacts]:
    """Slots of the child that are open that day, or that it has already booked."""
    if not booking.activity.looks_at_weeks:
        return []
    rulebook = read.admitted.rulebook
    found = []
    for slot in request.slots.values():
        limits = rulebook.limits(booking.activity, slot.day, slot.unit.starts_minute)
        barred, _ = barred_of(
            rulebook, booking.activity, slot, facts_of(booking, request, slot), limits, read.now
        )
        if barred not in NOT_SERVED or slot.mine is not None:
            found.append(slot)
    return found


def refused_whole(read: ReadContext, booking: BookingRequest, items: Sequence[Item]) -> Refused | None:
    """Why nothing of what was accepted can be saved, or None. Cancelling alone is never refused."""
    activity = booking.activity
    booked: dict[int, set[date]] = defaultdict(set)
    for item in items:
        if item.books:
            booked[item.child_id] |= item.days
    if not booked:
        return None
    if activity.is_prepaid and not read.admitted.family.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    for child_id, days in booked.items():
        for day in days:
            if (first := booking.home.missing_enrolment(activity, child_id, day)) is not None:
                return first
        missing = [kind for day in sorted(days) for kind in booking.home.missing(activity, child_id, day)]
        if missing:
            return missing_refusal(missing, child_id)
    return _wallet_short(read, booking, items) if activity.is_prepaid else None


def cents_of(item: Item) -> int:
    """Cents that an item costs (> 0) or gives back (< 0)."""
    if isinstance(item.verdict, Refused):
        return 0
    return sum(one.price.cents if one.price else -one.credit_cents for one in item.verdict)


def _wallet_short(read: ReadContext, booking: BookingRequest, items: Sequence[Item]) -> Refused | None:
    """WALLET_SHORT where the wallet cannot pay what was accepted, less what the same request gives back."""
    if not any(cents_of(item) > 0 for item in items):
        return None
    wallet = wallet_for(read.admitted.family_id, booking.activity)
    return wallet_short(
        total_cents=sum(map(cents_of, items)),
        balance_cents=booking.balance_cents + read.moved_cents(wallet),
        floor_cents=read.admitted.rulebook.town.floor_cents,
    )
