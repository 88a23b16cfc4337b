"""What families do, as a state machine over the services of a real store."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.bookings.day_state import Choice, DayState
from portail_tui.domain.bookings.views import Confirmation, Outcome, Pick, PickAction, UnitCell
from portail_tui.domain.money.views import ToppedUp
from portail_tui.domain.rules.tariffs import Brackets
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.gateways.cards import StandIn
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON, MIDI, SOIR, TWO_DAYS_BEFORE

NOON = ("ECHECS", "Échecs", 12 * 60, 13 * 60)
"""At the same hours as the canteen."""
HOMES = st.integers(0, 2)
ACTIVITIES = st.integers(0, 2)
BY_QUOTIENT = Brackets((0, 60_000), (200, 300))
DAYS = st.sampled_from(({0}, {1}, {0, 1}))


class Families(RuleBasedStateMachine):
    """Three homes, two of them sharing a child, over few places of three activities, as the days go by."""

    stores: Stores
    folder: Path

    @initialize(
        poor=st.sampled_from((0, 300, 500)),
        rich=st.sampled_from((900, 5000)),
        floor=st.sampled_from((0, -200)),
    )
    def found(self, poor: int, rich: int, floor: int) -> None:
        """The first day is full and waited for already, the second is empty."""
        self.stores.give_back_all()
        self.town = town = LittleTown.founded(
            self.stores, Path(tempfile.mkdtemp(dir=self.folder)), floor_cents=floor
        )
        town.clock.instant = at(DAY.replace(month=11, day=28), 9)
        self.operations = itertools.count(1)
        self.done: list[tuple[Callable[[], Any], Any]] = []
        """What was done: how it is asked again, and what was answered."""
        self.activities = [
            town.activity("Cantine", units=(MIDI,), booking=TWO_DAYS_BEFORE, late=DAY_BEFORE_NOON),
            town.activity("Échecs", price=BY_QUOTIENT, units=(NOON,), validation=True),
            town.activity("Garderie", units=(SOIR,), prepaid=False, cancelling=DAY_BEFORE_NOON),
        ]
        self.slots = [town.slots(activity, 2, capacity=1) for activity in self.activities]
        homes = [
            town.home(name, children=children, balance=cents)
            for name, children, cents in (("Un", "AB", rich), ("Deux", "C", poor), ("Trois", "D", 900))
        ]
        town.share(homes[1].child, homes[2])
        self.portal = town.portal(StandIn())
        self.agent = town.account(Role.AGENT, "agent@mairie.example")
        self.parents = [Parent(self.portal, home) for home in homes]
        self.children = [list(home.children.values()) for home in homes]
        self.children[2].append(homes[1].child)
        for activity, child in enumerate((0, 1, 0)):
            self._saves(0, self.children[0][child], self.activities[activity], *self._first_day(activity))
        for who, activity in ((1, 0), (2, 0), (2, 1), (2, 2)):
            waits = self._first_day(activity, PickAction.WAIT)
            self._saves(who, self.children[who][0], self.activities[activity], *waits)

    def _first_day(self, activity: int, action: PickAction = PickAction.BOOK) -> list[Pick]:
        return [Pick(slot_id=self.slots[activity][0], action=action, shown_cents=300)]

    # --- what families do -------------------------------------------------------------------------

    @rule(
        who=HOMES,
        child=st.integers(0, 1),
        activity=ACTIVITIES,
        days=DAYS,
        at_the_desk=st.booleans(),
        first=st.booleans(),
    )
    def saves_what_the_calendar_offers(
        self, who: int, child: int, activity: int, days: set[int], at_the_desk: bool, first: bool
    ) -> None:
        """``first``: where a day is waited for, the family wants to be asked before it is given a place."""
        child_id = self.children[who][child % len(self.children[who])]
        self._toggles(who, child_id, self.activities[activity], days, at_the_desk=at_the_desk, first=first)

    @precondition(lambda self: self._live())
    @rule(which=st.lists(st.integers(0, 99), min_size=1, max_size=3))
    def minds_are_changed(self, which: list[int]) -> None:
        """About days that are booked or waited for, one after the other."""
        for number in which:
            if live := self._live():
                family_id, child_id, activity_id, day = live[number % len(live)]
                who = [parent.home.id for parent in self.parents].index(family_id)
                self._toggles(who, child_id, activity_id, {(date.fromisoformat(str(day)) - DAY).days})

    def _toggles(
        self,
        who: int,
        child_id: int,
        activity_id: int,
        days: set[int],
        *,
        at_the_desk: bool = False,
        first: bool = False,
    ) -> None:
        """What was just shown can be saved, unless it is the child, the home or the wallet that cannot."""
        month = self.parents[who].month(activity_id, DAY, child=child_id)
        cells = [month.days[DAY.day - 1 + day].units[0] for day in sorted(days)]
        picks = [_pick(one, first=first) for one in cells if one.choice]
        answer = self._saves(who, child_id, activity_id, *picks, at_the_desk=at_the_desk)
        if isinstance(answer, Refused):
            assert answer.reason in {Reason.NOTHING_CHOSEN, Reason.WALLET_SHORT}
            return
        reasons = {line.refusal.reason for line in answer.lines if line.refusal}
        assert reasons <= {Reason.EXPECTED_ELSEWHERE, Reason.OVERLAPS}

    @rule(
        who=HOMES,
        child=st.integers(0, 1),
        activity=ACTIVITIES,
        picks=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(list(PickAction))), max_size=2),
        shown=st.sampled_from((300, 550)),
    )
    def saves_anything(
        self, who: int, child: int, activity: int, picks: list[tuple[int, PickAction]], shown: int
    ) -> None:
        """As from a screen left open for long."""
        child_id = self.children[who][child % len(self.children[who])]
        request = [
            Pick(slot_id=self.slots[activity][day], action=action, shown_cents=shown) for day, action in picks
        ]
        self._saves(who, child_id, self.activities[activity], *request)

    @rule(who=HOMES, cents=st.sampled_from((499, 500, 700, 2000)))
    def tops_up(self, who: int, cents: int) -> None:
        home, before = self.parents[who].home, self.town.balance(self.parents[who].home)
        request: dict[str, Any] = {"operation_id": self._name(), "actor": home.actor, "family_id": home.id}
        answer = self._asks(lambda: self.portal.top_up(**request, amount_cents=cents))
        brought = cents if isinstance(answer, ToppedUp) else 0
        assert brought == (cents if cents >= 500 else 0)
        assert self.town.balance(home) == before + brought

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 99))
    def sends_again(self, which: int) -> None:
        """Long after, the same request is answered as it was, and changes nothing."""
        send, answered = self.done[which % len(self.done)]
        before = self.town.everything()
        assert send() == answered
        assert self.town.everything() == before

    @precondition(lambda self: any(isinstance(answer, Confirmation) for _, answer in self.done))
    @rule(who=HOMES)
    def sends_another_request_under_a_used_name(self, who: int) -> None:
        used = next(answer for _, answer in self.done if isinstance(answer, Confirmation))
        pick = Pick(slot_id=self.slots[0][0], action=PickAction.BOOK, shown_cents=1)
        parent = self.parents[who]
        answer = self._asks(
            lambda: parent.picks(self.activities[0], pick, operation=used.operation_id), is_kept=False
        )
        assert answer == Refused(Reason.OPERATION_REUSED)

    # --- what happens to them ---------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 7, 20)))
    def time_passes(self, hours: int) -> None:
        self.town.clock.advance(hours=hours)

    @rule(activity=ACTIVITIES, day=st.integers(0, 1))
    def there_is_one_more_place(self, activity: int, day: int) -> None:
        self.town.run("UPDATE slot SET capacity = capacity + 1 WHERE id = :s", s=self.slots[activity][day])

    # --- what is always true ----------------------------------------------------------------------

    @invariant()
    def the_books_are_whole(self) -> None:
        assert self.town.faults() == []

    def _name(self) -> str:
        return f"op-{next(self.operations)}"

    def _saves(
        self, who: int, child_id: int, activity_id: int, *picks: Pick, at_the_desk: bool = False
    ) -> Confirmation | Refused:
        home, name = self.parents[who].home, self._name()
        parent = Parent(self.portal, home, actor=self.agent if at_the_desk else None)
        answer: Confirmation | Refused = self._asks(
            lambda: parent.picks(activity_id, *picks, child=child_id, operation=name)
        )
        if isinstance(answer, Refused):
            return answer
        assert answer.balance_cents == self.town.balance(home)
        assert all(line.cents == 0 for line in answer.lines if line.outcome is Outcome.REFUSED)
        assert answer.debited_cents == (sum(line.cents for line in answer.lines) if answer.prepaid else 0)
        return answer

    def _asks(self, send: Callable[[], Any], *, is_kept: bool = True) -> Any:
        """What is answered; where it is a refusal, nothing at all has changed."""
        before, waited, held = self.town.everything(), self._waiting(), self._held()
        mails = self.town.value("SELECT coalesce(max(id), 0) FROM outbox_mail")
        answer = send()
        if isinstance(answer, Refused):
            assert self.town.everything() == before
            return answer
        if is_kept:
            self.done.append((send, answer))
        self._places_went_in_order(mails, waited, held)
        return answer

    def _waiting(self) -> dict[int, list[int]]:
        """The waiting entries of each slot, in order of arrival."""
        lists: dict[int, list[int]] = defaultdict(list)
        for slot_id, booking_id in self.town.rows(
            "SELECT slot_id, id FROM booking WHERE status = 'waiting' ORDER BY wait_order"
        ):
            lists[slot_id].append(booking_id)
        return lists

    def _live(self) -> list[tuple[int, int, int, Any]]:
        """Family, child, activity and day of all that is booked, pending or waiting."""
        return self.town.rows(
            "SELECT b.family_id, b.child_id, u.activity_id, s.day FROM booking b "
            "JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id "
            "WHERE b.status IN ('booked', 'pending', 'offered', 'waiting') ORDER BY b.id"
        )

    def _held(self) -> set[tuple[int, int]]:
        return set(
            self.town.rows("SELECT id, slot_id FROM booking WHERE status IN ('booked', 'pending', 'offered')")
        )

    def _places_went_in_order(
        self, mails: int, waited: dict[int, list[int]], held: set[tuple[int, int]]
    ) -> None:
        """Nobody was passed over, and no place was left beside one who waits, without a word why."""
        still, now = self._waiting(), self._held()
        free = {slot_id for (slot_id,) in self.town.rows("SELECT id FROM slot WHERE taken < capacity")}
        asked_to_the_last = free & {slot_id for _, slot_id in held - now}
        told = self._told(mails)
        for slot_id, entries in waited.items():
            given = [number for number, entry in enumerate(entries) if (entry, slot_id) in now]
            asked = len(entries) if slot_id in asked_to_the_last else max(given, default=0)
            passed_over = [entry for entry in entries[:asked] if entry in still[slot_id]]
            assert all(self._day_of(entry) in told for entry in passed_over)

    def _told(self, mails: int) -> list[tuple[str, str, str]]:
        """Whom the mails after that one told that a place could not be given: child, activity, day."""
        rows = self.town.rows(
            "SELECT params FROM outbox_mail WHERE kind = 'place_not_given' AND id > :m", m=mails
        )
        told = [json.loads(params) for (params,) in rows]
        return [(one["child"], one["activity"], one["day"]) for one in told]

    def _day_of(self, booking_id: int) -> tuple[str, str, str]:
        [(child, activity, day)] = self.town.rows(
            "SELECT c.first_name, a.name, s.day FROM booking b JOIN child c ON c.id = b.child_id "
            "JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id "
            "JOIN activity a ON a.id = u.activity_id WHERE b.id = :b",
            b=booking_id,
        )
        return child, activity, str(day)


def _pick(cell: UnitCell, *, first: bool) -> Pick:
    """What picking a day of the calendar asks for."""
    leaves = cell.choice is Choice.UNSELECTED
    if cell.state is DayState.FULL:
        return Pick(slot_id=cell.slot_id, action=PickAction.WAIT, shown_cents=0, asks_first=first)
    if cell.state is DayState.WAITLISTED and leaves:
        return Pick(slot_id=cell.slot_id, action=PickAction.LEAVE, shown_cents=0)
    return Pick(
        slot_id=cell.slot_id,
        action=PickAction.CANCEL if leaves else PickAction.BOOK,
        shown_cents=cell.price_cents or 0,
    )
