"""Give a free place to the oldest waiting entry that can have it, in the same transaction.

An entry that cannot (wallet short, document missing, overlap…) keeps its rank, its family is mailed the
reason, and the next one is tried. A family that chose « Prévenez-moi d'abord » is offered the place, which is
reserved for it for a while.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portail_tui.domain.bookings.availability import promotion_of
from portail_tui.domain.bookings.day_state import HOLDS_A_PLACE, BookingStatus, NotOffered
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.bookings.package_availability import package_price, split
from portail_tui.domain.bookings.pick_rules import Presence, conflict_of
from portail_tui.domain.bookings.unit_rules import clashes
from portail_tui.domain.documents.requirements import SentDocument
from portail_tui.domain.families.facts import EnrolmentStatus, FamilyFacts, child_facts
from portail_tui.domain.money.ledger import LedgerAccount
from portail_tui.domain.money.wallet import wallet_short
from portail_tui.domain.rules.groups import Group, group_of
from portail_tui.domain.rules.packages import find_package
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.tariffs import Price
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.household import missing_documents, missing_refusal
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import Day, charge_day, charge_of, wallet_for
from portail_tui.store.queries.bookings import booking_changes
from portail_tui.store.queries.bookings import presences as presences_queries
from portail_tui.store.queries.bookings import slots as slot_queries
from portail_tui.store.queries.bookings.booking_changes import BookingToChange
from portail_tui.store.queries.bookings.waiting_lists import WaitingEntry
from portail_tui.store.queries.families import family_facts, several_families
from portail_tui.store.queries.money import ledger
from portail_tui.texts.mails.bookings import PlaceGiven, PlaceNotGiven, PlaceOffered
from portail_tui.texts.money import statement_labels

AT_ONCE = 50
"""Entries read at a time: most places go to the first few of a list."""
OFFER_HOLDS = timedelta(hours=24)
"""How long an offered place is reserved, at most until the cancelling deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """A waiting entry (or those of a package's days), with all that the rules need about it."""

    entries: tuple[WaitingEntry, ...]
    first_name: str
    child: ChildFacts
    is_active: bool
    documents: tuple[SentDocument, ...]
    presences: Sequence[Presence]
    is_enrolled: bool
    wallet: LedgerAccount
    balance_cents: int
    """Before this write: see ``Work.moved_cents``."""

    @property
    def entry(self) -> WaitingEntry:
        return self.entries[0]


@dataclass(slots=True)
class _Places:
    """Free places of the slots, updated as they are given."""

    slots: dict[int, SlotFacts]

    def are_free(self, activity: Activity, applicant: Applicant) -> bool:
        """Whether there is a place, of the unit and of the child's group, on each of its days."""
        for entry in applicant.entries:
            slot = self.slots.get(entry.slot_id)
            if slot is None:
                return False
            left = slot.places_left_in(_group(activity, applicant, slot))
            if left is not None and left <= 0:
                return False
        return True

    def take(self, activity: Activity, applicant: Applicant) -> None:
        for entry in applicant.entries:
            slot = self.slots[entry.slot_id]
            group = _group(activity, applicant, slot)
            self.slots[slot.id] = slot.with_one_more(group.code if group else "")


def give_places(
    work: Work, activity: Activity, slot_ids: Collection[int], queue: Sequence[WaitingEntry]
) -> None:
    """Give the free places of slots (held) to those who wait, in order of arrival.

    ``queue``: the slots' waiting lists; their families' wallets are held.
    """
    waiting = [entry for entry in queue if entry.offered_until is None]
    wanted = {entry.slot_id for entry in waiting}
    if not wanted & set(slot_ids):
        return
    read = slot_queries.slots_among(work.connection, activity, 0, 0, wanted, work.now)
    places = _Places({slot.id: slot for slot in read})
    days = {slot.day for slot in read}
    asked: set[int] = set()
    for slot_id in sorted(set(slot_ids) & wanted):
        if places.slots[slot_id].places_left == 0:
            continue
        line = [entry for entry in waiting if entry.slot_id == slot_id and entry.id not in asked]
        for applicant in _applicants(work, activity, places.slots[slot_id], line, waiting, days):
            if places.slots[slot_id].places_left == 0:
                break
            asked |= {entry.id for entry in applicant.entries}
            if places.are_free(activity, applicant):
                _serve(work, activity, places, applicant)


def _serve(work: Work, activity: Activity, places: _Places, applicant: Applicant) -> None:
    slots = [places.slots[entry.slot_id] for entry in applicant.entries]
    answer = _prices_or_reason(work, activity, slots, applicant)
    if isinstance(answer, Refused):
        _tell_skipped(work, activity, slots[0], applicant, answer)
        return
    places.take(activity, applicant)
    if applicant.entry.asks_first:
        _offer(work, activity, slots, applicant)
    else:
        _promote(work, activity, slots, applicant, answer)


def _applicants(
    work: Work,
    activity: Activity,
    slot: SlotFacts,
    line: Sequence[WaitingEntry],
    waiting: Sequence[WaitingEntry],
    days: Collection[date],
) -> Iterator[Applicant]:
    """Entries with the facts about them, read a few at a time: lists can be long, places are few."""
    connection = work.connection
    year = work.admitted.rulebook.year_of(slot.day)
    wholes: dict[tuple[int, str], list[WaitingEntry]] = defaultdict(list)
    for entry in waiting:
        wholes[entry.child_id, entry.package].append(entry)
    for start in range(0, len(line), AT_ONCE):
        group = line[start : start + AT_ONCE]
        children = [entry.child_id for entry in group]
        homes = list({entry.family_id for entry in group})
        pupils = several_families.pupils(connection, children)
        states = several_families.states(connection, homes)
        facts = family_facts.facts(connection, homes)
        papers: dict[tuple[str, int], list[tuple[int, SentDocument]]] = defaultdict(list)
        for sender, paper in family_facts.documents(connection, homes, children):
            papers[("home", sender) if paper.child_id is None else ("child", paper.child_id)].append(
                (sender, paper)
            )
        presences = presences_queries.presences(connection, children, days, work.now)
        balances = ledger.balances(connection, [wallet_for(home, activity) for home in homes])
        for entry in group:
            state = states.get(entry.family_id)
            if state is None:
                continue
            pupil, wallet = pupils[entry.child_id], wallet_for(entry.family_id, activity)
            home = facts[entry.family_id]
            child = child_facts(
                pupil,
                home,
                state.means,
                activity_id=activity.id,
                school_year_id=year.id if year else None,
            )
            yield Applicant(
                entries=tuple(wholes[entry.child_id, entry.package]) if entry.package else (entry,),
                first_name=pupil.first_name,
                child=child,
                is_active=state.is_active,
                documents=family_facts.seen_by(
                    entry.family_id, [*papers["child", entry.child_id], *papers["home", entry.family_id]]
                ),
                presences=presences[entry.child_id],
                is_enrolled=not activity.enrolment_first
                or _is_enrolled(home, entry, activity, year.id if year else 0),
                wallet=wallet,
                balance_cents=balances[wallet],
            )


def _is_enrolled(home: FamilyFacts, entry: WaitingEntry, activity: Activity, year_id: int) -> bool:
    enrolled = home.enrolment(entry.child_id, activity.id, year_id)
    return enrolled is not None and enrolled.status is EnrolmentStatus.ACCEPTED


def _prices_or_reason(
    work: Work, activity: Activity, slots: Sequence[SlotFacts], applicant: Applicant
) -> tuple[Price, ...] | Refused:
    """Price of the place on each of its days, or why it cannot be given."""
    rulebook, entry = work.admitted.rulebook, applicant.entry
    prices = []
    for slot in slots:
        price = promotion_of(
            rulebook, activity, slot, applicant.child, work.now, is_occasional=not entry.is_regular
        )
        if isinstance(price, NotOffered):
            return Refused(Reason.NOT_OFFERED, {"why": price.value})
        if (refused := _in_the_way(activity, slot, applicant)) is not None:
            return refused
        prices.append(price)
    if (whole := _package_prices(work, activity, slots, applicant)) is not None:
        prices = list(whole)
    if activity.is_prepaid and not applicant.is_active:
        return Refused(Reason.ACCOUNT_INACTIVE)
    if not applicant.is_enrolled:
        return Refused(Reason.ENROLMENT_FIRST)
    missing = missing_documents(
        rulebook, activity, applicant.documents, entry.child_id, slots[0].day, work.admitted.today
    )
    if missing:
        return missing_refusal(missing, entry.child_id)
    total = sum(price.cents for price in prices)
    if activity.is_prepaid and total and not entry.asks_first:  # who is asked has time to pay
        short = wallet_short(
            total_cents=total,
            balance_cents=applicant.balance_cents + work.moved_cents(applicant.wallet),
            floor_cents=rulebook.town.floor_cents,
        )
        if short is not None:
            return short
    return tuple(prices)


def _in_the_way(activity: Activity, slot: SlotFacts, applicant: Applicant) -> Refused | None:
    """The child's other booking that clashes with the slot, as a refusal; None where there is none."""
    entry = applicant.entry
    if (conflict := conflict_of(slot, applicant.presences, family_id=entry.family_id)) is not None:
        return conflict
    units = {unit.id: unit for unit in activity.units}
    there = [
        units[one.unit_id]
        for one in applicant.presences
        if one.day == slot.day and one.status in HOLDS_A_PLACE and one.unit_id in units
    ]
    for clash in clashes([*there, slot.unit]):
        if clash.unit == slot.unit.code:
            label = next((unit.label for unit in activity.units if unit.code == clash.other), "")
            return Refused(Reason.UNIT_CLASH, {"unit": label, "why": clash.why.value})
    return None


def _package_prices(
    work: Work, activity: Activity, slots: Sequence[SlotFacts], applicant: Applicant
) -> tuple[Price, ...] | None:
    found = find_package(activity.packages, applicant.entry.package)
    if found is None:
        return None
    price = package_price(
        work.admitted.rulebook,
        activity,
        found[0],
        slots[0].day,
        applicant.child,
        is_late=False,
        is_occasional=not applicant.entry.is_regular,
    )
    return None if price is None else split(price, len(slots))


def _offer(work: Work, activity: Activity, slots: Sequence[SlotFacts], applicant: Applicant) -> None:
    """Reserve the place for a day, at most until the cancelling deadline: a family can always cancel what it
    accepts."""
    limits = work.admitted.rulebook.limits(activity, slots[0].day, slots[0].unit.starts_minute)
    until = min(work.now + OFFER_HOLDS, limits.cancelling.closes_at)
    for entry, slot in zip(applicant.entries, slots, strict=True):
        group = _group(activity, applicant, slot)
        booking_changes.offer(
            work.connection,
            BookingToChange(entry.id, slot.id, BookingStatus.WAITING),
            until=until,
            rank=applicant.child.rank,
            group_code=group.code if group else "",
            at=work.now,
        )
    family_id = applicant.entry.family_id
    work.audit("place_offered", {"bookings": [one.id for one in applicant.entries]}, family_id=family_id)
    mail = PlaceOffered(
        child=applicant.first_name,
        activity=activity.name,
        unit=slots[0].unit.label,
        day=slots[0].day,
        until=until,
    )
    work.tell(family_id, mail)


def _promote(
    work: Work,
    activity: Activity,
    slots: Sequence[SlotFacts],
    applicant: Applicant,
    prices: Sequence[Price],
) -> None:
    status = BookingStatus.PENDING if activity.needs_validation else BookingStatus.BOOKED
    family_id = applicant.entry.family_id
    for entry, slot, price in zip(applicant.entries, slots, prices, strict=True):
        group = _group(activity, applicant, slot)
        booking_changes.give(
            work.connection,
            BookingToChange(entry.id, slot.id, BookingStatus.WAITING),
            status,
            charge=charge_of(price),
            rank=applicant.child.rank,
            group_code=group.code if group else "",
            at=work.now,
        )
        label = statement_labels.booked(activity, slot.unit, slot.day, applicant.first_name)
        charge_day(
            work,
            Day(activity=activity, family_id=family_id, booking_id=entry.id, day=slot.day, label=label),
            price,
        )
    year = work.admitted.rulebook.year_of(slots[0].day)
    if year is not None:
        booking_changes.enrol(
            work.connection,
            family_id=family_id,
            child_id=applicant.entry.child_id,
            activity_id=activity.id,
            school_year_id=year.id,
            at=work.now,
        )
    cents = sum(price.cents for price in prices)
    work.audit(
        "place_given",
        {"bookings": [one.id for one in applicant.entries], "cents": cents},
        family_id=family_id,
    )
    mail = PlaceGiven(
        child=applicant.first_name,
        activity=activity.name,
        unit=slots[0].unit.label,
        day=slots[0].day,
        status=status,
        cents=cents,
    )
    work.tell(family_id, mail)


def _tell_skipped(
    work: Work, activity: Activity, slot: SlotFacts, applicant: Applicant, why: Refused
) -> None:
    mail = PlaceNotGiven(
        child=applicant.first_name,
        activity=activity.name,
        unit=slot.unit.label,
        day=slot.day,
        reason=why.reason,
        missing_cents=int(why.details.get("missing_cents", 0)),
    )
    work.tell(applicant.entry.family_id, mail)


def _group(activity: Activity, applicant: Applicant, slot: SlotFacts) -> Group | None:
    return group_of(activity.groups, applicant.child.birth_on, applicant.child.schoolings, slot.day)
