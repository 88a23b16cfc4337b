"""Tariffs as they are written down: read, and refused in French."""

from decimal import Decimal

import pytest

from portail_tui.domain.rules.tariffs import (
    Brackets,
    Clamps,
    EffortRate,
    Fixed,
    TariffGrid,
)
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import Rounding, read_hundredths
from tests.support.towns.published_tariffs import (
    SEPTEMBER,
    cents,
    grid,
)


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
