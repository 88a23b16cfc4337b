"""The lines of a grid as families read them: all of them, and which are a family's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portail_tui.domain.money.price_list import grid_lines
from portail_tui.domain.rules.quotient_formula import PartsBy, QuotientHousehold, usual_rule
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
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
    OtherTariff,
    Payer,
    PercentSurcharge,
    RateByBracket,
    RateByChildren,
    Reduction,
    ReplacementPrice,
    TariffGrid,
)
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.texts.money import price_list as words
from portail_tui.texts.shared.formats import NBSP

RONCQ = Brackets((0, 400_00, 640_00), (50, 175, 235))
FAY = EffortRate(Decimal("0.36"), Clamps(most_cents=450, least_cents=260))


def grid(form: GridForm, **options: Any) -> TariffGrid:
    return TariffGrid(code="T", from_on=date(2026, 9, 1), decision="", form=form, **options)


def own(priced: TariffGrid, *payers: Payer) -> list[tuple[str, str]]:
    return [_plain(line) for line in grid_lines(priced, payers) if line.is_own]


def written(priced: TariffGrid) -> list[tuple[str, str]]:
    return [_plain(line) for line in grid_lines(priced, ())]


def _plain(line: Any) -> tuple[str, str]:
    label, price = words.line_words(line)
    return label.replace(NBSP, " "), price.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("quotient", "line"),
    [
        (0, ("Quotient de moins de 400", "0,50 €")),
        (399_99, ("Quotient de moins de 400", "0,50 €")),
        (400_00, ("Quotient de 400 à moins de 640", "1,75 €")),
        (640_00, ("Quotient à partir de 640", "2,35 €")),
    ],
)
def test_a_familys_own_bracket_is_the_one_that_gives_its_price(quotient: int, line: tuple[str, str]):
    assert own(grid(RONCQ), Payer(quotient=quotient)) == [line]


def test_where_the_maximum_applies_the_dearest_line_is_its_own():
    assert own(grid(RONCQ), Payer(quotient=WhyMaximum.EXPIRED)) == [("Quotient à partir de 640", "2,35 €")]


def test_who_lives_elsewhere_has_its_own_line_and_no_bracket():
    priced = grid(RONCQ, outside_cents=650)
    assert own(priced, Payer(quotient=500_00, is_resident=False)) == [
        ("Familles hors de la commune", "6,50 €")
    ]
    assert own(priced, Payer(quotient=500_00)) == [("Quotient de 400 à moins de 640", "1,75 €")]


def test_children_of_one_family_may_have_several_lines():
    priced = grid(RONCQ, cases=(Case(Conditions(brings_meal=True), Fixed(80), "Panier repas"),))
    assert own(priced, Payer(quotient=500_00), Payer(quotient=500_00, brings_meal=True)) == [
        ("Quotient de 400 à moins de 640", "1,75 €"),
        ("Panier repas", "0,80 €"),
    ]


def test_a_case_with_brackets_is_told_line_by_line():
    priced = grid(Fixed(300), cases=(Case(Conditions(is_occasional=True), RONCQ),))
    assert own(priced, Payer(quotient=0, is_occasional=True)) == [("Quotient de moins de 400", "0,50 €")]
    assert written(priced)[:2] == [("Toutes les familles", "3,00 €"), ("réservation occasionnelle", "")]


def test_a_case_that_adjusts_keeps_the_grids_own_line_beside_it():
    adjusted = Case(Conditions(children_least=3), Adjusted(Decimal("0.5"), 10), "Familles nombreuses")
    assert own(grid(RONCQ, cases=(adjusted,)), Payer(quotient=0, children=3)) == [
        ("Quotient de moins de 400", "0,50 €"),
        ("Familles nombreuses", "× 0,5, 0,10 € de plus"),
    ]


def test_rates_are_told_with_their_bounds():
    assert written(grid(FAY)) == [
        ("Toutes les familles", "0,36 % du quotient"),
        ("au moins 2,60 €, au plus 4,50 €", ""),
    ]
    assert own(grid(FAY), Payer(quotient=1000_00)) == [("Toutes les familles", "0,36 % du quotient")]
    held = ("au moins 2,60 €, au plus 4,50 €", "")
    assert own(grid(FAY), Payer(quotient=100_00)) == [("Toutes les familles", "0,36 % du quotient"), held]
    assert own(grid(FAY), Payer()) == [held]
    by_bracket = RateByBracket((0, 800_00), (Decimal("0.3"), Decimal("0.4")), Clamps(most_cents=450))
    assert own(grid(by_bracket), Payer(quotient=900_00)) == [
        ("Quotient à partir de 800", "0,4 % du quotient")
    ]
    by_children = RateByChildren(((1, Decimal("0.06")), (3, Decimal("0.04"))), Clamps(means_most=8500_00))
    assert own(grid(by_children), Payer(quotient=900_00, children=4)) == [
        ("Dès 3 enfants à charge", "0,04 % du quotient")
    ]


def test_points_are_told_and_none_is_anyones():
    priced = grid(Linear(((0, 100), (1000_00, 500))))
    assert written(priced) == [("Quotient de 0", "1,00 €"), ("Quotient de 1000", "5,00 €")]
    assert own(priced, Payer(quotient=500_00)) == []


def test_what_changes_a_price_is_told_in_one_sentence_each():
    def plain(text: str) -> str:
        return text.replace(NBSP, " ")

    third = Reduction(from_rank=3, percent=Decimal(50), spares_first_bracket=True)
    assert plain(words.reduction_words(third)) == (
        "À partir du 3e enfant inscrit : 50 % de moins, sauf dans la première tranche."
    )
    assert plain(words.aid_words(Aid("Le CCAS", cents=120, quotient_below=500_00))) == (
        "Le CCAS paie 1,20 € (quotient de moins de 500) ; vous payez le reste."
    )
    said = {
        plain(words.late_words(surcharge, ()))
        for surcharge in (
            PercentSurcharge(Decimal(50)),
            FixedSurcharge(250),
            ReplacementPrice(1000),
            OtherTariff("T"),
        )
    }
    assert said == {
        "Hors délai : 50 % de plus.",
        "Hors délai : 2,50 € de plus.",
        "Hors délai : 10,00 € à la place du prix.",
        "Hors délai : un autre tarif.",
    }


def test_a_supposed_income_is_divided_as_the_town_says():
    home = QuotientHousehold(fiscal_parts=Decimal("2.5"), persons=4, children=2)
    supposed = Supposed(None, 30_000_00, home)
    assert supposed.quotient(usual_rule(PartsBy.FISCAL)) == 1000_00
    assert supposed.quotient(usual_rule(PartsBy.PERSONS)) == 625_00
    assert supposed.quotient(None) is WhyMaximum.NONE
    payer = supposed.instead_of(Payer(quotient=1, rank=2), usual_rule(PartsBy.FISCAL))
    assert (payer.quotient, payer.income_cents, payer.rank) == (1000_00, 30_000_00, 2)
    with pytest.raises(InvalidRule):
        Supposed(100_00, 30_000_00)
