"""An argument parser whose every word is French."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from portail_tui.cli import argparse_french, exit_codes

argparse_french.install()


class _Formatter(argparse.RawDescriptionHelpFormatter):
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
        self.add_argument("-h", "--aide", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        raise self.refused(message)

    def refused(self, sentence: str) -> SystemExit:
        """Say what was not understood; what to raise then."""
        say(f"{self.prog} : {sentence}")
        say(f"Pour l'aide : {self.prog} --aide")
        return SystemExit(exit_codes.MISUSED)


def say(sentence: str) -> None:
    """Print a sentence for the person at the command line, on standard error."""
    print(sentence, file=sys.stderr)
