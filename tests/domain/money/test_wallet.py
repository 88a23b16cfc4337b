"""What a wallet tells of itself, and which amounts it offers to bring."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.money.ledger import Cause
from portail_tui.domain.money.spending_forecast import FURTHEST, habits, horizon
from portail_tui.domain.money.wallet import (
    MovementKind,
    StatementFilter,
    WalletLine,
    WalletStanding,
    Why,
    kind_of,
    standing_of,
    top_up_offers,
)
from portail_tui.domain.rules.school_calendar import SchoolYear, Span, TownCalendar

FRIDAY = date(2026, 12, 18)
TODAY = date(2026, 11, 24)
USUAL = (2_000, 5_000, 10_000)


def offers(balance: int, needed: int, *, floor: int = 0) -> list[tuple[int, Why]]:
    found = top_up_offers(
        balance_cents=balance,
        floor_cents=floor,
        needed_cents=needed,
        until=FRIDAY,
        usual=USUAL,
        least_cents=500,
        most_cents=30_000,
    )
    return [(one.cents, one.why) for one in found]


@pytest.mark.parametrize(
    ("balance", "standing"),
    [
        (-1, WalletStanding.TO_SETTLE),
        (0, WalletStanding.LOW),
        (999, WalletStanding.LOW),
        (1_000, WalletStanding.FINE),
    ],
)
def test_a_balance_is_low_or_to_be_settled(balance: int, standing: WalletStanding):
    assert standing_of(balance, floor_cents=0, low_cents=1_000) is standing


def test_what_the_days_ask_for_is_offered_to_the_cent():
    assert offers(1_234, 4_719) == [
        (3_485, Why.UNTIL),
        (2_000, Why.USUAL),
        (5_000, Why.USUAL),
        (10_000, Why.USUAL),
    ]
    assert offers(4_719, 4_719) == [(cents, Why.USUAL) for cents in USUAL]


def test_a_debt_is_offered_first_and_counts_in_what_the_days_ask_for():
    assert offers(-1_200, 0)[0] == (1_200, Why.SETTLE)
    assert offers(-1_200, 300)[:2] == [(1_200, Why.SETTLE), (1_500, Why.UNTIL)]
    assert offers(-1_200, 0, floor=-2_000)[0] == (2_000, Why.USUAL)


def test_no_payment_is_offered_outside_of_the_towns_bounds_nor_twice():
    assert offers(0, 120)[0] == (500, Why.UNTIL)
    assert offers(0, 40_000) == [(cents, Why.USUAL) for cents in USUAL]
    assert offers(0, 2_000) == [(2_000, Why.UNTIL), (5_000, Why.USUAL), (10_000, Why.USUAL)]


@given(st.integers(-50_000, 50_000), st.integers(0, 50_000))
def test_once_it_is_paid_the_days_can_be(balance: int, needed: int):
    for cents, why in offers(balance, needed):
        if why is Why.UNTIL:
            assert balance + cents >= needed
        if why is Why.SETTLE:
            assert balance + cents >= 0


def test_every_cause_has_a_word_that_a_family_uses():
    assert kind_of(Cause.SURCHARGE) is MovementKind.BOOKING
    assert kind_of(Cause.REFUND) is MovementKind.OTHER
    assert {kind_of(cause) for cause in Cause} == set(MovementKind)


def test_a_filter_keeps_what_it_names_and_its_days_are_included():
    line = WalletLine(
        on=TODAY,
        label="Cantine",
        cents=-300,
        balance_cents=700,
        kind=MovementKind.BOOKING,
        child_id=1,
        child_name="Zoé",
        activity_id=2,
        activity_name="Cantine",
    )
    top_up = WalletLine(
        on=TODAY, label="Versement", cents=1_000, balance_cents=1_000, kind=MovementKind.TOP_UP
    )
    assert StatementFilter().keeps(line) and StatementFilter().keeps(top_up)
    assert StatementFilter(
        first_on=TODAY, last_on=TODAY, child_id=1, activity_id=2, kind=MovementKind.BOOKING
    ).keeps(line)
    assert not StatementFilter(child_id=1).keeps(top_up)
    assert not StatementFilter(last_on=TODAY - timedelta(days=1)).keeps(line)
    assert not StatementFilter(kind=MovementKind.OTHER).keeps(line)


def test_a_habit_is_twice_in_four_weeks():
    tuesday = TODAY - timedelta(weeks=1)
    monday = tuesday - timedelta(days=1)
    once = [(1, 7, monday)]
    twice = [(1, 7, tuesday), (1, 7, tuesday - timedelta(weeks=3))]
    long_ago = [(2, 7, tuesday), (2, 7, tuesday - timedelta(weeks=4))]
    to_come = [(3, 7, TODAY + timedelta(weeks=number)) for number in range(3)]
    assert habits([*once, *twice, *long_ago, *to_come], TODAY) == {(1, 7, 1)}


def test_it_is_looked_forward_to_the_next_holidays():
    year = SchoolYear(
        id=1, code="2026-2027", first_on=date(2026, 9, 1), last_on=date(2027, 7, 3), holidays_projected=False
    )
    christmas = Span("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3))
    winter = Span("Vacances d'hiver", date(2027, 2, 13), date(2027, 2, 28))
    calendar = TownCalendar((year,), (christmas, winter), {})
    assert horizon(calendar, TODAY) == FRIDAY
    assert horizon(calendar, date(2026, 12, 15)) == min(date(2027, 2, 12), date(2026, 12, 15) + FURTHEST)
    assert horizon(calendar, date(2027, 6, 1)) == date(2027, 7, 3)
