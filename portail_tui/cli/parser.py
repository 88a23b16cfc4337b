"""An argument parser whose every word is French."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import NoReturn

from portail_tui.cli import argparse_french, exit_codes

argparse_french.install()


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def start_section(self, heading: str | None) -> None:
        super().start_section(f"{heading} " if heading else heading)  # a French colon has a space before


class Parser(argparse.ArgumentParser):
    """``argparse.ArgumentParser``, in French."""

    def __init__(
        self, prog: str, description: str, *, actions: Mapping[str, str] | None = None, listed: str = ""
    ) -> None:
        """``actions``: the words that the command takes first, and what each does. ``listed``: what else the
        help ends with."""
        super().__init__(
            prog=prog,
            description=description,
            epilog=table("actions", actions) if actions else listed or None,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.add_argument("-h", "--aide", "--help", action="help", help="montrer cette aide")
        if actions:
            self.add_argument("action", metavar="ACTION", choices=list(actions), help="voir ci-dessous")

    def error(self, message: str) -> NoReturn:
        raise self.refused(message)

    def refused(self, sentence: str) -> SystemExit:
        """Say what was not understood; what to raise then."""
        say(f"{self.prog} : {sentence}")
        say(f"Pour l'aide : {self.prog} --aide")
        return SystemExit(exit_codes.MISUSED)


def table(title: str, lines: Mapping[str, str]) -> str:
    """Words and what each is, in two columns under a title."""
    width = max(map(len, lines))
    return f"{title} :\n" + "\n".join(f"  {name:{width}}  {what}" for name, what in lines.items())


def say(sentence: str) -> None:
    """Print a sentence for the person at the command line, on standard error."""
    print(sentence, file=sys.stderr)
