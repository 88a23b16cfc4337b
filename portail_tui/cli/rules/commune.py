"""`portail commune …`: check, apply and export the town's file; JSON Schema for editors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from portail_tui.cli import exit_codes
from portail_tui.cli.output import print_json
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.rules.town_file_input import UnreadableFile, read_text, told
from portail_tui.domain.rules.town_file import InvalidTownFile, Problem, TownFile, parse
from portail_tui.texts.shared.formats import counted

ACTIONS = {
    "verifier": "dire chaque erreur d'un fichier, avec sa ligne",
    "appliquer": "faire d'un fichier le règlement en vigueur ; avec --essai, dire ce qui changerait",
    "exporter": "écrire le fichier en vigueur, tel qu'il a été appliqué",
    "schema": "écrire le schéma JSON du fichier, pour l'éditeur de texte",
}


def run(arguments: list[str]) -> int:
    """Do one of the actions; the exit code."""
    parser = Parser(
        "portail commune",
        "Le fichier qui dit tout d'une commune : activités, délais, tarifs, calendrier.",
        actions=ACTIONS,
    )
    parser.add_argument("fichier", nargs="?", metavar="F", help="le fichier de la commune (TOML)")
    parser.add_argument("--essai", action="store_true", help="avec appliquer : ne rien enregistrer")
    parser.add_argument(
        "--autre-nom", action="store_true", help="avec appliquer : la commune a changé de nom"
    )
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    chosen = parser.parse_args(arguments)
    if (chosen.essai or chosen.autre_nom) and chosen.action != "appliquer":
        raise parser.refused("« --essai » et « --autre-nom » vont avec « appliquer ».")
    if chosen.action == "schema":
        return write_schema()
    if chosen.action == "exporter":
        from portail_tui.cli.rules.apply_report import export

        return export(chosen.fichier)
    if chosen.fichier is None:
        raise parser.refused(f"il manque le fichier à {chosen.action}.")
    found = checked(chosen.fichier, as_json=chosen.json)
    if isinstance(found, int):
        return found
    file, text = found
    if chosen.action == "appliquer":
        from portail_tui.cli.rules.apply_report import apply

        return apply(file, text, is_trial=chosen.essai, may_rename=chosen.autre_nom, as_json=chosen.json)
    if chosen.json:
        print_json({"fichier": chosen.fichier, "valide": True, "erreurs": []})
    else:
        print(f"{chosen.fichier} : aucune erreur ({_summary(file)}).")
    return exit_codes.OK


def write_schema() -> int:
    from portail_tui.domain.rules.town_file.json_schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return exit_codes.OK


def checked(path: str, *, as_json: bool) -> tuple[TownFile, str] | int:
    """The file and its text; or the exit code, once its mistakes are printed."""
    try:
        text = read_text(path)
        return parse(text), text
    except UnreadableFile as error:
        if as_json:
            _print_mistakes(path, [Problem("", str(error))])
        else:
            say(f"portail commune : {error}")
        return exit_codes.MISUSED
    except InvalidTownFile as invalid:
        problems = invalid.problems
        if as_json:
            _print_mistakes(path, problems)
        else:
            for problem in problems:
                print(told(path, problem))
            print(f"{counted(len(problems), 'erreur', 'erreurs')} dans ce fichier.")
        return exit_codes.REFUSED


def _print_mistakes(path: str, problems: Sequence[Problem]) -> None:
    rows = [{"ligne": one.line, "ou": one.where, "message": one.message} for one in problems]
    print_json({"fichier": path, "valide": False, "erreurs": rows})


def _summary(file: TownFile) -> str:
    grids = sum(len(grids) for grids in file.grids.values())
    return f"{counted(len(file.activities), 'activité', 'activités')}, {counted(grids, 'grille', 'grilles')}"
