"""Tariff grids that towns have published, and what a family pays by them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
    Brackets,
    Case,
    Clamps,
    Conditions,
    EffortRate,
    Fixed,
    GridForm,
    Measure,
    Payer,
    RateByChildren,
    Reduction,
    TariffGrid,
    price_of,
)

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


def cents(tariff: TariffGrid, quotient: int | WhyMaximum = WhyMaximum.NONE, **payer: Any) -> int:
    return price_of(tariff, Payer(quotient=quotient, **payer)).cents
