"""What `portail` says, in French, and what it answers to the shell."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from portail_tui import __version__
from portail_tui.cli import exit_codes
from portail_tui.cli.argparse_french import MESSAGES, NOT_UNDERSTOOD, French
from portail_tui.cli.main import main
from portail_tui.cli.parser import Parser
from portail_tui.demo.generator import generate
from tests.support.machine.clocks import FrozenClock

ENGLISH = re.compile(
    r"\b(usage|error|the following|required|positional|optional|show|exit|invalid|choose|expected|ignored)\b",
    re.IGNORECASE,
)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Runs the command: its exit code, and all that it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def test_the_version_is_that_of_the_package(told):
    assert told("--version") == (exit_codes.OK, f"portail {__version__}\n")
    assert __version__ == version("portail-tui")


@pytest.mark.parametrize("arguments", [["--aide"], ["--help"], ["-h"], ["demo", "--aide"]])
def test_help_is_in_french(told, arguments: list[str]):
    code, words = told(*arguments)
    assert code == exit_codes.OK
    assert "Utilisation :" in words
    assert "montrer cette aide" in words
    assert not ENGLISH.search(words)


def test_help_lists_the_commands(told):
    words = told("--aide")[1]
    for name, what in {
        "demo": "ouvrir la commune de démonstration",
        "commune": "vérifier, appliquer, exporter le fichier",
        "entretien": "faire ce qui est arrivé à son terme",
        "tarif": "dire le prix d'un jour",
        "calendrier": "dire quels jours d'un mois",
    }.items():
        assert re.search(rf"^  {name} +{what}", words, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bidule"], "la commande « bidule » n'existe pas."),
        (["demo", "--vieux"], "argument inconnu : --vieux."),
        (["demo", "--neuf=oui"], "--neuf n'attend pas de valeur ('oui')."),
        (["--bidule"], "argument inconnu : --bidule."),
    ],
)
def test_a_mistake_is_told_in_french_with_the_way_to_the_help(told, arguments: list[str], sentence: str):
    code, words = told(*arguments)
    assert code == exit_codes.MISUSED
    assert sentence in words
    assert "--aide" in words
    assert not ENGLISH.search(words)


WAYS_TO_GETTEXT = ("_", "ngettext")


def parser_of_everything() -> Parser:
    parser = Parser("essai", "Un essai.")
    parser.add_argument("fichier")
    parser.add_argument("--mois", choices=["juin", "juillet"])
    parser.add_argument("--jours", type=int)
    parser.add_argument("--entre", nargs=2)
    parser.add_argument("--liste", nargs="+")
    parser.add_argument("--neuf", action="store_true")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--oui", action="store_true")
    either.add_argument("--non", action="store_true")
    return parser


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "il manque : fichier."),
        (["f", "--mois", "mai"], "--mois : 'mai' n'existe pas. Choix : "),
        (["f", "--mois"], "--mois attend une valeur."),
        (["f", "--jours", "deux"], "--jours : 'deux' ne convient pas."),
        (["f", "--entre", "1"], "--entre attend 2 valeurs."),
        (["f", "--liste"], "--liste attend au moins une valeur."),
        (["f", "--neuf=1"], "--neuf n'attend pas de valeur ('1')."),
        (["f", "--oui", "--non"], "--non et --oui ne vont pas ensemble."),
        (["f", "g"], "argument inconnu : g."),
    ],
)
def test_every_error_of_the_standard_parser_is_said_in_french(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
):
    with pytest.raises(SystemExit) as leaving:
        parser_of_everything().parse_args(arguments)
    assert leaving.value.code == exit_codes.MISUSED
    words = capsys.readouterr().err
    assert sentence in words
    assert not ENGLISH.search(words)


def test_an_error_that_is_not_known_is_never_said_in_english():
    assert French().gettext("something that a later version says") == NOT_UNDERSTOOD
    assert French().gettext("%(something)s else: %r") % {"something": "1"} == NOT_UNDERSTOOD
    assert French().ngettext("%s of them", "%s of those", 2) % 2 == NOT_UNDERSTOOD


def test_everything_that_argparse_can_say_has_its_french_words():
    """Each text that its source hands to gettext; this version's, and the tests run on several."""
    asked = [
        call
        for call in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WAYS_TO_GETTEXT
    ]
    said = {
        text.value
        for call in asked
        for text in call.args[:2]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert len(said) > 30
    assert said - MESSAGES.keys() == set()


@pytest.mark.parametrize("english", sorted(MESSAGES))
def test_the_french_words_take_the_same_values(english: str):
    placeholders = re.compile(r"%(?:\(\w+\))?[sr]")
    french = MESSAGES[english]
    dropped = {"%(type)s"}  # a Python type's name
    assert {*placeholders.findall(english)} - dropped == {*placeholders.findall(french)}


def test_without_a_configured_store_the_command_says_what_to_do(told, folder: Path):
    code, words = told()
    assert code == exit_codes.MISUSED
    assert "portail demo" in words
    assert "PORTAIL_BASE" in words
    assert str(folder / "reglages.toml") in words
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "introuvables"), (b"\x89PNG\r\n\x1a\n" * 100, "illisibles"), (b"", "illisibles")],
)
def test_a_store_that_cannot_be_opened_is_told_before_any_screen(
    told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, sentence: str
):
    path = tmp_path / "commune.db"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("PORTAIL_BASE", f"sqlite:///{path}")
    code, words = told()
    assert code == exit_codes.STORE_TROUBLE
    assert sentence in words
    assert "Traceback" not in words


@pytest.mark.parametrize(
    "url",
    ["mysql://agent:secret@hote/base", "commune.db", "sqlite://", "sqlite:///", "postgresql://h/b?secret"],
)
def test_an_address_that_is_not_understood_is_never_repeated(told, monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv("PORTAIL_BASE", url)
    code, words = told()
    assert code == exit_codes.MISUSED
    assert "sqlite:////dossier/commune.db" in words
    assert "secret" not in words


def test_the_settings_file_names_the_store(told, folder: Path):
    folder.mkdir()
    (folder / "reglages.toml").write_text('base = "sqlite:////nulle/part.db"')
    code, words = told()
    assert code == exit_codes.STORE_TROUBLE
    assert "introuvables" in words


def test_the_environment_comes_before_the_settings_file(told, folder: Path, monkeypatch: pytest.MonkeyPatch):
    folder.mkdir()
    (folder / "reglages.toml").write_text('base = "sqlite:////nulle/part.db"')
    monkeypatch.setenv("PORTAIL_BASE", "ailleurs")
    assert told()[0] == exit_codes.MISUSED


@pytest.mark.parametrize("text", ["base = ", "base = 3", b"\xff\xfe"])
def test_a_settings_file_that_cannot_be_read_is_named(told, folder: Path, text: str | bytes):
    folder.mkdir()
    path = folder / "reglages.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, words = told()
    assert code == exit_codes.MISUSED
    assert str(path) in words


def test_without_a_terminal_the_screens_say_so(told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    code, words = told("demo")
    assert code == exit_codes.MISUSED
    assert "terminal" in words
    path = generate(tmp_path / "commune.db", clock=FrozenClock(), families=1)
    monkeypatch.setenv("PORTAIL_BASE", f"sqlite:///{path}")
    assert told()[0] == exit_codes.MISUSED


def test_the_installed_command_answers():
    command = Path(sys.executable).with_name("portail")
    done = subprocess.run([command, "bidule"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == exit_codes.MISUSED
    assert done.stderr.startswith("portail : la commande « bidule » n'existe pas.")
    assert done.stdout == ""
