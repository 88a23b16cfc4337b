"""Tariffs, from the grids that towns publish."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.deadlines import InvalidRule
from portail_tui.domain.money import Rounding, read_hundredths, to_cents
from portail_tui.domain.quotients import ProofStatus, QuotientRecord, WhyMaximum, quotient_on
from portail_tui.domain.tariffs import (
    Basis,
    Brackets,
    EffortRate,
    Fixed,
    FixedSurcharge,
    PercentSurcharge,
    TariffGrid,
    grid_on,
    price_of,
    surcharge_from_data,
)

SEPTEMBER = date(2025, 9, 1)
RONCQ = TariffGrid(
    "REPAS",
    SEPTEMBER,
    "2025-06-30",
    Brackets(
        (0, 400_00, 640_00, 860_00, 1150_00, 1500_00, 1700_00, 1900_00),
        (50, 175, 235, 305, 355, 405, 460, 490),
    ),
    outside_cents=650,
)
FAY = TariffGrid("CANTINE", SEPTEMBER, "", EffortRate(Decimal("0.36"), most_cents=450, least_cents=260))


@pytest.mark.parametrize(
    ("quotient", "cents"),
    [
        (0, 50),
        (399_99, 50),
        (400_00, 175),
        (639_99, 175),
        (640_00, 235),
        (1899_99, 460),
        (1900_00, 490),
        (9_999_00, 490),
    ],
)
def test_a_roncq_meal_costs_what_its_bracket_says(quotient: int, cents: int):
    assert price_of(RONCQ, quotient=quotient, is_resident=True).cents == cents


@pytest.mark.parametrize("quotient", [300_00, 2500_00, WhyMaximum.NONE])
def test_who_lives_elsewhere_pays_the_outside_price_whatever_the_quotient(quotient: int | WhyMaximum):
    price = price_of(RONCQ, quotient=quotient, is_resident=False)
    assert (price.cents, price.basis, price.why_maximum) == (650, Basis.OUTSIDE, None)


@pytest.mark.parametrize(
    ("quotient", "cents"),
    [(722_00, 260), (900_00, 324), (1000_00, 360), (1250_00, 450), (3000_00, 450), (0, 260)],
)
def test_a_fay_aux_loges_meal_is_a_rate_between_a_floor_and_a_ceiling(quotient: int, cents: int):
    assert price_of(FAY, quotient=quotient, is_resident=True).cents == cents


@pytest.mark.parametrize(("grid", "cents"), [(RONCQ, 490), (FAY, 450)])
@pytest.mark.parametrize("why", list(WhyMaximum))
def test_without_a_quotient_the_maximum_applies_and_says_why(grid: TariffGrid, cents: int, why: WhyMaximum):
    price = price_of(grid, quotient=why, is_resident=True)
    assert (price.cents, price.basis, price.why_maximum) == (cents, Basis.MAXIMUM, why)


def test_a_fixed_price_needs_no_quotient_and_never_blames_one():
    price = price_of(
        TariffGrid("JUDO", SEPTEMBER, "", Fixed(1200)), quotient=WhyMaximum.NONE, is_resident=True
    )
    assert (price.cents, price.why_maximum) == (1200, None)


def test_a_fixed_surcharge_is_due_once_whatever_the_quantity():
    price = price_of(RONCQ, quotient=500_00, is_resident=True, quantity=3, surcharge=FixedSurcharge(250))
    assert (price.cents, price.surcharge_cents) == (3 * 175 + 250, 250)


def test_a_percentage_surcharge_is_rounded_half_up():
    price = price_of(RONCQ, quotient=700_00, is_resident=True, surcharge=PercentSurcharge(Decimal(50)))
    assert (price.cents, price.surcharge_cents) == (235 + 118, 118)  # 117.5


def test_half_a_cent_goes_up_and_truncating_towns_lose_it():
    rate = EffortRate(Decimal("0.0619"), most_cents=1000)
    assert price_of(TariffGrid("H", SEPTEMBER, "", rate), quotient=2431_00, is_resident=True).cents == 150
    truncated = TariffGrid("H", SEPTEMBER, "", rate, rounding=Rounding.TRUNCATED)
    assert price_of(truncated, quotient=2439_00, is_resident=True).cents == 150
    assert price_of(TariffGrid("H", SEPTEMBER, "", rate), quotient=2439_00, is_resident=True).cents == 151
    assert to_cents(Decimal("152.5")) == 153  # half-even gives 152


def test_the_quotient_itself_can_be_clamped():
    rate = EffortRate(Decimal(1), most_cents=100_00, quotient_least=200_00, quotient_most=800_00)
    grid = TariffGrid("Q", SEPTEMBER, "", rate)
    assert [price_of(grid, quotient=q, is_resident=True).cents for q in (0, 500_00, 5000_00)] == [
        200,
        500,
        800,
    ]


@given(st.integers(0, 10_000_00))
def test_every_quotient_falls_in_exactly_one_bracket(quotient: int):
    form = RONCQ.form
    assert isinstance(form, Brackets)
    bounds = (*form.lower_bounds, 10**9)
    matching = [i for i in range(len(form.cents)) if bounds[i] <= quotient < bounds[i + 1]]
    assert len(matching) == 1
    price = form.price(quotient)
    assert (price.cents, price.bracket_from) == (form.cents[matching[0]], bounds[matching[0]])


@given(st.integers(0, 5000_00), st.integers(0, 5000_00))
def test_a_higher_quotient_never_pays_less(one: int, other: int):
    low, high = sorted((one, other))
    for grid in (RONCQ, FAY):
        cheap, dear = (price_of(grid, quotient=q, is_resident=True).cents for q in (low, high))
        assert cheap <= dear


def test_the_grid_is_that_of_the_day_served():
    new = TariffGrid("REPAS", date(2026, 9, 1), "", Fixed(300))
    assert grid_on((new, RONCQ), date(2026, 8, 31)) is RONCQ
    assert grid_on((RONCQ, new), date(2026, 9, 1)) is new
    assert grid_on((RONCQ, new), date(2025, 8, 31)) is None


@pytest.mark.parametrize(
    "grid", [RONCQ, FAY, TariffGrid("F", SEPTEMBER, "D12", Fixed(1), rounding=Rounding.TRUNCATED)]
)
def test_a_grid_survives_being_written_down(grid: TariffGrid):
    assert TariffGrid.from_data(grid.code, grid.from_on, grid.decision, grid.to_data()) == grid


@pytest.mark.parametrize("surcharge", [FixedSurcharge(250), PercentSurcharge(Decimal("12.5"))])
def test_a_surcharge_survives_being_written_down(surcharge: FixedSurcharge | PercentSurcharge):
    assert surcharge_from_data(surcharge.to_data()) == surcharge


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"forme": "tranches", "tranches": [{"a_partir_de": "100", "prix": "1"}]},
        {
            "forme": "tranches",
            "tranches": [{"a_partir_de": "0", "prix": "1"}, {"a_partir_de": "0", "prix": "2"}],
        },
        {"forme": "tranches", "tranches": "beaucoup"},
        {"forme": "taux_effort", "taux": "0.36", "au_moins": "2.60"},
        {"forme": "taux_effort", "taux": "0.36", "au_moins": "5", "au_plus": "4.50"},
        {"forme": "fixe", "prix": "gratuit"},
        {"forme": "fixe", "prix": 1.1},
        {"forme": "fixe", "prix": "1.234"},
        {"forme": "fixe", "prix": "-1"},
        {"forme": "fixe", "prix": "NaN"},
        {"forme": "fixe", "prix": "1", "arrondi": "au_hasard"},
    ],
)
def test_a_grid_that_cannot_be_meant_is_refused(data: dict[str, object]):
    with pytest.raises(InvalidRule):
        TariffGrid.from_data("X", SEPTEMBER, "", data)


def test_amounts_are_read_as_people_write_them():
    assert [read_hundredths(text) for text in ("2,50", "2.5", 3, "1 234,05")] == [
        250,
        250,
        300,
        123405,
    ]


def record(
    value: int | None = 500_00,
    since: date = date(2026, 1, 1),
    until: date | None = None,
    status: ProofStatus = ProofStatus.ACCEPTED,
    income: int | None = None,
    parts: int | None = None,
) -> QuotientRecord:
    return QuotientRecord(value, income, parts, since, until, status)


def test_income_alone_gives_a_quotient_by_twelfths_and_parts():
    # 30 000 € a year, 3 parts
    assert quotient_on([record(None, income=30_000_00, parts=3_00)], date(2026, 5, 1)) == 833_33


def test_the_newest_accepted_quotient_counts():
    records = [
        record(500_00),
        record(600_00, date(2026, 3, 1)),
        record(1_00, date(2026, 4, 1), status=ProofStatus.SENT),
    ]
    assert quotient_on(records, date(2026, 2, 28)) == 500_00
    assert quotient_on(records, date(2026, 5, 1)) == 600_00


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], WhyMaximum.NONE),
        ([record(since=date(2027, 1, 1))], WhyMaximum.NONE),
        ([record(until=date(2026, 4, 30))], WhyMaximum.EXPIRED),
        ([record(status=ProofStatus.REFUSED)], WhyMaximum.REFUSED),
        ([record(status=ProofStatus.REFUSED), record(status=ProofStatus.SENT)], WhyMaximum.SENT),
        ([record(None)], WhyMaximum.EXPIRED),
    ],
)
def test_the_reason_for_the_maximum_is_the_most_useful_one(records: list[QuotientRecord], why: WhyMaximum):
    assert quotient_on(records, date(2026, 5, 1)) is why


def test_a_quotient_counts_on_its_last_day():
    assert quotient_on([record(until=date(2026, 5, 1))], date(2026, 5, 1)) == 500_00
