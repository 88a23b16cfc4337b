"""An argument parser whose every word is French: argparse's own are replaced, its errors translated."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from portail_tui.cli import exit_codes

_ERRORS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "il manque : {0}."),
    (r"one of the arguments (.+) is required", "il faut l'un de : {0}."),
    (r"unrecognized arguments: (.+)", "argument inconnu : {0}."),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} : {1} n'existe pas. Choix : {2}."),
    (r"argument (.+?): expected one argument", "{0} attend une valeur."),
    (r"argument (.+?): expected at least one argument", "{0} attend au moins une valeur."),
    (r"argument (.+?): expected (\d+) arguments?", "{0} attend {1} valeurs."),
    (r"argument (.+?): not allowed with argument (.+)", "{0} et {1} ne vont pas ensemble."),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} n'attend pas de valeur ({1})."),
    (r"argument (.+?): invalid .+? value: (.+)", "{0} : {1} ne convient pas."),
    (r"ambiguous option: (.+?) could match (.+)", "{0} peut vouloir dire : {1}."),
)
NOT_UNDERSTOOD = "cette commande n'est pas comprise."


def in_french(message: str) -> str:
    """An error of argparse in French; its cause is lost rather than told in English."""
    for pattern, words in _ERRORS:
        if found := re.fullmatch(pattern, message, flags=re.DOTALL):
            return words.format(*found.groups())
    return NOT_UNDERSTOOD


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(f"{heading} " if heading else heading)  # a French colon has a space before


class Parser(argparse.ArgumentParser):
    """``argparse.ArgumentParser``, in French."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--aide", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        raise self.refused(in_french(message))

    def refused(self, sentence: str) -> SystemExit:
        """Say what was not understood; what to raise then."""
        say(f"{self.prog} : {sentence}")
        say(f"Pour l'aide : {self.prog} --aide")
        return SystemExit(exit_codes.MISUSED)


def say(sentence: str) -> None:
    """A sentence for whoever typed the command, apart from what the command prints."""
    print(sentence, file=sys.stderr)
