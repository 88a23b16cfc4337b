"""The town's file is read whole, or refused whole with a French sentence for each mistake."""

from __future__ import annotations

from importlib import resources

import pytest

from portail_tui.demo.generator import town_file
from portail_tui.domain.rules.deadlines import WORKING, DaysBefore, WeekdayOfWeekBefore
from portail_tui.domain.rules.tariffs import FixedSurcharge
from portail_tui.domain.rules.town_file import InvalidTownFile, Served, TownFile, parse

TEXT = resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def town() -> TownFile:
    return town_file()


def changed(old: str, new: str, times: int = 1) -> str:
    """The demonstration's file with one thing changed; the thing is there."""
    assert TEXT.count(old) >= times
    return TEXT.replace(old, new, times)


def problems(text: str) -> dict[str, str]:
    """Each mistake's place and sentence."""
    with pytest.raises(InvalidTownFile) as refused:
        parse(text)
    return {problem.where: problem.message for problem in refused.value.problems}


def test_each_type_of_the_leaflet_has_at_least_two_activities(town: TownFile):
    assert [kind.code for kind in town.types] == ["PERI", "EXTRA", "SPORT"]
    for kind in town.types:
        assert sum(activity.type_code == kind.code for activity in town.activities) >= 2


def test_the_file_names_the_town_whose_rule_it_takes_and_no_school_year():
    for name in ("Roncq", "Fay-aux-Loges", "Bubry", "Villes-Sœurs", "Andancette", "Le Crès"):
        assert name in TEXT
    assert "2026-2027" not in TEXT


def test_rules_come_out_as_the_domain_s_own(town: TownFile):
    meals = next(activity for activity in town.activities if activity.code == "CANTINE")
    assert meals.booking_rule == DaysBefore(days=3, minute=23 * 60 + 59, working=WORKING)
    assert meals.late_rule == DaysBefore(days=1, minute=12 * 60)
    assert meals.surcharge == FixedSurcharge(250)
    assert meals.served is Served.TERM
    assert meals.weekdays == {0, 1, 3, 4}
    care = next(activity for activity in town.activities if activity.code == "ACCUEIL")
    assert care.booking_rule == WeekdayOfWeekBefore(weekday=4, minute=12 * 60)
    assert [unit.label for unit in care.units] == ["Matin", "Soir"]


def test_every_case_that_the_demonstration_shows_is_in_the_file(town: TownFile):
    activities = town.activities
    assert any(activity.needs_validation for activity in activities)
    assert any(activity.has_waiting_list for activity in activities)
    assert any(not activity.is_prepaid for activity in activities)
    assert any(opening.for_residents_only for activity in activities for opening in activity.openings)
    assert min(unit.places or 99 for activity in activities for unit in activity.units) < 10


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ('type = "EXTRA"', 'type = "EXTAR"', "activites.MERCREDI.type", "« EXTAR » n'existe pas"),
        ('tarif = "REPAS"', 'tarif = "REPA"', "activites.CANTINE.tarif", "« REPA » n'existe pas"),
        ('pieces = ["CERTIFICAT"]', 'pieces = ["CERTIF"]', "activites.MULTISPORTS.pieces", "« CERTIF »"),
        ("peu_de_places = 10", "peu_de_place = 10", "activites.CANTINE.peu_de_place", "cette clé n'existe"),
        ("exterieur = 6.50", "exterieurs = 6.50", "tarifs.REPAS.exterieurs", "cette clé n'existe"),
        ("exterieur = 6.50", "exterieur = 6.505", "tarifs.REPAS.exterieur", "au plus deux décimales"),
        (
            "{ a_partir_de = 0, prix = 0.50 }",
            "{ a_partir_de = 5, prix = 0.50 }",
            "tarifs.REPAS.tranches.1",
            "commence à 0",
        ),
        (
            "{ a_partir_de = 640, prix = 2.35 }",
            "{ a_partir_de = 90, prix = 2.35 }",
            "tarifs.REPAS.tranches.3",
            "se suivent",
        ),
        ("au_plus = 4.50", "", "tarifs.JOURNEE", "a un prix maximum"),
        ("depuis = 2025-09-01", 'depuis = "2025-09-01"', "tarifs.REPAS.depuis", "sans guillemets"),
        ("depuis = 2025-09-01", "depuis = 2025-09-01T08:00:00", "tarifs.REPAS.depuis", "sans guillemets"),
        ('code = "GARDE"', 'code = "REPAS"', "tarifs.REPAS.depuis", "déjà une grille"),
        (
            'hors_delai = { forme = "jours_avant", jours = 1, a = "12:00" }',
            'hors_delai = { forme = "jours_avant", jours = 9, a = "12:00" }',
            "activites.CANTINE.hors_delai",
            "tombe avant celle de la réservation ordinaire",
        ),
        (
            'majoration = { forme = "montant", montant = 2.50 }',
            "",
            "activites.CANTINE.hors_delai",
            "majoration",
        ),
        (
            'annulation = { forme = "jours_avant", jours = 3',
            'annulation = { forme = "jour_avant", jours = 3',
            "activites.CANTINE.annulation",
            "l'une de",
        ),
        (
            'annulation = { forme = "jours_avant", jours = 3',
            'annulation = { forme = "jours_avant", heures = 2, jours = 3',
            "activites.CANTINE.annulation.heures",
            "cette clé n'existe",
        ),
        (
            'annulation = { forme = "jours_avant", jours = 3, ouvres = true, a = "23:59" }',
            "",
            "activites.CANTINE.annulation",
            "cette clé manque",
        ),
        ('a = "23:59"', 'a = "02:30"', "activites.CANTINE.reservation.a", "l'heure change"),
        ('jours = ["mercredi"]', 'jours = ["mercredy"]', "activites.MERCREDI.jours", "« mercredy »"),
        ("age_max = 11", "age_max = 2", "activites.MERCREDI.age_max", "âge"),
        ("places = 520", "places = -1", "activites.CANTINE.unites.MIDI.places", "nombre entier"),
        ('fin = "13:30"', 'fin = "11:30"', "activites.CANTINE.unites.MIDI.fin", "après le début"),
        ('zone_scolaire = "B"', 'zone_scolaire = "D"', "commune.zone_scolaire", "A, B, C"),
        ("plancher = 0.00", 'plancher = "zéro"', "tirelire.plancher", "un nombre est attendu"),
        (
            "versement_au_plus = 300.00",
            "versement_au_plus = 1.00",
            "tirelire.versement_au_plus",
            "au moins égal",
        ),
        (
            'preparer_la_suivante_le = "06-01"',
            'preparer_la_suivante_le = "juin"',
            "annee_scolaire.preparer_la_suivante_le",
            "08-15",
        ),
        ('nom = "Valbrune-sur-Orlette"', 'nom = ""', "commune.nom", "vide"),
        ('nom = "Valbrune-sur-Orlette"', "", "commune.nom", "cette clé manque"),
        ("[commune]", "[mairie]", "commune", "cette clé manque"),
        ('du = "12-24"', 'du = "24-12"', "fermetures.Fermeture la veille de Noël.du", "08-15"),
        ('code = "MATIN"', 'code = "SOIR"', "activites.ACCUEIL.unites.SOIR", "deux fois"),
        ('code = "LOISIRS"', 'code = "MERCREDI"', "activites.MERCREDI", "deux fois"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, where: str, words: str):
    found = problems(changed(old, new))
    assert words in found[where]


def test_a_file_that_is_not_toml_tells_the_line():
    found = problems("[commune]\nnom = Valbrune\n")
    assert list(found) == [""]
    assert "pas du TOML" in found[""]
    assert "ligne 2" in found[""]


def test_all_mistakes_are_told_at_once():
    text = changed("age_max = 11", "age_max = 2").replace('zone_scolaire = "B"', 'zone_scolaire = "D"')
    assert set(problems(text)) == {"commune.zone_scolaire", "activites.MERCREDI.age_max"}


def test_an_empty_file_names_what_is_missing_and_nothing_else():
    found = problems("")
    assert set(found) == {"commune", "types", "tarifs", "activites"}
    assert set(found.values()) == {"cette clé manque."}


def test_a_hidden_escape_sequence_never_gets_out_of_the_file(town: TownFile):
    text = changed('nom = "Restaurant scolaire"', r'nom = "Restaurant\u001b[2J scolaire"')
    assert parse(text).activities[0].name == "Restaurant[2J scolaire"
    assert town.activities[0].name == "Restaurant scolaire"
