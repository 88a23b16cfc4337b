"""`portail tarif` on the rules that towns publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from tests.support.towns.communes import PUBLISHED, SMALLEST

TUESDAY = "2026-09-15"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):
    """Asks for a price: the answer as scripts read it."""

    def run(activity: str, *more: str, day: str = TUESDAY, file: Path = PUBLISHED) -> dict[str, Any]:
        arguments = ["--commune", str(file), "--activite", activity, "--jour", day, *more, "--json"]
        code = main(["tarif", *arguments])
        assert code == exit_codes.OK, capsys.readouterr()
        answer = json.loads(capsys.readouterr().out)
        assert isinstance(answer, dict)
        return answer

    return run


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str, file: Path = PUBLISHED) -> tuple[int, str]:
        code = main(["tarif", "--commune", str(file), *arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.mark.parametrize(
    ("options", "cents"),
    [
        (["--quotient", "399.99"], 50),
        (["--quotient", "400"], 175),
        (["--quotient", "1900"], 490),
        ([], 490),
        (["--exterieur", "--quotient", "400"], 650),
        (["--pai", "--quotient", "399,99"], 50),
        (["--pai", "--quotient", "1149.99"], 80),
        (["--pai", "--quotient", "1150"], 100),
        (["--quotient", "400", "--hors-delai"], 425),
    ],
)
def test_a_meal_in_roncq(ask, options: list[str], cents: int):
    assert ask("RONCQ", *options)["centimes"] == cents


def test_care_in_roncq_counts_its_half_hours(ask):
    evening = ask("RONCQ_SOIR", "--quotient", "700")
    assert (evening["centimes"], evening["centimes_unite"], evening["quantite"]) == (4 * 85, 85, 4)
    assert ask("RONCQ_SOIR", "--quotient", "700", "--quantite", "1")["centimes"] == 85
    assert evening["tranche"] == {"a_partir_de": "640.00", "moins_de": "860.00"}


@pytest.mark.parametrize(("quotient", "cents"), [("722", 260), ("900", 324), ("1000", 360), ("1250", 450)])
def test_a_meal_in_fay_aux_loges(ask, quotient: str, cents: int):
    answer = ask("FAY", "--quotient", quotient)
    assert (answer["centimes"], answer["methode"], answer["taux"]) == (cents, "taux", "0.36")
    assert answer["bornes"] == (["prix_au_moins"] if cents == 260 else [])


@pytest.mark.parametrize(("quotient", "cents"), [("599", 100), ("600", 153), ("1000", 155), ("1500", 158)])
def test_the_third_child_in_bubry(ask, quotient: str, cents: int):
    answer = ask("BUBRY", "--quotient", quotient, "--rang", "3")
    assert answer["centimes"] == cents
    assert answer["rang"] == (None if cents == 100 else 3)


def test_occasional_own_and_late_meals_in_bubry(ask):
    assert ask("BUBRY", "--occasionnel", "--quotient", "700")["centimes"] == 370
    assert ask("BUBRY", "--pai", "--quotient", "700")["centimes"] == 64
    late = ask("BUBRY", "--quotient", "700", "--hors-delai")
    assert (late["centimes"], late["centimes_majoration"]) == (1000, 695)


@pytest.mark.parametrize(
    ("day", "options", "cents"),
    [
        (TUESDAY, ["--revenu", "36000", "--enfants", "1"], 186),
        (TUESDAY, ["--revenu", "36000", "--enfants", "2"], 155),
        (TUESDAY, ["--revenu", "36000", "--enfants", "2", "--enfants-handicapes", "1"], 124),
        (TUESDAY, ["--revenu", "36000", "--enfants", "7"], 93),
        (TUESDAY, ["--revenu", "36000", "--enfants", "8"], 62),
        (TUESDAY, ["--revenu", "200000", "--enfants", "1"], 526),
        ("2025-08-29", ["--revenu", "200000", "--enfants", "1"], 433),
        (TUESDAY, ["--enfants", "3"], 351),
    ],
)
def test_an_hour_of_nursery(ask, day: str, options: list[str], cents: int):
    answer = ask("CRECHE", *options, "--quantite", "1", day=day)
    assert answer["centimes"] == cents
    assert answer["grille"]["depuis"] == ("2025-09-01" if day == TUESDAY else "2024-09-01")


@pytest.mark.parametrize(
    ("activity", "options", "cents"),
    [
        ("VAILHAUQUES", "--hors-delai", 600),
        ("PENNAUTIER", "--quotient 699.99", 230),
        ("PENNAUTIER", "--quotient 700", 340),
        ("PENNAUTIER", "--quotient 1100 --hors-delai", 600),
        ("LA_SELLE", "--niveau CE1", 370),
        ("LA_SELLE", "--niveau MS", 330),
        ("LA_SELLE", "--niveau CE1 --rang 3", 330),
        ("2C2R", "--quotient 650.50", 2 * 30),
        ("2C2R", "--quotient 651 --exterieur", 2 * 96),
        ("2C2R", "--quotient 2000 --exterieur --quantite 1", 126),
        ("PERIGUEUX", "--quotient 400 --categorie CAF", 200),
        ("PERIGUEUX", "--quotient 400", 400),
        ("PERIGUEUX", "--quotient 400 --unite MATIN", 200),
        ("PERIGUEUX", "--categorie CAF", 1400),
    ],
)
def test_prices_that_other_towns_publish(ask, activity: str, options: str, cents: int):
    assert ask(activity, *options.split())["centimes"] == cents


def test_an_income_is_divided_as_the_town_says(ask, told):
    # 24 000 / 12 / (3 + 1 + 0.5)
    options = ["--revenu", "24000", "--personnes", "3", "--parent-isole", "--enfants-handicapes", "1"]
    answer = ask("FAY", *options)
    assert (answer["quotient"], answer["centimes"]) == ("444.44", 260)
    code, words = told("--activite", "FAY", "--jour", TUESDAY, "--revenu", "24000", "--parts", "3")
    assert code == exit_codes.MISUSED
    assert "cette commune divise le revenu par --personnes" in words


def test_a_town_that_does_not_say_takes_what_is_given(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    file.write_text(
        SMALLEST.replace('forme = "fixe"\nprix = 4.00', 'forme = "taux_effort"\ntaux = 1\nau_plus = 20')
    )
    by_parts = ask("CANTINE", "--revenu", "30000", "--parts", "2,5", file=file)
    assert (by_parts["quotient"], by_parts["centimes"]) == ("1000.00", 1000)
    by_persons = ask("CANTINE", "--revenu", "30000", "--personnes", "4", "--parent-isole", file=file)
    assert (by_persons["quotient"], by_persons["centimes"]) == ("500.00", 500)
    by_nothing = ask("CANTINE", "--revenu", "30000", file=file)
    assert (by_nothing["centimes"], by_nothing["maximum"]) == (2000, "inconnu")


def test_a_quotient_does_not_give_an_income(ask):
    answer = ask("CRECHE", "--quotient", "500")
    assert (answer["methode"], answer["maximum"]) == ("maximum", "revenu_inconnu")


def test_a_grade_a_school_and_a_category_can_have_their_price(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    cases = (
        'cas = [{ niveaux = ["PS"], prix = 1 }, { ecoles = ["BOURG"], prix = 2 }, '
        '{ categorie = "AGENT", prix = 3 }, { age_au_plus = 5, prix = 5 }]'
    )
    file.write_text(SMALLEST.replace("prix = 4.00", f"prix = 4.00\n{cases}"))
    for options, cents in (
        ([], 400),
        (["--niveau", "PS"], 100),
        (["--naissance", "2023-03-01"], 100),  # PS by its age
        (["--naissance", "2022-03-01"], 500),
        (["--naissance", "2018-03-01"], 400),
        (["--ecole", "BOURG"], 200),
        (["--categorie", "CAF", "--categorie", "AGENT"], 300),
    ):
        assert ask("CANTINE", *options, file=file)["centimes"] == cents, options


def test_an_exception_makes_a_resident_of_a_child_by_its_school(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    text = SMALLEST.replace("prix = 4.00", "prix = 4.00\nexterieur = 6.00")
    file.write_text(text.replace("[[types]]", '[habitants]\necoles = ["BOURG"]\n[[types]]'))
    assert ask("CANTINE", "--exterieur", file=file)["centimes"] == 600
    assert ask("CANTINE", "--exterieur", "--ecole", "BOURG", file=file)["centimes"] == 400


def test_a_price_is_explained_to_people(told):
    code, words = told(
        "--activite", "RONCQ", "--jour", TUESDAY, "--quotient", "622,50", "--hors-delai", "--quantite", "2"
    )
    assert code == exit_codes.OK
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in words.splitlines()] == [
        "Repas à Roncq (Midi), mardi 15 septembre 2026 : 6,00 €",
        "  Tarif RONCQ_REPAS depuis le 1er septembre 2025 (Roncq, 2025)",
        "  Quotient 622,50, tranche de 400,00 à moins de 640,00 : 1,75 €",
        "  2 × 1,75 € = 3,50 €",
        "  Majoration hors délai : 2,50 €",
    ]


@pytest.mark.parametrize("day", ["2026-09-16", "2026-10-20", "2026-11-11", "2026-09-20"])
def test_a_day_without_the_activity_has_a_price_and_says_so(ask, told, day: str):
    assert ask("RONCQ", day=day)["servi"] is False
    assert ask("RONCQ")["servi"] is True
    assert "n'a pas lieu ce jour-là" in told("--activite", "RONCQ", "--jour", day)[1]


REFUSED, MISUSED = exit_codes.REFUSED, exit_codes.MISUSED


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("RONCQ --jour 2024-09-02", REFUSED, "Aucune grille du tarif « RONCQ_REPAS »"),
        (f"FAY --jour {TUESDAY} --hors-delai", REFUSED, "ne se réserve pas hors délai"),
        (f"LUNE --jour {TUESDAY}", MISUSED, "« LUNE » n'existe pas. Activités"),
        (f"FAY --jour {TUESDAY} --unite SOIR", MISUSED, "Unités de cette activité : MIDI"),
        ("FAY --jour 15/09/2026", MISUSED, "une date s'écrit 2026-09-15"),
        (f"FAY --jour {TUESDAY} --quotient peu", MISUSED, "--quotient : un nombre"),
        (f"FAY --jour {TUESDAY} --quantite 0", MISUSED, "--quantite : un nombre entier"),
        (f"FAY --jour {TUESDAY} --parts 2", MISUSED, "--parts va avec --revenu"),
        (f"FAY --jour {TUESDAY} --revenu 9 --quotient 9", MISUSED, "ne vont pas ensemble"),
        (f"FAY --jour {TUESDAY} --enfants 1 --enfants-handicapes 2", MISUSED, "comptent parmi"),
        ("FAY", MISUSED, "il manque : --jour"),
    ],
)
def test_what_has_no_price_is_said_in_french(told, arguments: str, code: int, words: str):
    found = told("--activite", *arguments.split())
    assert found[0] == code
    assert words in found[1]


def test_a_wrong_file_tells_its_mistakes_instead(told, tmp_path: Path):
    file = tmp_path / "commune.toml"
    file.write_text(SMALLEST.replace('tarif = "REPAS"', 'tarif = "REPUS"'))
    code, words = told("--activite", "CANTINE", "--jour", TUESDAY, file=file)
    assert code == exit_codes.REFUSED
    assert f"{file}:32 : activites.CANTINE.tarif : « REPUS » n'existe pas (tarif)." in words
