"""Tariffs, from the grids that towns publish."""

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
    Adjusted,
    Aid,
    Basis,
    Bound,
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
    Price,
    RateByBracket,
    RateByChildren,
    Reduction,
    ReplacementPrice,
    Surcharge,
    TariffGrid,
    grid_on,
    price_of,
    surcharge_from_data,
)
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import Rounding, read_hundredths, to_cents
from portail_tui.store.queries.bookings.frozen_prices import PRICE

SEPTEMBER = date(2025, 9, 1)
ROUNDED = (0, 400_00, 640_00, 860_00, 1150_00, 1500_00, 1700_00, 1900_00)


def grid(form: GridForm, **terms: object) -> TariffGrid:
    return replace(TariffGrid(code="X", from_on=SEPTEMBER, decision="D 12", form=form), **terms)  # type: ignore[arg-type]


RONCQ = grid(
    Brackets(ROUNDED, (50, 175, 235, 305, 355, 405, 460, 490)),
    outside_cents=650,
    cases=(
        Case(Conditions(brings_meal=True), Brackets(ROUNDED, (50, 80, 80, 80, 100, 100, 100, 100)), "PAI"),
    ),
)
RONCQ_CARE = grid(Brackets(ROUNDED, (16, 70, 85, 110, 125, 135, 140, 145)), step_minutes=30)
FAY = grid(
    EffortRate(Decimal("0.36"), Clamps(most_cents=450, least_cents=260)),
    cases=(Case(Conditions(brings_meal=True), Fixed(175)),),
)
BUBRY = grid(
    Brackets((0, 600_00, 1000_00, 1500_00), (100, 305, 310, 315)),
    reductions=(Reduction(from_rank=3, percent=Decimal(50), spares_first_bracket=True),),
    cases=(
        Case(Conditions(brings_meal=True), Fixed(64)),
        Case(Conditions(is_occasional=True), Fixed(370)),
    ),
)
PSU_STEPS = (
    (1, Decimal("0.0619")),
    (2, Decimal("0.0516")),
    (3, Decimal("0.0413")),
    (4, Decimal("0.0310")),
    (8, Decimal("0.0206")),
)
FLOOR = 801_00


def nursery(ceiling: int, **terms: object) -> TariffGrid:
    clamps = Clamps(means_least=FLOOR, means_most=ceiling, measure=Measure.MONTHLY)
    return grid(RateByChildren(PSU_STEPS, clamps), **terms)


PSU_2024, PSU_2025 = nursery(7000_00), nursery(8500_00)


def cents(tariff: TariffGrid, quotient: int | WhyMaximum = WhyMaximum.NONE, **payer: object) -> int:
    return price_of(tariff, Payer(quotient=quotient, **payer)).cents  # type: ignore[arg-type]


# --- brackets: Roncq ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quotient", "meal", "own_meal", "half_hour"),
    [
        (0, 50, 50, 16),
        (399_99, 50, 50, 16),
        (400_00, 175, 80, 70),
        (639_99, 175, 80, 70),
        (640_00, 235, 80, 85),
        (860_00, 305, 80, 110),
        (1150_00, 355, 100, 125),
        (1500_00, 405, 100, 135),
        (1899_99, 460, 100, 140),
        (1900_00, 490, 100, 145),
        (9_999_00, 490, 100, 145),
    ],
)
def test_roncq_s_prices_are_what_their_bracket_says(quotient: int, meal: int, own_meal: int, half_hour: int):
    assert cents(RONCQ, quotient) == meal
    assert cents(RONCQ, quotient, brings_meal=True) == own_meal
    assert cents(RONCQ_CARE, quotient) == half_hour


@pytest.mark.parametrize(("minutes", "halves"), [(1, 1), (30, 1), (31, 2), (60, 2), (105, 4)])
def test_care_counts_each_half_hour_begun(minutes: int, halves: int):
    quantity = RONCQ_CARE.quantity(minutes)
    price = price_of(RONCQ_CARE, Payer(quotient=700_00), quantity=quantity)
    assert (quantity, price.cents, price.unit_cents) == (halves, halves * 85, 85)
    assert RONCQ.quantity(minutes) == 1


@pytest.mark.parametrize("quotient", [300_00, 2500_00, WhyMaximum.NONE])
def test_who_lives_elsewhere_pays_the_outside_price_whatever_the_quotient(quotient: int | WhyMaximum):
    price = price_of(RONCQ, Payer(quotient=quotient, is_resident=False))
    assert (price.cents, price.basis, price.why_maximum) == (650, Basis.OUTSIDE, None)


def test_a_price_tells_its_bracket():
    price = price_of(RONCQ, Payer(quotient=622_50))
    assert (price.bracket_from, price.bracket_to, price.quotient_hundredths) == (400_00, 640_00, 622_50)
    assert price_of(RONCQ, Payer(quotient=2000_00)).bracket_to is None


# --- one rate: Fay-aux-Loges ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quotient", "expected"),
    [(722_00, 260), (900_00, 324), (1000_00, 360), (1250_00, 450), (3000_00, 450), (0, 260)],
)
def test_a_fay_aux_loges_meal_is_a_rate_between_a_floor_and_a_ceiling(quotient: int, expected: int):
    assert cents(FAY, quotient) == expected
    assert cents(FAY, quotient, brings_meal=True) == 175


def test_a_price_tells_what_clamped_it():
    assert price_of(FAY, Payer(quotient=100_00)).basis is Basis.RATE_LEAST
    assert price_of(FAY, Payer(quotient=900_00)).basis is Basis.RATE
    assert price_of(FAY, Payer(quotient=5000_00)).basis is Basis.RATE_MOST


def test_the_quotient_itself_can_be_clamped_and_is_enough_of_a_ceiling():
    rate = grid(EffortRate(Decimal(1), Clamps(means_least=200_00, means_most=800_00)))
    assert [cents(rate, q) for q in (0, 500_00, 5000_00, WhyMaximum.NONE)] == [200, 500, 800, 800]
    assert [price_of(rate, Payer(quotient=q)).bound for q in (0, 500_00, 5000_00)] == [
        Bound.LEAST,
        None,
        Bound.MOST,
    ]


def test_a_rate_can_have_a_fixed_part():
    rate = grid(EffortRate(Decimal("0.2"), Clamps(most_cents=500, plus_cents=50)))
    assert [cents(rate, q) for q in (0, 600_00, 9000_00)] == [50, 170, 500]


# --- rank and cases: Bubry ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quotient", "full", "third"),
    [(0, 100, 100), (599_99, 100, 100), (600_00, 305, 153), (1000_00, 310, 155), (1500_00, 315, 158)],
)
def test_bubry_s_third_child_pays_half_except_in_the_first_bracket_rounded_half_up(
    quotient: int, full: int, third: int
):
    assert [cents(BUBRY, quotient, rank=rank) for rank in (1, 2, 3, 4)] == [full, full, third, third]
    price = price_of(BUBRY, Payer(quotient=quotient, rank=3))
    assert (price.rank, price.reduced_cents) == ((3, full - third) if full != third else (None, 0))


def test_bubry_s_occasional_meal_and_own_meal_have_their_price_whatever_the_rank():
    assert cents(BUBRY, 700_00, is_occasional=True, rank=3) == 370
    assert cents(BUBRY, 700_00, brings_meal=True, is_occasional=True) == 64


def test_a_case_can_adjust_the_grid_s_price_and_keeps_its_reductions():
    outside = Case(Conditions(is_resident=False), Adjusted(Decimal("1.2"), 10), "hors commune")
    tariff = grid(BUBRY.form, cases=(outside,), reductions=BUBRY.reductions)
    assert cents(tariff, 600_00, is_resident=False) == 376  # 3.05 × 1.2 + 0.10
    assert cents(tariff, 600_00, is_resident=False, rank=3) == 188
    price = price_of(tariff, Payer(is_resident=False))
    assert (price.cents, price.case, price.why_maximum) == (388, "hors commune", WhyMaximum.NONE)


def test_an_adjusted_price_is_never_below_zero():
    tariff = grid(Fixed(100), cases=(Case(Conditions(brings_meal=True), Adjusted(plus_cents=-250)),))
    assert cents(tariff, brings_meal=True) == 0


def test_non_residents_have_their_own_maximum():
    outside = EffortRate(Decimal("0.5"), Clamps(most_cents=800))
    tariff = grid(FAY.form, cases=(Case(Conditions(is_resident=False), outside),))
    assert cents(tariff, WhyMaximum.NONE, is_resident=False) == 800
    assert cents(tariff, WhyMaximum.NONE) == 450
    assert cents(tariff, 1000_00, is_resident=False) == 500


@pytest.mark.parametrize(
    ("when", "payer"),
    [
        (Conditions(is_resident=True), {"is_resident": False}),
        (Conditions(is_lone_parent=True), {}),
        (Conditions(rank_least=2, rank_most=3), {"rank": 4}),
        (Conditions(children_least=3), {"children": 2}),
        (Conditions(is_occasional=False), {"is_occasional": True}),
        (Conditions(age_least=3, age_most=5), {"age": 6}),
        (Conditions(age_most=5), {}),  # not known
        (Conditions(grades=frozenset({"PS"})), {"grade": "CP"}),
        (Conditions(schools=frozenset({"TILLEULS"})), {}),
        (Conditions(category="CAF"), {"categories": frozenset({"AGENT"})}),
    ],
)
def test_a_case_is_only_for_those_it_names(when: Conditions, payer: dict[str, object]):
    assert cents(grid(Fixed(100), cases=(Case(when, Fixed(1)),)), **payer) == 100


@pytest.mark.parametrize(
    ("when", "payer"),
    [
        (Conditions(age_least=3, age_most=5), {"age": 5}),
        (Conditions(grades=frozenset({"PS", "MS"})), {"grade": "MS"}),
        (Conditions(schools=frozenset({"TILLEULS"}), is_resident=True), {"school": "TILLEULS"}),
        (Conditions(category="CAF"), {"categories": frozenset({"AGENT", "CAF"})}),
    ],
)
def test_a_case_can_be_for_an_age_a_grade_a_school_or_a_category(when: Conditions, payer: dict[str, object]):
    assert cents(grid(Fixed(100), cases=(Case(when, Fixed(1)),)), **payer) == 1


def test_the_first_case_that_holds_wins():
    cases = (
        Case(Conditions(rank_least=2, is_lone_parent=True), Fixed(1)),
        Case(Conditions(rank_least=2), Fixed(2)),
        Case(Conditions(children_least=1, children_most=2), Fixed(3)),
    )
    tariff = grid(Fixed(100), cases=cases)
    assert cents(tariff, rank=2, is_lone_parent=True) == 1
    assert cents(tariff, rank=2, children=9) == 2
    assert cents(tariff, children=2) == 3
    assert cents(tariff, children=3) == 100


@pytest.mark.parametrize(
    ("reduction", "payer", "expected"),
    [
        (Reduction(from_rank=2, cents=40), {"rank": 2}, 160),
        (Reduction(from_rank=2, cents=500), {"rank": 2}, 0),
        (Reduction(from_rank=4, price_cents=0), {"rank": 5}, 0),
        (Reduction(from_children=3, percent=Decimal(10)), {"children": 3}, 180),
        (Reduction(from_rank=2, percent=Decimal(10), quotient_from=600_00), {"rank": 2}, 200),
    ],
)
def test_a_reduction_is_a_part_an_amount_or_a_price(
    reduction: Reduction, payer: dict[str, object], expected: int
):
    assert cents(grid(Fixed(200), reductions=(reduction,)), 500_00, **payer) == expected


def test_the_reduction_of_the_highest_rank_counts_alone():
    by_rank = (
        Reduction(from_rank=2, percent=Decimal(20)),
        Reduction(from_rank=3, percent=Decimal(50)),
        Reduction(from_rank=4, price_cents=0),
    )
    tariff = grid(Fixed(200), reductions=by_rank)
    assert [cents(tariff, rank=rank) for rank in (1, 2, 3, 4, 7)] == [200, 160, 100, 0, 0]


# --- by number of children: the national rates of nurseries ---------------------------------------------


@pytest.mark.parametrize(
    ("children", "disabled", "expected"),
    [
        (1, 0, "1.8570"),
        (2, 0, "1.5480"),
        (3, 0, "1.2390"),
        (4, 0, "0.9300"),
        (7, 0, "0.9300"),
        (8, 0, "0.6180"),
        (1, 1, "1.5480"),
        (3, 1, "0.9300"),
        (4, 1, "0.6180"),
        (2, 5, "0.6180"),
    ],
)
def test_an_hour_of_nursery_is_a_rate_of_the_month_s_income(children: int, disabled: int, expected: str):
    payer = Payer(income_cents=36_000_00, children=children, disabled_children=disabled)
    price = price_of(PSU_2025, payer)
    exact = Decimal(expected) * 100
    assert price.cents == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert price.income_cents == 36_000_00
    assert price.quotient_hundredths is None


def test_the_nursery_s_ceiling_is_that_of_its_date():
    assert cents(PSU_2024, income_cents=120_000_00) == 433  # 7 000 € × 0.0619 %
    assert cents(PSU_2025, income_cents=120_000_00) == 526  # 8 500 €
    assert cents(PSU_2025, income_cents=0) == 50  # the floor
    both = (replace(PSU_2024, from_on=date(2024, 9, 1)), PSU_2025)
    assert grid_on(both, date(2025, 8, 31)) is both[0]
    assert grid_on(both, date(2025, 9, 1)) is PSU_2025


def test_some_towns_truncate_the_nursery_s_price():
    rate = Payer(income_cents=29_171_00)  # 1.50474…
    assert cents(nursery(8500_00), income_cents=30_000_00, children=1) == 155  # 1.5475
    truncated = nursery(8500_00, rounding=Rounding.TRUNCATED)
    assert cents(truncated, income_cents=30_000_00) == 154
    assert price_of(nursery(8500_00, rounding=Rounding.UP), rate).cents == 151


def test_without_an_income_the_nursery_s_maximum_is_that_of_the_number_of_children():
    price = price_of(PSU_2025, Payer(children=3))
    assert (price.cents, price.why_maximum) == (351, WhyMaximum.NONE)
    with_quotient_only = price_of(PSU_2025, Payer(quotient=500_00))
    assert with_quotient_only.why_maximum is WhyMaximum.NO_INCOME


# --- other forms ----------------------------------------------------------------------------------------


def test_a_rate_by_bracket_is_that_of_the_bracket():
    clamps = Clamps(most_cents=600, least_cents=100)
    tariff = grid(
        RateByBracket((0, 600_00, 1200_00), (Decimal("0.2"), Decimal("0.3"), Decimal("0.4")), clamps)
    )
    assert [cents(tariff, q) for q in (100_00, 599_99, 600_00, 1200_00, 9000_00)] == [100, 120, 180, 480, 600]
    assert cents(tariff) == 600
    assert price_of(tariff, Payer(quotient=700_00)).bracket_from == 600_00


def test_brackets_can_be_of_income():
    monthly = grid(Brackets((0, 1500_00), (100, 200), Measure.MONTHLY))
    assert [cents(monthly, income_cents=income) for income in (17_999_99, 18_000_00)] == [100, 200]
    yearly = grid(Brackets((0, 18_000_00), (100, 200), Measure.YEARLY))
    assert [cents(yearly, income_cents=income) for income in (17_999_99, 18_000_00)] == [100, 200]
    assert cents(yearly, 50_00) == 200


@pytest.mark.parametrize(
    ("quotient", "expected"),
    [(0, 100), (300_00, 100), (301_00, 100), (302_00, 101), (1050_00, 340), (1800_00, 580), (9000_00, 580)],
)
def test_a_line_between_two_points_is_level_beyond_them(quotient: int, expected: int):
    assert cents(grid(Linear(((300_00, 100), (1800_00, 580)))), quotient) == expected


def test_a_line_rises_with_the_income_too_and_asks_for_it():
    line = grid(Linear(((1000_00, 100), (2000_00, 200)), Measure.MONTHLY))
    assert cents(line, income_cents=18_000_00) == 150
    assert price_of(line, Payer(quotient=500_00)).why_maximum is WhyMaximum.NO_INCOME


@pytest.mark.parametrize(("tariff", "maximum"), [(RONCQ, 490), (FAY, 450)])
@pytest.mark.parametrize("why", [why for why in WhyMaximum if why is not WhyMaximum.NO_INCOME])
def test_without_a_quotient_the_maximum_applies_and_says_why(
    tariff: TariffGrid, maximum: int, why: WhyMaximum
):
    price = price_of(tariff, Payer(quotient=why))
    assert (price.cents, price.basis, price.why_maximum) == (maximum, Basis.MAXIMUM, why)


def test_a_fixed_price_needs_no_quotient_and_never_blames_one():
    price = price_of(grid(Fixed(1200)), Payer())
    assert (price.cents, price.why_maximum) == (1200, None)


# --- surcharges -----------------------------------------------------------------------------------------


def late(tariff: TariffGrid, surcharge: Surcharge, payer: Payer, quantity: int = 1) -> Price:
    return price_of(tariff, payer, quantity=quantity, surcharge=surcharge)


def test_a_fixed_surcharge_is_due_once_whatever_the_quantity():
    price = late(RONCQ, FixedSurcharge(250), Payer(quotient=500_00), 3)
    assert (price.cents, price.surcharge_cents) == (3 * 175 + 250, 250)


def test_a_percentage_surcharge_is_rounded_half_up():
    price = late(RONCQ, PercentSurcharge(Decimal(50)), Payer(quotient=700_00))
    assert (price.cents, price.surcharge_cents) == (235 + 118, 118)  # 117.5
    three = late(RONCQ, PercentSurcharge(Decimal(50)), Payer(quotient=700_00), 3)
    assert three.surcharge_cents == 353  # of 7.05, not three times 1.18


def test_a_replacement_price_replaces_the_price_once_and_never_makes_a_day_cheaper():
    flat = ReplacementPrice(1000)
    assert [late(RONCQ, flat, Payer(quotient=q)).cents for q in (0, 700_00, 5000_00)] == [1000] * 3
    price = late(RONCQ, flat, Payer(quotient=700_00), 3)
    assert (price.cents, price.surcharge_cents) == (1000, 1000 - 705)
    dear = late(grid(Fixed(1200)), flat, Payer())
    assert (dear.cents, dear.surcharge_cents) == (1200, 0)


def test_a_late_price_can_be_another_grid_s():
    late_grid = grid(Brackets((0, 600_00), (300, 500)))
    price = price_of(
        RONCQ, Payer(quotient=700_00), surcharge=OtherTariff("REPAS_TARDIF"), late_grid=late_grid
    )
    assert (price.cents, price.surcharge_cents, price.grid_code) == (500, 265, "X")


# --- third parties --------------------------------------------------------------------------------------


def test_a_third_party_s_share_is_rounded_and_the_family_owes_the_rest():
    tariff = grid(Fixed(305), aids=(Aid("CCAS", percent=Decimal(30)),))
    price = price_of(tariff, Payer())
    assert (price.shares, price.cents, price.line_cents) == ((("CCAS", 92),), 213, 305)  # 91.5


def test_a_share_is_of_the_whole_line_surcharge_included():
    tariff = grid(Fixed(400), aids=(Aid("CCAS", percent=Decimal(50)),))
    price = price_of(tariff, Payer(), quantity=2, surcharge=FixedSurcharge(250))
    assert (price.line_cents, price.cents, price.surcharge_cents) == (1050, 525, 250)


def test_third_parties_never_pay_more_than_the_price():
    tariff = grid(Fixed(500), aids=(Aid("CAF", cents=400),))
    price = price_of(tariff, Payer(), surcharge=FixedSurcharge(100), aids=(Aid("Employeur", cents=400),))
    assert price.shares == (("CAF", 400), ("Employeur", 200))
    assert (price.cents, price.surcharge_cents) == (0, 0)


def test_an_aid_can_be_for_low_quotients_only():
    tariff = grid(Fixed(500), aids=(Aid("CAF", cents=200, quotient_below=600_00),))
    assert [cents(tariff, q) for q in (599_99, 600_00, WhyMaximum.NONE)] == [300, 500, 500]


# --- rounding -------------------------------------------------------------------------------------------


def test_half_a_cent_goes_up_and_truncating_towns_lose_it():
    rate = EffortRate(Decimal("0.0619"), Clamps(most_cents=1000))
    assert cents(grid(rate), 2439_00) == 151
    assert cents(grid(rate, rounding=Rounding.TRUNCATED), 2439_00) == 150
    assert to_cents(Decimal("152.5")) == 153  # half-even gives 152


def test_prices_can_be_multiples_of_five_or_ten_cents():
    rate = EffortRate(Decimal("0.36"), Clamps(most_cents=1000))
    assert cents(grid(rate, rounding_step=5), 722_00) == 260
    assert cents(grid(rate, rounding_step=10), 710_00) == 260
    assert cents(grid(rate, rounding_step=10, rounding=Rounding.TRUNCATED), 719_00) == 250
    assert cents(grid(rate, rounding_step=10, rounding=Rounding.UP), 695_00) == 260


def test_the_price_is_rounded_before_it_is_multiplied():
    tariff = grid(EffortRate(Decimal("0.0619"), Clamps(most_cents=1000)), step_minutes=60)
    price = price_of(tariff, Payer(quotient=2439_00), quantity=10)
    assert (price.unit_cents, price.cents) == (151, 1510)  # and not 10 × 1.509741


# --- properties -----------------------------------------------------------------------------------------

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
        st.builds(Reduction, from_rank=st.integers(2, 5), percent=st.decimals(0, 100, places=1)),
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
    assert (price.cents, price.bracket_from) == (form.cents[matching[0]], bounds[matching[0]])


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
    assert surcharge_from_data(surcharge.to_data()) == surcharge


def test_the_grid_is_that_of_the_day_served():
    new = replace(RONCQ, from_on=date(2026, 9, 1))
    assert grid_on((new, RONCQ), date(2026, 8, 31)) is RONCQ
    assert grid_on((RONCQ, new), date(2026, 9, 1)) is new
    assert grid_on((RONCQ, new), date(2025, 8, 31)) is None


# --- how grids are written ------------------------------------------------------------------------------


def read(**data: object) -> TariffGrid:
    return TariffGrid.from_data("X", SEPTEMBER, "D 12", data)


def rows(*published: tuple[str, ...]) -> list[dict[str, str]]:
    keys = ("a_partir_de", "prix", "jusqu_a", "moins_de")
    return [{key: value for key, value in zip(keys, row, strict=False) if value} for row in published]


def test_grids_stored_before_are_read_as_they_were():
    assert read(forme="fixe", prix="12.00") == grid(Fixed(1200))
    stored = {
        "forme": "taux_effort",
        "taux": "0.36",
        "au_moins": "2.60",
        "au_plus": "4.50",
        "quotient_au_moins": "100.00",
        "quotient_au_plus": "2000.00",
        "exterieur": "6.50",
        "arrondi": "tronque",
    }
    rate = EffortRate(
        Decimal("0.36"), Clamps(most_cents=450, least_cents=260, means_least=100_00, means_most=2000_00)
    )
    assert read(**stored) == grid(rate, outside_cents=650, rounding=Rounding.TRUNCATED)
    assert read(forme="tranches", tranches=rows(("0", "0.50"), ("400.00", "1.75"))).form == Brackets(
        (0, 400_00), (50, 175)
    )


@pytest.mark.parametrize(
    "published",
    [
        [("0", "1", "622"), ("623", "2", "1000"), ("1001", "3")],
        [("0", "1", "622,99"), ("623", "2")],
        [("0", "1", "", "623"), ("623", "2")],
        [("0", "1"), ("623", "2")],
    ],
)
def test_published_bounds_leave_no_hole_so_that_622_50_has_a_price(published: list[tuple[str, ...]]):
    tariff = read(forme="tranches", tranches=rows(*published))
    assert [cents(tariff, q) for q in (0, 622_00, 622_50, 622_99, 623_00)] == [100, 100, 100, 100, 200]


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ([("0", "1", "622"), ("650", "2")], "tranches.2 » : il y a un trou : aucun prix entre 622 et 650"),
        ([("0", "1", "", "622"), ("623", "2")], "aucun prix de 622 à 623"),
        ([("0", "1", "700"), ("623", "2")], "se recouvrent, de 623 à 700"),
        ([("0", "1", "", "700"), ("623", "2")], "se recouvrent, de 623 à 700"),
        ([("0", "1", "400"), ("400", "2")], "deux tranches ont 400"),
        ([("0", "1"), ("600", "2", "1000")], "aucun prix au-delà de 1000"),
        ([("5", "1")], "commence à 0"),
        ([("0", "1"), ("0", "2")], "se suivent"),
        ([("0", "1"), ("600", "2"), ("500", "3")], "tranches.3 » : les tranches se suivent"),
        ([("0", "1", "600", "600"), ("700", "2")], "pas les deux"),
        ([("0", "1"), ("600", "2", "500"), ("700", "3")], "vient après son début"),
    ],
)
def test_a_hole_or_an_overlap_between_brackets_is_told(published: list[tuple[str, ...]], words: str):
    with pytest.raises(InvalidRule) as refused:
        read(forme="tranches", tranches=rows(*published))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "« forme » est l'une de"),
        ({"forme": "tranches", "tranches": "beaucoup"}, "une liste"),
        ({"forme": "taux_effort", "taux": "0.36", "au_moins": "2.60"}, "un prix maximum"),
        ({"forme": "taux_effort", "taux": "0.36", "au_moins": "5", "au_plus": "4.50"}, "au moins égal"),
        ({"forme": "taux_effort", "taux": "101", "au_plus": "4.50"}, "de 0 à 100"),
        ({"forme": "taux_effort", "taux": "1", "revenu_au_plus": "4500"}, "porte sur le quotient"),
        ({"forme": "fixe", "prix": "gratuit"}, "« prix » : un nombre est attendu"),
        ({"forme": "fixe", "prix": 1.1}, "un nombre est attendu"),
        ({"forme": "fixe", "prix": "1.234"}, "deux décimales"),
        ({"forme": "fixe", "prix": "-1"}, "un nombre positif"),
        ({"forme": "fixe", "prix": "NaN"}, "un nombre positif"),
        ({"forme": "fixe", "prix": "1e400"}, "trop grand"),
        ({"forme": "fixe", "prix": "1", "arrondi": "au_hasard"}, "« arrondi »"),
        ({"forme": "fixe", "prix": "1", "cas": [{"prix": "2"}]}, "à qui il s'applique"),
        ({"forme": "fixe", "prix": "1", "cas": [{"pai": True, "forme": "ajuste"}]}, "« coefficient »"),
        ({"forme": "fixe", "prix": "1", "reductions": [{"rang": 2}]}, "soit « taux »"),
        ({"forme": "fixe", "prix": "1", "reductions": [{"taux": 50}]}, "à qui elle va"),
        ({"forme": "fixe", "prix": "1", "aides": [{"tiers": "CAF"}]}, "soit « montant »"),
        (
            {"forme": "taux_par_enfants", "au_plus": "9", "enfants": [{"a_partir_de": 2, "taux": "1"}]},
            "pour un enfant",
        ),
        ({"forme": "lineaire", "points": [{"a": "9", "prix": "1"}, {"a": "1", "prix": "2"}]}, "vient après"),
    ],
)
def test_a_grid_that_cannot_be_meant_is_refused_in_french(data: dict[str, object], words: str):
    with pytest.raises(InvalidRule) as refused:
        read(**data)
    assert words in str(refused.value)


def test_amounts_are_read_as_people_write_them():
    assert [read_hundredths(text) for text in ("2,50", "2.5", 3, "1 234,05")] == [250, 250, 300, 123405]
