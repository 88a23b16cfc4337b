"""Every mistake of a town's file is told in French, with its line."""

from __future__ import annotations

import pytest

from portail_tui.domain.rules.town_file import InvalidTownFile, Problem, parse
from tests.support.towns.communes import SMALLEST


def mistakes(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidTownFile) as refused:
        parse(text)
    return refused.value.problems


def changed(old: str, new: str) -> str:
    assert SMALLEST.count(old) == 1, old
    return SMALLEST.replace(old, new)


def line_with(text: str, words: str) -> int:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    assert len(lines) == 1, words
    return lines[0]


def test_the_smallest_file_has_no_mistake():
    file = parse(SMALLEST)
    assert file.town.regie.code == "REGIE"
    assert (file.town.floor_cents, file.town.next_year_from) == (0, (6, 1))


def brackets(*rows: str) -> str:
    return 'forme = "tranches"\ntranches = [\n' + "".join(f"  {{ {row} }},\n" for row in rows) + "]"


FIXED = 'forme = "fixe"\nprix = 4.00'
BOOKING = 'reservation = { forme = "jours_avant", jours = 2, a = "12:00" }'
CANCELLING = 'annulation = { forme = "jours_avant", jours = 1, a = "12:00" }'


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        (
            FIXED,
            brackets("a_partir_de = 0, jusqu_a = 622, prix = 1", "a_partir_de = 650, prix = 2"),
            "a_partir_de = 650",
            "il y a un trou : aucun prix entre 622 et 650",
        ),
        (
            FIXED,
            brackets("a_partir_de = 0, jusqu_a = 622, prix = 1", "a_partir_de = 600, prix = 2"),
            "a_partir_de = 600",
            "deux tranches se recouvrent, de 600 à 622",
        ),
        (
            FIXED,
            brackets("a_partir_de = 0, prix = 1", "a_partir_de = 600, jusqu_a = 999, prix = 2"),
            "jusqu_a = 999",
            "aucun prix au-delà de 999",
        ),
        (FIXED, 'forme = "taux_effort"\ntaux = 0.36', "[[tarifs]]", "un prix maximum"),
        (FIXED, 'forme = "fixe"\nprix = 4.005', "prix = 4.005", "au plus deux décimales"),
        (
            BOOKING,
            BOOKING + '\nhors_delai = { forme = "jours_avant", jours = 3, a = "12:00" }'
            '\nmajoration = { forme = "montant", montant = 1 }',
            "hors_delai",
            "le lundi, cette limite (3 jours avant à 12:00) tombe avant celle de la réservation ordinaire "
            "(2 jours avant à 12:00)",
        ),
        (
            BOOKING,
            BOOKING + '\nhors_delai = { forme = "jours_avant", jours = 2, a = "12:00" }'
            '\nmajoration = { forme = "montant", montant = 1 }',
            "hors_delai",
            "rien n'est jamais hors délai",
        ),
        (
            BOOKING,
            BOOKING + '\nmajoration = { forme = "remplacement", prix = 10 }',
            "majoration",
            "ne sert qu'avec « hors_delai »",
        ),
        (
            BOOKING,
            BOOKING + '\nhors_delai = { forme = "jours_avant", jours = 1, a = "12:00" }'
            '\nmajoration = { forme = "tarif", tarif = "TARDIF" }',
            "majoration",
            "« TARDIF » n'existe pas (tarif)",
        ),
        (
            BOOKING,
            'reservation = { forme = "par_jour", '
            'tableau = [{ pour = ["mercredi"], jour = "lundi", a = "9:00" }] }',
            "reservation",
            "aucun jour servi ne peut être réservé",
        ),
        (
            BOOKING,
            'reservation = { forme = "heures_avant", heures = 10 }',
            "reservation",
            "pour l'unité de 12:00, la limite tombe à 02:00",
        ),
        (
            CANCELLING,
            'annulation = { forme = "jamais" }\nliste_attente = true',
            "liste_attente",
            "une liste d'attente s'arrête à la limite d'annulation",
        ),
        ('type = "PERI"', 'type = "PARI"', 'type = "PARI"', "« PARI » n'existe pas (type d'activité)"),
        ('periode = "ecole"', 'periode = "école"', "periode", "ecole, vacances, petites_vacances, ete"),
        ('tarif = "REPAS"', 'tarif = "REPAS"\nniveaux = ["CM9"]', "CM9", "« CM9 » n'existe pas (niveau)"),
        ('tarif = "REPAS"', 'tarif = "REPAS"\nforfaits_seulement = true', "forfaits_seulement", "un forfait"),
        ('fin = "13:30"', 'fin = "13:30"\n  tarif = "MIDI"', 'tarif = "MIDI"', "« MIDI » n'existe pas"),
        (
            'fin = "13:30"',
            'fin = "13:30"\n  exige = ["SOIR"]',
            "exige",
            "« SOIR » n'existe pas (autre unité)",
        ),
        ('fin = "13:30"', 'fin = "13h30"', "13h30", "une heure s'écrit « 08:30 »"),
        (
            'tarif = "REPAS"',
            'tarif = "REPAS"\nouvertures = [{ pour = "annee", le = 2026-06-01, a = "08:00" }]',
            "ouvertures",
            "une ouverture a soit",
        ),
        (
            "prix = 4.00",
            'prix = 4.00\ncas = [{ niveaux = ["CM9"], prix = 1 }]',
            "cas = [",
            "« CM9 » n'existe pas (niveau)",
        ),
        (
            'zone_scolaire = "B"',
            'zone_scolaire = "B"\n[calendrier]\njours_feries_travailles = ["Mardi gras"]',
            "jours_feries_travailles",
            "« Mardi gras » n'existe pas (jour férié)",
        ),
        (
            'zone_scolaire = "B"',
            'zone_scolaire = "B"\n[[fermetures]]\nnom = "Pont"\ndu = 2027-05-07\nau = 2027-05-01',
            "au = 2027-05-01",
            "la fin vient après le début",
        ),
        (
            'zone_scolaire = "B"',
            'zone_scolaire = "B"\n[[annees]]\ncode = "2026-2027"\ndu = 2026-09-01\nau = 2027-08-31\n'
            'vacances = [\n  { nom = "Noël", du = 2026-12-19, au = 2027-01-03 },\n'
            '  { nom = "Avant", du = 2026-10-19, au = 2026-11-01 },\n]',
            "Avant",
            "les vacances se suivent sans se recouvrir",
        ),
        (
            'zone_scolaire = "B"',
            'zone_scolaire = "B"\n[habitants]\necoles = ["LOIN"]',
            "LOIN",
            "« LOIN » n'existe pas (école)",
        ),
        (
            'zone_scolaire = "B"',
            'zone_scolaire = "B"\n[tirelire]\nversement_au_moins = 20\nversement_au_plus = 10',
            "versement_au_plus",
            "au moins égal",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, at: str, words: str):
    text = changed(old, new)
    (problem,) = mistakes(text)
    assert words in problem.message
    assert problem.line == line_with(text, at)


def test_a_misspelt_key_is_told_with_the_one_it_may_be():
    text = changed('tarif = "REPAS"', 'tarfi = "REPAS"')
    missing, misspelt = mistakes(text)
    assert missing.where == "activites.CANTINE.tarif"
    assert misspelt.message == "cette clé n'existe pas ; peut-être « tarif »."
    assert misspelt.line == line_with(text, "tarfi")


def test_a_missing_key_is_told_where_its_section_begins():
    text = changed('tarif = "REPAS"\n', "")
    (problem,) = mistakes(text)
    assert (problem.where, problem.message) == ("activites.CANTINE.tarif", "cette clé manque.")
    assert problem.line == line_with(text, "[[activites]]")


def test_groups_that_a_child_can_both_be_in_are_told():
    text = SMALLEST + (
        '\n  [[activites.groupes]]\n  code = "PETITS"\n  libelle = "Petits"\n  age_max = 6\n'
        '\n  [[activites.groupes]]\n  code = "GRANDS"\n  libelle = "Grands"\n  age_min = 6\n'
    )
    (problem,) = mistakes(text)
    assert "peut être aussi du groupe « PETITS »" in problem.message
    assert problem.line == line_with(text, 'code = "GRANDS"') - 1


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines():
    text = SMALLEST.replace('zone_scolaire = "B"', 'zone_scolaire = "D"').replace("prix = 4.00", "prix = -1")
    text = text.replace('type = "PERI"', 'type = "X"').replace('a = "12:00" }', 'a = "02:30" }')
    found = mistakes(text)
    assert [problem.where for problem in found] == [
        "commune.zone_scolaire",
        "tarifs.REPAS.prix",
        "activites.CANTINE.type",
        "activites.CANTINE.reservation.a",
        "activites.CANTINE.annulation.a",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[commune]\nnom = Valbrune\n", 2, "entre guillemets"),
        ('[commune]\nnom = "Valbrune\n', 2, ""),
        ("[commune]\nnom\n", 2, "« = » manque"),
        ("[commune]\n[commune]\n", 2, "écrite deux fois"),
        ("[commune]\na = 1\na = 2\n", 3, "écrite deux fois"),
        ("[commune\n", 1, "« ] » de la section"),
        ("[commune]\na = [1, 2\n\n", 3, "« ] » d'une liste"),
        ("[commune]\na = 2026-02-31\n", 2, "cette date n'existe pas"),
        ("[commune]\na = 1 b = 2\n", 2, "la ligne devrait s'arrêter là"),
        ('[commune]\na = "C:\\dossier"\n', 2, "« \\ » s'écrit « \\\\ »"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int, words: str):
    (problem,) = mistakes(text)
    assert problem.line == line
    assert words in problem.message
    assert problem.message.startswith("ce fichier n'est pas du TOML")


def test_a_file_of_another_editor_is_read_all_the_same():
    assert parse("\N{ZERO WIDTH NO-BREAK SPACE}" + SMALLEST.replace("\n", "\r\n")) == parse(SMALLEST)
