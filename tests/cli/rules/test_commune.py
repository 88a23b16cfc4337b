"""`portail commune verifier`: every mistake with its line, and what it answers to scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.domain.rules.town_file.json_schema import json_schema
from tests.support.towns.communes import PUBLISHED, SMALLEST


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Runs the command: its exit code, what it printed, what it said beside."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "commune.toml"
    text = SMALLEST.replace('type = "PERI"', 'type = "PARI"').replace("prix = 4.00", 'prix = "cher"')
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_without_mistakes_is_said_so(told):
    code, out, err = told("commune", "verifier", str(PUBLISHED))
    assert (code, err) == (exit_codes.OK, "")
    assert (
        out == f"{PUBLISHED} : aucune erreur (15\N{NO-BREAK SPACE}activités, 12\N{NO-BREAK SPACE}grilles).\n"
    )


def test_mistakes_are_told_with_their_line_and_counted(told, wrong: Path):
    code, out, _ = told("commune", "verifier", str(wrong))
    assert code == exit_codes.REFUSED
    assert out.splitlines() == [
        f"{wrong}:23 : tarifs.REPAS.prix : un nombre est attendu.",
        f"{wrong}:27 : activites.CANTINE.type : « PARI » n'existe pas (type d'activité).",
        "2\N{NO-BREAK SPACE}erreurs dans ce fichier.",
    ]


def test_mistakes_are_told_to_scripts(told, wrong: Path):
    code, out, _ = told("commune", "verifier", str(wrong), "--json")
    assert code == exit_codes.REFUSED
    answer = json.loads(out)
    assert answer["valide"] is False
    assert answer["erreurs"][0] == {
        "ligne": 23,
        "ou": "tarifs.REPAS.prix",
        "message": "un nombre est attendu.",
    }
    code, out, _ = told("commune", "verifier", str(PUBLISHED), "--json")
    assert (code, json.loads(out)) == (
        exit_codes.OK,
        {"fichier": str(PUBLISHED), "valide": True, "erreurs": []},
    )


def test_a_file_that_cannot_be_read_is_named(told, tmp_path: Path):
    for path, content, words in (
        ("absent.toml", None, "est introuvable"),
        ("image.toml", b"\x89PNG\r\n\x1a\n\xff", "n'est pas du texte"),
    ):
        file = tmp_path / path
        if content is not None:
            file.write_bytes(content)
        code, out, err = told("commune", "verifier", str(file))
        assert (code, out) == (exit_codes.MISUSED, "")
        assert words in err
        assert json.loads(told("commune", "verifier", str(file), "--json")[1])["valide"] is False
    assert told("commune", "verifier", str(tmp_path))[0] == exit_codes.MISUSED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["commune"], "il manque : ACTION."),
        (["commune", "verifier"], "il manque le fichier"),
        (["commune", "deviner", "f"], "n'existe pas"),
    ],
)
def test_a_command_that_is_not_understood_says_what_is_missing(told, arguments: list[str], words: str):
    code, _, err = told(*arguments)
    assert code == exit_codes.MISUSED
    assert words in err


def test_the_schema_is_written_out(told):
    code, out, _ = told("commune", "schema")
    assert (code, json.loads(out)) == (exit_codes.OK, json_schema())
