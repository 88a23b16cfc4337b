"""`portail`: with a subcommand, that one; without, the town's store that this machine is set up for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from portail_tui import __version__
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import Parser, say, table

COMMANDS = {
    "demo": ("portail_tui.cli.sessions.demo", "ouvrir la commune de démonstration"),
    "base": ("portail_tui.cli.ops.base", "créer, mettre à niveau, vérifier, sauver, restaurer les données"),
    "commune": ("portail_tui.cli.rules.commune", "vérifier, appliquer, exporter le fichier de la commune"),
    "entretien": ("portail_tui.cli.ops.entretien", "faire ce qui est arrivé à son terme, sans écran ouvert"),
    "courriel": ("portail_tui.cli.ops.courriel", "essayer le serveur de courriel, ranger son mot de passe"),
    "servir": (
        "portail_tui.cli.sessions.servir",
        "servir la page par laquelle un téléphone envoie un document",
    ),
    "tarif": ("portail_tui.cli.rules.tarif", "dire le prix d'un jour, et comment il est trouvé"),
    "calendrier": (
        "portail_tui.cli.rules.calendrier",
        "dire quels jours d'un mois se réservent, et jusqu'à quand",
    ),
}
"""Name → module and what it does, in the help's order."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments and arguments[0] in COMMANDS:
            module = import_module(COMMANDS[arguments[0]][0])
            code = int(module.run(arguments[1:]))
        else:
            code = _without_command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has had enough (« portail calendrier … | head »)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.OK
    except SystemExit as leaving:  # the parser's: help shown, or a mistake told
        return leaving.code if isinstance(leaving.code, int) else exit_codes.MISUSED
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    return code


def _without_command(arguments: list[str]) -> int:
    parser = Parser(
        "portail",
        "Le portail famille de la mairie, dans le terminal.",
        listed=table("commandes", {name: what for name, (_, what) in COMMANDS.items()}),
    )
    parser.add_argument(
        "commande", nargs="?", metavar="COMMANDE", help="voir ci-dessous ; sans elle, le portail"
    )
    parser.add_argument(
        "--version", action="version", version=f"portail {__version__}", help="dire la version"
    )
    chosen = parser.parse_args(arguments)
    if chosen.commande is not None:
        say(f"portail : la commande « {chosen.commande} » n'existe pas.")
        say("Pour la liste : portail --aide")
        return exit_codes.MISUSED
    from portail_tui.cli.sessions import default_session

    return default_session.run()
