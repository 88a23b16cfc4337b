"""Common actions of the commands on the configured store: open it, write a new file, store a password."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portail_tui import system
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import say
from portail_tui.cli.sessions.session import say_trouble
from portail_tui.cli.store_config import NO_KEYRING, configured
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.gateways.keyring_passwords import NoKeyring

if TYPE_CHECKING:
    from portail_tui.services.core.context import ServiceContext


def on_configured_store(do: Callable[[ServiceContext], int], *, needs_town: bool = True) -> int:
    """The exit code that ``do`` gives, or that of what is wrong with the store, which has been said."""
    found = configured()
    if found is None:
        return exit_codes.MISUSED
    from portail_tui.bootstrap import open_context

    try:
        return do(open_context(found[0], system.SystemClock(), needs_town=needs_town))
    except StoreTrouble as trouble:
        return tell(trouble)


def tell(trouble: StoreTrouble) -> int:
    """Print a fault of the store, and its remedy for an administrator; the exit code."""
    code = say_trouble(trouble)
    if trouble.fault is StoreFault.PASSWORD_MISSING:
        for line in NO_KEYRING:
            say(line)
    elif trouble.fault in (StoreFault.UNREACHABLE, StoreFault.NOT_ADMITTED) and trouble.where:
        say(f"Le serveur dit : {trouble.where.splitlines()[0]}")
    return code


def write_new(path: Path, write: Callable[[], None]) -> int:
    """Write a file that does not exist yet; the exit code, what went wrong said."""
    try:
        write()
    except FileExistsError:
        say(f"Ce fichier existe déjà, rien n'a été changé : {path}")
        return exit_codes.REFUSED
    except OSError:
        say(f"Le fichier ne peut pas être écrit : {path}")
        return exit_codes.STORE_TROUBLE
    return exit_codes.OK


def change_password(
    whose: str,
    *,
    keep: Callable[[str], None],
    forget: Callable[[], bool] | None,
    without_keyring: Sequence[str],
) -> int:
    """Keep in the keyring a password typed without being shown, or given on the standard input; the exit
    code. ``forget``: forget it instead, and tell whether it was there. Both raise NoKeyring:
    ``without_keyring`` then says what to do."""
    try:
        if forget is not None:
            print("Le mot de passe est oublié." if forget() else "Aucun mot de passe n'était rangé.")
            return exit_codes.OK
        typed = (
            getpass.getpass(f"Mot de passe de {whose} : ")
            if sys.stdin.isatty()
            else sys.stdin.readline().rstrip("\n")
        )
        if not typed:
            say("Aucun mot de passe n'a été donné, rien n'a changé.")
            return exit_codes.MISUSED
        keep(typed)
    except NoKeyring:
        for line in without_keyring:
            say(line)
        return exit_codes.REFUSED
    print(f"Le mot de passe est rangé dans le trousseau, pour {whose}")
    return exit_codes.OK
