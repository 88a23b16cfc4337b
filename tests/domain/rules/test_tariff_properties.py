"""Tariffs: what holds of any grid and any family."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
    SURCHARGE,
    Adjusted,
    Aid,
    Brackets,
    Case,
    Clamps,
    Conditions,
    EffortRate,
    Fixed,
    FixedSurcharge,
    GridForm,
    Linear,
    Measure,
    OtherTariff,
    Payer,
    PercentSurcharge,
    RateByChildren,
    Reduction,
    ReplacementPrice,
    Surcharge,
    TariffGrid,
    grid_on,
    price_of,
    surcharge_from_data,
)
from portail_tui.domain.shared.money import Rounding
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from tests.support.towns.published_tariffs import (
    PSU_STEPS,
    RONCQ,
    SEPTEMBER,
)

QUOTIENTS = st.integers(0, 10_000_00)
AMOUNTS = st.integers(0, 20_00)
RATES = st.decimals(0, 2, places=4)


@st.composite
def brackets(draw: st.DrawFn) -> Brackets:
    bounds = draw(st.lists(st.integers(1, 3000_00), unique=True, max_size=8).map(sorted))
    prices = draw(st.lists(AMOUNTS, min_size=len(bounds) + 1, max_size=len(bounds) + 1).map(sorted))
    return Brackets((0, *bounds), tuple(prices), draw(st.sampled_from(Measure)))


@st.composite
def clamps(draw: st.DrawFn) -> Clamps:
    least, most = sorted((draw(AMOUNTS), draw(AMOUNTS)))
    low, high = sorted((draw(QUOTIENTS), draw(QUOTIENTS)))
    return Clamps(
        most_cents=most,
        least_cents=least,
        means_least=low,
        means_most=high,
        measure=draw(st.sampled_from(Measure)),
        plus_cents=draw(st.integers(0, 300)),
    )


@st.composite
def lines(draw: st.DrawFn) -> Linear:
    places = draw(st.lists(QUOTIENTS, min_size=2, max_size=5, unique=True).map(sorted))
    prices = draw(st.lists(AMOUNTS, min_size=len(places), max_size=len(places)).map(sorted))
    return Linear(tuple(zip(places, prices, strict=True)), draw(st.sampled_from(Measure)))


FORMS: st.SearchStrategy[GridForm] = st.one_of(
    st.builds(Fixed, AMOUNTS),
    brackets(),
    lines(),
    st.builds(EffortRate, RATES, clamps()),
    st.builds(RateByChildren, st.just(PSU_STEPS), clamps(), st.booleans()),
)
REDUCTIONS = st.lists(
    st.one_of(
        st.builds(Reduction, from_rank=st.integers(1, 5), percent=st.decimals(0, 100, places=1)),
        st.builds(Reduction, from_rank=st.integers(2, 5), cents=AMOUNTS, spares_first_bracket=st.booleans()),
        st.builds(Reduction, from_children=st.integers(2, 5), price_cents=AMOUNTS, quotient_from=QUOTIENTS),
    ),
    max_size=2,
).map(tuple)
CASES = st.lists(
    st.one_of(
        st.builds(Case, st.just(Conditions(is_resident=False)), FORMS, st.just("hors commune"), REDUCTIONS),
        st.builds(Case, st.just(Conditions(is_occasional=True, rank_most=2)), FORMS),
        st.builds(
            Case,
            st.sampled_from(
                [
                    Conditions(brings_meal=True),
                    Conditions(grades=frozenset({"PS", "MS"}), age_most=5),
                    Conditions(schools=frozenset({"E"}), category="CAF"),
                ]
            ),
            st.builds(Adjusted, st.decimals("0.1", "0.9", places=2), st.integers(-200, 200)),
        ),
    ),
    max_size=3,
).map(tuple)
GRIDS = st.builds(
    TariffGrid,
    code=st.just("X"),
    from_on=st.just(SEPTEMBER),
    decision=st.just("D 12"),
    form=FORMS,
    outside_cents=st.none() | AMOUNTS,
    rounding=st.sampled_from(Rounding),
    rounding_step=st.sampled_from([1, 5, 10]),
    step_minutes=st.none() | st.integers(1, 120),
    cases=CASES,
    reductions=REDUCTIONS,
    aids=st.lists(st.builds(Aid, st.just("CCAS"), st.decimals(0, 100, places=1)), max_size=2).map(tuple),
)
PAYERS = st.builds(
    Payer,
    quotient=QUOTIENTS | st.sampled_from(WhyMaximum),
    income_cents=st.none() | st.integers(0, 200_000_00),
    is_resident=st.booleans(),
    children=st.integers(0, 9),
    disabled_children=st.integers(0, 3),
    is_lone_parent=st.booleans(),
    rank=st.integers(1, 6),
    is_occasional=st.booleans(),
    brings_meal=st.booleans(),
)
SURCHARGES: st.SearchStrategy[Surcharge | None] = st.one_of(
    st.none(),
    st.builds(FixedSurcharge, AMOUNTS),
    st.builds(PercentSurcharge, st.decimals(0, 300, places=1)),
    st.builds(ReplacementPrice, AMOUNTS),
)


@given(brackets(), QUOTIENTS)
def test_every_quotient_falls_in_exactly_one_bracket(form: Brackets, quotient: int):
    form = replace(form, measure=Measure.QUOTIENT)
    bounds = (*form.lower_bounds, 10**9)
    matching = [i for i in range(len(form.cents)) if bounds[i] <= quotient < bounds[i + 1]]
    assert len(matching) == 1
    price = form.price(Payer(quotient=quotient))
    assert price.cents == form.cents[matching[0]]
    assert price.bracket_from == bounds[matching[0]]


@given(FORMS, PAYERS, QUOTIENTS, QUOTIENTS)
def test_a_family_with_more_never_pays_less(form: GridForm, payer: Payer, one: int, other: int):
    low, high = sorted((one, other))
    poor, rich = (replace(payer, quotient=q, income_cents=q * 12) for q in (low, high))
    assert form.price(poor).cents <= form.price(rich).cents


@given(FORMS, PAYERS)
def test_no_family_pays_more_than_the_maximum(form: GridForm, payer: Payer):
    assert form.price(payer).cents <= form.most()
    unknown = form.price(replace(payer, quotient=WhyMaximum.NONE, income_cents=None))
    assert form.price(payer).cents <= unknown.cents


@given(GRIDS, PAYERS, SURCHARGES, st.integers(1, 20))
def test_what_is_owed_and_what_others_pay_make_the_whole_price(
    tariff: TariffGrid, payer: Payer, surcharge: Surcharge | None, quantity: int
):
    price = price_of(tariff, payer, quantity=quantity, surcharge=surcharge)
    assert price.cents + sum(share for _, share in price.shares) == price.line_cents
    assert 0 <= price.surcharge_cents <= price.cents
    assert price.line_cents - price.line_surcharge_cents == price.unit_cents * quantity
    ordinary = price_of(tariff, payer, quantity=quantity)
    assert price.line_cents >= ordinary.line_cents


@given(GRIDS)
def test_a_grid_survives_being_written_down(tariff: TariffGrid):
    data = tariff.to_data()
    assert TariffGrid.from_data(tariff.code, tariff.from_on, tariff.decision, data) == tariff


@given(GRIDS, PAYERS, SURCHARGES)
def test_a_price_explains_itself_in_plain_values(
    tariff: TariffGrid, payer: Payer, surcharge: Surcharge | None
):
    price = price_of(tariff, payer, surcharge=surcharge)
    data = json.loads(PRICE.to_json(price))
    assert None not in data.values()
    assert {"cents", "unit_cents", "quantity", "surcharge_cents", "grid_code", "grid_from", "basis"} <= set(
        data
    )
    assert all(isinstance(value, (int, str, list)) for value in data.values())
    assert PRICE.from_json(PRICE.to_json(price)) == price


@pytest.mark.parametrize(
    "surcharge",
    [FixedSurcharge(250), PercentSurcharge(Decimal("12.5")), ReplacementPrice(1000), OtherTariff("TARDIF")],
)
def test_a_surcharge_survives_being_written_down(surcharge: Surcharge):
    assert surcharge_from_data(SURCHARGE.write(surcharge)) == surcharge


def test_the_grid_is_that_of_the_day_served():
    new = replace(RONCQ, from_on=date(2026, 9, 1))
    assert grid_on((new, RONCQ), date(2026, 8, 31)) is RONCQ
    assert grid_on((RONCQ, new), date(2026, 9, 1)) is new
    assert grid_on((RONCQ, new), date(2025, 8, 31)) is None
