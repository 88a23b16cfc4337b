"""The messages of argparse in French, through gettext: those of Python 3.11 to 3.13, by their English
text."""

from __future__ import annotations

import argparse
from gettext import NullTranslations

NOT_UNDERSTOOD = "cette commande n'est pas comprise."
MESSAGES = {
    # help
    "usage: ": "Utilisation : ",
    "options": "options",
    "positional arguments": "arguments",
    "subcommands": "commandes",
    "%(heading)s:": "%(heading)s:",
    "show this help message and exit": "montrer cette aide",
    "show program's version number and exit": "montrer la version",
    " (default: %(default)s)": " (sans précision : %(default)s)",
    # what was typed; those of an argument follow its name
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "il manque : %s.",
    "one of the arguments %s is required": "il faut l'un de : %s.",
    "unrecognized arguments: %s": "argument inconnu : %s.",
    "invalid choice: %(value)r (choose from %(choices)s)": ": %(value)r n'existe pas. Choix : %(choices)s.",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        ": %(parser_name)r n'existe pas. Choix : %(choices)s."
    ),
    "expected one argument": "attend une valeur.",
    "expected at most one argument": "attend une valeur au plus.",
    "expected at least one argument": "attend au moins une valeur.",
    "expected %s argument": "attend %s valeur.",
    "expected %s arguments": "attend %s valeurs.",
    "not allowed with argument %s": "et %s ne vont pas ensemble.",
    "ignored explicit argument %r": "n'attend pas de valeur (%r).",
    "unexpected option string: %s": "n'est pas attendu : %s.",
    "invalid %(type)s value: %(value)r": ": %(value)r ne convient pas.",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut vouloir dire : %(matches)s.",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s'ouvre pas : %(error)s.",
    'argument "-" with mode %r': "« - » ne va pas avec le mode %r.",
    "argument '%(argument_name)s' is deprecated": "%(argument_name)s n'est plus d'usage.",
    "command '%(parser_name)s' is deprecated": "la commande %(parser_name)s n'est plus d'usage.",
    "option '%(option)s' is deprecated": "%(option)s n'est plus d'usage.",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s : %(message)s\n",
    # a parser made wrong
    "'required' is an invalid argument for positionals": "« required » ne va pas avec un argument placé.",
    "%r is not callable": "%r ne s'appelle pas.",
    ".__call__() not defined": ".__call__() n'est pas défini.",
    "cannot have multiple subparser arguments": "les sous-commandes se déclarent une seule fois.",
    "cannot merge actions - two groups are named %r": "deux groupes s'appellent %r.",
    "conflicting option string: %s": "cette option est déjà déclarée : %s.",
    "conflicting option strings: %s": "ces options sont déjà déclarées : %s.",
    "conflicting subparser: %s": "cette sous-commande est déjà déclarée : %s.",
    "conflicting subparser alias: %s": "cet autre nom est déjà pris : %s.",
    "dest= is required for options like %r": "une option comme %r veut dest=.",
    "invalid conflict_resolution value: %r": "conflict_resolution ne peut pas être %r.",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r": (
        "l'option %(option)r commence par l'un de : %(prefix_chars)r."
    ),
    "mutually exclusive arguments must be optional": (
        "des arguments qui ne vont pas ensemble sont facultatifs."
    ),
}


class _Whole(str):
    """A sentence that takes no value: whatever it is given, it stays as it is."""

    __slots__ = ()

    def __mod__(self, _values: object) -> str:
        return self


class French(NullTranslations):
    """Catalogue of the messages. An unknown one of a later Python becomes a general French sentence."""

    def gettext(self, message: str) -> str:
        return MESSAGES.get(message) or _Whole(NOT_UNDERSTOOD)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid2 if n > 1 else msgid1)


def install() -> None:
    """Make argparse speak French: it asks gettext under these two names of its own."""
    french = French()
    vars(argparse).update(_=french.gettext, ngettext=french.ngettext)
