"""Whatever families do and in whatever order: never over capacity, every cent accounted for."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portail_tui.domain.tariffs import Fixed
from portail_tui.domain.views import Confirmation, Outcome, Pick, PickAction
from tests.support.stores import Stores
from tests.support.town import DAY, DAY_BEFORE_NOON, LittleTown, Parent, at

ACTIONS = st.sampled_from(list(PickAction))
FEW = settings(
    max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


@given(prices=st.lists(st.integers(0, 900), min_size=1, max_size=5), is_late=st.booleans())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_booking_then_cancelling_in_time_restores_the_balance(
    stores: Stores, tmp_path_factory: pytest.TempPathFactory, prices: list[int], is_late: bool
):
    town = LittleTown.founded(stores, tmp_path_factory.mktemp("town"))
    parent = Parent(town.portal(), town.home(balance=10_000))
    for number, cents in enumerate(prices):
        day = DAY + timedelta(days=number)
        activity = town.activity(price=Fixed(cents), late=DAY_BEFORE_NOON, cancelling=DAY_BEFORE_NOON)
        slot = town.slot(activity, day)
        if is_late:
            town.clock.instant = at(day - timedelta(days=1), 9)
        shown = parent.cell(activity, day).price_cents
        assert shown == cents + (250 if is_late else 0)
        assert parent.books(activity, slot, cents=shown).debited_cents == shown
        assert town.balance(parent.home) == 10_000 - shown
        assert parent.cancels(activity, slot, cents=shown).balance_cents == 10_000
        assert town.balance(parent.home) == 10_000
    assert town.faults() == []


class Families(RuleBasedStateMachine):
    """Three homes, one of them sharing a child with another, fight over few places as the days go by."""

    folder: Path
    stores: Stores

    def __init__(self) -> None:
        super().__init__()
        self.here = Path(tempfile.mkdtemp(dir=self.folder))
        self.town = LittleTown.founded(self.stores, self.here)
        self.operations = itertools.count(1)

    @initialize(capacity=st.integers(0, 3), validation=st.booleans(), balance=st.integers(0, 1500))
    def found(self, capacity: int, validation: bool, balance: int) -> None:
        self.activity = self.town.activity(
            late=DAY_BEFORE_NOON, validation=validation, booking=DAY_BEFORE_NOON
        )
        self.slots = self.town.slots(self.activity, 3, capacity=capacity)
        homes = [
            self.town.home("Un", children=("A", "B"), balance=balance),
            self.town.home("Deux", children=("C",), balance=900),
            self.town.home("Trois", children=("D",)),
        ]
        self.town.share(homes[1].child, homes[2])
        portal = self.town.portal()
        self.parents = [Parent(portal, home) for home in homes]
        self.children = [list(home.children.values()) for home in homes]
        self.children[2].append(homes[1].child)
        self.brought = [balance, 900, 10_000]
        self.net = [0, 0, 0]

    @rule(
        who=st.integers(0, 2), child=st.integers(0, 1), picks=st.lists(st.tuples(st.integers(0, 2), ACTIONS))
    )
    def asks(self, who: int, child: int, picks: list[tuple[int, PickAction]]) -> None:
        children = self.children[who]
        request = tuple(Pick(self.slots[slot], action, 550) for slot, action in picks)
        operation = f"op-{next(self.operations)}"
        child_id = children[child % len(children)]
        before = self.town.balance(self.parents[who].home)
        answer = self.parents[who].picks(self.activity, *request, child=child_id, operation=operation)
        if not isinstance(answer, Confirmation):
            assert self.town.balance(self.parents[who].home) == before
            return
        assert answer.debited_cents == sum(line.cents for line in answer.lines)
        assert all(line.cents == 0 for line in answer.lines if line.outcome is Outcome.REFUSED)
        again = self.parents[who].picks(self.activity, *request, child=child_id, operation=operation)
        assert again == answer

    @rule(cents=st.integers(500, 900), who=st.integers(0, 2))
    def brings(self, cents: int, who: int) -> None:
        self.town.bring(self.parents[who].home.id, cents)

    @rule(hours=st.integers(1, 70))
    def time_passes(self, hours: int) -> None:
        self.town.clock.advance(hours=hours)

    @rule(slot=st.integers(0, 2))
    def another_place(self, slot: int) -> None:
        self.town.run("UPDATE slot SET capacity = capacity + 1 WHERE id = :s", s=self.slots[slot])

    @invariant()
    def the_books_are_whole(self) -> None:
        assert self.town.faults() == []

    @invariant()
    def no_booking_takes_a_wallet_under_the_floor(self) -> None:
        for parent in getattr(self, "parents", ()):
            assert self.town.balance(parent.home) >= 0

    @invariant()
    def a_child_is_expected_once(self) -> None:
        twice = self.town.rows(
            "SELECT child_id, slot_id FROM booking WHERE status IN ('booked', 'pending', 'waiting') "
            "GROUP BY 1, 2 HAVING count(*) > 1"
        )
        assert twice == []

    def teardown(self) -> None:
        shutil.rmtree(self.here)


@pytest.fixture
def machine(stores: Stores, tmp_path: Path) -> type[Families]:
    return type("Machine", (Families,), {"folder": tmp_path, "stores": stores})


def test_whatever_families_do_places_and_money_stay_whole(machine: type[Families]):
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(machine, settings=settings(FEW, phases=(Phase.generate, Phase.shrink)))  # type: ignore[no-untyped-call]
