"""What changes from one file to the next, and how it is told."""

from __future__ import annotations

import json
import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.town_file import InvalidTownFile, parse
from portail_tui.domain.rules.town_file.diff import Change, ChangeKind, changes_between
from portail_tui.domain.shared.text import clean
from portail_tui.texts.rules.apply_report import change_line
from portail_tui.texts.shared.formats import NBSP
from tests.support.machine.examples import examples
from tests.support.towns.communes import EVERYTHING, PUBLISHED, SMALLEST

ALL = EVERYTHING.read_text(encoding="utf-8")
DEMO = resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8")
TEXTS = [SMALLEST, ALL, PUBLISHED.read_text(encoding="utf-8"), DEMO]


def told(before: str, after: str) -> list[str]:
    return [change_line(one).replace(NBSP, " ") for one in changes_between(before, after)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'reservation = { forme = "jours_avant", jours = 2, a = "12:00" }',
            'reservation = { forme = "jours_avant", jours = 3, ouvres = true, a = "23:59" }',
            "Cantine, limite de réservation : 2 jours avant, 12:00 → 3 jours ouvrés avant, 23:59",
        ),
        (
            'annulation = { forme = "jours_avant", jours = 1, a = "12:00" }',
            'annulation = { forme = "semaine_precedente", jour = "jeudi", a = "9:00", hors_vacances = true }',
            "Cantine, limite d'annulation : 1 jour avant, 12:00 → le jeudi de la semaine d'avant, 9:00, "
            "hors_vacances = true",
        ),
        ("prix = 4.00", "prix = 4.25", "Tarif REPAS, depuis le 01/09/2025, prix : 4,00 € → 4,25 €"),
        ('nom = "Cantine"', 'nom = "Self"', "Self, nom : « Cantine » → « Self »"),
        ('libelle = "Midi"', 'libelle = "Midi"\nplaces = 40', "Cantine, unité « Midi », places : 40 (ajout)"),
        (
            'paiement = "facture"',
            'paiement = "facture"\na_valider = true',
            "Cantine, a valider : oui (ajout)",
        ),
        (
            'niveaux = ["PS", "CP", "CE1"]',
            'niveaux = ["PS", "CP"]',
            "École « École du Bourg », niveaux : PS, CP, CE1 → PS, CP",
        ),
        (
            "[[ecoles]]",
            '[[fermetures]]\nnom = "Foire"\ndu = "10-12"\n[[ecoles]]',
            "Fermeture Foire 10-12 : ajout",
        ),
        (
            "[[types]]",
            '[[tarifs]]\ncode = "REPAS"\ndepuis = 2027-09-01\ndeliberation = "D"\nforme = "fixe"\n'
            "prix = 5\n[[types]]",
            "Tarif REPAS, depuis le 01/09/2027 : ajout",
        ),
        ("[[ecoles]]", "[tirelire]\nplancher = -5\n[[ecoles]]", "Tirelire, plancher : −5,00 € (ajout)"),
    ],
)
def test_a_change_is_told_in_a_line(old: str, new: str, line: str):
    assert old in SMALLEST
    assert told(SMALLEST, SMALLEST.replace(old, new, 1)) == [line]


def test_a_change_keeps_the_file_s_own_keys_and_words():
    (change,) = changes_between(SMALLEST, SMALLEST.replace("jours = 2, a", "jours = 3, a"))
    assert change.kind is ChangeKind.CHANGED
    assert change.where == "activites.CANTINE.reservation"
    assert change.before == '{ forme = "jours_avant", jours = 2, a = "12:00" }'
    assert change.after == '{ forme = "jours_avant", jours = 3, a = "12:00" }'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prix = 4.00", "prix = 4"),
        ("prix = 4.00", 'prix = "4,00"'),
        ("[[ecoles]]", "[tirelire]\nplancher = 0\n[[ecoles]]"),
        ("[[ecoles]]", "# une remarque\n[[ecoles]]"),
        ('nom = "Cantine"', "nom = 'Cantine'"),
        ('paiement = "facture"', 'paiement = "facture"\na_valider = false'),
    ],
)
def test_the_same_said_otherwise_is_no_change(old: str, new: str):
    assert old in SMALLEST
    assert changes_between(SMALLEST, SMALLEST.replace(old, new, 1)) == ()


def test_rows_in_another_order_are_told():
    start, end = ALL.index("  [[activites.unites]]"), ALL.rindex("  [[activites.unites]]")
    middle = ALL.index("  [[activites.unites]]", start + 1)
    swapped = ALL[:start] + ALL[middle:end] + ALL[start:middle] + ALL[end:]
    assert told(ALL, swapped) == ["Cantine, unités : dans un autre ordre"]


@pytest.mark.parametrize("text", TEXTS, ids=["smallest", "everything", "published", "demonstration"])
def test_a_file_does_not_differ_from_itself(text: str):
    assert changes_between(text, text) == ()


@examples(100)
@given(st.sampled_from(TEXTS), st.data())
def test_two_files_differ_by_no_change_only_where_they_say_the_same(text: str, data: st.DataObject):
    lines = text.splitlines()
    first, count = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(1, 8))
    other = "\n".join(lines[:first] + lines[first + count :])
    try:
        same = parse(other) == parse(text)
    except InvalidTownFile:
        return
    changes = changes_between(text, other)
    assert (changes == ()) == same
    assert all(change_line(one) for one in changes)
    backwards = changes_between(other, text)
    assert {turned(one) for one in backwards} == {(one.kind, one.where, one.before) for one in changes}


def turned(change: Change) -> tuple[ChangeKind, str, str]:
    kinds = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    return kinds.get(change.kind, change.kind), change.where, change.after


@given(st.text(min_size=1, max_size=12).filter(clean))
def test_any_text_is_told_on_a_line_without_what_a_terminal_would_obey(name: str):
    escaped = "".join(f"\\U{ord(char):08X}" for char in name if not "\ud800" <= char <= "\udfff")
    before = SMALLEST.replace('nom = "Cantine"', 'nom = "Avant"')
    after = SMALLEST.replace('nom = "Cantine"', f'nom = "{escaped}"')
    if not clean(name) or clean(name) == "Avant":
        return
    (line,) = [change_line(one) for one in changes_between(before, after)]
    assert f"« {clean(name)} »" in line.replace(NBSP, " ")
    assert line.isprintable() or NBSP in line
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in line)


@pytest.mark.parametrize("name", ['L"a', "L\\a", '"', "l'\x1b[31m", "l\x9b31m"])
def test_quotes_and_backslashes_are_told_as_they_are(name: str):
    after = SMALLEST.replace("Petit-Bourg", f"Bourg {json.dumps(name)[1:-1]}")
    (line,) = told(SMALLEST, after)
    assert line.endswith(f"→ « Bourg {clean(name)} »")


def test_of_a_long_grid_only_the_brackets_that_change_are_told():
    lines = told(DEMO, DEMO.replace("prix = 3.55", "prix = 3.60"))
    assert lines == [
        "Tarif REPAS, depuis le 01/09/2025, tranches : à partir de 1150, prix 3,55 € → "
        "à partir de 1150, prix 3,60 €"
    ]
    gone = told(DEMO, DEMO.replace("  { a_partir_de = 1150, prix = 3.55 },\n", ""))
    assert gone == ["Tarif REPAS, depuis le 01/09/2025, tranches : à partir de 1150, prix 3,55 € → rien"]
