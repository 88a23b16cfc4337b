"""`portail calendrier` on the deadlines that towns publish."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from tests.support.towns.communes import PUBLISHED, SMALLEST

DEMO = Path(str(resources.files("portail_tui.demo").joinpath("commune.toml")))
Days = dict[str, dict[str, Any]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):
    """Asks for a month: its days as scripts read them, by date."""

    def run(activity: str, month: str, at: str, *more: str, file: Path = PUBLISHED) -> Days:
        arguments = ["--commune", str(file), "--activite", activity, "--mois", month, "--a", at]
        code = main(["calendrier", *arguments, *more, "--json"])
        assert code == exit_codes.OK, capsys.readouterr()
        return {row["jour"]: row for row in json.loads(capsys.readouterr().out)["jours"]}

    return run


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str, file: Path = PUBLISHED) -> tuple[int, str]:
        code = main(["calendrier", "--commune", str(file), *arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.mark.parametrize(
    ("activity", "limits"),
    [
        (
            "VILLES_SOEURS",
            {
                "2026-09-14": "2026-09-09T23:59",
                "2026-09-15": "2026-09-10T23:59",
                "2026-09-16": "2026-09-11T23:59",
                "2026-09-17": "2026-09-14T23:59",
                "2026-09-18": "2026-09-15T23:59",
            },
        ),
        ("ANDANCETTE", {"2026-09-14": "2026-09-11T12:00", "2026-09-18": "2026-09-11T12:00"}),
        (
            "SAINT_JEAN",
            {
                "2026-09-14": "2026-09-10T10:00",
                "2026-09-15": "2026-09-10T10:00",
                "2026-09-16": None,
                "2026-09-17": "2026-09-15T10:00",
                "2026-09-18": "2026-09-15T10:00",
            },
        ),
        ("ERAGNY", {"2026-09-17": "2026-09-14T07:30"}),
        (
            "VAILHAUQUES",
            {
                "2026-09-14": "2026-09-11T09:00",
                "2026-09-15": "2026-09-11T09:00",
                "2026-09-17": "2026-09-15T09:00",
                "2026-09-18": "2026-09-15T09:00",
            },
        ),
        ("PENNAUTIER", {"2026-09-14": "2026-09-07T24:00", "2026-09-18": "2026-09-07T24:00"}),
        ("CRECHE", {"2026-09-17": "2026-08-20T23:59"}),
    ],
)
def test_ordinary_limits_are_those_published(ask, activity: str, limits: dict[str, str | None]):
    days = ask(activity, "2026-09", "2026-09-01T08:00")
    assert {day: days[day]["ordinaire"] for day in limits} == limits


def test_eight_days_before_at_midnight_in_le_cres(ask):
    assert ask("LE_CRES", "2024-09", "2024-08-01T08:00")["2024-09-02"]["ordinaire"] == "2024-08-25T24:00"
    before = ask("LE_CRES", "2024-09", "2024-08-25T23:59")["2024-09-02"]
    after = ask("LE_CRES", "2024-09", "2024-08-26T00:00")["2024-09-02"]
    assert (before["ouvert"], before["etat"]) == (True, "AVAILABLE")
    assert (after["ouvert"], after["etat"], after["raison"]) == (False, None, "trop_tard")


def test_holidays_close_fifteen_clear_days_before_in_eragny_and_nothing_is_cancelled(ask):
    days = ask("ERAGNY", "2026-10", "2026-10-01T23:59")
    assert days["2026-10-19"]["ordinaire"] == days["2026-10-30"]["ordinaire"] == "2026-10-01T24:00"
    assert days["2026-10-19"]["annulation"] is None
    assert days["2026-10-19"]["ouvert"]
    assert not ask("ERAGNY", "2026-10", "2026-10-02T00:00")["2026-10-19"]["ouvert"]


def test_each_unit_has_its_own_limits_over_the_change_of_clock(ask):
    # the clock goes back on Sunday 25 October 2026, in the holidays, and forward on 28 March 2027
    day = ask("ERAGNY", "2027-03", "2027-03-01T08:00")["2027-03-30"]
    assert [unit["ordinaire"] for unit in day["unites"]] == ["2027-03-27T06:30", "2027-03-27T15:30"]


def test_a_late_day_says_so_between_its_limits(ask):
    late = ask("RONCQ", "2026-09", "2026-09-14T18:00")["2026-09-15"]
    assert (late["ouvert"], late["etat"], late["hors_delai"]) == (True, "LATE", "2026-09-15T09:00")
    assert ask("RONCQ", "2026-09", "2026-09-15T09:00")["2026-09-15"]["etat"] == "LATE"
    assert ask("RONCQ", "2026-09", "2026-09-15T09:01")["2026-09-15"]["raison"] == "trop_tard"


@pytest.mark.parametrize(
    ("month", "day", "reason", "words"),
    [
        ("2026-09", "2026-09-16", "non_servi", "Pas le mercredi"),
        ("2026-10", "2026-10-20", "non_servi", "Vacances de la Toussaint"),
        ("2026-12", "2026-12-24", "non_servi", "Vacances de Noël"),
        ("2027-05", "2027-05-17", "jour_ferie", "Jour férié : Lundi de Pentecôte"),
        ("2026-11", "2026-11-02", "passe", "Jour passé"),
    ],
)
def test_a_day_that_is_not_open_says_why(ask, month: str, day: str, reason: str, words: str):
    found = ask("ANDANCETTE", month, "2026-11-05T08:00")[day]
    assert (found["ouvert"], found["raison"]) == (False, reason)
    assert found["libelle"].replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_weekday_that_is_not_in_the_table_is_not_bookable(ask):
    wednesday = ask("SAINT_JEAN", "2026-09", "2026-09-01T08:00")["2026-09-16"]
    assert (wednesday["raison"], wednesday["ordinaire"]) == ("non_reservable", None)


def test_residents_first(ask):
    at = "2026-09-08T12:00"  # between the two openings of the autumn holidays
    residents = ask("LOISIRS", "2026-10", at, file=DEMO)["2026-10-20"]
    outside = ask("LOISIRS", "2026-10", at, "--exterieur", file=DEMO)["2026-10-20"]
    assert residents["ouvert"]
    assert (outside["raison"], outside["ouverture"]) == ("pas_encore_ouvert", "2026-09-12T08:00")


@pytest.mark.parametrize(
    ("options", "is_open"),
    [
        ([], True),
        (["--niveau", "CP"], True),
        (["--niveau", "6e"], False),
        (["--naissance", "2019-05-04"], True),  # CE1 by its age
        (["--naissance", "2011-05-04"], False),
        (["--naissance", "2011-05-04", "--niveau", "CM2"], True),
        (["--ecole", "TILLEULS"], True),
    ],
)
def test_what_is_not_said_of_the_child_is_not_checked(ask, options: list[str], is_open: bool):
    assert (
        ask("CANTINE", "2026-09", "2026-08-25T08:00", *options, file=DEMO)["2026-09-15"]["ouvert"] is is_open
    )


def test_an_age_is_that_of_the_day_served(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    file.write_text(SMALLEST.replace('tarif = "REPAS"', 'tarif = "REPAS"\nage_min = 3'))
    days = ask("CANTINE", "2026-09", "2026-09-01T08:00", "--naissance", "2023-09-15", file=file)
    assert days["2026-09-14"]["raison"] == "non_concerne"
    assert days["2026-09-15"]["ouvert"]


def test_a_child_in_no_group_is_not_admitted(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    group = '\n  [[activites.groupes]]\n  code = "P"\n  libelle = "Petits"\n  age_max = 5\n  places = 0\n'
    file.write_text(SMALLEST + group)
    month, at = "2026-09", "2026-09-01T08:00"
    assert ask("CANTINE", month, at, file=file)["2026-09-15"]["ouvert"]
    full = ask("CANTINE", month, at, "--naissance", "2022-01-01", file=file)["2026-09-15"]
    assert (full["raison"], full["etat"]) == ("complet", "FULL")
    outside = ask("CANTINE", month, at, "--naissance", "2018-01-01", file=file)["2026-09-15"]
    assert outside["raison"] == "non_concerne"


def test_a_day_without_a_tariff_says_so(ask):
    assert ask("CRECHE", "2024-06", "2024-05-01T08:00")["2024-06-04"]["raison"] == "sans_tarif"


def test_the_town_s_own_calendar_replaces_the_official_one(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    file.write_text(
        SMALLEST.replace(
            "[[ecoles]]",
            '[[annees]]\ncode = "2026-2027"\ndu = 2026-09-01\nau = 2027-08-31\n'
            'vacances = [{ nom = "Semaine du village", du = 2026-09-12, au = 2026-09-20 }]\n[[ecoles]]',
        )
    )
    september = ask("CANTINE", "2026-09", "2026-09-01T08:00", file=file)
    assert september["2026-09-15"]["libelle"] == "Semaine du village"
    assert ask("CANTINE", "2026-10", "2026-09-01T08:00", file=file)["2026-10-20"]["ouvert"]


def test_a_year_of_the_town_s_own_cuts_the_official_one_before_it(ask, tmp_path: Path):
    file = tmp_path / "commune.toml"
    own = (
        '[[annees]]\ncode = "2026-2027"\ndu = 2026-08-17\nau = 2027-08-16\n'
        'vacances = [{ nom = "Été austral", du = 2026-12-18, au = 2027-01-25, ete = true }]\n'
    )
    file.write_text(SMALLEST.replace("[[ecoles]]", f"{own}\n[[ecoles]]"))
    august = ask("CANTINE", "2026-08", "2026-08-01T08:00", file=file)
    assert august["2026-08-14"]["libelle"] == "Vacances d'été"
    assert august["2026-08-17"]["ouvert"]
    assert ask("CANTINE", "2027-01", "2026-12-01T08:00", file=file)["2027-01-05"]["libelle"] == "Été austral"


def test_a_month_past_the_published_calendars_is_said_to_be_projected(told):
    arguments = ["--activite", "ANDANCETTE", "--mois", "2031-10", "--a", "2031-10-01T08:00"]
    assert json.loads(told(*arguments, "--json")[1])["vacances_projetees"] is True
    assert "n'est pas publié" in told(*arguments)[1]


def test_a_month_is_shown_to_people(told):
    code, words = told("--activite", "SAINT_JEAN", "--mois", "2026-09", "--a", "2026-09-11T12:00")
    assert code == exit_codes.OK
    lines = {line[:14].strip(): line[14:] for line in words.splitlines()}
    assert lines["jeu. 17 sept."].split() == [
        "○",
        "Libre",
        *["mar.", "15", "sept.", "10:00", "–", "mer.", "16", "sept.", "10:00"],
    ]
    assert lines["mer. 16 sept."].split()[1:] == ["Ce", "jour-là", "ne", "se", "réserve", "pas"]
    assert lines["dim. 20 sept."].split()[1:] == ["Pas", "le", "dimanche"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mois", "septembre", "--a", "2026-09-01T08:00"], "un mois s'écrit 2026-09"),
        (["--mois", "9999-12", "--a", "2026-09-01T08:00"], "de 1950 à 2150"),
        (["--mois", "2026-13", "--a", "2026-09-01T08:00"], "un mois s'écrit 2026-09"),
        (["--mois", "2026-09", "--a", "2026-09-01"], "un instant s'écrit"),
        (["--mois", "2026-09", "--a", "2026-09-01T08:00+02:00"], "un instant s'écrit"),
        (
            ["--mois", "2026-09", "--a", "2026-09-01T08:00", "--ecole", "LUNE"],
            "l'école « LUNE » n'existe pas",
        ),
        (["--mois", "2026-09"], "il manque : --a"),
    ],
)
def test_what_is_not_understood_is_said_in_french(told, arguments: list[str], words: str):
    code, said = told("--activite", "CANTINE", *arguments, file=DEMO)
    assert code == exit_codes.MISUSED
    assert words in said
