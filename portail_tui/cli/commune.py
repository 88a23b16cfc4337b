"""`portail commune verifier F`: every mistake of a town's file; `… schema`: what editors need."""

from __future__ import annotations

import json

from portail_tui.cli import exits
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.town_files import UnreadableFile, read_file, told
from portail_tui.cli.words import print_json
from portail_tui.domain.town_file import InvalidTownFile, TownFile
from portail_tui.texts.formats import counted

ACTIONS = {
    "verifier": "dire chaque erreur d'un fichier, avec sa ligne",
    "schema": "écrire le schéma JSON du fichier, pour l'éditeur de texte",
}


def run(arguments: list[str]) -> int:
    """Do one of the actions; the exit code."""
    width = max(map(len, ACTIONS))
    parser = Parser(
        "portail commune",
        "Le fichier qui dit tout d'une commune : activités, délais, tarifs, calendrier.",
        "actions :\n" + "\n".join(f"  {name:{width}}  {what}" for name, what in ACTIONS.items()),
    )
    parser.add_argument("action", metavar="ACTION", choices=list(ACTIONS), help="voir ci-dessous")
    parser.add_argument("fichier", nargs="?", metavar="F", help="le fichier de la commune (TOML)")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    chosen = parser.parse_args(arguments)
    if chosen.action == "schema":
        return write_schema()
    if chosen.fichier is None:
        raise parser.refused("il manque le fichier à vérifier.")
    return verify(chosen.fichier, as_json=chosen.json)


def write_schema() -> int:
    from portail_tui.domain.town_file.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return exits.OK


def verify(path: str, *, as_json: bool) -> int:
    """Tell the file's mistakes; OK where there is none, REFUSED otherwise."""
    try:
        file = read_file(path)
    except UnreadableFile as error:
        if as_json:
            print_json({"fichier": path, "valide": False, "erreurs": [_row(None, "", str(error))]})
        else:
            say(f"portail commune : {error}")
        return exits.MISUSED
    except InvalidTownFile as invalid:
        problems = invalid.problems
        if as_json:
            rows = [_row(problem.line, problem.where, problem.message) for problem in problems]
            print_json({"fichier": path, "valide": False, "erreurs": rows})
        else:
            for problem in problems:
                print(told(path, problem))
            print(f"{counted(len(problems), 'erreur', 'erreurs')} dans ce fichier.")
        return exits.REFUSED
    if as_json:
        print_json({"fichier": path, "valide": True, "erreurs": []})
    else:
        print(f"{path} : aucune erreur ({_summary(file)}).")
    return exits.OK


def _row(line: int | None, where: str, message: str) -> dict[str, object]:
    return {"ligne": line, "ou": where, "message": message}


def _summary(file: TownFile) -> str:
    grids = sum(len(grids) for grids in file.grids.values())
    return f"{counted(len(file.activities), 'activité', 'activités')}, {counted(grids, 'grille', 'grilles')}"
