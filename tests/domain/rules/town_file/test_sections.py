"""What a town's file can say beyond the demonstration's, and what comes of it over a school year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portail_tui.domain.rules.deadlines import utc_of
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.domain.rules.public_holidays import kept_in_town
from portail_tui.domain.rules.quotient_formula import PartsBy
from portail_tui.domain.rules.residence import ResidentExceptions
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.domain.rules.school_calendar import Span
from portail_tui.domain.rules.town_file import ActivityPlan, TownFile, YearPlan, parse
from portail_tui.domain.rules.town_file.expand_years import closures, openings, served_days
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of
from tests.support.towns.communes import SMALLEST
from tests.support.towns.school_year import PUBLIC_HOLIDAYS, ZONE_B

YEAR = YearPlan(
    code="2026-2027",
    first_on=date(2026, 9, 1),
    last_on=date(2027, 8, 31),
    holidays=ZONE_B,
    is_projected=False,
)


def file(*, town: str = "", activity: str = "", after: str = "") -> TownFile:
    """The smallest file with lines added to the town, to the activity, or at its end."""
    text = SMALLEST.replace("[[ecoles]]", f"{town}\n[[ecoles]]")
    text = text.replace('tarif = "REPAS"', f'tarif = "REPAS"\n{activity}')
    return parse(text + after)


def only(found: TownFile) -> ActivityPlan:
    return found.activities[0]


def rules(found: TownFile) -> Rulebook:
    return rulebook_of(found, [YEAR], PUBLIC_HOLIDAYS)


# --- when ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "autumn", "summer", "term"),
    [
        ("ecole", False, False, True),
        ("vacances", True, True, False),
        ("petites_vacances", True, False, False),
        ("ete", False, True, False),
        ("toute_annee", True, True, True),
    ],
)
def test_an_activity_is_served_in_its_part_of_the_year(period: str, autumn: bool, summer: bool, term: bool):
    found = parse(SMALLEST.replace('periode = "ecole"', f'periode = "{period}"'))
    days = set(served_days(only(found), YEAR, ZONE_B))
    shown = [day in days for day in (date(2026, 10, 19), date(2027, 7, 20), date(2026, 9, 15))]
    assert shown == [autumn, summer, term]


def test_an_activity_can_be_served_on_some_dates_only():
    found = file(activity="dates = [{ du = 2026-09-14, au = 2026-09-16 }]")
    assert list(served_days(only(found), YEAR, ZONE_B)) == [date(2026, 9, 14), date(2026, 9, 15)]


def test_closures_are_every_year_or_once():
    found = file(
        town='[[fermetures]]\nnom = "Noël"\ndu = "12-24"\n[[fermetures]]\nnom = "Pont"\ndu = 2027-05-07\n'
        '[[fermetures]]\nnom = "Trop tard"\ndu = 2031-05-07\nau = 2031-05-08\n'
    )
    assert list(closures(found.closures, YEAR)) == [
        Span("Noël", date(2026, 12, 24), date(2026, 12, 24)),
        Span("Pont", date(2027, 5, 7), date(2027, 5, 7)),
    ]


@pytest.mark.parametrize(
    ("row", "first", "last", "opens"),
    [
        (
            '{ pour = "vacances", jours_avant = 42, a = "08:00" }',
            date(2026, 10, 17),
            date(2026, 11, 1),
            utc_of(date(2026, 9, 5), 480),
        ),
        (
            '{ pour = "mois", quand = { forme = "mois_precedent", le = 15, a = "08:00" } }',
            date(2026, 9, 1),
            date(2026, 9, 30),
            utc_of(date(2026, 8, 15), 480),
        ),
        (
            '{ pour = "semaine", jours_avant = 14, a = "07:00" }',
            date(2026, 9, 1),
            date(2026, 9, 6),
            utc_of(date(2026, 8, 18), 420),
        ),
        (
            '{ du = 2026-10-17, au = 2026-11-01, le = 2026-09-14, a = "08:30" }',
            date(2026, 10, 17),
            date(2026, 11, 1),
            utc_of(date(2026, 9, 14), 510),
        ),
    ],
)
def test_openings_are_counted_from_what_they_open(row: str, first: date, last: date, opens: object):
    found = next(openings(only(file(activity=f"ouvertures = [{row}]")), YEAR))
    assert (found.first_on, found.last_on, found.opens_at) == (first, last, opens)


@pytest.mark.parametrize(("each", "count"), [("annee", 1), ("vacances", 6), ("mois", 12), ("jour", 365)])
def test_an_opening_is_made_for_each_part_of_the_year(each: str, count: int):
    plan = only(file(activity=f'ouvertures = [{{ pour = "{each}", jours_avant = 1, a = "08:00" }}]'))
    found = list(openings(plan, YEAR))
    assert len(found) == count
    if each != "vacances":
        assert (found[0].first_on, found[-1].last_on) == (YEAR.first_on, YEAR.last_on)


def test_a_town_can_write_its_own_school_year():
    found = file(
        town='[[annees]]\ncode = "2026-2027"\ndu = 2026-08-17\nau = 2027-08-16\n'
        'vacances = [{ nom = "Été austral", du = 2026-12-18, au = 2027-01-25, ete = true }]\n'
    )
    assert found.years == (
        YearPlan(
            code="2026-2027",
            first_on=date(2026, 8, 17),
            last_on=date(2027, 8, 16),
            holidays=(Span("Été austral", date(2026, 12, 18), date(2027, 1, 25), is_summer=True),),
            is_projected=False,
        ),
    )


def test_a_town_keeps_its_own_public_holidays():
    found = file(
        town="[calendrier]\nalsace_moselle = true\n"
        'jours_feries_en_plus = [{ le = "12-20", nom = "Abolition de l\'esclavage" }]\n'
        'jours_feries_travailles = ["Lundi de Pentecôte"]\n'
    )
    days = kept_in_town(found.town.holidays, [2027])
    assert days[date(2027, 3, 26)] == "Vendredi saint"
    assert days[date(2027, 12, 26)] == "Saint-Étienne"
    assert days[date(2027, 12, 20)] == "Abolition de l'esclavage"
    assert date(2027, 5, 17) not in days
    assert date(2027, 5, 17) in kept_in_town(file().town.holidays, [2027])


# --- whom and how many -----------------------------------------------------------------------------------

GROUPS = """
  [[activites.groupes]]
  code = "PETITS"
  libelle = "3-5 ans"
  age_min = 3
  age_max = 5
  places = 24

  [[activites.groupes]]
  code = "GRANDS"
  libelle = "6-11 ans"
  age_min = 6
  age_max = 11
"""


def test_groups_packages_and_units_reach_the_rules():
    found = file(
        activity="jours_par_semaine_au_moins = 2",
        after='  exige = ["SOIR"]\n  tarif = "REPAS"\n'
        '\n  [[activites.unites]]\n  code = "SOIR"\n  libelle = "Soir"\n  debut = "16:30"\n  fin = "18:00"\n'
        '  exclut = ["MIDI"]\n'
        + GROUPS
        + '\n  [[activites.forfaits]]\n  code = "SEMAINE"\n  libelle = "La semaine"\n  tarif = "REPAS"\n'
        '  jours = ["lundi", "mardi"]\n',
    )
    activity = rules(found).activities[1]
    assert [unit.requires for unit in activity.units] == [("SOIR",), ()]
    assert [unit.excludes for unit in activity.units] == [(), ("MIDI",)]
    assert [(group.code, group.places) for group in activity.groups] == [("PETITS", 24), ("GRANDS", None)]
    assert activity.packages[0].weekdays == {0, 1}
    assert activity.least_days_a_week == 2


def test_the_town_says_who_counts_as_a_resident():
    found = file(town='[habitants]\ncommunes = ["Saint-Élie"]\necoles = ["BOURG"]\nniveaux = ["ULIS"]\n')
    expected = ResidentExceptions(frozenset({"saint elie"}), frozenset({"BOURG"}), frozenset({"ULIS"}))
    assert rules(found).town.resident_exceptions == expected
    schooling = Schooling("AILLEURS", "ULIS", date(2020, 9, 1))
    assert rules(found).town.resident_exceptions.hold(None, schooling)


def test_the_town_says_how_an_income_is_divided():
    assert file().town.parts_rule is None
    persons = file(town='[quotient]\ncalcul = "personnes"\n').town.parts_rule
    assert persons is not None
    assert (persons.by, persons.lone_parent, persons.disabled_child) == (
        PartsBy.PERSONS,
        Decimal(1),
        Decimal("0.5"),
    )


def test_the_wallet_may_go_below_zero_where_the_town_says_so():
    assert file(town="[tirelire]\nplancher = -20.00\n").town.floor_cents == -20_00


def test_a_unit_can_have_its_own_tariff():
    found = parse(
        SMALLEST.replace("[[activites]]", '[[tarifs]]\ncode = "DEMI"\ndepuis = 2025-09-01\n'
        'deliberation = "D 2"\nforme = "fixe"\nprix = 2\n\n[[activites]]')
        + '  tarif = "DEMI"\n'
    )  # fmt: skip
    rulebook = rules(found)
    activity = rulebook.activities[1]
    grid = rulebook.grid(activity, activity.units[0], date(2026, 9, 15))
    assert grid is not None
    assert grid.code == "DEMI"
