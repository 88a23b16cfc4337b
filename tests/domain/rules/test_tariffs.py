"""Tariffs, from the grids that towns publish."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

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
    Linear,
    Measure,
    OtherTariff,
    Payer,
    PercentSurcharge,
    Price,
    RateByBracket,
    Reduction,
    ReplacementPrice,
    Surcharge,
    TariffGrid,
    grid_on,
    price_of,
)
from portail_tui.domain.shared.money import Rounding, to_cents
from tests.support.towns.published_tariffs import (
    BUBRY,
    FAY,
    PSU_2024,
    PSU_2025,
    RONCQ,
    RONCQ_CARE,
    cents,
    grid,
    nursery,
)

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
def test_a_case_is_only_for_those_it_names(when: Conditions, payer: dict[str, Any]):
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
def test_a_case_can_be_for_an_age_a_grade_a_school_or_a_category(when: Conditions, payer: dict[str, Any]):
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
    reduction: Reduction, payer: dict[str, Any], expected: int
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
