"""Properties of one family's money."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from portail_tui.domain.rules.tariffs import Fixed
from tests.support.machine.clocks import PLAY_DAY
from tests.support.machine.examples import examples
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON


@given(prices=st.lists(st.integers(0, 900), min_size=1, max_size=5), is_late=st.booleans())
@examples(10, *HealthCheck)
def test_booking_then_cancelling_in_time_restores_the_balance(
    town: LittleTown, prices: list[int], is_late: bool
):
    """Many families of one town: a town for each would cost more than what is asked of it."""
    town.clock.instant = PLAY_DAY
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
